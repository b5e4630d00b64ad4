// A pool that counts its living workers: shutting down waits until none is left,
// so from one of its own tasks it hangs, where joining a thread would throw.
#ifndef GRIDLOCK_TEST_DRUM_H
#define GRIDLOCK_TEST_DRUM_H

#include <condition_variable>
#include <functional>
#include <mutex>
#include <queue>
#include <thread>

class Drum {
public:
  explicit Drum(int n) : alive(n) {
    for (int i = 0; i < n; ++i)
      std::thread([this] { spin(); }).detach();
  }

  ~Drum() { shutdown(); }

  void load(std::function<void()> cloth) {
    std::lock_guard<std::mutex> l(m);
    wash.push(std::move(cloth));
    changed.notify_one();
  }

  void shutdown() {
    std::unique_lock<std::mutex> l(m);
    off = true;
    changed.notify_all();
    changed.wait(l, [this] { return alive == 0; });
  }

  // Only says so.
  void shutdownLater() {
    std::lock_guard<std::mutex> l(m);
    off = true;
    changed.notify_all();
  }

private:
  void spin() {
    std::unique_lock<std::mutex> l(m);
    for (;;) {
      changed.wait(l, [this] { return off || !wash.empty(); });
      if (wash.empty())
        break;
      std::function<void()> cloth = std::move(wash.front());
      wash.pop();
      l.unlock();
      cloth();
      cloth = nullptr;
      l.lock();
    }
    --alive;
    changed.notify_all();
  }

  std::mutex m;
  std::condition_variable changed;
  std::queue<std::function<void()>> wash;
  int alive;
  bool off = false;
};

#endif
