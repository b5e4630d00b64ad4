// RUN: %prove --no-run %s %t -- -std=c++17 -fno-rtti %{llvm}
// REQUIRES: llvm, llvm-19 || llvm-22
// No group: nothing is submitted here before, or from a block that ends before
// the wait, or to a group already; the name is taken; or somebody else's wait.

#include <llvm/Support/ThreadPool.h>

using Pool = llvm::DefaultThreadPool;

static void nothingHere(Pool &First) { First.wait(); }

static void after(Pool &Second) {
  Second.wait();
  Second.async([] {});
}

static void elsewhere(Pool &Third, bool Last) {
  Third.async([] {});
  if (Last) {
    Third.wait();
  }
}

static void taken(Pool &Fourth) {
  int FourthGroup = 1;
  Fourth.async([FourthGroup] { (void)FourthGroup; });
  Fourth.wait();
}

static Pool &any();

static void unnamed() {
  any().async([] {});
  any().wait();
}

Pool &any() {
  static Pool All;
  return All;
}

int main() {
  Pool Workers(llvm::hardware_concurrency(1));
  Workers.async([&] {
    nothingHere(Workers);
    after(Workers);
    elsewhere(Workers, true);
    taken(Workers);
  });
  any().async([] { unnamed(); });
  Workers.wait();
  return 0;
}

// FIXES
