// RUN: %prove %s %t -- -std=c++20 %{asio}
// REQUIRES: asio, complete-coroutines
// A future of one's own is asked on the loop that gives its value.

#include "OwnTasks.h"

#include <asio.hpp>
#include <condition_variable>
#include <memory>
#include <mutex>

namespace own {

template <typename T> struct Shared {
  std::mutex Mutex;
  std::condition_variable Set;
  std::optional<T> Value;
  std::coroutine_handle<> Next;
};

template <typename T> class Future {
public:
  explicit Future(std::shared_ptr<Shared<T>> State) : State(std::move(State)) {}

  T get() const {
    std::unique_lock<std::mutex> Lock(State->Mutex);
    State->Set.wait(Lock, [this] { return State->Value.has_value(); });
    return *State->Value;
  }

  std::shared_ptr<Shared<T>> State;
};

template <typename T> struct Awaiter {
  std::shared_ptr<Shared<T>> State;

  bool await_ready() const { return false; }
  bool await_suspend(std::coroutine_handle<> Caller) {
    std::lock_guard<std::mutex> Lock(State->Mutex);
    if (State->Value)
      return false;
    State->Next = Caller;
    return true;
  }
  T await_resume() { return *State->Value; }
};

template <typename T> Awaiter<T> operator co_await(const Future<T> &Later) {
  return {Later.State};
}

template <typename F> auto submit(asio::io_context &Loop, F Call) -> Future<decltype(Call())> {
  auto State = std::make_shared<Shared<decltype(Call())>>();
  asio::post(Loop, [State, Call] {
    std::coroutine_handle<> Next;
    {
      std::lock_guard<std::mutex> Lock(State->Mutex);
      State->Value = Call();
      Next = State->Next;
      State->Set.notify_all();
    }
    if (Next)
      Next.resume();
  });
  return Future<decltype(Call())>(State);
}

} // namespace own

static Task<int> half(asio::io_context &Loop) {
  auto Whole = own::submit(Loop, [] { return 42; });
  co_return Whole.get() / 2;
}

static int Answer = 0;

int main() {
  asio::io_context Loop;
  asio::post(Loop, [&Loop]() -> Detached { Answer = co_await half(Loop); });
  Loop.run();
  return Answer == 21 ? 0 : 1;
}

// FIXES
// note: fix: await it: the worker is free meanwhile; what follows may run in another thread
// -  co_return Whole.get() / 2;
// +  co_return co_await Whole / 2;
