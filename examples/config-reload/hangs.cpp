// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

// A server reads its settings with a call that runs the loop until they are
// there: right at the start, before the loop runs. When a timer has them read
// again, the loop is run in its own handler, and run() waits until that
// handler, which waits for run(), has ended.

#include <asio.hpp>

#include <chrono>
#include <cstdio>
#include <functional>

class Server {
public:
  int start() {
    int Limit = readLimit();
    Timer.async_wait([this](std::error_code) { reload(); });
    Loop.run();
    return Limit;
  }

private:
  void reload() { std::printf("limit: %d\n", readLimit()); }

  int readLimit() {
    int Limit = 0;
    asio::post(Loop, [&Limit] { Limit = 100; });
    Loop.restart();
    Loop.run(); // WARN[run]: 'Loop'
    Loop.restart();
    return Limit;
  }

  asio::io_context Loop;
  asio::steady_timer Timer{Loop, std::chrono::milliseconds(10)};
};

int main() { std::printf("limit at the start: %d\n", Server().start()); }
