// RUN: %prove %s %t -- -std=c++17
// The tasks of one taskflow run another one each: their workers run its tasks.
// Debian has no Taskflow: what is included does what its headers do.

#include "TaskflowExecutor.h"

static int count(tf::Executor &Executor) {
  std::atomic<int> Count{0};
  tf::Taskflow Outer, Left, Right;
  for (int I = 0; I < 3; ++I) {
    Left.emplace([&] { ++Count; });
    Right.emplace([&] { Count += 10; });
  }
  Outer.emplace([&] { Executor.run(Left).wait(); });
  Outer.emplace([&] { Executor.corun(Right); });
  Executor.run(Outer).wait();
  return Count;
}

int main() {
  tf::Executor Executor(1);
  return count(Executor) == 33 ? 0 : 1;
}

// FIXES
// note: fix: run it with 'corun': this worker runs its tasks, or others, meanwhile
// -  Outer.emplace([&] { Executor.run(Left).wait(); });
// +  Outer.emplace([&] { Executor.corun(Left); });
