// RUN: %prove %s %t -- -std=c++17
// REQUIRES: asio
// The loop is behind an accessor, and is run in a branch of a handler's helper.

#include <asio.hpp>

class Service {
public:
  asio::io_context &loop() { return Loop; }

private:
  asio::io_context Loop;
};

static void drain(Service &Of, bool Busy) {
  if (Busy)
    Of.loop().run();
}

int main() {
  Service One;
  int Seen = 0;
  asio::post(One.loop(), [&] {
    asio::post(One.loop(), [&Seen] { ++Seen; });
    drain(One, Seen == 0);
  });
  One.loop().run();
  return Seen == 1 ? 0 : 1;
}

// FIXES
// note: fix: run only what is ready: returns at once where nothing is
// -    Of.loop().run();
// +    Of.loop().poll();
