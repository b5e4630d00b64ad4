// RUN: %prove %s %t -- -std=c++20 -I%root/examples
// REQUIRES: llvm-19
// A coroutine suspends at the end, with the lock held.

#include "Coroutines.h"
#include <future>

struct Table {
  Worker &Network;
  std::mutex Mutex;
  int Asked = 0;

  Task<int> touch() {
    std::lock_guard<std::mutex> Lock(Mutex);
    Asked += 2;
    co_await Network.turn();
    co_return 1;
  }
};

static Detached show(Worker &Network, Table &All, std::promise<int> &Done) {
  co_await Network.turn();
  Done.set_value(co_await All.touch());
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
  return Sum == 2 && All.Asked == 4 ? 0 : 1;
}

// FIXES
// note: fix: end the lock before: nothing behind needs it
// -    std::lock_guard<std::mutex> Lock(Mutex);
// -    Asked += 2;
// +    {
// +      std::lock_guard<std::mutex> Lock(Mutex);
// +      Asked += 2;
// +    }
