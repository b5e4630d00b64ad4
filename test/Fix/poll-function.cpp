// RUN: %prove %s %t -- -std=c++17 %{asio}
// REQUIRES: asio
// The loop is run in a function that the handler calls.

#include <asio.hpp>

static void drain(asio::io_context &Loop) { Loop.run(); }

int main() {
  asio::io_context Loop;
  int Ran = 0;
  Loop.post([&] {
    Loop.post([&] { ++Ran; });
    drain(Loop);
  });
  Loop.run();
  return Ran == 1 ? 0 : 1;
}
