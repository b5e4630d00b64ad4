// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

// The cure: a continuation. Nobody waits for the compile tasks; the one that
// ends last hands the link task to the pool.

#include "../ThreadPool.h"

#include <atomic>
#include <cstdio>
#include <memory>
#include <string>
#include <utility>
#include <vector>

static void compile(const std::string &Source) {
  std::printf("compile %s\n", Source.c_str());
}

static void link() { std::puts("link"); }

/// Compiles on the pool, and then runs what comes next there.
static void compileThen(ThreadPool &Pool,
                        const std::vector<std::string> &Sources,
                        std::function<void()> Next) {
  auto Left = std::make_shared<std::atomic<std::size_t>>(Sources.size());
  for (const std::string &Source : Sources)
    Pool.submit([&Pool, Left, Source, Next] {
      compile(Source);
      if (--*Left == 0)
        Pool.submit(Next);
    });
}

int main() {
  std::promise<void> Built;
  ThreadPool Pool(1);
  Pool.submit([&Pool, &Built] {
    compileThen(Pool, {"main.c", "parse.c", "print.c"}, [&Built] {
      link();
      Built.set_value();
    });
  });
  Built.get_future().wait();
}
