// RUN: %prove %s %t -- -std=c++17 %{qt6} -lQt6Core -lQt6Concurrent
// REQUIRES: qt6
// The future is the call itself.

#include <QtConcurrent>
#include <future>

static std::promise<int> Total;

int main() {
  QThreadPool Pool;
  Pool.setMaxThreadCount(1);
  Pool.start([&Pool] {
    int Half = QtConcurrent::run(&Pool, [](int X) { return X + 20; }, 1).result();
    Total.set_value(2 * Half);
  });
  return Total.get_future().get() == 42 ? 0 : 1;
}
