// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

// Exchange rates, fetched once and kept. The coroutine that fetches them
// suspends with a std::mutex locked. The next coroutine wants it and blocks the
// thread: the only one that could let the first go on.

#include "../Coroutines.h"

#include <cstdio>
#include <future>

class Rates {
public:
  explicit Rates(Worker &Network) : Network(Network) {}

  Task<double> euro() {
    std::lock_guard Lock(Mutex);
    if (Euro == 0) {
      co_await Network.turn(); // WARN[co_await]: coroutine suspends in 'co_await' while it holds 'Mutex'
      Euro = 1.08;
    }
    co_return Euro;
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
