// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

// A build: the link task hands out the compile tasks, then waits on a latch
// until each has counted down. It waits on the one worker that would compile.

#include "../ThreadPool.h"

#include <condition_variable>
#include <cstdio>
#include <mutex>
#include <string>
#include <vector>

/// Opens after a number of steps.
class StepLatch {
public:
  explicit StepLatch(unsigned Steps) : Left(Steps) {}

  void stepDone() {
    std::lock_guard<std::mutex> Lock(Mutex);
    if (--Left == 0)
      Open.notify_all();
  }

  void wait() {
    std::unique_lock<std::mutex> Lock(Mutex);
    Open.wait(Lock, [this] { return Left == 0; });
  }

private:
  std::mutex Mutex;
  std::condition_variable Open;
  unsigned Left;
};

static void compile(const std::string &Source) {
  std::printf("compile %s\n", Source.c_str());
}

static void link(ThreadPool &Pool, const std::vector<std::string> &Sources) {
  StepLatch Compiled(Sources.size());
  for (const std::string &Source : Sources)
    Pool.submit([&Compiled, Source] {
      compile(Source);
      Compiled.stepDone();
    });
  Compiled.wait(); // WARN[wait]: task of 'Pool' blocks in 'wait'
  std::puts("link");
}

int main() {
  ThreadPool Pool(1);
  Pool.submit([&Pool] { link(Pool, {"main.c", "parse.c", "print.c"}); }).get();
}
