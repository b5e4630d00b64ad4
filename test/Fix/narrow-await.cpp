// RUN: %prove %s %t -- -std=c++20 -I%root/examples
// REQUIRES: llvm-19
// A coroutine suspends at the end, with the lock held.

#include "TwoAtOnce.h"

struct Table {
  Worker &Network;
  std::mutex Mutex;
  int Asked = 0;

  Task<int> touch() {
    std::lock_guard<std::mutex> Lock(Mutex);
    Asked += 2; // One for each.
    co_await Network.turn();
    co_return 1;
  }
};

int main() {
  Worker Network;
  Table All{Network, {}};
  int Sum = askTwice(Network, [&All] { return All.touch(); });
  return Sum == 2 && All.Asked == 4 ? 0 : 1;
}

// FIXES
// note: fix: end the lock before: nothing behind needs it
// -    std::lock_guard<std::mutex> Lock(Mutex);
// -    Asked += 2; // One for each.
// +    {
// +      std::lock_guard<std::mutex> Lock(Mutex);
// +      Asked += 2; // One for each.
// +    }
