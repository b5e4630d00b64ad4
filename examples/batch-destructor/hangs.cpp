// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

// A batch of writes that waits for them when it goes out of scope: no write
// can be forgotten. As a local variable of a task, it waits on the worker that
// would write. The line that hangs is a closing brace.

#include "../ThreadPool.h"

#include <cstdio>
#include <future>
#include <string>
#include <vector>

class WriteBatch {
public:
  explicit WriteBatch(ThreadPool &Pool) : Pool(Pool) {}

  ~WriteBatch() {
    for (std::future<void> &Write : Writes)
      Write.wait();
  }

  void write(const std::string &Row) {
    Writes.push_back(Pool.submit([Row] { std::puts(Row.c_str()); }));
  }

private:
  ThreadPool &Pool;
  std::vector<std::future<void>> Writes;
};

static void saveOrders(ThreadPool &Pool) {
  WriteBatch Batch(Pool); // WARN[Batch]: task of 'Pool'
  Batch.write("tea, 3");
  Batch.write("bread, 1");
}

int main() {
  ThreadPool Pool(1);
  Pool.submit([&Pool] { saveOrders(Pool); }).get();
}
