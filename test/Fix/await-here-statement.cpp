// RUN: %prove %s %t -- -std=c++20 %{asio}
// REQUIRES: asio, llvm-19
// Nothing is returned, and the loop is used again.

#include <asio.hpp>

static int State = 0;

static asio::awaitable<void> step(int By) {
  State += By;
  co_return;
}

static asio::awaitable<void> steps(asio::io_context &Loop) {
  asio::co_spawn(Loop, step(2), asio::use_future).get();
  asio::post(Loop, [] { ++State; });
}

int main() {
  asio::io_context Loop;
  asio::co_spawn(Loop, steps(Loop), asio::detached);
  Loop.run();
  return State == 3 ? 0 : 1;
}
