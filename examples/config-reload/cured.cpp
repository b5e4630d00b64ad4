// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

// The cure: the settings are read with a callback, at the start and in the
// timer's handler alike. Only main runs the loop.

#include <asio.hpp>

#include <chrono>
#include <cstdio>
#include <functional>

class Server {
public:
  void start() {
    readLimit([](int Limit) { std::printf("limit: %d\n", Limit); });
    Timer.async_wait([this](std::error_code) { reload(); });
    Loop.run();
  }

private:
  void reload() {
    readLimit([](int Limit) { std::printf("limit again: %d\n", Limit); });
  }

  void readLimit(std::function<void(int)> Then) {
    asio::post(Loop, [Then] { Then(100); });
  }

  asio::io_context Loop;
  asio::steady_timer Timer{Loop, std::chrono::milliseconds(10)};
};

int main() { Server().start(); }
