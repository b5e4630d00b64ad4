// RUN: %prove --no-run %s %t -- -std=c++17
// A future that nobody keeps runs nothing: it is not returned, nor has it a
// continuation, where the result of the task goes nowhere.

#include "StlabFutures.h"

void use(int);

void dropped(stlab::serial_queue_t &Queue) {
  static_cast<void>(stlab::async(Queue.executor(), [&Queue] {
    int Sum = stlab::await(Queue([] { return 30; }));
    use(Sum);
  }));
}

void returned(stlab::serial_queue_t &Queue) {
  static_cast<void>(Queue([&Queue] {
    auto Later = Queue([] {}).then([] { return 1; });
    return stlab::await(std::move(Later));
  }));
}

// FIXES
