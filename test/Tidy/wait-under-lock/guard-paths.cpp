// RUN: %check wait-under-lock %s -- -std=c++17

// Whether the mutex is held where the wait stands: unlocked before, on one path,
// not yet, not any more.

#include "Inputs/Belt.h"

#include <future>
#include <memory>
#include <mutex>

// The shelf's lock is taken by the task that fills it.
class Shelf {
public:
  explicit Shelf(Belt &b) : belt(b) {}

  std::shared_future<void> refill() {
    auto done = std::make_shared<std::promise<void>>();
    belt.put([this, done] {
      std::lock_guard<std::mutex> l(lock);
      ++jars;
      done->set_value();
    });
    return done->get_future().share();
  }

  void deferBad() {
    std::unique_lock<std::mutex> l(lock, std::defer_lock);
    l.lock();
    refill().wait(); // WARN[wait]: 'lock'
  }

  void deferOk() {
    std::unique_lock<std::mutex> l(lock, std::defer_lock);
    refill().wait();
    l.lock();
    --jars;
  }

  void adoptBad() {
    lock.lock();
    std::lock_guard<std::mutex> l(lock, std::adopt_lock);
    refill().wait(); // WARN[wait]: 'lock'
  }

  void adoptOk() {
    lock.lock();
    { std::lock_guard<std::mutex> l(lock, std::adopt_lock); }
    refill().wait();
  }

  void tryBad() {
    std::unique_lock<std::mutex> l(lock, std::try_to_lock);
    if (l.owns_lock())
      refill().wait(); // WARN[wait]: 'lock'
  }

  void tryOk() {
    std::unique_lock<std::mutex> l(lock, std::try_to_lock);
    if (l.owns_lock())
      l.unlock();
    refill().wait();
  }

  void notOwnedOk() {
    std::mutex gate;
    gate.lock();
    std::unique_lock<std::mutex> l(gate, std::try_to_lock);
    if (!l)
      refill().wait();
    gate.unlock();
  }

  void byHandBad() {
    lock.lock();
    refill().wait(); // WARN[wait]: 'lock'
    lock.unlock();
  }

  void byHandOk() {
    lock.lock();
    ++jars;
    lock.unlock();
    refill().wait();
  }

  void tryByHandBad() {
    if (!lock.try_lock())
      return;
    refill().wait(); // WARN[wait]: 'lock'
    lock.unlock();
  }

  void tryByHandOk() {
    if (lock.try_lock())
      lock.unlock();
    refill().wait();
  }

  void tryNotedOk() {
    const bool open = lock.try_lock();
    if (!open) {
      refill().wait();
      return;
    }
    lock.unlock();
  }

  void tryComparedOk() {
    auto open = lock.try_lock();
    if (open == false)
      refill().wait();
    else
      lock.unlock();
  }

  bool tryShelf() { return lock.try_lock(); }

  void tryCalledOk() {
    if (!tryShelf()) {
      refill().wait();
      return;
    }
    lock.unlock();
  }

  void tryCalledBad() {
    if (tryShelf()) {
      refill().wait(); // WARN[wait]: 'lock'
      lock.unlock();
    }
  }

  void tryNotedBad() {
    auto open = lock.try_lock();
    if (open == true) {
      refill().wait(); // WARN[wait]: 'lock'
      lock.unlock();
    }
  }

  void unlockOk() {
    std::unique_lock<std::mutex> l(lock);
    ++jars;
    l.unlock();
    refill().wait();
  }

  void relockBad() {
    std::unique_lock<std::mutex> l(lock);
    l.unlock();
    ++jars;
    l.lock();
    refill().wait(); // WARN[wait]: 'lock'
  }

  void relockOk() {
    std::unique_lock<std::mutex> l(lock);
    l.unlock();
    refill().wait();
    l.lock();
    ++jars;
  }

  void onePathBad(bool full) {
    std::unique_lock<std::mutex> l(lock);
    if (full)
      l.unlock();
    refill().wait(); // WARN[wait]: 'lock'
  }

  void bothPathsOk(bool full) {
    std::unique_lock<std::mutex> l(lock);
    if (full) {
      ++jars;
      l.unlock();
    } else {
      l.unlock();
    }
    refill().wait();
  }

  void otherPathOk(bool full) {
    std::unique_lock<std::mutex> l(lock);
    if (!full)
      return;
    l.unlock();
    refill().wait();
  }

  void earlyReturnBad(bool full) {
    std::unique_lock<std::mutex> l(lock);
    if (full) {
      refill().wait(); // WARN[wait]: 'lock'
      return;
    }
    l.unlock();
    refill().wait();
  }

  void scopeOk() {
    {
      std::lock_guard<std::mutex> l(lock);
      ++jars;
    }
    refill().wait();
  }

  void sameConditionOk(bool careful) {
    std::unique_lock<std::mutex> l(lock, std::defer_lock);
    if (careful)
      l.lock();
    ++jars;
    if (careful)
      l.unlock();
    refill().wait();
  }

  void loopBad() {
    std::unique_lock<std::mutex> l(lock, std::defer_lock);
    for (int i = 0; i < 2; ++i) {
      refill().wait(); // WARN[wait]: 'lock'
      l.lock();
    }
  }

  void loopOk() {
    for (int i = 0; i < 2; ++i) {
      refill().wait();
      std::lock_guard<std::mutex> l(lock);
      ++jars;
    }
  }

  void bothAtOnceBad() {
    std::lock(lock, side);
    std::lock_guard<std::mutex> a(lock, std::adopt_lock);
    std::lock_guard<std::mutex> b(side, std::adopt_lock);
    refill().wait(); // WARN[wait]: 'lock'
  }

  void bothAtOnceOk() {
    std::lock(lock, side);
    lock.unlock();
    std::lock_guard<std::mutex> b(side, std::adopt_lock);
    refill().wait();
  }

  void laterAtOnceBad() {
    std::unique_lock<std::mutex> a(lock, std::defer_lock), b(side, std::defer_lock);
    std::lock(a, b);
    refill().wait(); // WARN[wait]: 'lock'
  }

  // release() only forgets: the mutex stays locked.
  void releaseBad() {
    std::unique_lock<std::mutex> l(lock);
    l.release();
    refill().wait(); // WARN[wait]: 'lock'
  }

  void releaseOk() {
    std::unique_lock<std::mutex> l(lock);
    l.release()->unlock();
    refill().wait();
  }

private:
  Belt &belt;
  std::mutex lock, side;
  int jars = 0;
};

#ifdef GRIDLOCK_RUN
#include "../self-wait/Inputs/Cases.h"
static Belt B;
static Shelf S(B);
#define SHELF(fn) {#fn, [] { S.fn(); }}
#define FULL(fn) {#fn, [] { S.fn(true); }}
int main(int argc, char **argv) {
  return runCase(
      argc, argv,
      {SHELF(deferBad), SHELF(deferOk), SHELF(adoptBad), SHELF(adoptOk),
       SHELF(tryBad), SHELF(tryOk), SHELF(notOwnedOk), SHELF(byHandBad),
       SHELF(byHandOk), SHELF(tryByHandBad), SHELF(tryByHandOk),
       SHELF(tryNotedOk), SHELF(tryComparedOk), SHELF(tryNotedBad),
       SHELF(tryCalledOk), SHELF(tryCalledBad), SHELF(unlockOk),
       SHELF(relockBad), SHELF(relockOk),
       {"onePathBad", [] { S.onePathBad(false); }}, FULL(bothPathsOk),
       FULL(otherPathOk), FULL(earlyReturnBad), SHELF(scopeOk),
       FULL(sameConditionOk), SHELF(loopBad), SHELF(loopOk), SHELF(bothAtOnceBad),
       SHELF(bothAtOnceOk), SHELF(laterAtOnceBad), SHELF(releaseBad),
       SHELF(releaseOk)});
}
#endif
