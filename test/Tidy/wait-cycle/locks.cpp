// RUN: %check wait-cycle %s -- -std=c++17

// Two mutexes, taken in two orders by two threads or tasks. A cycle is told once:
// here, at the second lock of the function that comes first in the source.

#include "../wait-under-lock/Inputs/Belt.h"
#include "../wait-under-lock/Inputs/Crew.h"
#include "Inputs/Between.h"

#include <future>
#include <mutex>
#include <thread>

// By two threads.

void threadsBad() {
  std::mutex fork, knife;
  std::thread a([&] {
    std::lock_guard<std::mutex> f(fork);
    Between();
    std::lock_guard<std::mutex> k(knife); // WARN: 'knife'
  });
  std::thread b([&] {
    std::lock_guard<std::mutex> k(knife);
    Between();
    std::lock_guard<std::mutex> f(fork);
  });
  a.join();
  b.join();
}

void sameOrderOk() {
  std::mutex fork, knife;
  std::thread a([&] {
    std::lock_guard<std::mutex> f(fork);
    Between();
    std::lock_guard<std::mutex> k(knife);
  });
  std::thread b([&] {
    std::lock_guard<std::mutex> f(fork);
    Between();
    std::lock_guard<std::mutex> k(knife);
  });
  a.join();
  b.join();
}

// A third one is held around both.

void gateOk() {
  std::mutex fork, knife, gate;
  std::thread a([&] {
    std::lock_guard<std::mutex> g(gate);
    std::lock_guard<std::mutex> f(fork);
    Between();
    std::lock_guard<std::mutex> k(knife);
  });
  std::thread b([&] {
    std::lock_guard<std::mutex> g(gate);
    std::lock_guard<std::mutex> k(knife);
    Between();
    std::lock_guard<std::mutex> f(fork);
  });
  a.join();
  b.join();
}

void gateOnOneSideBad() {
  std::mutex fork, knife, gate;
  std::thread a([&] {
    std::lock_guard<std::mutex> g(gate);
    std::lock_guard<std::mutex> f(fork);
    Between();
    std::lock_guard<std::mutex> k(knife); // WARN: 'knife'
  });
  std::thread b([&] {
    std::lock_guard<std::mutex> k(knife);
    Between();
    std::lock_guard<std::mutex> f(fork);
  });
  a.join();
  b.join();
}

// Both at once, or the second only if it is free, or not both.

void scopedLockOk() {
  std::mutex fork, knife;
  std::thread a([&] {
    std::scoped_lock both(fork, knife);
    Between();
  });
  std::thread b([&] {
    std::scoped_lock both(knife, fork);
    Between();
  });
  a.join();
  b.join();
}

void stdLockOk() {
  std::mutex fork, knife;
  std::thread a([&] {
    std::lock(fork, knife);
    std::lock_guard<std::mutex> f(fork, std::adopt_lock);
    std::lock_guard<std::mutex> k(knife, std::adopt_lock);
    Between();
  });
  std::thread b([&] {
    std::unique_lock<std::mutex> k(knife, std::defer_lock);
    std::unique_lock<std::mutex> f(fork, std::defer_lock);
    std::lock(k, f);
    Between();
  });
  a.join();
  b.join();
}

void tryLockOk() {
  std::mutex fork, knife;
  std::thread a([&] {
    std::lock_guard<std::mutex> f(fork);
    Between();
    std::lock_guard<std::mutex> k(knife);
  });
  std::thread b([&] {
    std::lock_guard<std::mutex> k(knife);
    Between();
    if (fork.try_lock()) {
      fork.unlock();
    }
  });
  a.join();
  b.join();
}

void oneAfterTheOtherOk() {
  std::mutex fork, knife;
  std::thread a([&] {
    std::unique_lock<std::mutex> f(fork);
    Between();
    f.unlock();
    std::lock_guard<std::mutex> k(knife);
  });
  std::thread b([&] {
    std::lock_guard<std::mutex> k(knife);
    Between();
    std::lock_guard<std::mutex> f(fork);
  });
  a.join();
  b.join();
}

// One thread does both, one after the other; or the tasks of one worker do.

static void forkFirst(std::mutex &fork, std::mutex &knife) {
  std::lock_guard<std::mutex> f(fork);
  Between();
  std::lock_guard<std::mutex> k(knife); // WARN: 'knife'
}

static void knifeFirst(std::mutex &fork, std::mutex &knife) {
  std::lock_guard<std::mutex> k(knife);
  Between();
  std::lock_guard<std::mutex> f(fork);
}

void tasksBad(Crew &two) {
  std::mutex fork, knife;
  auto a = two.hire([&] { forkFirst(fork, knife); });
  auto b = two.hire([&] { knifeFirst(fork, knife); });
  a.get();
  b.get();
}

static void sawFirst(std::mutex &saw, std::mutex &plane) {
  std::lock_guard<std::mutex> s(saw);
  Between();
  std::lock_guard<std::mutex> p(plane);
}

static void planeFirst(std::mutex &saw, std::mutex &plane) {
  std::lock_guard<std::mutex> p(plane);
  Between();
  std::lock_guard<std::mutex> s(saw);
}

void oneThreadOk() {
  std::mutex saw, plane;
  sawFirst(saw, plane);
  planeFirst(saw, plane);
}

void oneWorkerOk(Belt &belt) {
  std::mutex hot, cold;
  std::promise<void> done;
  belt.put([&] {
    std::lock_guard<std::mutex> h(hot);
    Between();
    std::lock_guard<std::mutex> c(cold);
  });
  belt.put([&] {
    {
      std::lock_guard<std::mutex> c(cold);
      Between();
      std::lock_guard<std::mutex> h(hot);
    }
    done.set_value();
  });
  done.get_future().get();
}

// The thread of the one order has ended before the other order begins.

void oneThreadAfterTheOtherOk() {
  std::mutex baton, lane;
  std::thread a([&] {
    std::lock_guard<std::mutex> l(baton);
    Between();
    std::lock_guard<std::mutex> k(lane);
  });
  a.join();
  std::thread b([&] {
    std::lock_guard<std::mutex> l(lane);
    Between();
    std::lock_guard<std::mutex> k(baton);
  });
  b.join();
}

// A recursive mutex that is let go of once is still held by who has locked it
// before.

struct Ledger {
  std::recursive_mutex pages;
  std::mutex index;
  void turn() {
    std::unique_lock<std::recursive_mutex> l(pages);
    l.unlock();
    Between();
    l.lock();
    l.unlock();
  }
  void read() {
    std::lock_guard<std::recursive_mutex> l(pages);
    std::lock_guard<std::mutex> m(index);
    turn();
  }
  void write() {
    std::lock_guard<std::recursive_mutex> l(pages);
    turn();
    std::lock_guard<std::mutex> m(index);
  }
};

void lockedAgainOk() {
  Ledger ledger;
  std::thread a([&] { ledger.read(); });
  std::thread b([&] { ledger.write(); });
  a.join();
  b.join();
}

struct Journal {
  std::recursive_mutex pages;
  std::mutex index;
  void turn() {
    std::unique_lock<std::recursive_mutex> l(pages); // WARN[l]: 'index'
    l.unlock();
  }
  void read() {
    std::lock_guard<std::mutex> m(index);
    Between();
    turn();
  }
  void write() {
    std::lock_guard<std::recursive_mutex> l(pages);
    turn();
    Between();
    std::lock_guard<std::mutex> m(index);
  }
};

void lockedAgainBad() {
  Journal journal;
  std::thread a([&] { journal.read(); });
  std::thread b([&] { journal.write(); });
  a.join();
  b.join();
}

#ifdef GRIDLOCK_RUN
#include "../self-wait/Inputs/Cases.h"
static Crew Two(2);
static Belt B;
#define CASE(fn) {#fn, fn}
int main(int argc, char **argv) {
  Between = meet;
  return runCase(argc, argv,
                 {CASE(threadsBad), CASE(sameOrderOk), CASE(gateOk),
                  CASE(gateOnOneSideBad), CASE(scopedLockOk), CASE(stdLockOk),
                  CASE(tryLockOk), CASE(oneAfterTheOtherOk),
                  {"tasksBad", [] { tasksBad(Two); }},
                  CASE(oneThreadOk),
                  {"oneWorkerOk", [] { oneWorkerOk(B); }},
                  CASE(oneThreadAfterTheOtherOk), CASE(lockedAgainOk),
                  CASE(lockedAgainBad)});
}
#endif
