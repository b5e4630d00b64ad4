// RUN: %check wait-under-lock %s -- -std=c++17

// What came before the wait: what was waited for once is over, and what nobody
// waited for may still be there.

#include "Inputs/Crew.h"

#include <future>
#include <memory>
#include <mutex>
#include <thread>

// A future that was waited for does not block again.

void waitedBeforeOk(Crew &c, std::mutex &mutex) {
  auto f = c.hire([&mutex] { std::lock_guard<std::mutex> l(mutex); });
  f.wait();
  std::lock_guard<std::mutex> l(mutex);
  f.get();
}

void waitedOnOneWayBad(Crew &c, std::mutex &mutex, bool early) {
  auto f = c.hire([&mutex] { std::lock_guard<std::mutex> l(mutex); });
  if (early)
    f.wait();
  std::lock_guard<std::mutex> l(mutex);
  f.get(); // WARN[get]: 'mutex'
}

void anotherOneBad(Crew &c, std::mutex &mutex) {
  auto f = c.hire([&mutex] { std::lock_guard<std::mutex> l(mutex); });
  f.wait();
  std::lock_guard<std::mutex> l(mutex);
  f = c.hire([&mutex] { std::lock_guard<std::mutex> l(mutex); });
  f.get(); // WARN[get]: 'mutex'
}

// The signal was given by a task that has ended.

void givenBeforeOk(Crew &c, std::mutex &mutex) {
  std::promise<void> p;
  c.hire([&] {
     std::lock_guard<std::mutex> l(mutex);
     p.set_value();
   }).get();
  std::lock_guard<std::mutex> l(mutex);
  p.get_future().wait();
}

void notYetGivenBad(Crew &c, std::mutex &mutex) {
  std::promise<void> p;
  auto f = c.hire([&] {
    std::lock_guard<std::mutex> l(mutex);
    p.set_value();
  });
  std::lock_guard<std::mutex> l(mutex);
  p.get_future().wait(); // WARN[wait]: 'mutex'
}

// A task that has ended has left another one behind: it stands in line for the
// mutex, before the one that is awaited.

void leftBehindBad(std::mutex &mutex) {
  Crew c(1);
  std::thread t([&] {
    c.hire([&mutex] { std::lock_guard<std::mutex> l(mutex); });
  });
  t.join();
  std::lock_guard<std::mutex> l(mutex);
  c.hire([] { return 1; }).get(); // WARN[get]: 'mutex'
}

void leftNothingOk(std::mutex &mutex) {
  Crew c(1);
  std::thread t([&] {
    c.hire([&mutex] { std::lock_guard<std::mutex> l(mutex); }).get();
  });
  t.join();
  std::lock_guard<std::mutex> l(mutex);
  c.hire([] { return 1; }).get();
}

// The same task twice: the awaited one stands behind the one that takes the lock.

void water() {}

void secondTimeBad(std::mutex &mutex) {
  Crew c(1);
  c.hire(&water);
  c.hire([&mutex] { std::lock_guard<std::mutex> l(mutex); });
  std::lock_guard<std::mutex> l(mutex);
  c.hire(&water).get(); // WARN[get]: 'mutex'
}

void firstTimeOk(std::mutex &mutex) {
  Crew c(1);
  auto f = c.hire(&water);
  c.hire([&mutex] { std::lock_guard<std::mutex> l(mutex); });
  std::lock_guard<std::mutex> l(mutex);
  f.get();
}
