// REQUIRES: llvm, llvm-19 || llvm-22
// RUN: %check self-wait %s -- -std=c++17 %{llvm}

#include <llvm/Support/ThreadPool.h>
using Pool = llvm::DefaultThreadPool;

#include "Inputs/LlvmCases.h"

/// The future runs the task if no worker has started it.
void futureOk() {
  Pool P(one());
  P.async([&P] {
    P.async([] { return 1; }).get();
    std::shared_future<void> Answer = P.async([] {});
    Answer.wait();
  });
  P.wait();
}

/// A worker that waits for a group runs its tasks.
void groupOk() {
  Pool P(one());
  P.async([&P] {
    llvm::ThreadPoolTaskGroup Group(P);
    Group.async([] {});
    Group.wait();
    P.async(Group, [] {});
    P.wait(Group);
  });
  P.wait();
}

void groupScopeOk() {
  Pool P(one());
  P.async([&P] {
    llvm::ThreadPoolTaskGroup Group(P);
    Group.async([] {});
  });
  P.wait();
}
