// RUN: %check self-join %s -- -std=c++17

// A thread of its own waits for what it does itself later, and nothing else does.

#include <chrono>
#include <condition_variable>
#include <functional>
#include <future>
#include <mutex>
#include <thread>

class Belt {
public:
  void start(std::function<void()> f) {
    std::thread([this, f] {
      f();
      std::lock_guard<std::mutex> l(m);
      done = true;
      bell.notify_all();
    }).detach();
  }
  void stop() {
    std::unique_lock<std::mutex> l(m);
    bell.wait(l, [this] { return done; }); // WARN: a thread waits in 'wait' for what only this thread does, later: it hangs
  }
  void stopFromElsewhere() {
    if (self == std::this_thread::get_id())
      return;
    std::unique_lock<std::mutex> l(m);
    bell.wait(l, [this] { return done; });
  }
  bool stopInTime() {
    std::unique_lock<std::mutex> l(m);
    return bell.wait_for(l, std::chrono::seconds(1), [this] { return done; });
  }

private:
  std::thread::id self;
  std::mutex m;
  std::condition_variable bell;
  bool done = false;
};

class Mill {
public:
  void start(std::function<void()> f) {
    std::thread([this, f] {
      f();
      ended.set_value();
    }).detach();
  }
  void stop() { ended.get_future().wait(); } // WARN:

private:
  std::promise<void> ended;
};

// Another function gives the signal too.
class Kiln {
public:
  void start(std::function<void()> f) {
    std::thread([this, f] {
      f();
      end();
    }).detach();
  }
  void end() {
    std::lock_guard<std::mutex> l(m);
    done = true;
    bell.notify_all();
  }
  void abandon() { end(); }
  void stop() {
    std::unique_lock<std::mutex> l(m);
    bell.wait(l, [this] { return done; });
  }

private:
  std::mutex m;
  std::condition_variable bell;
  bool done = false;
};

// One of many threads.
class Crowd {
public:
  void start(std::function<void()> f) {
    for (int i = 0; i < 2; ++i)
      std::thread([this, f] {
        f();
        std::lock_guard<std::mutex> l(m);
        ++ended;
        bell.notify_all();
      }).detach();
  }
  void stop() {
    std::unique_lock<std::mutex> l(m);
    bell.wait(l, [this] { return ended > 0; });
  }

private:
  std::mutex m;
  std::condition_variable bell;
  int ended = 0;
};

// It has been given in the turn before.
class Wheel {
public:
  void start(std::function<void()> f) {
    std::thread([this, f] {
      for (;;) {
        turned.notify_all();
        f();
      }
    }).detach();
  }
  void stop() {
    std::unique_lock<std::mutex> l(m);
    turned.wait(l);
  }

private:
  std::mutex m;
  std::condition_variable turned;
};

class Works {
public:
  void beltBad() { one.start([this] { one.stop(); }); }
  void elsewhereOk() { two.start([this] { two.stopFromElsewhere(); }); }
  void inTimeOk() { three.start([this] { three.stopInTime(); }); }
  void fromMainOk() {
    four.start([] {});
    four.stop();
  }
  void millBad() { mill.start([this] { mill.stop(); }); }
  void abandonedOk() { kiln.start([this] { kiln.stop(); }); }
  void crowdOk() { crowd.start([this] { crowd.stop(); }); }
  void wheelOk() { wheel.start([this] { wheel.stop(); }); }

private:
  Belt one, two, three, four;
  Mill mill;
  Kiln kiln;
  Crowd crowd;
  Wheel wheel;
};

int main() {
  Works w;
  w.beltBad();
  w.elsewhereOk();
  w.inTimeOk();
  w.fromMainOk();
  w.millBad();
  w.abandonedOk();
  w.crowdOk();
  w.wheelOk();
}
