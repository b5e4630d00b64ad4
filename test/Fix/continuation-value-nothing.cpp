// RUN: %prove %s %t -- -std=c++17
// What follows the wait does not use the value.

#include "FollyFutures.h"

static int Sum = 0;

int main() {
  folly::CPUThreadPoolExecutor Pool(1);
  int Count = folly::via(&Pool, [&Pool] {
    auto Later = folly::via(&Pool, [] { Sum += 40; });
    std::move(Later).get();
    return Sum;
  }).get();
  return Count == 40 ? 0 : 1;
}

// FIXES
// note: fix: leave the rest to a continuation: it runs when the result is there, after this task has ended
// -    std::move(Later).get();
// -    return Sum;
// +    return std::move(Later).thenValue([](auto) mutable {
// +      return Sum;
// +    });
// note: fix: a separate pool 'PoolForChildren' for the tasks that are waited for: costs its threads
// +  folly::CPUThreadPoolExecutor PoolForChildren(1);
// -  int Count = folly::via(&Pool, [&Pool] {
// -    auto Later = folly::via(&Pool, [] { Sum += 40; });
// +  int Count = folly::via(&Pool, [&PoolForChildren] {
// +    auto Later = folly::via(&PoolForChildren, [] { Sum += 40; });
