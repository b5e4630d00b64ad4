// RUN: %prove %s %t -- -std=c++17 %{asio}
// REQUIRES: asio
// A handler runs the loop until the handler that it has posted is done.

#include <asio.hpp>

int main() {
  asio::io_context Loop;
  int Ran = 0;
  asio::post(Loop, [&] {
    asio::post(Loop, [&] { ++Ran; });
    Loop.run();
    ++Ran;
  });
  Loop.run();
  return Ran == 2 ? 0 : 1;
}
