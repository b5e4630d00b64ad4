// RUN: %prove --no-run %s %t -- -std=c++17
// A task of a taskflow runs another one: its worker runs that one's tasks. Debian
// has no Taskflow: what is included declares what its headers do.

#include "../Models/Inputs/Taskflow.h"

void inOneExpression(tf::Executor &Executor) {
  tf::Taskflow Outer, Inner;
  Inner.emplace([] {});
  Outer.emplace([&] { Executor.run(Inner).wait(); });
  Executor.run(Outer).wait();
}

void inTwoStatements(tf::Executor *Executor) {
  tf::Taskflow Inner;
  Inner.emplace([] {});
  Executor->silent_async([&, Executor] {
    auto Done = Executor->run(Inner); // All of it.
    Done.get();
  });
  Executor->wait_for_all();
}

/// From a thread that is no worker, it must not be called.
static void runAll(tf::Executor &Executor, tf::Taskflow &Inner) {
  Executor.run(Inner).wait();
}

void byAFunction(tf::Executor &Executor) {
  tf::Taskflow Inner;
  Inner.emplace([] {});
  Executor.silent_async([&] { runAll(Executor, Inner); });
  Executor.wait_for_all();
}

/// The future is waited for later, by somebody else.
void kept(tf::Executor &Executor) {
  tf::Taskflow Inner;
  Inner.emplace([] {});
  Executor.silent_async([&] {
    auto Done = Executor.run(Inner);
    Inner.emplace([] {});
    Done.wait();
  });
  Executor.wait_for_all();
}

// FIXES
// note: fix: run it with 'corun': this worker runs its tasks, or others, meanwhile
// -  Outer.emplace([&] { Executor.run(Inner).wait(); });
// +  Outer.emplace([&] { Executor.corun(Inner); });
// note: fix: run it with 'corun': this worker runs its tasks, or others, meanwhile
// -    auto Done = Executor->run(Inner); // All of it.
// -    Done.get();
// +    Executor->corun(Inner);
