// RUN: %prove %s %t -- -std=c++20 -I%root/examples
// REQUIRES: llvm-19
// A coroutine fetches what is not there yet, and suspends with the lock held.

#include "Coroutines.h"
#include <future>
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

static Detached show(Worker &Network, Cache &All, std::promise<int> &Done) {
  co_await Network.turn();
  Done.set_value(co_await All.value(4));
}

int main() {
  std::promise<int> Done[2];
  std::promise<void> Queued;
  Worker Network;
  Cache All{Network, {}, {}};
  [](Worker &Network, Cache &All, std::promise<int> *Done,
     std::promise<void> &Queued) -> Detached {
    co_await Network.turn();
    show(Network, All, Done[0]);
    show(Network, All, Done[1]);
    Queued.set_value();
  }(Network, All, Done, Queued);
  Queued.get_future().wait();
  int Sum = Done[0].get_future().get() + Done[1].get_future().get();
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
