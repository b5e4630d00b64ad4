// RUN: %prove %s %t -- -std=c++20 %{asio}
// REQUIRES: asio, complete-coroutines
// A future of one's own is asked on the loop that gives its value.

#include "OwnFuture.h"
#include "OwnTasks.h"

#include <asio.hpp>

namespace own {

template <typename F> auto submit(asio::io_context &Loop, F Call) -> Future<decltype(Call())> {
  auto State = std::make_shared<Shared<decltype(Call())>>();
  asio::post(Loop, [State, Call] { give(*State, Call()); });
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
