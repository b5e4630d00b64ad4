// RUN: %prove %s %t -- -std=c++17
// What is waited for is returned: nothing needs the lock any more.

#include "Crew.h"

class Clock {
public:
  int next() {
    std::lock_guard<std::mutex> Lock(Mutex);
    ++Time;
    std::future<int> Read = Workers.enqueue([this] {
      std::lock_guard<std::mutex> Inner(Mutex);
      return Time;
    });
    return Read.get();
  }

private:
  Crew Workers;
  std::mutex Mutex;
  int Time = 6;
};

int main() { return Clock().next() == 7 ? 0 : 1; }

// FIXES
// note: fix: let go of 'Lock' before: nothing behind needs it
// -    std::lock_guard<std::mutex> Lock(Mutex);
// +    std::unique_lock<std::mutex> Lock(Mutex);
// +    Lock.unlock();
