// RUN: %prove %s %t -- -std=c++20 -I%root/examples
// REQUIRES: llvm-19
// A coroutine returns what it awaits under a lock.

#include "TwoAtOnce.h"

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

int main() {
  Worker Network;
  Table All{Network, {}};
  int Sum = askTwice(Network, [&All] { return All.value(); });
  return Sum == 3 ? 0 : 1;
}

// FIXES
// note: fix: let go of 'Lock' before: nothing behind needs it
// -    std::lock_guard<std::mutex> Lock(Mutex);
// +    std::unique_lock<std::mutex> Lock(Mutex);
// +    Lock.unlock();
