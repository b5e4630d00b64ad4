// RUN: %prove %s %t -- -std=c++20 -I%root/examples
// REQUIRES: llvm-19
// A coroutine fetches what is not there yet, and suspends with the lock held.

#include "TwoAtOnce.h"
#include <map>

static Task<int> fetch(Worker &Network, int Key) {
  co_await Network.turn();
  co_return Key * 10;
}

struct Cache {
  Worker &Network;
  std::mutex Mutex;
  std::map<int, int> Known;

  Task<int> value(int Key) {
    std::lock_guard Lock(Mutex);
    auto Found = Known.find(Key);
    if (Found != Known.end()) {
      co_return Found->second;
    }
    int Fetched = co_await fetch(Network, Key);
    Known[Key] = Fetched;
    co_return Fetched;
  }
};

int main() {
  Worker Network;
  Cache All{Network, {}, {}};
  int Sum = askTwice(Network, [&All] { return All.value(4); });
  return Sum == 80 ? 0 : 1;
}

// FIXES
// note: fix: let go of 'Lock' meanwhile, and look again: two threads may do the work at once, the first result stays
// -    std::lock_guard Lock(Mutex);
// +    std::unique_lock Lock(Mutex);
// +    Lock.unlock();
// +    Lock.lock();
// +    Found = Known.find(Key);
// +    if (Found != Known.end()) {
// +      co_return Found->second;
// +    }
