// RUN: %prove %s %t -- -std=c++20
// REQUIRES: complete-coroutines
// A future of one's own, with an operator that is no member. It is asked twice:
// that takes nothing away.

#include "Crew.h"
#include "OwnFuture.h"
#include "OwnTasks.h"

namespace own {

template <typename F> auto submit(Crew &Workers, F Call) -> Future<decltype(Call())> {
  auto State = std::make_shared<Shared<decltype(Call())>>();
  Workers.post([State, Call] { give(*State, Call()); });
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
