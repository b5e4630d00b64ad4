// RUN: %check wait-under-lock %s -- -std=c++17

// A thread that an object keeps is joined under the lock that it takes: the one
// that an earlier call of the same method has started, or another method.

#include "../wait-cycle/Inputs/Between.h"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>

// Joined, and started again.
class Burst {
public:
  explicit Burst(int) {}
  ~Burst() { stopped = true; }
  void send() {
    std::lock_guard<std::mutex> l(mutex);
    if (session.thread.joinable()) {
      session.stop = true;
      session.thread.join(); // WARN[join]: 'mutex'
    }
    session.stop = false;
    session.thread = std::thread([this] {
      while (!session.stop && !stopped) {
        std::lock_guard<std::mutex> k(mutex);
        ++sent;
      }
    });
  }

private:
  std::mutex mutex;
  struct Session {
    int size{0};
    std::atomic<bool> stop{false};
    std::thread thread;
  } session{};
  std::atomic<bool> stopped{false};
  int sent = 0;
};

void burstsBad() {
  Burst b(1);
  for (int i = 0; i < 100; ++i) {
    b.send();
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
}

// Joined in a function that a method with the lock calls.
class Feeder {
public:
  void start() {
    std::lock_guard<std::mutex> l(mutex);
    thread = std::thread([this] {
      while (!stop) {
        std::lock_guard<std::mutex> k(mutex);
        ++fed;
      }
    });
  }
  void end() {
    std::lock_guard<std::mutex> l(mutex);
    Between();
    reset();
  }
  void endUnlocked() { halt(); }

private:
  void reset() {
    stop = true;
    if (thread.joinable())
      thread.join(); // WARN[join]: 'mutex'
  }
  void halt() {
    stop = true;
    if (thread.joinable())
      thread.join();
  }
  std::mutex mutex;
  std::atomic<bool> stop{false};
  std::thread thread;
  int fed = 0;
};

void feederBad() {
  Feeder f;
  f.start();
  std::this_thread::sleep_for(std::chrono::milliseconds(10));
  f.end();
}

void feederOk() {
  Feeder f;
  f.start();
  f.endUnlocked();
}

// The thread has told that it blocks nowhere any more.

class Told {
public:
  ~Told() { thread.join(); }
  void restart() {
    std::unique_lock<std::mutex> l(mutex);
    changed.wait(l, [this] { return !running; });
    if (thread.joinable())
      thread.join();
    running = true;
    thread = std::thread([this] {
      std::lock_guard<std::mutex> k(mutex);
      running = false;
      changed.notify_all();
    });
  }

private:
  std::mutex mutex;
  std::condition_variable changed;
  bool running = false;
  std::thread thread;
};

void toldOk() {
  Told t;
  t.restart();
  t.restart();
}

class Flagged {
public:
  ~Flagged() { thread.join(); }
  void restart() {
    std::lock_guard<std::mutex> l(mutex);
    if (running)
      return;
    if (thread.joinable())
      thread.join();
    running = true;
    thread = std::thread([this] {
      std::lock_guard<std::mutex> k(mutex);
      running = false;
    });
  }

private:
  std::mutex mutex;
  bool running = false;
  std::thread thread;
};

void flaggedOk() {
  Flagged f;
  for (int i = 0; i < 5; ++i)
    f.restart();
}

// It has told too early.
class Early {
public:
  ~Early() { thread.detach(); }
  void restart() {
    std::unique_lock<std::mutex> l(mutex);
    changed.wait(l, [this] { return !running; });
    if (thread.joinable())
      thread.join(); // WARN[join]: 'mutex'
    running = true;
    thread = std::thread([this] {
      {
        std::lock_guard<std::mutex> k(mutex);
        running = false;
        changed.notify_all();
      }
      std::lock_guard<std::mutex> k(mutex);
      ++rounds;
    });
  }

private:
  std::mutex mutex;
  std::condition_variable changed;
  bool running = false;
  int rounds = 0;
  std::thread thread;
};

void earlyBad() {
  for (int i = 0; i < 2000; ++i) {
    auto *e = new Early;
    e->restart();
    e->restart();
  }
}

// Moved out under the lock, and joined after.
class Taken {
public:
  ~Taken() { halt(); }
  void start() {
    std::lock_guard<std::mutex> l(mutex);
    if (thread.joinable())
      return;
    stop = false;
    thread = std::thread([this] {
      for (;;) {
        std::lock_guard<std::mutex> k(mutex);
        if (stop)
          return;
      }
    });
  }
  void halt() {
    std::thread old;
    {
      std::lock_guard<std::mutex> l(mutex);
      stop = true;
      old = std::move(thread);
    }
    if (old.joinable())
      old.join();
  }

private:
  std::mutex mutex;
  bool stop = false;
  std::thread thread;
};

void takenOk() {
  Taken t;
  t.start();
  t.halt();
  t.start();
}

// The lock is not the one that the thread takes.
class Apart {
public:
  ~Apart() { thread.join(); }
  void restart() {
    std::lock_guard<std::mutex> l(starting);
    if (thread.joinable()) {
      {
        std::lock_guard<std::mutex> k(mutex);
        stop = true;
      }
      thread.join();
    }
    stop = false;
    thread = std::thread([this] {
      std::lock_guard<std::mutex> k(mutex);
      stop = true;
    });
  }

private:
  std::mutex starting, mutex;
  bool stop = false;
  std::thread thread;
};

void apartOk() {
  Apart a;
  for (int i = 0; i < 3; ++i)
    a.restart();
}

#ifdef GRIDLOCK_RUN
#include "../self-wait/Inputs/Cases.h"
#define CASE(fn) {#fn, fn}
int main(int argc, char **argv) {
  Between = [] { std::this_thread::sleep_for(std::chrono::milliseconds(20)); };
  return runCase(argc, argv,
                 {CASE(burstsBad), CASE(feederBad), CASE(feederOk), CASE(toldOk), CASE(flaggedOk),
                  CASE(earlyBad), CASE(takenOk), CASE(apartOk)});
}
#endif
