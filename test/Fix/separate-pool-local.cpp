// RUN: %prove %s %t -- -std=c++17 -I%root/examples
// The pool is a local variable; each section is a task of its own.

#include "ThreadPool.h"
#include <string>

static std::string joined(ThreadPool &Pool) {
  std::vector<std::future<std::string>> Parts;
  for (const char *Part : {"a", "b", "c"})
    Parts.push_back(Pool.submit([Part] { return std::string(Part); }));
  std::string All;
  for (auto &Part : Parts)
    All += Part.get();
  return All;
}

int main() {
  ThreadPool Pool(1);
  auto All = Pool.submit([&Pool] { return joined(Pool); });
  return All.get() == "abc" ? 0 : 1;
}

// FIXES
// note: fix: a separate pool 'PoolForParents' for the tasks that wait: costs its threads
// -  auto All = Pool.submit([&Pool] { return joined(Pool); });
// +  ThreadPool PoolForParents(1);
// +  auto All = PoolForParents.submit([&Pool] { return joined(Pool); });
