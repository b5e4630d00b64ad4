// RUN: %prove %s %t -- -std=c++17 -fno-rtti %{llvm} -L%llvm_lib -lLLVM-19
// REQUIRES: llvm, llvm-19
// Likewise, and the results of what was submitted are used after.

#include <future>
#include <llvm/Support/ThreadPool.h>

static int sum(llvm::ThreadPoolInterface *Pool) {
  int One = 1;
  std::shared_future<int> Left = Pool->async([One] { return One; });
  std::shared_future<int> Right;
  if (One)
    Right = Pool->async([One] { return One + 40; });
  Pool->wait();
  return Left.get() + Right.get();
}

int main() {
  llvm::DefaultThreadPool Pool(llvm::hardware_concurrency(1));
  int Sum = 0;
  Pool.async([&] { Sum = sum(&Pool); });
  Pool.wait();
  return Sum == 42 ? 0 : 1;
}

// FIXES
// note: fix: put the tasks into a group: its wait is for these alone, and runs them
// -  std::shared_future<int> Left = Pool->async([One] { return One; });
// +  llvm::ThreadPoolTaskGroup PoolGroup(*Pool);
// +  std::shared_future<int> Left = PoolGroup.async([One] { return One; });
// -    Right = Pool->async([One] { return One + 40; });
// -  Pool->wait();
// +    Right = PoolGroup.async([One] { return One + 40; });
// +  PoolGroup.wait();
