// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

// The cure: the batch is owned outside the pool. The task only fills it, and
// the main thread waits where the batch goes out of scope.

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

static void saveOrders(WriteBatch &Batch) {
  Batch.write("tea, 3");
  Batch.write("bread, 1");
}

int main() {
  ThreadPool Pool(1);
  WriteBatch Batch(Pool);
  Pool.submit([&Batch] { saveOrders(Batch); }).get();
}
