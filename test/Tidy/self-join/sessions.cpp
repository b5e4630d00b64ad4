// RUN: %check self-join,self-wait %s -- -std=c++17

// A session is closed on the loop's thread and calls back; the callback takes the
// session out of its server, and the session's destructor waits for its close. One
// check tells, not two.

#include "../wait-under-lock/Inputs/Belt.h"

#include <atomic>
#include <condition_variable>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <thread>

static std::atomic<int> Checkouts{0};

class Guest {
public:
  Guest(Belt &b, std::function<void()> f) : lift(b), onLeave(std::move(f)) {}

  ~Guest() {
    leave();
    waitUntilGone();
  }

  void leave() {
    std::lock_guard<std::mutex> l(m);
    if (leaving)
      return;
    leaving = true;
    lift.put([this] { checkOut(); });
  }

private:
  void checkOut() {
    if (onLeave)
      onLeave();
    std::lock_guard<std::mutex> l(m);
    gone = true;
    cv.notify_all();
  }

  void waitUntilGone() {
    std::unique_lock<std::mutex> l(m);
    cv.wait(l, [this] { return gone; });
  }

  Belt &lift;
  std::function<void()> onLeave;
  std::mutex m;
  std::condition_variable cv;
  bool leaving = false, gone = false;
};

class Hotel {
public:
  explicit Hotel(Belt &b) : lift(b) {}

  // The callback runs in the task that would say that the guest is gone.
  void checkInBad() {
    guests[1] = std::make_unique<Guest>(lift, [this] { strikeOut(1); });
    guests[1]->leave();
  }

  void checkInOk() {
    guests[1] = std::make_unique<Guest>(lift, [] { ++Checkouts; });
    guests[1]->leave();
    guests.erase(1);
  }

  // The callback leaves it to another thread.
  void checkInElsewhereOk(Belt &porter) {
    guests[1] = std::make_unique<Guest>(lift, [this, &porter] {
      porter.put([this] {
        guests.erase(1);
        ++Checkouts;
      });
    });
    guests[1]->leave();
  }

  // Another guest than the one that calls back.
  void otherGuestOk() {
    guests[2] = std::make_unique<Guest>(lift, [] {});
    guests[2]->leave();
    guests[1] = std::make_unique<Guest>(lift, [] { ++Checkouts; });
    guests[1]->leave();
  }

private:
  void strikeOut(int room) {
    guests.erase(room); // WARN[erase]: lift'
    ++Checkouts;
  }

  Belt &lift;
  std::map<int, std::unique_ptr<Guest>> guests;
};

// The same with a pointer that the callback resets, and without a destructor:
// a close that waits.

class Valet {
public:
  explicit Valet(Belt &b) : lift(b) {}

  void callBad() {
    car = std::make_unique<Guest>(lift, [this] {
      car.reset(); // WARN[reset]: lift'
      ++Checkouts;
    });
    car->leave();
  }

  void callOk() {
    car = std::make_unique<Guest>(lift, [] { ++Checkouts; });
    car->leave();
    car.reset();
  }

private:
  Belt &lift;
  std::unique_ptr<Guest> car;
};

// A mailbox whose close() waits until the last letter is written; writing fails,
// and the error's way out is to close.
class Mailbox {
public:
  Mailbox() : pen([this] { write(); }) {}
  ~Mailbox() {
    close();
    pen.join();
  }

  void send(std::function<void()> letter) {
    std::lock_guard<std::mutex> l(m);
    letters.push_back(std::move(letter));
    changed.notify_all();
  }

  void close() {
    std::unique_lock<std::mutex> l(m);
    closed = true;
    changed.notify_all();
    changed.wait(l, [this] { return ended; });
  }

  void closeSoon() {
    std::lock_guard<std::mutex> l(m);
    closed = true;
    changed.notify_all();
  }

private:
  void write() {
    std::unique_lock<std::mutex> l(m);
    while (true) {
      changed.wait(l, [this] { return closed || !letters.empty(); });
      if (letters.empty())
        break;
      auto letter = std::move(letters.front());
      letters.erase(letters.begin());
      l.unlock();
      letter();
      l.lock();
    }
    ended = true;
    changed.notify_all();
  }

  std::mutex m;
  std::condition_variable changed;
  std::vector<std::function<void()>> letters;
  bool closed = false, ended = false;
  std::thread pen;
};

class Correspondent {
public:
  void mailBad(bool reset) {
    box.send([this, reset] { deliver(reset); });
    await();
  }

  void mailOk(bool reset) {
    box.send([this, reset] { deliverCarefully(reset); });
    await();
  }

private:
  void deliver(bool reset) {
    if (reset)
      hangUp();
    done = true;
  }

  void hangUp() {
    box.close(); // WARN[close]: 'box'
  }

  void deliverCarefully(bool reset) {
    if (reset)
      box.closeSoon();
    done = true;
  }

  void await() {
    while (!done)
      std::this_thread::yield();
  }

  std::atomic<bool> done{false};
  Mailbox box;
};

#ifdef GRIDLOCK_RUN
#include "../self-wait/Inputs/Cases.h"
static Belt B, P;
static Hotel H(B);
static Valet V(B);
static void awaitCheckout() {
  while (Checkouts == 0)
    std::this_thread::yield();
}
#define HOTEL(fn) {#fn, [] { H.fn(); awaitCheckout(); }}
#define VALET(fn) {#fn, [] { V.fn(); awaitCheckout(); }}
int main(int argc, char **argv) {
  return runCase(argc, argv,
                 {HOTEL(checkInBad), HOTEL(checkInOk), HOTEL(otherGuestOk),
                  {"checkInElsewhereOk",
                   [] { H.checkInElsewhereOk(P); awaitCheckout(); }},
                  VALET(callBad), VALET(callOk),
                  {"mailBad", [] { Correspondent().mailBad(true); }},
                  {"mailOk", [] { Correspondent().mailOk(true); }}});
}
#endif
