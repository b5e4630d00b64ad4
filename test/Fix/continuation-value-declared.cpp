// RUN: %prove %s %t -- -std=c++17
// The continuation is given the value, and the executor gives what the future
// gives that the task returns: the result of the task stays as it was.

#include "FollyFutures.h"

static folly::Future<int> total(folly::Executor *Pool, int Start) {
  return folly::via(Pool, [Pool, Start] {
    const int Scale = 2;
    int Twice = Start * Scale;
    auto Later = folly::via(Pool, [] { return 30; });
    auto Sum = std::move(Later).get(); // Not ours.
    if (Sum < 0)
      return Twice;
    Sum += Twice * Scale;
    return Sum - Start; // 42
  });
}

int main() {
  folly::CPUThreadPoolExecutor Pool(1);
  return total(&Pool, 4).get() == 42 ? 0 : 1;
}

// FIXES
// warning: gridlock-self-wait
// -  return folly::via(Pool, [Pool, Start] {
// +  return folly::via(Pool, [Start] {
// -    auto Later = folly::via(Pool, [] { return 30; });
// -    auto Sum = std::move(Later).get(); // Not ours.
// +    auto Sum = [] { return 30; }(); // Not ours.
// note: fix: leave the rest to a continuation: it runs when the result is there, after this task has ended
// -    auto Sum = std::move(Later).get(); // Not ours.
// -    if (Sum < 0)
// -      return Twice;
// -    Sum += Twice * Scale;
// -    return Sum - Start; // 42
// +    return std::move(Later).thenValue([Twice, Start](auto Sum) mutable { // Not ours.
// +      if (Sum < 0)
// +        return Twice;
// +      Sum += Twice * Scale;
// +      return Sum - Start; // 42
// +    });
