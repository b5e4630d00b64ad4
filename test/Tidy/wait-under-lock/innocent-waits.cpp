// RUN: %check wait-under-lock %s -- -std=c++17

// A lock is held and something is waited for, and the one has nothing to do
// with the other. Each has a twin that hangs, one word away.

#include "Inputs/Crew.h"

#include <chrono>
#include <future>
#include <mutex>
#include <shared_mutex>
#include <thread>

using namespace std::chrono_literals;

// Two objects of one class, each with its mutex.

class Well {
public:
  int draw() {
    std::lock_guard<std::mutex> l(rope);
    return --water;
  }

  void drawFrom(Well &other, Crew &c) {
    std::lock_guard<std::mutex> l(rope);
    c.hire([&other] { return other.draw(); }).get();
  }

private:
  std::mutex rope;
  int water = 9;
};

class Spring {
public:
  int draw() {
    std::lock_guard<std::mutex> l(source);
    return --water;
  }

  void drawFromSelf(Crew &c) {
    std::lock_guard<std::mutex> l(source);
    c.hire([this] { return draw(); }).get(); // WARN[get]: 'source'
  }

private:
  std::mutex source;
  int water = 9;
};

void twoObjectsOk(Crew &c) {
  Well north, south;
  north.drawFrom(south, c);
}

void oneObjectBad(Crew &c) {
  Spring north;
  north.drawFromSelf(c);
}

// Two mutexes of one object.

struct Mill {
  std::mutex wheel, stone;
  int flour = 0;
};

struct Sawmill {
  std::mutex wheel;
  int planks = 0;
};

void twoMembersOk(Crew &c, Mill &m) {
  std::lock_guard<std::mutex> l(m.wheel);
  c.hire([&m] {
     std::lock_guard<std::mutex> l(m.stone);
     ++m.flour;
   }).get();
}

void sameMemberBad(Crew &c, Sawmill &m) {
  std::lock_guard<std::mutex> l(m.wheel);
  c.hire([&m] {
     std::lock_guard<std::mutex> l(m.wheel);
     ++m.planks;
   }).get(); // WARN[get]: wheel'
}

// A mutex that each call has for itself.

void localMutexOk(Crew &c) {
  std::mutex mutex;
  std::lock_guard<std::mutex> l(mutex);
  c.hire([] {
     std::mutex mutex;
     std::lock_guard<std::mutex> l(mutex);
   }).get();
}

void localMutexBad(Crew &c) {
  std::mutex mutex;
  std::lock_guard<std::mutex> l(mutex);
  c.hire([&mutex] { std::lock_guard<std::mutex> l(mutex); }).get(); // WARN[get]: 'mutex'
}

// The thread takes the lock only after it has given its answer.

void answerFirstOk() {
  std::promise<int> answer;
  std::mutex m;
  std::unique_lock<std::mutex> l(m);
  std::thread t([&] {
    answer.set_value(1);
    std::lock_guard<std::mutex> l(m);
  });
  answer.get_future().get();
  l.unlock();
  t.join();
}

void answerLastBad() {
  std::promise<int> answer;
  std::mutex m;
  std::unique_lock<std::mutex> l(m);
  std::thread t([&] {
    std::lock_guard<std::mutex> l(m);
    answer.set_value(1);
  });
  answer.get_future().get(); // WARN[get]: 'm'
  l.unlock();
  t.join();
}

// The task gives up where the lock is not free.

void tryLockOk(Crew &c) {
  std::mutex m;
  std::lock_guard<std::mutex> l(m);
  c.hire([&m] {
     if (m.try_lock())
       m.unlock();
   }).get();
}

void tryGuardOk(Crew &c) {
  std::mutex m;
  std::lock_guard<std::mutex> l(m);
  c.hire([&m] {
     std::unique_lock<std::mutex> l(m, std::try_to_lock);
     return l.owns_lock();
   }).get();
}

void deferredGuardOk(Crew &c) {
  std::mutex m;
  std::lock_guard<std::mutex> l(m);
  c.hire([&m] { std::unique_lock<std::mutex> l(m, std::defer_lock); }).get();
}

void tryForOk(Crew &c, std::timed_mutex &m) {
  std::lock_guard<std::timed_mutex> l(m);
  c.hire([&m] {
     if (m.try_lock_for(5ms))
       m.unlock();
   }).get();
}

void tryForBad(Crew &c, std::timed_mutex &m) {
  std::lock_guard<std::timed_mutex> l(m);
  c.hire([&m] {
     while (!m.try_lock_for(5ms))
       std::this_thread::yield();
     m.unlock();
   }).get(); // WARN[get]: 'm'
}

// Readers stand beside each other.

void readersOk(Crew &c, std::shared_mutex &m) {
  std::shared_lock<std::shared_mutex> l(m);
  c.hire([&m] { std::shared_lock<std::shared_mutex> l(m); }).get();
}

void readerAndWriterBad(Crew &c, std::shared_mutex &m) {
  std::shared_lock<std::shared_mutex> l(m);
  c.hire([&m] { std::unique_lock<std::shared_mutex> l(m); }).get(); // WARN[get]: 'm'
}

// A recursive mutex lets in its own thread, and no other.

void recursiveOk(Crew &c, std::recursive_mutex &m) {
  std::lock_guard<std::recursive_mutex> l(m);
  std::lock_guard<std::recursive_mutex> again(m);
  c.hire([] {}).get();
}

void recursiveBad(Crew &c, std::recursive_mutex &m) {
  std::lock_guard<std::recursive_mutex> l(m);
  c.hire([&m] { std::lock_guard<std::recursive_mutex> again(m); }).get(); // WARN[get]: 'm'
}

// A deferred future is run by the thread that waits for it.

void deferredOk(std::recursive_mutex &m) {
  std::lock_guard<std::recursive_mutex> l(m);
  auto f = std::async(std::launch::deferred, [&m] { std::lock_guard<std::recursive_mutex> l(m); });
  f.get();
}

// It is ready already, or nobody waits until it is.

void readyOk() {
  std::mutex m;
  Crew c(1);
  auto f = c.hire([&m] { std::lock_guard<std::mutex> l(m); });
  std::lock_guard<std::mutex> l(m);
  if (f.wait_for(0s) == std::future_status::ready)
    f.get();
}

void waitedBeforeOk(Crew &c) {
  std::mutex m;
  auto f = c.hire([&m] {
    std::lock_guard<std::mutex> l(m);
    return 1;
  });
  f.wait();
  std::lock_guard<std::mutex> l(m);
  f.get();
}

void notReadyBad() {
  std::mutex m;
  Crew c(1);
  std::lock_guard<std::mutex> l(m);
  auto f = c.hire([&m] { std::lock_guard<std::mutex> l(m); });
  if (f.wait_for(0s) != std::future_status::ready)
    f.get(); // WARN[get]: 'm'
}

// Held by one thread, waited for by another.

void otherThreadWaitsOk(Crew &c) {
  std::mutex m;
  auto f = c.hire([&m] { std::lock_guard<std::mutex> l(m); });
  std::thread waiter([&f] { f.get(); });
  { std::lock_guard<std::mutex> l(m); }
  waiter.join();
}

void joinTheWaiterBad(Crew &c) {
  std::mutex m;
  std::lock_guard<std::mutex> l(m);
  auto f = c.hire([&m] { std::lock_guard<std::mutex> l(m); });
  std::thread waiter([&f] { f.get(); });
  waiter.join(); // WARN[join]: 'm'
}

#ifdef GRIDLOCK_RUN
#include "../self-wait/Inputs/Cases.h"
static Crew C(2);
static Mill M;
static Sawmill S;
static std::shared_mutex Shared;
static std::recursive_mutex R;
static std::timed_mutex T;
#define CASE(fn) {#fn, fn}
#define CREW(fn) {#fn, [] { fn(C); }}
int main(int argc, char **argv) {
  return runCase(
      argc, argv,
      {CREW(twoObjectsOk), CREW(oneObjectBad), {"twoMembersOk", [] { twoMembersOk(C, M); }},
       {"sameMemberBad", [] { sameMemberBad(C, S); }}, CREW(localMutexOk),
       CREW(localMutexBad), CASE(answerFirstOk), CASE(answerLastBad), CREW(tryLockOk),
       CREW(tryGuardOk), CREW(deferredGuardOk), {"tryForOk", [] { tryForOk(C, T); }},
       {"tryForBad", [] { tryForBad(C, T); }}, {"readersOk", [] { readersOk(C, Shared); }},
       {"readerAndWriterBad", [] { readerAndWriterBad(C, Shared); }},
       {"recursiveOk", [] { recursiveOk(C, R); }},
       {"recursiveBad", [] { recursiveBad(C, R); }}, {"deferredOk", [] { deferredOk(R); }},
       CASE(readyOk), CREW(waitedBeforeOk), CASE(notReadyBad), CREW(otherThreadWaitsOk),
       CREW(joinTheWaiterBad)});
}
#endif
