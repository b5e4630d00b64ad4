// RUN: %prove %s %t -- -std=c++17 %{asio}
// REQUIRES: asio
// The loop is a member that is a pointer; the result is thrown away.

#include <asio.hpp>
#include <memory>

class Session {
public:
  void start() {
    asio::post(*Loop, [this] { flush(); });
  }
  void run() { Loop->run(); }
  int Flushed = 0;

private:
  void flush() {
    asio::post(*Loop, [this] { ++Flushed; });
    (void)Loop->run();
  }
  std::unique_ptr<asio::io_context> Loop = std::make_unique<asio::io_context>();
};

int main() {
  Session One;
  One.start();
  One.run();
  return One.Flushed == 1 ? 0 : 1;
}
