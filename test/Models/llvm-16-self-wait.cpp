// REQUIRES: llvm, llvm-14 || llvm-16
// RUN: %check self-wait %s -- -std=c++17 %{llvm}

#include <llvm/Support/ThreadPool.h>
using Pool = llvm::ThreadPool;

#include "Inputs/LlvmCases.h"

/// The future of these versions blocks.
void futureBad() {
  Pool P(one());
  P.async([&P] {
    P.async([] { return 1; }).get(); // WARN[get]:
  });
  P.wait();
}

void sharedFutureBad() {
  Pool P(one());
  P.async([&P] {
    std::shared_future<void> Answer = P.async([] {});
    Answer.wait(); // WARN[wait]:
  });
  P.wait();
}
