// RUN: %prove %s %t -- -std=c++20 -I%root/examples
// REQUIRES: llvm-19
// A coroutine returns what it awaits under a lock.

#include "Coroutines.h"
#include <future>

static Task<int> load(Worker &Network, int Value) {
  co_await Network.turn();
  co_return Value;
}

struct Table {
  Worker &Network;
  std::mutex Mutex;
  int Asked = 0;

  Task<int> value() {
    std::lock_guard<std::mutex> Lock(Mutex);
    ++Asked;
    co_return co_await load(Network, Asked);
  }
};

static Detached show(Worker &Network, Table &All, std::promise<int> &Done) {
  co_await Network.turn();
  Done.set_value(co_await All.value());
}

int main() {
  std::promise<int> Done[2];
  std::promise<void> Queued;
  Worker Network;
  Table All{Network, {}};
  [](Worker &Network, Table &All, std::promise<int> *Done,
     std::promise<void> &Queued) -> Detached {
    co_await Network.turn();
    show(Network, All, Done[0]);
    show(Network, All, Done[1]);
    Queued.set_value();
  }(Network, All, Done, Queued);
  Queued.get_future().wait();
  int Sum = Done[0].get_future().get() + Done[1].get_future().get();
  return Sum == 3 ? 0 : 1;
}

// FIXES
// note: fix: let go of 'Lock' before: nothing behind needs it
// -    std::lock_guard<std::mutex> Lock(Mutex);
// +    std::unique_lock<std::mutex> Lock(Mutex);
// +    Lock.unlock();
