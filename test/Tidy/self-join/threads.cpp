// RUN: %check self-join %s -- -std=c++17

// A thread joins itself: through a member, a callback, the owner's destructor.
// std::thread::join() throws then, and nobody catches it. The cases that end so:
// DIES: stopBad closeBad lateBad deleteBad resetBad guardTurnedBad allBad

#include <algorithm>
#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

// Plays until it is told to stop, and calls back at each beat.
class Drummer {
public:
  ~Drummer() {
    if (arms.joinable())
      arms.detach();
  }

  void start(std::function<void()> f) {
    std::lock_guard<std::mutex> l(sticks);
    beat = std::move(f);
    arms = std::thread([this] { play(); });
  }

  void stop() {
    quit = true;
    arms.join(); // WARN[join]: 'arms'
  }

  void stopFromAnywhere() {
    quit = true;
    if (arms.get_id() != std::this_thread::get_id())
      arms.join();
  }

  void stopTurned() {
    quit = true;
    if (arms.get_id() == std::this_thread::get_id())
      arms.join(); // WARN[join]: 'arms'
  }

  void stopJoinable() {
    quit = true;
    if (arms.joinable())
      arms.join(); // WARN[join]: 'arms'
  }

  void stopLater() { quit = true; }

  void stopLoose() {
    quit = true;
    arms.detach();
  }

  void finish() {
    quit = true;
    arms.join();
  }

  void wait() { arms.join(); }

private:
  void play() {
    { std::lock_guard<std::mutex> l(sticks); }
    while (!quit)
      beat();
  }

  std::mutex sticks;
  std::function<void()> beat;
  std::atomic<bool> quit{false};
  std::thread arms;
};

void stopBad(Drummer &d) {
  d.start([&d] { d.stop(); });
  d.wait();
}

void stopOk(Drummer &d) {
  std::atomic<int> beats{0};
  d.start([&beats] { ++beats; });
  d.finish();
}

void guardOk(Drummer &d) {
  d.start([&d] { d.stopFromAnywhere(); });
  d.wait();
}

void guardTurnedBad(Drummer &d) {
  d.start([&d] { d.stopTurned(); });
  d.wait();
}

void closeBad(Drummer &d) {
  d.start([&d] { d.stopJoinable(); });
  d.wait();
}

void laterOk(Drummer &d) {
  d.start([&d] { d.stopLater(); });
  d.wait();
}

void detachOk(Drummer &d) {
  std::atomic<bool> off{false};
  d.start([&] {
    d.stopLoose();
    off = true;
  });
  while (!off)
    std::this_thread::yield();
}

// Two drummers: the one ends the other.
void otherOk(Drummer &d, Drummer &e) {
  e.start([] { std::this_thread::yield(); });
  d.start([&] {
    e.finish();
    d.stopLater();
  });
  d.wait();
}

// The body is a member function, and so is what joins.

class Sexton {
public:
  ~Sexton() { leave(); }

  void ring() {
    std::lock_guard<std::mutex> l(m_);
    t_ = std::thread(&Sexton::pull, this);
  }

  void await() {
    while (!done_)
      std::this_thread::yield();
  }

  void leave() {
    if (t_.joinable())
      t_.join();
  }

  bool failing = false;

private:
  void pull() {
    { std::lock_guard<std::mutex> l(m_); }
    if (failing)
      onError();
    done_ = true;
  }

  void onError() { cleanUp(); }

  void cleanUp() {
    if (t_.joinable())
      t_.join(); // WARN[join]: 't_'
  }

  std::mutex m_;
  std::thread t_;
  std::atomic<bool> done_{false};
};

void lateBad() {
  Sexton s;
  s.failing = true;
  s.ring();
  s.await();
}

// The owner of the thread is destroyed in the thread: by delete, by reset.

class Lodger {
public:
  explicit Lodger(std::function<void()> f) : f_(std::move(f)) {}
  void moveIn() {
    std::lock_guard<std::mutex> l(m_);
    t_ = std::thread([this] { live(); });
  }
  ~Lodger() {
    if (t_.joinable())
      t_.join();
  }

private:
  void live() {
    { std::lock_guard<std::mutex> l(m_); }
    f_();
  }

  std::mutex m_;
  std::function<void()> f_;
  std::thread t_;
};

void deleteBad(std::atomic<bool> &gone) {
  static Lodger *lodger = nullptr;
  lodger = new Lodger([&gone] {
    delete lodger; // WARN: t_'
    gone = true;
  });
  lodger->moveIn();
  while (!gone)
    std::this_thread::yield();
}

void deleteOk(std::atomic<bool> &gone) {
  auto *lodger = new Lodger([&gone] { gone = true; });
  lodger->moveIn();
  delete lodger;
}

struct House {
  std::unique_ptr<Lodger> attic;
  std::atomic<bool> empty{false};

  void letBad() {
    attic = std::make_unique<Lodger>([this] {
      attic.reset(); // WARN[reset]: t_'
      empty = true;
    });
    attic->moveIn();
    while (!empty)
      std::this_thread::yield();
  }

  void letOk() {
    attic = std::make_unique<Lodger>([this] { empty = true; });
    attic->moveIn();
    while (!empty)
      std::this_thread::yield();
    attic.reset();
  }
};

void resetBad() { House().letBad(); }
void resetOk() { House().letOk(); }

// One of several threads joins them all, itself among them.

class Band {
public:
  void play(int n, bool leaderEnds) {
    std::unique_lock<std::mutex> l(m);
    for (int i = 0; i < n; ++i)
      players.emplace_back([this, i, leaderEnds] {
        { std::lock_guard<std::mutex> l(m); }
        if (i == 0 && leaderEnds)
          endAll();
      });
    l.unlock();
    while (leaderEnds)
      std::this_thread::yield();
  }

  void endAll() {
    for (std::thread &p : players)
      if (p.joinable())
        p.join(); // WARN[join]: players'
  }

  void endOthers() {
    for (std::thread &p : players)
      if (p.joinable() && p.get_id() != std::this_thread::get_id())
        p.join();
  }

private:
  std::mutex m;
  std::vector<std::thread> players;
};

void allBad() {
  Band b;
  b.play(3, true);
}

#ifdef GRIDLOCK_RUN
#include "../self-wait/Inputs/Cases.h"
static Drummer D, E;
static std::atomic<bool> Gone{false};
#define DRUM(fn) {#fn, [] { fn(D); }}
#define CASE(fn) {#fn, fn}
int main(int argc, char **argv) {
  return runCase(argc, argv,
                 {DRUM(stopBad), DRUM(stopOk), DRUM(guardOk), DRUM(guardTurnedBad),
                  DRUM(closeBad), DRUM(laterOk), DRUM(detachOk),
                  {"otherOk", [] { otherOk(D, E); }}, CASE(lateBad),
                  {"deleteBad", [] { deleteBad(Gone); }},
                  {"deleteOk", [] { deleteOk(Gone); }}, CASE(resetBad),
                  CASE(resetOk), CASE(allBad)});
}
#endif
