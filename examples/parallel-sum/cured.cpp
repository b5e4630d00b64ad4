// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

// The cure: a wait that helps. While a result is missing, whoever waits for it
// takes tasks out of the queue and runs them, so that no worker is ever idle
// while there is work.

#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <deque>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <numeric>
#include <thread>
#include <utility>
#include <vector>

class HelpfulPool {
public:
  explicit HelpfulPool(unsigned Size) {
    for (unsigned I = 0; I < Size; ++I)
      Workers.emplace_back([this] { work(); });
  }

  ~HelpfulPool() {
    {
      std::lock_guard<std::mutex> Lock(Mutex);
      Closed = true;
    }
    Changed.notify_all();
    for (std::thread &Worker : Workers)
      Worker.join();
  }

  template <typename Function>
  auto submit(Function Task) -> std::future<decltype(Task())> {
    using Result = decltype(Task());
    auto Job = std::make_shared<std::packaged_task<Result()>>(std::move(Task));
    std::future<Result> Future = Job->get_future();
    {
      std::lock_guard<std::mutex> Lock(Mutex);
      Queue.push_back([Job] { (*Job)(); });
    }
    Changed.notify_one();
    return Future;
  }

  /// The result of a task, and until it is there the work of others.
  template <typename Result> Result await(std::future<Result> Future) {
    using namespace std::chrono_literals;
    while (Future.wait_for(0s) != std::future_status::ready)
      if (!runOne())
        std::this_thread::yield();
    return Future.get();
  }

private:
  bool runOne() {
    std::unique_lock<std::mutex> Lock(Mutex);
    if (Queue.empty())
      return false;
    std::function<void()> Task = std::move(Queue.front());
    Queue.pop_front();
    Lock.unlock();
    Task();
    return true;
  }

  void work() {
    for (;;) {
      std::unique_lock<std::mutex> Lock(Mutex);
      Changed.wait(Lock, [this] { return Closed || !Queue.empty(); });
      if (Closed)
        return;
      Lock.unlock();
      runOne();
    }
  }

  std::mutex Mutex;
  std::condition_variable Changed;
  std::deque<std::function<void()>> Queue;
  bool Closed = false;
  std::vector<std::thread> Workers;
};

using Position = std::vector<long>::const_iterator;

static long sum(HelpfulPool &Pool, Position First, Position Last) {
  if (Last - First <= 1000)
    return std::accumulate(First, Last, 0L);
  Position Middle = First + (Last - First) / 2;
  std::future<long> Left =
      Pool.submit([&Pool, First, Middle] { return sum(Pool, First, Middle); });
  long RightSum = sum(Pool, Middle, Last);
  return Pool.await(std::move(Left)) + RightSum;
}

int main() {
  std::vector<long> Numbers(100000);
  std::iota(Numbers.begin(), Numbers.end(), 1L);
  HelpfulPool Pool(4);
  std::printf("%ld\n", sum(Pool, Numbers.begin(), Numbers.end()));
}
