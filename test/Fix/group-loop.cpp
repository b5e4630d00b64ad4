// RUN: %prove %s %t -- -std=c++17 -fno-rtti %{llvm} -L%llvm_lib -lLLVM-19
// REQUIRES: llvm, llvm-19
// A task of LLVM's pool submits others in a loop, and waits for all of the pool,
// itself among them.

#include <atomic>
#include <llvm/Support/ThreadPool.h>

using Pool = llvm::DefaultThreadPool;

static std::atomic<int> Sum{0};

static void add(Pool &Workers, int Count) {
  for (int I = 0; I < Count; ++I)
    Workers.async([] { ++Sum; });
  Workers.wait(); // All are added.
  ++Sum;
}

int main() {
  Pool Workers(llvm::hardware_concurrency(1));
  Workers.async([&Workers] { add(Workers, 3); });
  Workers.wait();
  return Sum == 4 ? 0 : 1;
}

// FIXES
// note: fix: put the tasks into a group: its wait is for these alone, and runs them
// +  llvm::ThreadPoolTaskGroup WorkersGroup(Workers);
// -    Workers.async([] { ++Sum; });
// -  Workers.wait(); // All are added.
// +    WorkersGroup.async([] { ++Sum; });
// +  WorkersGroup.wait(); // All are added.
