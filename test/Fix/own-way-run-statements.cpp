// RUN: %prove %s %t -- -std=c++17
// The future has a name, and what is behind the wait needs what has run. Debian
// has no Taskflow: what is included does what its headers do.

#include "TaskflowExecutor.h"

int main() {
  tf::Executor Executor(1);
  tf::Taskflow Flow;
  int Sum = 0, Answer = 0;
  Flow.emplace([&Sum] { Sum = 21; });
  Executor.silent_async([&] {
    auto Done = Executor.run(Flow); // All of it.
    Done.get();
    Answer = 2 * Sum;
  });
  Executor.wait_for_all();
  return Answer == 42 ? 0 : 1;
}

// FIXES
// note: fix: a separate pool 'ExecutorForChildren' for the tasks that are waited for: costs its threads
// +  tf::Executor ExecutorForChildren(1);
// -    auto Done = Executor.run(Flow); // All of it.
// +    auto Done = ExecutorForChildren.run(Flow); // All of it.
// note: fix: run it with 'corun': this worker runs its tasks, or others, meanwhile
// -    auto Done = Executor.run(Flow); // All of it.
// -    Done.get();
// +    Executor.corun(Flow);
