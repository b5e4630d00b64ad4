// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

// The cure: the mutex is locked to read and to write, and nothing is awaited
// meanwhile. Two coroutines may fetch at once; the rate is the same.

#include "../Coroutines.h"

#include <cstdio>
#include <future>

class Rates {
public:
  explicit Rates(Worker &Network) : Network(Network) {}

  Task<double> euro() {
    {
      std::lock_guard Lock(Mutex);
      if (Euro != 0)
        co_return Euro;
    }
    co_await Network.turn(); // fetches
    std::lock_guard Lock(Mutex);
    co_return Euro = 1.08;
  }

private:
  Worker &Network;
  std::mutex Mutex;
  double Euro = 0;
};

Detached show(Worker &Network, Rates &All, std::promise<void> &Done) {
  co_await Network.turn();
  std::printf("rate: %.2f\n", co_await All.euro());
  Done.set_value();
}

int main() {
  std::promise<void> Done[2];
  Worker Network;
  Rates All(Network);
  std::promise<void> Both;
  // Both stand in the queue before the first of them runs.
  [](Worker &Network, Rates &All, std::promise<void> *Done,
     std::promise<void> &Both) -> Detached {
    co_await Network.turn();
    for (int I = 0; I < 2; ++I)
      show(Network, All, Done[I]);
    Both.set_value();
  }(Network, All, Done, Both);
  Both.get_future().wait();
  for (std::promise<void> &One : Done)
    One.get_future().wait();
}
