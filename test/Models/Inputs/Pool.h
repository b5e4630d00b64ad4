// A pool of the least kind, for libraries that have none of their own.
#ifndef GRIDLOCK_TEST_MODELS_POOL_H
#define GRIDLOCK_TEST_MODELS_POOL_H

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

class Pool {
public:
  explicit Pool(unsigned Count) {
    for (unsigned I = 0; I < Count; ++I)
      Workers.emplace_back([this] { work(); });
  }

  /// Ends when all tasks have.
  ~Pool() {
    {
      std::lock_guard<std::mutex> Lock(M);
      Closed = true;
    }
    Changed.notify_all();
    for (std::thread &Worker : Workers)
      Worker.join();
  }

  void submit(std::function<void()> Task) {
    {
      std::lock_guard<std::mutex> Lock(M);
      Tasks.push_back(std::move(Task));
    }
    Changed.notify_one();
  }

private:
  void work() {
    for (;;) {
      std::unique_lock<std::mutex> Lock(M);
      Changed.wait(Lock, [this] { return Closed || !Tasks.empty(); });
      if (Tasks.empty())
        return;
      std::function<void()> Task = std::move(Tasks.front());
      Tasks.pop_front();
      Lock.unlock();
      Task();
    }
  }

  std::mutex M;
  std::condition_variable Changed;
  std::deque<std::function<void()>> Tasks;
  bool Closed = false;
  std::vector<std::thread> Workers;
};

#endif
