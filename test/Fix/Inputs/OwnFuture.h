// A future of one's own: asked, it blocks; awaited, by an operator that is no
// member, it is a suspension.
#pragma once

#include <condition_variable>
#include <coroutine>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>

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

/// The value is there: who waits for it goes on.
template <typename T> void give(Shared<T> &State, T Value) {
  std::coroutine_handle<> Next;
  {
    std::lock_guard<std::mutex> Lock(State.Mutex);
    State.Value = Value;
    Next = State.Next;
    State.Set.notify_all();
  }
  if (Next)
    Next.resume();
}

} // namespace own
