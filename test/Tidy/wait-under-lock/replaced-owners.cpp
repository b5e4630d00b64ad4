// RUN: %check wait-under-lock %s -- -std=c++17

// What an owner lets go of under a lock: where it is given something new, there
// may have been nothing; and what a callee has moved away dies elsewhere.

#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <utility>

class Pump {
public:
  explicit Pump(std::function<void()> stroke)
      : stroke(std::move(stroke)), thread([this] { this->stroke(); }) {}
  ~Pump() { thread.join(); }

private:
  std::function<void()> stroke;
  std::thread thread;
};

class Well {
public:
  void startOk() {
    std::lock_guard<std::mutex> l(mutex);
    pump.reset(new Pump([this] { draw(); }));
  }
  void startOnceOk() {
    std::lock_guard<std::mutex> l(mutex);
    if (started)
      return;
    started = true;
    pump.reset(new Pump([this] { draw(); }));
  }
  void assignOk() {
    std::lock_guard<std::mutex> l(mutex);
    pump = std::make_unique<Pump>([this] { draw(); });
  }
  void stopBad() {
    std::lock_guard<std::mutex> l(mutex);
    pump.reset(); // WARN: 'mutex'
  }
  void stopOk() {
    std::unique_ptr<Pump> old;
    std::lock_guard<std::mutex> l(mutex);
    old = take();
  }

  // Taken out and put back.
  void lookOk() {
    std::lock_guard<std::mutex> l(mutex);
    std::unique_ptr<Pump> now = take();
    put(now);
  }
  void lookBad() {
    std::lock_guard<std::mutex> l(mutex);
    std::unique_ptr<Pump> now = take(); // WARN: 'mutex'
    ++looks;
  }

private:
  std::unique_ptr<Pump> take() { return std::move(pump); }
  void put(std::unique_ptr<Pump> &one) { pump = std::move(one); }
  void draw() {
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    std::lock_guard<std::mutex> l(mutex);
    ++strokes;
  }
  std::mutex mutex;
  bool started = false;
  int strokes = 0, looks = 0;
  std::unique_ptr<Pump> pump;
};

#ifdef GRIDLOCK_RUN
#include "../self-wait/Inputs/Cases.h"
template <void (Well::*Start)(), void (Well::*Then)()> static void run() {
  Well w;
  (w.*Start)();
  (w.*Then)();
}
int main(int argc, char **argv) {
  return runCase(argc, argv,
                 {{"startOk", run<&Well::startOk, &Well::stopOk>},
                  {"startOnceOk", run<&Well::startOnceOk, &Well::stopOk>},
                  {"assignOk", run<&Well::assignOk, &Well::stopOk>},
                  {"stopBad", run<&Well::startOk, &Well::stopBad>},
                  {"lookOk", run<&Well::startOk, &Well::lookOk>},
                  {"lookBad", run<&Well::startOk, &Well::lookBad>}});
}
#endif
