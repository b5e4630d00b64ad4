// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

// A sum by halves: each half is a task, and whoever splits waits for both.
// More workers do not help. Here are four, and the first four tasks all split
// and wait: nobody is left to add.

#include "../ThreadPool.h"

#include <cstdio>
#include <future>
#include <numeric>
#include <vector>

using Position = std::vector<long>::const_iterator;

static long sum(ThreadPool &Pool, Position First, Position Last) {
  if (Last - First <= 1000)
    return std::accumulate(First, Last, 0L);
  Position Middle = First + (Last - First) / 2;
  std::future<long> Left =
      Pool.submit([&Pool, First, Middle] { return sum(Pool, First, Middle); });
  std::future<long> Right =
      Pool.submit([&Pool, Middle, Last] { return sum(Pool, Middle, Last); });
  long LeftSum = Left.get();    // WARN[get]: task of 'Pool' blocks in 'get'
  return LeftSum + Right.get(); // WARN[get]: task of 'Pool' blocks in 'get'
}

int main() {
  std::vector<long> Numbers(100000);
  std::iota(Numbers.begin(), Numbers.end(), 1L);
  ThreadPool Pool(4);
  std::printf("%ld\n", sum(Pool, Numbers.begin(), Numbers.end()));
}
