// What Folly's headers declare, as far as the tests use it.

#pragma GCC system_header

#include "../../Tidy/await-under-lock/Inputs/Coroutine.h"

#include <chrono>
#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

namespace folly {

template <typename T> T made();

struct Unit {};
template <typename T> class Try {};

template <typename FunctionType> class Function;
template <typename R, typename... Args> class Function<R(Args...)> {
public:
  Function() = default;
  template <typename F> Function(F) {}
  Function(Function &&) noexcept;
  R operator()(Args...);
};
using Func = Function<void()>;

// folly/Executor.h

template <typename ExecutorT> class ExecutorKeepAlive;

class Executor {
public:
  template <typename ExecutorT = Executor>
  using KeepAlive = ExecutorKeepAlive<ExecutorT>;
  virtual ~Executor() = default;
  virtual void add(Func) = 0;
  virtual void addWithPriority(Func, int8_t Priority);
};

template <typename ExecutorT = Executor> class ExecutorKeepAlive {
public:
  ExecutorKeepAlive() = default;
  ~ExecutorKeepAlive();
  ExecutorKeepAlive(ExecutorKeepAlive &&) noexcept;
  ExecutorKeepAlive(const ExecutorKeepAlive &) noexcept;
  template <typename Other> ExecutorKeepAlive(ExecutorKeepAlive<Other> &&) noexcept;
  template <typename Other> ExecutorKeepAlive(const ExecutorKeepAlive<Other> &) noexcept;
  ExecutorKeepAlive(ExecutorT *);
  ExecutorT *get() const;
  ExecutorT &operator*() const;
  ExecutorT *operator->() const;
  ExecutorKeepAlive copy() const;
};

template <typename ExecutorT>
Executor::KeepAlive<ExecutorT> getKeepAliveToken(ExecutorT *);
template <typename ExecutorT>
Executor::KeepAlive<ExecutorT> getKeepAliveToken(ExecutorT &);

// folly/executors

class ThreadPoolExecutor : public virtual Executor {
public:
  ~ThreadPoolExecutor() override;
  virtual void stop();
  virtual void join();
};

class CPUThreadPoolExecutor : public ThreadPoolExecutor {
public:
  explicit CPUThreadPoolExecutor(size_t Threads);
  ~CPUThreadPoolExecutor() override;
  void add(Func) override;
  void addWithPriority(Func, int8_t Priority) override;
};

class ThreadedExecutor : public virtual Executor {
public:
  ThreadedExecutor();
  ~ThreadedExecutor() override;
  void add(Func) override;
};

class InlineLikeExecutor : public virtual Executor {};

class InlineExecutor : public InlineLikeExecutor {
public:
  static InlineExecutor &instance() noexcept;
  void add(Func) override;
};

class DrivableExecutor : public virtual Executor {
public:
  virtual void drive() = 0;
};

class ManualExecutor : public DrivableExecutor {
public:
  ~ManualExecutor() override;
  void add(Func) override;
  size_t drain();
  void drive() override;
};

class VirtualExecutor : public Executor {
public:
  explicit VirtualExecutor(Executor &);
  ~VirtualExecutor() override;
  void add(Func) override;
};

Executor::KeepAlive<> getGlobalCPUExecutor();

namespace detail {
template <typename Queue> class SerialExecutorImpl : public virtual Executor {
public:
  static KeepAlive<SerialExecutorImpl>
  create(KeepAlive<Executor> Parent = getGlobalCPUExecutor());
  void add(Func) override;
};
} // namespace detail
using SerialExecutor = detail::SerialExecutorImpl<int>;

class StrandContext;
class StrandExecutor final : public virtual Executor {
public:
  static KeepAlive<StrandExecutor> create();
  static KeepAlive<StrandExecutor> create(std::shared_ptr<StrandContext>);
  static KeepAlive<StrandExecutor> create(KeepAlive<> Parent);
  void add(Func) override;
};

// folly/futures

template <typename T> class Future;
template <typename T> class SemiFuture;

namespace futures {
namespace detail {
template <typename T> class FutureBase {
public:
  bool isReady() const;
};
} // namespace detail
} // namespace futures

template <typename T> class SemiFuture : futures::detail::FutureBase<T> {
public:
  SemiFuture(SemiFuture &&) noexcept;
  ~SemiFuture();
  using futures::detail::FutureBase<T>::isReady;
  T get() &&;
  T get(std::chrono::microseconds) &&;
  SemiFuture &wait() &;
  SemiFuture &&wait() &&;
  Future<T> via(Executor::KeepAlive<>) &&;
};

template <typename T> class Future : futures::detail::FutureBase<T> {
public:
  Future(Future &&) noexcept;
  ~Future();
  using futures::detail::FutureBase<T>::isReady;
  T get() &&;
  T getVia(DrivableExecutor *) &&;
  Future &wait() &;
  Future &&wait() &&;
  Future &&wait(std::chrono::microseconds) &&;
  Future via(Executor::KeepAlive<>) &&;
  template <typename F>
  Future<decltype(std::declval<F>()(std::declval<T>()))> thenValue(F &&) && {
    return made<Future<decltype(std::declval<F>()(std::declval<T>()))>>();
  }
  SemiFuture<T> semi() &&;
};

template <typename T> class Promise {
public:
  Promise();
  ~Promise();
  SemiFuture<T> getSemiFuture();
  Future<T> getFuture();
  template <typename M> void setValue(M &&);
  template <typename F> void setWith(F &&) {}
};

Future<Unit> via(Executor::KeepAlive<>);
template <typename F>
auto via(Executor::KeepAlive<>, F &&Func) -> Future<decltype(Func())> {
  return made<Future<decltype(Func())>>();
}
template <typename F> auto async(F &&Func) -> Future<decltype(Func())> {
  return made<Future<decltype(Func())>>();
}
template <typename Collection>
SemiFuture<std::vector<Try<int>>> collectAll(Collection &&);

// folly/io/async

class EventBase : public DrivableExecutor {
public:
  class LoopCallback {
  public:
    virtual ~LoopCallback() = default;
    virtual void runLoopCallback() noexcept = 0;
  };
  EventBase();
  ~EventBase() override;
  bool loop();
  bool loopOnce(int Flags = 0);
  void loopForever();
  void terminateLoopSoon();
  void add(Func) override;
  void drive() override;
  void runInLoop(LoopCallback *, bool ThisIteration = false);
  void runInLoop(Func, bool ThisIteration = false);
  void runInEventBaseThread(Func) noexcept;
  void runInEventBaseThreadAndWait(Func) noexcept;
  void runImmediatelyOrRunInEventBaseThreadAndWait(Func) noexcept;
  bool isInEventBaseThread() const;
};

class ScopedEventBaseThread : public virtual Executor {
public:
  ScopedEventBaseThread();
  ~ScopedEventBaseThread() override;
  EventBase *getEventBase() const;
  void add(Func) override;
};

// folly/synchronization

template <bool MayBlock = true> class Baton {
public:
  void post() noexcept;
  void wait() noexcept;
};

class Latch {
public:
  explicit Latch(ptrdiff_t);
  void count_down(ptrdiff_t N = 1) noexcept;
  void wait() noexcept;
};

// folly/coro

namespace coro {
template <typename T> class TaskWithExecutor {};

template <typename T> class Task {
public:
  struct promise_type {
    Task get_return_object();
    std::suspend_always initial_suspend();
    std::suspend_always final_suspend() noexcept;
    void return_value(T);
    void unhandled_exception();
  };
};

namespace detail {
namespace adl {
struct WithExecutorFunction {
  template <typename T>
  TaskWithExecutor<T> operator()(Executor::KeepAlive<>, Task<T>) const;
};
} // namespace adl
} // namespace detail
inline constexpr detail::adl::WithExecutorFunction co_withExecutor{};

struct blocking_wait_fn {
  template <typename Awaitable> int operator()(Awaitable &&) const;
  template <typename Awaitable>
  int operator()(Awaitable &&, DrivableExecutor *) const;
};
inline constexpr blocking_wait_fn blockingWait{};
} // namespace coro

} // namespace folly
