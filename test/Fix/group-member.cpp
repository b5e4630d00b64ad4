// RUN: %prove %s %t -- -std=c++17 -fno-rtti %{llvm} -L%llvm_lib -lLLVM-19
// REQUIRES: llvm, llvm-19
// Likewise, in a lambda, of a pool that is a member behind a pointer.

#include <atomic>
#include <llvm/Support/ThreadPool.h>
#include <memory>

class Build {
  std::unique_ptr<llvm::DefaultThreadPool> m_pool =
      std::make_unique<llvm::DefaultThreadPool>(llvm::hardware_concurrency(1));
  std::atomic<int> m_sum{0};

public:
  int run() {
    m_pool->async([this] {
      m_pool->async([this] { ++m_sum; });
      m_pool->wait();
      ++m_sum;
    });
    m_pool->wait();
    return m_sum;
  }
};

int main() { return Build().run() == 2 ? 0 : 1; }

// FIXES
// note: fix: put the tasks into a group: its wait is for these alone, and runs them
// -      m_pool->async([this] { ++m_sum; });
// -      m_pool->wait();
// +      llvm::ThreadPoolTaskGroup poolGroup(*m_pool);
// +      poolGroup.async([this] { ++m_sum; });
// +      poolGroup.wait();
