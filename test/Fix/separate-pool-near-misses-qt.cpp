// REQUIRES: qt6
// RUN: %prove --no-run %s %t -- -std=c++17 %{qt6}
// There is no second pool where whoever waits and whoever is waited for, by a
// thread of its own, are submitted in one place.

#include <QThreadPool>

#include <functional>
#include <future>
#include <memory>
#include <thread>

class Front {
public:
  Front() { Pool.setMaxThreadCount(1); }

  std::future<int> ask(std::function<int()> Asked) {
    auto Task = std::make_shared<std::packaged_task<int()>>(std::move(Asked));
    auto Result = Task->get_future();
    Pool.start([Task] { (*Task)(); });
    return Result;
  }

private:
  QThreadPool Pool;
};

int main() {
  Front Desk;
  auto Task = Desk.ask([&Desk] {
    auto Child = Desk.ask([] { return 1; });
    int X = 1;
    std::thread Helper([&] { X += Child.get(); });
    Helper.join();
    return X;
  });
  return Task.get();
}

// FIXES
