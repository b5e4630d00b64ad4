// RUN: %prove %s %t -- -std=c++17
// The executor gives what the future gives that the task returns: somebody may
// wait for the result. A local future is not moved where it is returned.

#include "FollyFutures.h"

int main() {
  folly::CPUThreadPoolExecutor Pool(1);
  auto Answer = folly::via(&Pool, [&Pool] {
    folly::Promise<int> Given;
    auto Later = Given.getSemiFuture().via(&Pool);
    Pool.add([Given = std::move(Given)]() mutable { Given.setValue(42); });
    return std::move(Later).get();
  });
  return std::move(Answer).get() == 42 ? 0 : 1;
}

// FIXES
// note: fix: return the future: 'via' gives what it gives, and the task ends before that is there
// -    return std::move(Later).get();
// +    return Later;
// note: fix: a separate pool 'PoolForChildren' for the tasks that are waited for: costs its threads
// +  folly::CPUThreadPoolExecutor PoolForChildren(1);
// -  auto Answer = folly::via(&Pool, [&Pool] {
// +  auto Answer = folly::via(&Pool, [&Pool, &PoolForChildren] {
// -    Pool.add([Given = std::move(Given)]() mutable { Given.setValue(42); });
// +    PoolForChildren.add([Given = std::move(Given)]() mutable { Given.setValue(42); });
