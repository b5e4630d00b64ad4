// RUN: %prove %s %t -- -std=c++20 %{asio}
// REQUIRES: asio, llvm-19
// The result is a part of an expression; the loop is a parameter that nothing
// else needs.

#include <asio.hpp>

static asio::awaitable<int> one() { co_return 1; }

static asio::awaitable<int> two(asio::io_context &Loop) {
  co_return asio::co_spawn(Loop, one(), asio::use_future).get() + 1;
}

int main() {
  asio::io_context Loop;
  auto Sum = asio::co_spawn(Loop, two(Loop), asio::use_future);
  Loop.run();
  return Sum.get() == 2 ? 0 : 1;
}
