// RUN: %prove --no-run %s %t -- -std=c++17
// REQUIRES: asio
// Who asks how many handlers have run gets another number from poll; and a loop
// until the event loop is stopped would never end.

#include <asio.hpp>

#define RUN(L) (L).run()

int main() {
  asio::io_context Loop;
  std::size_t Ran = 0;
  asio::post(Loop, [&] { Ran = Loop.run(); });
  asio::post(Loop, [&] { RUN(Loop); });
  asio::post(Loop, [&] {
    while (!Loop.stopped())
      Loop.run();
  });
  Loop.run();
}

// FIXES
