// RUN: %check nested-loop,self-wait %s -- -std=c++17

// "Run this on the loop and wait for it": right from any other thread, fatal on
// the loop's own. A loop is an executor with one worker: one check tells, not two.

#include "../wait-under-lock/Inputs/Belt.h"
#include "Inputs/EventLoop.h"

#include <atomic>
#include <condition_variable>
#include <functional>
#include <future>
#include <mutex>
#include <thread>

// A thread with its loop; the blocking call has no guard.
class Hub {
public:
  Hub() : thread([this] { loop.exec(); }) {}
  ~Hub() {
    loop.quit();
    thread.join();
  }

  void runInLoop(std::function<void()> f) { loop.post(std::move(f)); }

  void runInLoopAndWait(std::function<void()> f) {
    std::mutex m;
    std::condition_variable cv;
    bool done = false;
    loop.post([&] {
      f();
      std::lock_guard<std::mutex> l(m);
      done = true;
      cv.notify_one();
    });
    std::unique_lock<std::mutex> l(m);
    cv.wait(l, [&] { return done; }); // WARN[wait]: task of 'hub'
  }

  void runInLoopGuarded(std::function<void()> f) {
    if (loop.isInLoopThread()) {
      f();
      return;
    }
    std::promise<void> done;
    loop.post([&] {
      f();
      done.set_value();
    });
    done.get_future().wait();
  }

  void runInLoopWrongly(std::function<void()> f) {
    if (loop.isInLoopThread())
      f();
    std::promise<void> done;
    loop.post([&] {
      f();
      done.set_value();
    });
    done.get_future().wait(); // WARN[wait]: task of 'hub'
  }

  template <typename F> auto call(F f) -> decltype(f()) {
    std::packaged_task<decltype(f())()> task(std::move(f));
    auto result = task.get_future();
    loop.post([&task] { task(); });
    return result.get(); // WARN[get]: task of 'hub'
  }

  template <typename F> auto callFromOutside(F f) -> decltype(f()) {
    std::packaged_task<decltype(f())()> task(std::move(f));
    auto result = task.get_future();
    loop.post([&task] { task(); });
    return result.get();
  }

private:
  EventLoop loop;
  std::thread thread;
};

static std::atomic<bool> Done{false};
static void awaitDone() {
  while (!Done)
    std::this_thread::yield();
}

void waitBad(Hub &hub) {
  hub.runInLoop([&hub] {
    hub.runInLoopAndWait([] {});
    Done = true;
  });
  awaitDone();
}

void waitOk(Hub &hub) {
  hub.runInLoopAndWait([] {});
}

void waitFromThreadOk(Hub &hub) {
  std::thread t([&hub] { hub.callFromOutside([] { return 1; }); });
  t.join();
}

void guardOk(Hub &hub) {
  hub.runInLoop([&hub] {
    hub.runInLoopGuarded([] {});
    Done = true;
  });
  awaitDone();
}

void guardWithoutReturnBad(Hub &hub) {
  hub.runInLoop([&hub] {
    hub.runInLoopWrongly([] {});
    Done = true;
  });
  awaitDone();
}

void callBad(Hub &hub) {
  hub.runInLoop([&hub] {
    hub.call([] { return 2; });
    Done = true;
  });
  awaitDone();
}

void callOtherOk(Hub &hub, Hub &other) {
  hub.runInLoop([&other] {
    other.callFromOutside([] { return 2; });
    Done = true;
  });
  awaitDone();
}

// Nested: the inner call stands in what runs on the loop.

void innerBad(Hub &hub) {
  hub.callFromOutside([&hub] {
    return hub.call([] { return 3; });
  });
}

void innerOk(Hub &hub) {
  hub.callFromOutside([&hub] {
    hub.runInLoop([] {});
    return 3;
  });
}

// A property of an object that lives on the loop.

class Screen {
public:
  explicit Screen(Belt &b) : belt(b) {}

  int width() {
    std::promise<int> p;
    belt.put([&] { p.set_value(pixels); });
    return p.get_future().get(); // WARN[get]: 'belt'
  }

  int widthAnywhere() {
    if (belt.isHere())
      return pixels;
    std::promise<int> p;
    belt.put([&] { p.set_value(pixels); });
    return p.get_future().get();
  }

  void growBad() {
    belt.put([this] {
      pixels = width() * 2;
      Done = true;
    });
    awaitDone();
  }

  void growOk() {
    belt.put([this] {
      pixels = widthAnywhere() * 2;
      Done = true;
    });
    awaitDone();
  }

private:
  Belt &belt;
  int pixels = 640;
};

// Waits for a later handler of its own loop with an atomic flag.

void spinBad(Belt &b) {
  std::atomic<bool> seen{false};
  b.put([&] {
    b.put([&] { seen = true; });
    while (!seen) // WARN: 'b'
      std::this_thread::yield();
    Done = true;
  });
  awaitDone();
}

void spinOk(Belt &b) {
  std::atomic<bool> seen{false};
  b.put([&] { b.put([&] { seen = true; }); });
  while (!seen)
    std::this_thread::yield();
}

#ifdef GRIDLOCK_RUN
#include "../self-wait/Inputs/Cases.h"
static Hub H, I;
static Belt B;
static Screen S(B);
#define HUB(fn) {#fn, [] { fn(H); }}
#define SCREEN(fn) {#fn, [] { S.fn(); }}
#define BELT(fn) {#fn, [] { fn(B); }}
int main(int argc, char **argv) {
  return runCase(argc, argv,
                 {HUB(waitBad), HUB(waitOk), HUB(waitFromThreadOk), HUB(guardOk),
                  HUB(guardWithoutReturnBad), HUB(callBad),
                  {"callOtherOk", [] { callOtherOk(H, I); }}, HUB(innerBad),
                  HUB(innerOk), SCREEN(growBad), SCREEN(growOk), BELT(spinBad),
                  BELT(spinOk)});
}
#endif
