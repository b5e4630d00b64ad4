// RUN: %prove %s %t -- -std=c++17
// A task is waited for under a lock that it wants, and that is needed after.

#include "Crew.h"

class Stock {
public:
  int refill() {
    std::lock_guard<std::mutex> Lock(Mutex);
    ++Count;
    std::future<int> More = Workers.enqueue([this] {
      std::lock_guard<std::mutex> Inner(Mutex);
      return ++Count;
    });
    int Got = More.get();
    Count += Got;
    return Count;
  }

private:
  Crew Workers;
  std::mutex Mutex;
  int Count = 0;
};

int main() {
  Stock All;
  return All.refill() == 4 ? 0 : 1;
}

// FIXES
// note: fix: let go of 'Lock' meanwhile: what it guards may have changed after, look again
// -    std::lock_guard<std::mutex> Lock(Mutex);
// +    std::unique_lock<std::mutex> Lock(Mutex);
// +    Lock.unlock();
// +    Lock.lock();
