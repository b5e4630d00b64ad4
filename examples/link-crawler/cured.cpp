// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

// The cure: nobody waits for room on the worker itself, since only the worker
// makes room. The limit still holds for everybody else.

#include <condition_variable>
#include <cstdio>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <utility>

class BoundedPool {
public:
  explicit BoundedPool(std::size_t Room)
      : Room(Room), Worker([this] { work(); }) {}

  ~BoundedPool() {
    {
      std::lock_guard<std::mutex> Lock(Mutex);
      Closed = true;
    }
    NotEmpty.notify_one();
    Worker.join();
  }

  /// Waits while the queue is full, but not on the worker.
  void submit(std::function<void()> Task) {
    std::unique_lock<std::mutex> Lock(Mutex);
    if (std::this_thread::get_id() != Worker.get_id())
      NotFull.wait(Lock, [this] { return Queue.size() < Room; });
    Queue.push_back(std::move(Task));
    NotEmpty.notify_one();
  }

private:
  void work() {
    for (;;) {
      std::unique_lock<std::mutex> Lock(Mutex);
      NotEmpty.wait(Lock, [this] { return Closed || !Queue.empty(); });
      if (Queue.empty())
        return;
      std::function<void()> Task = std::move(Queue.front());
      Queue.pop_front();
      NotFull.notify_one();
      Lock.unlock();
      Task();
    }
  }

  std::size_t Room;
  std::mutex Mutex;
  std::condition_variable NotEmpty, NotFull;
  std::deque<std::function<void()>> Queue;
  bool Closed = false;
  std::thread Worker;
};

static void crawl(BoundedPool &Pool, int Page, int Depth) {
  std::printf("page %d\n", Page);
  if (Depth == 0)
    return;
  for (int Link = 0; Link < 10; ++Link)
    Pool.submit([&Pool, Page, Link, Depth] {
      crawl(Pool, Page * 10 + Link, Depth - 1);
    });
}

int main() {
  BoundedPool Pool(8);
  Pool.submit([&Pool] { crawl(Pool, 1, 1); });
}
