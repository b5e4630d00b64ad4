// Two coroutines ask the same object, on the one thread of a network.
#ifndef GRIDLOCK_TEST_TWO_AT_ONCE_H
#define GRIDLOCK_TEST_TWO_AT_ONCE_H

#include "Coroutines.h"
#include <future>

template <typename Fn>
Detached showOne(Worker &Network, Fn Ask, std::promise<int> &Done) {
  co_await Network.turn();
  Done.set_value(co_await Ask());
}

// The sum of what the two are told. Ask: makes a Task<int>.
template <typename Fn> int askTwice(Worker &Network, Fn Ask) {
  std::promise<int> Done[2];
  std::promise<void> Queued;
  [](Worker &Network, Fn Ask, std::promise<int> *Done,
     std::promise<void> &Queued) -> Detached {
    co_await Network.turn();
    showOne(Network, Ask, Done[0]);
    showOne(Network, Ask, Done[1]);
    Queued.set_value();
  }(Network, Ask, Done, Queued);
  Queued.get_future().wait();
  return Done[0].get_future().get() + Done[1].get_future().get();
}

#endif
