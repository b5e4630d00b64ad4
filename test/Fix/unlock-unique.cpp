// RUN: %prove %s %t -- -std=c++17
// The guard can let go of its lock; the wait stands in a loop.

#include "Crew.h"

int main() {
  std::mutex Mutex;
  int Sum = 0;
  Crew Workers;
  {
    std::unique_lock<std::mutex> Lock(Mutex);
    for (int I = 1; I < 4; ++I) {
      auto Added = Workers.enqueue([&, I] {
        std::lock_guard<std::mutex> Inner(Mutex);
        Sum += I;
      });
      Added.wait();
      ++Sum;
    }
  }
  return Sum == 9 ? 0 : 1;
}

// FIXES
// note: fix: let go of 'Lock' meanwhile: what it guards may have changed after, look again
// +      Lock.unlock();
// +      Lock.lock();
