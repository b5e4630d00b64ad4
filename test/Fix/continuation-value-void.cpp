// RUN: %prove %s %t -- -std=c++17
// There is no value: the continuation is given nothing.

#include "StlabFutures.h"

int main() {
  stlab::serial_queue_t Queue(stlab::default_executor);
  int Sum = 0;
  stlab::await(Queue([Queue, &Sum] {
    stlab::await(Queue([&Sum] { Sum += 40; }));
    Sum += 2;
  }));
  return Sum == 42 ? 0 : 1;
}

// FIXES
// note: fix: leave the rest to a continuation: it runs when the result is there, after this task has ended
// -    stlab::await(Queue([&Sum] { Sum += 40; }));
// -    Sum += 2;
// +    return Queue([&Sum] { Sum += 40; }).then([&Sum]() mutable {
// +      Sum += 2;
// +    });
