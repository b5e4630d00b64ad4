// RUN: %prove %s %t -- -std=c++17
// A function waits, and gives the value. A future that nobody keeps runs nothing,
// so the continuation is returned.

#include "StlabFutures.h"

static int total(const stlab::serial_queue_t &Queue, int Start) {
  return stlab::await(Queue([Queue, Start] {
    auto Later = Queue([] { return 38; });
    int Sum = stlab::await(std::move(Later)) + Start;
    return Sum;
  }));
}

int main() {
  stlab::serial_queue_t Queue(stlab::default_executor);
  return total(Queue, 4) == 42 ? 0 : 1;
}

// FIXES
// note: fix: leave the rest to a continuation: it runs when the result is there, after this task has ended
// -    int Sum = stlab::await(std::move(Later)) + Start;
// -    return Sum;
// +    return std::move(Later).then([Start](auto Ready) mutable {
// +      int Sum = Ready + Start;
// +      return Sum;
// +    });
