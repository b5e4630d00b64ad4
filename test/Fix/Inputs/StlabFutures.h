// Debian has no stlab. What is declared here has the names of its headers, and
// does what they do: a serial queue runs one task after the other, await() blocks
// the thread, then() is given the value, or nothing where there is none, a task
// that returns a future gives what that one gives, and what a future stands for
// does not run where nobody keeps it. What stlab calls await() is named alike
// there; the default executor has as many threads as wait.

#pragma GCC system_header

#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <type_traits>
#include <utility>
#include <vector>

namespace stlab {
inline namespace v2_2_0 {

template <typename T> class future;

namespace detail {

template <typename T> struct unwrapped { using type = T; };
template <typename T> struct unwrapped<future<T>> { using type = T; };
template <typename T> using reduced_t = future<typename unwrapped<T>::type>;

using Job = std::function<void()>;
using Runner = std::function<void(Job)>;

template <typename T> struct Shared {
  using Value = std::conditional_t<std::is_void_v<T>, bool, T>;
  std::mutex Mutex;
  std::optional<Value> Result;
  Job Next;
  Runner Run;
  std::shared_ptr<void> Upstream; ///< what this one is made from is kept by it

  void end(Value Given) {
    Job Then;
    {
      std::lock_guard<std::mutex> Lock(Mutex);
      Result = std::move(Given);
      Then = std::move(Next);
    }
    if (Then)
      Then();
  }
  void whenDone(Job Then) {
    {
      std::lock_guard<std::mutex> Lock(Mutex);
      if (!Result) {
        Next = std::move(Then);
        return;
      }
    }
    Then();
  }
};

/// Gives the result of \p Call, if somebody still keeps \p Later.
template <typename T, typename F> void run(const std::weak_ptr<Shared<T>> &Later, F &&Call) {
  auto Kept = Later.lock();
  if (!Kept)
    return;
  using R = decltype(Call());
  if constexpr (!std::is_same_v<reduced_t<R>, future<R>>) {
    auto Inner = Call().State;
    Kept->Upstream = Inner;
    Inner->whenDone([Later, Weak = std::weak_ptr(Inner)] {
      auto Target = Later.lock();
      auto Source = Weak.lock();
      if (Target && Source)
        Target->end(std::move(*Source->Result));
    });
  } else if constexpr (std::is_void_v<R>) {
    Call();
    Kept->end(true);
  } else {
    Kept->end(Call());
  }
}

template <int Priority> struct executor_type {
  void operator()(Job Task) const { std::thread(std::move(Task)).detach(); }
};

} // namespace detail
inline constexpr auto default_executor = detail::executor_type<1>{};

template <typename T> class [[nodiscard]] future {
public:
  std::shared_ptr<detail::Shared<T>> State;

  future() = default;
  future(future &&) = default;
  future &operator=(future &&) = default;

  template <typename F> auto then(F &&Fun) && {
    if constexpr (std::is_void_v<T>)
      return std::move(*this).next([Fun = std::forward<F>(Fun)](bool) mutable { return Fun(); });
    else
      return std::move(*this).next(std::forward<F>(Fun));
  }

private:
  template <typename F> auto next(F Fun) && {
    using Value = typename detail::Shared<T>::Value;
    detail::reduced_t<std::invoke_result_t<F, Value>> Later;
    Later.State = std::make_shared<typename decltype(Later.State)::element_type>();
    Later.State->Run = State->Run;
    Later.State->Upstream = State;
    auto Call = std::make_shared<F>(std::move(Fun));
    auto Task = [Call, Source = std::weak_ptr(State), Target = std::weak_ptr(Later.State)] {
      detail::run(Target, [&] { return (*Call)(std::move(*Source.lock()->Result)); });
    };
    State->whenDone([Run = State->Run, Task] { Run(Task); });
    return Later;
  }
};

template <typename E, typename F> auto async(const E &Executor, F &&Fun) {
  detail::reduced_t<std::invoke_result_t<F>> Later;
  Later.State = std::make_shared<typename decltype(Later.State)::element_type>();
  Later.State->Run = Executor;
  auto Call = std::make_shared<std::decay_t<F>>(std::forward<F>(Fun));
  Executor([Call, Target = std::weak_ptr(Later.State)] { detail::run(Target, *Call); });
  return Later;
}

class serial_queue_t {
  struct Instance : std::enable_shared_from_this<Instance> {
    std::mutex Mutex;
    std::deque<detail::Job> Jobs;
    bool Running = false;
    detail::Runner Run;

    void add(detail::Job Task) {
      std::lock_guard<std::mutex> Lock(Mutex);
      Jobs.push_back(std::move(Task));
      if (!std::exchange(Running, true))
        Run([This = shared_from_this()] { This->work(); });
    }
    void work() {
      for (std::unique_lock<std::mutex> Lock(Mutex); !Jobs.empty(); Lock.lock()) {
        detail::Job Task = std::move(Jobs.front());
        Jobs.pop_front();
        Lock.unlock();
        Task();
      }
      Running = false;
    }
  };
  std::shared_ptr<Instance> Mine = std::make_shared<Instance>();

public:
  template <typename E> explicit serial_queue_t(E Executor) { Mine->Run = Executor; }
  auto executor() const {
    return [Mine = Mine](detail::Job Task) { Mine->add(std::move(Task)); };
  }
  template <typename F> auto operator()(F &&Fun) const { return async(executor(), std::forward<F>(Fun)); }
};

template <typename T> T await(future<T> &&Given) {
  auto State = std::move(Given).State;
  std::mutex Mutex;
  std::condition_variable Wake;
  bool Done = false;
  State->whenDone([&] {
    std::lock_guard<std::mutex> Lock(Mutex);
    Done = true;
    Wake.notify_one();
  });
  std::unique_lock<std::mutex> Lock(Mutex);
  Wake.wait(Lock, [&] { return Done; });
  if constexpr (!std::is_void_v<T>)
    return std::move(*State->Result);
}

} // namespace v2_2_0
} // namespace stlab
