// REQUIRES: llvm, llvm-16
// RUN: %check self-wait %s -- -std=c++17 %{llvm}

#include <future>
#include <llvm/Support/ThreadPool.h>

void groupFutureBad() {
  llvm::ThreadPool P(llvm::hardware_concurrency(1));
  P.async([&P] {
    llvm::ThreadPoolTaskGroup Group(P);
    Group.async([] { return 1; }).get(); // WARN[get]:
  });
  P.wait();
}

/// A worker that waits for a group runs its tasks.
void groupOk() {
  llvm::ThreadPool P(llvm::hardware_concurrency(1));
  P.async([&P] {
    llvm::ThreadPoolTaskGroup Group(P);
    Group.async([] {});
    Group.wait();
    P.async(Group, [] {});
    P.wait(Group);
  });
  P.wait();
}
