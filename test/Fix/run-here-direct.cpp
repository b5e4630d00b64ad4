// RUN: %prove %s %t -- -std=c++17 -I%root/examples
// The child is waited for where it is submitted.

#include "ThreadPool.h"

static int base() { return 40; }

int main() {
  ThreadPool Pool(1);
  auto Answer = Pool.submit([&Pool] { return Pool.submit(base).get() + 2; });
  return Answer.get() == 42 ? 0 : 1;
}

// FIXES
// warning: gridlock-self-wait
// -  auto Answer = Pool.submit([&Pool] { return Pool.submit(base).get() + 2; });
// +  auto Answer = Pool.submit([] { return base() + 2; });
// note: fix: a separate pool 'PoolForChildren' for the tasks that are waited for: costs its threads
// +  ThreadPool PoolForChildren(1);
// -  auto Answer = Pool.submit([&Pool] { return Pool.submit(base).get() + 2; });
// +  auto Answer = Pool.submit([&PoolForChildren] { return PoolForChildren.submit(base).get() + 2; });
// note: fix: a separate pool 'PoolForParents' for the tasks that wait: costs its threads
// -  auto Answer = Pool.submit([&Pool] { return Pool.submit(base).get() + 2; });
// +  ThreadPool PoolForParents(1);
// +  auto Answer = PoolForParents.submit([&Pool] { return Pool.submit(base).get() + 2; });
