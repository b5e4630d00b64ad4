// RUN: %prove %s %t -- -std=c++20
// REQUIRES: complete-coroutines
// A future of one's own, with an operator that is no member. It is asked twice:
// that takes nothing away.

#include "Crew.h"
#include "OwnTasks.h"

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

template <typename F> auto submit(Crew &Workers, F Call) -> Future<decltype(Call())> {
  auto State = std::make_shared<Shared<decltype(Call())>>();
  Workers.post([State, Call] {
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

static Task<int> twice(Crew &Workers) {
  auto Half = own::submit(Workers, [] { return 21; });
  int Sum = -(-Half.get());
  co_return Sum + co_await Half;
}

static std::promise<int> Answer;

int main() {
  auto Given = Answer.get_future();
  Crew Workers;
  Workers.post([&Workers]() -> Detached { Answer.set_value(co_await twice(Workers)); });
  return Given.get() == 42 ? 0 : 1;
}

// FIXES
// note: fix: await it: the worker is free meanwhile; what follows may run in another thread
// -  int Sum = -(-Half.get());
// +  int Sum = -(-(co_await Half));
// note: fix: a separate pool 'WorkersForParents' for the tasks that wait: costs its threads
// -  Workers.post([&Workers]() -> Detached { Answer.set_value(co_await twice(Workers)); });
// +  Crew WorkersForParents;
// +  WorkersForParents.post([&Workers]() -> Detached { Answer.set_value(co_await twice(Workers)); });
