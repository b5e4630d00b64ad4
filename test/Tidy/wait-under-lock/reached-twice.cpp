// RUN: %check wait-under-lock %s -- -std=c++17

// A method waits for a thread. It is called with the lock and without it, and told
// is the call with the lock, within the destructor that holds it.

#include <functional>
#include <memory>
#include <mutex>
#include <thread>

class Engine {
public:
  explicit Engine(std::function<void()> Work) : Work(std::move(Work)) {}
  ~Engine() { halt(); }
  void start() {
    halt();
    Runs = std::thread(Work);
  }

private:
  void halt() {
    if (Runs.joinable())
      Runs.join();
  }
  std::function<void()> Work;
  std::thread Runs;
};

class Watcher {
public:
  ~Watcher() {
    std::lock_guard<std::mutex> Lock(Opening); // NOTE: 'Opening' is locked here
    delete Scan;                               // WARN[delete]: 'Opening'
  }
  void watch() {
    Scan = new Engine([this] { act(); });
    Scan->start();
  }

private:
  void act() {
    std::lock_guard<std::mutex> Lock(Opening);
    ++Acts;
  }
  std::mutex Opening;
  Engine *Scan = nullptr;
  int Acts = 0;
};

class Warden {
public:
  ~Warden() {
    delete Scan;
    std::lock_guard<std::mutex> Lock(Opening);
    Acts = 0;
  }
  void watch() {
    Scan = new Engine([this] { act(); });
    Scan->start();
  }

private:
  void act() {
    std::lock_guard<std::mutex> Lock(Opening);
    ++Acts;
  }
  std::mutex Opening;
  Engine *Scan = nullptr;
  int Acts = 0;
};

void watcherBad() {
  Watcher W;
  W.watch();
}

void wardenOk() {
  Warden W;
  W.watch();
}
