// RUN: %check wait-under-lock %s -- -std=c++17

// An owner that is returned does not die; on another way out of the function it does.

#include "Inputs/Command.h"

#include <memory>
#include <mutex>
#include <thread>

struct Task {
  virtual ~Task() = default;
};
struct Joining : Task {
  explicit Joining(Registry &In) : One(In) {}
  Command One;
};

class Registry {
public:
  void count() {
    std::lock_guard<std::mutex> Lock(Mutex);
    ++Number;
  }
  std::unique_ptr<Command> makeOk() {
    std::lock_guard<std::mutex> Lock(Mutex);
    std::unique_ptr<Command> Made(new Command(*this));
    ++Number;
    return Made;
  }
  std::unique_ptr<Task> makeTaskOk() {
    std::lock_guard<std::mutex> Lock(Mutex);
    auto Made = std::make_unique<Joining>(*this);
    return Made;
  }
  std::unique_ptr<Command> makeOrNoneBad() {
    std::lock_guard<std::mutex> Lock(Mutex);
    std::unique_ptr<Command> Made(new Command(*this)); // WARN: blocks in '~Command' while it holds 'Mutex'
    if (Number > 3)
      return nullptr;
    return Made;
  }

private:
  std::mutex Mutex;
  int Number = 0;
};

void Command::run() { In.count(); }

int main() {
  Registry R;
  auto Made = R.makeOk();
  auto Other = R.makeTaskOk();
  auto Last = R.makeOrNoneBad();
}
