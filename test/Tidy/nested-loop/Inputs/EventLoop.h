// A loop that runs on whichever thread calls exec(), until quit() is called; exec()
// may be called again from a handler, as nested loops of toolkits are.
#ifndef GRIDLOCK_TEST_EVENT_LOOP_H
#define GRIDLOCK_TEST_EVENT_LOOP_H

#include <condition_variable>
#include <functional>
#include <list>
#include <mutex>
#include <thread>

class EventLoop {
public:
  void post(std::function<void()> Event) {
    std::lock_guard<std::mutex> L(Mutex);
    Events.push_back(std::move(Event));
    Changed.notify_one();
  }

  // Runs handlers until one of them has asked to quit this activation.
  void exec() {
    Runner = std::this_thread::get_id();
    std::unique_lock<std::mutex> L(Mutex);
    for (;;) {
      Changed.wait(L, [this] { return Quit || !Events.empty(); });
      if (Quit) {
        Quit = false;
        return;
      }
      auto Event = std::move(Events.front());
      Events.pop_front();
      L.unlock();
      Event();
      L.lock();
    }
  }

  // Runs what is there, and does not wait.
  void drain() {
    std::list<std::function<void()>> Now;
    {
      std::lock_guard<std::mutex> L(Mutex);
      Now.swap(Events);
    }
    for (auto &Event : Now)
      Event();
  }

  void quit() {
    std::lock_guard<std::mutex> L(Mutex);
    Quit = true;
    Changed.notify_all();
  }

  bool isInLoopThread() const { return Runner == std::this_thread::get_id(); }

private:
  std::mutex Mutex;
  std::condition_variable Changed;
  std::list<std::function<void()>> Events;
  std::thread::id Runner;
  bool Quit = false;
};

#endif
