// RUN: %prove %s %t -- -std=c++17
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

// FIXES
// note: fix: run only what is ready: returns at once where nothing is
// -static void drain(asio::io_context &Loop) { Loop.run(); }
// +static void drain(asio::io_context &Loop) { Loop.poll(); }
