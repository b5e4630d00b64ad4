// RUN: %prove %s %t -- -std=c++17
// The future comes from outside of the lock.

#include "Crew.h"

class Meter {
public:
  int read(Crew &Workers, std::promise<void> &Go) {
    auto Reading = Workers.enqueue([this] {
      std::lock_guard<std::mutex> Inner(Mutex);
      return Value + 1;
    });
    std::lock_guard<std::mutex> Lock(Mutex);
    if (Value == 0)
      Value = 1;
    Go.set_value();
    int Read = Reading.get();
    return Read;
  }

private:
  std::mutex Mutex;
  int Value = 0;
};

int main() {
  Crew Workers;
  std::promise<void> Go;
  // The reading is behind this one: the lock is held when it begins.
  Workers.post([Wait = Go.get_future().share()] { Wait.wait(); });
  Meter Power;
  return Power.read(Workers, Go) == 2 ? 0 : 1;
}

// FIXES
// note: fix: end the lock before: nothing behind needs it
// -    std::lock_guard<std::mutex> Lock(Mutex);
// -    if (Value == 0)
// -      Value = 1;
// -    Go.set_value();
// +    {
// +      std::lock_guard<std::mutex> Lock(Mutex);
// +      if (Value == 0)
// +        Value = 1;
// +      Go.set_value();
// +    }
