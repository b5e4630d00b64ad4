// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

// A thread pool as most programs have one: some threads, and a queue of tasks
// that they take from.

#ifndef EXAMPLES_THREADPOOL_H
#define EXAMPLES_THREADPOOL_H

#include <condition_variable>
#include <deque>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

class ThreadPool {
public:
  explicit ThreadPool(unsigned Size) {
    for (unsigned I = 0; I < Size; ++I)
      Workers.emplace_back([this] { work(); });
  }

  ~ThreadPool() {
    {
      std::lock_guard<std::mutex> Lock(Mutex);
      Closed = true;
    }
    Changed.notify_all();
    for (std::thread &Worker : Workers)
      Worker.join();
  }

  /// Puts a task into the queue. The future gets its result.
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

private:
  void work() {
    for (;;) {
      std::unique_lock<std::mutex> Lock(Mutex);
      Changed.wait(Lock, [this] { return Closed || !Queue.empty(); });
      if (Queue.empty())
        return;
      std::function<void()> Task = std::move(Queue.front());
      Queue.pop_front();
      Lock.unlock();
      Task();
    }
  }

  std::mutex Mutex;
  std::condition_variable Changed;
  std::deque<std::function<void()>> Queue;
  bool Closed = false;
  std::vector<std::thread> Workers;
};

#endif
