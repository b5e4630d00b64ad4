// RUN: %check wait-under-lock %s -- -std=c++17

// A condition variable gives its own mutex back while it waits, and no other.

#include "Inputs/Belt.h"

#include <condition_variable>
#include <future>
#include <mutex>
#include <thread>

class Ferry {
public:
  explicit Ferry(Belt &b) : shore(b) {}

  void land() {
    std::lock_guard<std::mutex> l(deck);
    landed = true;
    bell.notify_all();
  }

  void ownOk() {
    std::unique_lock<std::mutex> l(deck);
    shore.put([this] { land(); });
    bell.wait(l, [this] { return landed; });
  }

  void ownLoopOk() {
    std::unique_lock<std::mutex> l(deck);
    shore.put([this] { land(); });
    while (!landed)
      bell.wait(l);
  }

  // The signal is given by who holds the captain's mutex too.

  void landWithOrders() {
    std::lock_guard<std::mutex> o(bridge);
    land();
  }

  void otherHeldBad() {
    std::lock_guard<std::mutex> o(bridge);
    std::unique_lock<std::mutex> l(deck);
    shore.put([this] { landWithOrders(); });
    bell.wait(l, [this] { return landed; }); // WARN[wait]: 'bridge'
  }

  void otherReleasedOk() {
    std::unique_lock<std::mutex> o(bridge);
    std::unique_lock<std::mutex> l(deck);
    shore.put([this] { landWithOrders(); });
    o.unlock();
    bell.wait(l, [this] { return landed; });
  }

  // Held by the caller, and the wait is in a method.

  void dock() {
    std::unique_lock<std::mutex> l(deck);
    while (!landed)
      bell.wait(l); // FN: missed, a function that nobody calls could signal it too
  }

  void callerHeldBad() {
    shore.put([this] {
      std::lock_guard<std::mutex> o(bridge);
      {
        std::lock_guard<std::mutex> l(deck);
        landed = true;
      }
      bell.notify_all();
    });
    callerHeld();
  }

  void callerHeld() {
    std::lock_guard<std::mutex> o(bridge);
    dock();
  }

  void moor() {
    std::unique_lock<std::mutex> l(deck);
    while (!landed)
      bell.wait(l);
  }

  bool bridgeIsFree() {
    std::unique_lock<std::mutex> o(bridge, std::try_to_lock);
    return o.owns_lock();
  }

  void callerNotHeldOk() {
    shore.put([this] { landWithOrders(); });
    moor();
    std::lock_guard<std::mutex> o(bridge);
  }

  // After the wait the mutex is held again.

  void afterwardsBad() {
    std::unique_lock<std::mutex> l(deck);
    shore.put([this] { land(); });
    bell.wait(l, [this] { return landed; });
    std::thread t([this] { land(); });
    t.join(); // WARN[join]: 'deck'
  }

  void afterwardsOk() {
    std::unique_lock<std::mutex> l(deck);
    shore.put([this] { land(); });
    bell.wait(l, [this] { return landed; });
    l.unlock();
    std::thread t([this] { land(); });
    t.join();
  }

  // condition_variable_any gives back what it is given.

  void anyOk() {
    deck.lock();
    shore.put([this] {
      std::lock_guard<std::mutex> l(deck);
      landed = true;
      any.notify_all();
    });
    any.wait(deck, [this] { return landed; });
    deck.unlock();
  }

  void anyBad() {
    std::unique_lock<std::mutex> l(deck);
    std::lock_guard<std::mutex> o(bridge);
    shore.put([this] {
      std::scoped_lock both(deck, bridge);
      landed = true;
      any.notify_all();
    });
    any.wait(l, [this] { return landed; }); // WARN[wait]: 'bridge'
  }

  // It gives back a local mutex, and keeps the one that matters.

  void wrongLockBad() {
    std::lock_guard<std::mutex> o(deck);
    std::mutex mine;
    std::unique_lock<std::mutex> l(mine);
    shore.put([this, &mine] {
      std::scoped_lock l(mine);
      land();
    });
    bell.wait(l, [this] { return landed; }); // WARN[wait]: 'deck'
  }

private:
  Belt &shore;
  std::mutex deck, bridge;
  std::condition_variable bell;
  std::condition_variable_any any;
  bool landed = false;
};

// Another mutex is held here too, and nobody on the shore ever takes it.

class Raft {
public:
  explicit Raft(Belt &b) : shore(b) {}

  void land() {
    std::lock_guard<std::mutex> l(deck);
    landed = true;
    bell.notify_all();
  }

  void otherHeldOk() {
    std::lock_guard<std::mutex> o(bridge);
    std::unique_lock<std::mutex> l(deck);
    shore.put([this] { land(); });
    bell.wait(l, [this] { return landed; });
  }

private:
  Belt &shore;
  std::mutex deck, bridge;
  std::condition_variable bell;
  bool landed = false;
};

#ifdef GRIDLOCK_RUN
#include "../self-wait/Inputs/Cases.h"
static Belt B;
static Ferry F(B);
static Raft R(B);
#define CASE(fn) {#fn, [] { F.fn(); }}
int main(int argc, char **argv) {
  return runCase(argc, argv,
                 {CASE(ownOk), CASE(ownLoopOk), CASE(otherHeldBad),
                  {"otherHeldOk", [] { R.otherHeldOk(); }}, CASE(otherReleasedOk),
                  {"callerHeldBad",
                   [] {
                     static std::promise<void> Gate;
                     B.put([] { Gate.get_future().wait(); });
                     std::thread([] {
                       while (F.bridgeIsFree())
                         std::this_thread::yield();
                       Gate.set_value();
                     }).detach();
                     F.callerHeldBad();
                   }},
                  CASE(callerNotHeldOk), CASE(afterwardsBad), CASE(afterwardsOk),
                  CASE(anyOk), CASE(anyBad), CASE(wrongLockBad)});
}
#endif
