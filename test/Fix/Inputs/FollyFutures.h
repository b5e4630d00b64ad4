// Debian has no Folly. What is declared here has the names of its headers, and
// does what they do: get() does not help the executor, thenValue() can be called
// on an rvalue alone and is given the value, on the executor of its future, a
// task that returns a future gives what that one gives, and a future that nobody
// keeps runs its continuation all the same.

#pragma GCC system_header

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <exception>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <type_traits>
#include <utility>
#include <vector>

namespace folly {

struct Unit {};

/// It may be given what can only be moved, and what returns anything.
template <typename FunctionType> class Function;
template <typename... Args> class Function<void(Args...)> {
  struct Held {
    virtual ~Held() = default;
    virtual void call(Args...) = 0;
  };
  template <typename F> struct Holds : Held {
    F Callable;
    explicit Holds(F Given) : Callable(std::move(Given)) {}
    void call(Args... Given) override { static_cast<void>(Callable(std::move(Given)...)); }
  };
  std::unique_ptr<Held> Kept;

public:
  Function() = default;
  template <typename F, std::enable_if_t<!std::is_same_v<std::decay_t<F>, Function>, int> = 0>
  Function(F &&Given) : Kept(new Holds<std::decay_t<F>>(std::forward<F>(Given))) {}
  explicit operator bool() const { return Kept != nullptr; }
  void operator()(Args... Given) { Kept->call(std::move(Given)...); }
};
using Func = Function<void()>;

template <typename ExecutorT> class ExecutorKeepAlive {
  ExecutorT *Pointer = nullptr;

public:
  ExecutorKeepAlive() = default;
  ExecutorKeepAlive(ExecutorT *Given) : Pointer(Given) {}
  ExecutorT *get() const { return Pointer; }
};

class Executor {
public:
  template <typename ExecutorT = Executor> using KeepAlive = ExecutorKeepAlive<ExecutorT>;
  virtual ~Executor() = default;
  virtual void add(Func) = 0;
};

class CPUThreadPoolExecutor : public virtual Executor {
public:
  explicit CPUThreadPoolExecutor(size_t Threads) {
    for (size_t I = 0; I < Threads; ++I)
      Workers.emplace_back([this] { work(); });
  }
  ~CPUThreadPoolExecutor() override { join(); }
  void add(Func Job) override {
    std::lock_guard<std::mutex> Lock(Mutex);
    Jobs.push_back(std::move(Job));
    Wake.notify_one();
  }
  void join() {
    {
      std::lock_guard<std::mutex> Lock(Mutex);
      Stopping = true;
      Wake.notify_all();
    }
    for (std::thread &Worker : Workers)
      Worker.join();
    Workers.clear();
  }

private:
  void work() {
    for (;;) {
      Func Job;
      {
        std::unique_lock<std::mutex> Lock(Mutex);
        Wake.wait(Lock, [this] { return Stopping || !Jobs.empty(); });
        if (Jobs.empty())
          return;
        Job = std::move(Jobs.front());
        Jobs.pop_front();
      }
      Job();
    }
  }
  std::mutex Mutex;
  std::condition_variable Wake;
  std::deque<Func> Jobs;
  bool Stopping = false;
  std::vector<std::thread> Workers;
};

template <typename T> class Future;
template <typename T> class SemiFuture;

template <typename T> struct isFuture {
  static constexpr bool value = false;
  using Inner = std::conditional_t<std::is_void_v<T>, Unit, T>;
};
template <typename T> struct isFuture<Future<T>> {
  static constexpr bool value = true;
  using Inner = T;
};

namespace futures::detail {

template <typename T> struct Core {
  std::mutex Mutex;
  std::condition_variable Wake;
  std::optional<T> Value;
  std::exception_ptr Error;
  Func Callback;

  bool isDone() const { return Value || Error; }
  void end(std::optional<T> Given, std::exception_ptr Thrown) {
    Func Next;
    {
      std::lock_guard<std::mutex> Lock(Mutex);
      Value = std::move(Given);
      Error = Thrown;
      Next = std::move(Callback);
      Wake.notify_all();
    }
    if (Next)
      Next();
  }
  void whenDone(Func Next) {
    {
      std::lock_guard<std::mutex> Lock(Mutex);
      if (!isDone()) {
        Callback = std::move(Next);
        return;
      }
    }
    Next();
  }
  /// Ends with what \p Call returns, or with what the future gives that it returns.
  template <typename F> static void endWith(std::shared_ptr<Core> Mine, F &&Call) try {
    using Result = decltype(Call());
    if constexpr (isFuture<Result>::value) {
      auto Theirs = Call().Shared;
      Theirs->whenDone([Mine, Theirs] { Mine->end(std::move(Theirs->Value), Theirs->Error); });
    } else if constexpr (std::is_void_v<Result>) {
      Call();
      Mine->end(Unit(), nullptr);
    } else {
      Mine->end(Call(), nullptr);
    }
  } catch (...) {
    Mine->end(std::nullopt, std::current_exception());
  }
};

template <typename T> class FutureBase {
public:
  std::shared_ptr<Core<T>> Shared = std::make_shared<Core<T>>();
  Executor *Where = nullptr;

protected:
  void await() {
    std::unique_lock<std::mutex> Lock(Shared->Mutex);
    Shared->Wake.wait(Lock, [this] { return Shared->isDone(); });
  }
  T take() {
    await();
    if (Shared->Error)
      std::rethrow_exception(Shared->Error);
    return std::move(*Shared->Value);
  }
};

} // namespace futures::detail

template <typename T> class Future : public futures::detail::FutureBase<T> {
public:
  T get() && { return this->take(); }
  Future &&wait() && { return this->await(), std::move(*this); }
  template <typename F>
  Future<typename isFuture<std::invoke_result_t<F, T &&>>::Inner> thenValue(F &&Func) && {
    using R = typename isFuture<std::invoke_result_t<F, T &&>>::Inner;
    Future<R> Later;
    Later.Where = this->Where;
    auto Run = [Mine = Later.Shared, Theirs = this->Shared,
                Func = std::decay_t<F>(std::forward<F>(Func))]() mutable {
      if (Theirs->Error)
        return Mine->end(std::nullopt, Theirs->Error);
      futures::detail::Core<R>::endWith(Mine, [&] { return std::move(Func)(std::move(*Theirs->Value)); });
    };
    auto Next = [Where = this->Where, Run = std::move(Run)]() mutable {
      Where ? Where->add(std::move(Run)) : Run();
    };
    this->Shared->whenDone(std::move(Next));
    return Later;
  }
};

template <typename T> class SemiFuture : public futures::detail::FutureBase<T> {
public:
  T get() && { return this->take(); }
  Future<T> via(Executor::KeepAlive<> Executor) && {
    Future<T> Later;
    Later.Shared = this->Shared;
    Later.Where = Executor.get();
    return Later;
  }
};

template <typename T> class Promise {
  SemiFuture<T> Given;

public:
  SemiFuture<T> getSemiFuture() { return Given; }
  template <typename M> void setValue(M &&Value) { Given.Shared->end(std::forward<M>(Value), nullptr); }
};

template <typename F>
auto via(Executor::KeepAlive<> Executor, F &&Func) -> Future<typename isFuture<decltype(Func())>::Inner> {
  using R = typename isFuture<decltype(Func())>::Inner;
  Future<R> Later;
  Later.Where = Executor.get();
  Executor.get()->add([Mine = Later.Shared, Func = std::decay_t<F>(std::forward<F>(Func))]() mutable {
    futures::detail::Core<R>::endWith(Mine, Func);
  });
  return Later;
}

} // namespace folly
