// RUN: %check self-wait %s -- -std=c++17

// Home-made latches, events, wait groups and semaphores that tasks of the same
// executor would signal.

#include <atomic>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <queue>
#include <semaphore.h>
#include <thread>
#include <vector>

// Fire and forget: no futures at all.
class Hive {
public:
  explicit Hive(int bees) {
    for (int i = 0; i < bees; ++i)
      bees_.emplace_back([this] { buzz(); });
  }
  ~Hive() {
    {
      std::scoped_lock lock(mu_);
      winter_ = true;
    }
    cv_.notify_all();
    for (std::thread &bee : bees_)
      bee.join();
  }

  void fly(std::function<void()> trip) {
    {
      std::scoped_lock lock(mu_);
      trips_.push(std::move(trip));
    }
    cv_.notify_one();
  }

private:
  void buzz() {
    for (;;) {
      std::function<void()> trip;
      {
        std::unique_lock lock(mu_);
        cv_.wait(lock, [this] { return winter_ || !trips_.empty(); });
        if (trips_.empty())
          return;
        trip.swap(trips_.front());
        trips_.pop();
      }
      trip();
    }
  }

  std::mutex mu_;
  std::condition_variable cv_;
  std::queue<std::function<void()>> trips_;
  std::vector<std::thread> bees_;
  bool winter_ = false;
};

// A countdown with a condition variable.
class Tally {
public:
  explicit Tally(int n) : left_(n) {}

  void strike() {
    std::lock_guard<std::mutex> lock(mu_);
    if (--left_ == 0)
      cv_.notify_all();
  }

  void settle() {
    std::unique_lock<std::mutex> lock(mu_);
    cv_.wait(lock, [this] { return left_ <= 0; });
  }

private:
  std::mutex mu_;
  std::condition_variable cv_;
  int left_;
};

void tallyBad(Hive &hive) {
  hive.fly([&hive] {
    Tally tally(3);
    for (int i = 0; i < 3; ++i)
      hive.fly([&tally] { tally.strike(); });
    tally.settle(); // WARN:
  });
}

void tallyOk(Hive &hive) {
  Tally tally(3);
  for (int i = 0; i < 3; ++i)
    hive.fly([&tally] { tally.strike(); });
  tally.settle();
}

// One strike comes from the task itself, the other does not.
void tallyPartlyBad(Hive &hive) {
  hive.fly([&hive] {
    auto tally = std::make_shared<Tally>(2);
    hive.fly([tally] { tally->strike(); });
    tally->strike();
    tally->settle(); // WARN:
  });
}

void tallyAllHereOk(Hive &hive) {
  hive.fly([] {
    auto tally = std::make_shared<Tally>(2);
    std::thread aside([tally] { tally->strike(); });
    tally->strike();
    tally->settle();
    aside.join();
  });
}

// A manual event, with set and reset.
class Bell {
public:
  void ring() {
    std::lock_guard<std::mutex> lock(m);
    rung = true;
    c.notify_all();
  }
  void hush() {
    std::lock_guard<std::mutex> lock(m);
    rung = false;
  }
  void listen() {
    std::unique_lock<std::mutex> lock(m);
    while (!rung)
      c.wait(lock);
  }
  bool heard() const { return rung; }

private:
  std::mutex m;
  std::condition_variable c;
  bool rung = false;
};

void bellBad(Hive &hive) {
  hive.fly([&] {
    Bell bell;
    hive.fly([&bell] { bell.ring(); });
    bell.listen(); // WARN:
  });
}

void bellOk(Hive &hive) {
  Bell bell;
  hive.fly([&] {
    hive.fly([&bell] { bell.ring(); });
  });
  bell.listen();
}

void bellTestedOk(Hive &hive) {
  auto bell = std::make_shared<Bell>();
  hive.fly([&hive, bell] {
    hive.fly([bell] { bell->ring(); });
    if (bell->heard())
      bell->hush();
  });
}

// A wait group with add and done, kept as a member.
class Flock {
public:
  void join(int n = 1) { out_ += n; }
  void leave() {
    if (--out_ == 0) {
      std::lock_guard<std::mutex> lock(m_);
      c_.notify_all();
    }
  }
  void gather() {
    std::unique_lock<std::mutex> lock(m_);
    c_.wait(lock, [&] { return out_.load() == 0; });
  }

private:
  std::atomic<int> out_{0};
  std::mutex m_;
  std::condition_variable c_;
};

class Meadow {
public:
  explicit Meadow(Hive &hive) : hive_(hive) {}

  void visit(int flowers) {
    flock_.join(flowers);
    for (int i = 0; i < flowers; ++i)
      hive_.fly([this] {
        ++honey_;
        flock_.leave();
      });
    flock_.gather(); // WARN:
  }

  void visitHere(int flowers) {
    flock_.join(flowers);
    for (int i = 0; i < flowers; ++i) {
      ++honey_;
      flock_.leave();
    }
    flock_.gather();
  }

  void grazeBad() {
    hive_.fly([this] { visit(3); });
  }
  void grazeOk() {
    hive_.fly([this] { visitHere(3); });
  }

private:
  Hive &hive_;
  Flock flock_;
  std::atomic<int> honey_{0};
};

// A semaphore class in the old style, and sem_t itself.
class Permits {
public:
  explicit Permits(int n) : n(n) {}
  void put() {
    std::unique_lock<std::mutex> l(m);
    ++n;
    c.notify_one();
  }
  void take() {
    std::unique_lock<std::mutex> l(m);
    while (n == 0)
      c.wait(l);
    --n;
  }

private:
  int n;
  std::mutex m;
  std::condition_variable c;
};

void permitsBad(Hive &hive) {
  auto permits = std::make_shared<Permits>(0);
  hive.fly([&hive, permits] {
    hive.fly([permits] { permits->put(); });
    permits->take(); // WARN: task of 'hive'
  });
}

void permitsOk(Hive &hive) {
  auto permits = std::make_shared<Permits>(0);
  hive.fly([&hive, permits] {
    hive.fly([permits] { permits->put(); });
  });
  permits->take();
}

void semBad(Hive &hive) {
  hive.fly([&hive] {
    sem_t sem;
    sem_init(&sem, 0, 0);
    hive.fly([&sem] { sem_post(&sem); });
    sem_wait(&sem); // WARN:
    sem_destroy(&sem);
  });
}

void semOk(Hive &hive) {
  sem_t sem;
  sem_init(&sem, 0, 0);
  hive.fly([&sem] { sem_post(&sem); });
  sem_wait(&sem);
  sem_destroy(&sem);
}

// Spins until a counter of its own falls to zero.
class Spinner {
public:
  void add() { n.fetch_add(1); }
  void sub() { n.fetch_sub(1); }
  void drain() {
    while (n.load() != 0)
      std::this_thread::yield();
  }

private:
  std::atomic<int> n{0};
};

void spinnerBad(Hive &hive) {
  hive.fly([&hive] {
    Spinner spinner;
    spinner.add();
    hive.fly([&spinner] { spinner.sub(); });
    spinner.drain(); // FN: missed, a spin on an atomic member through a method
  });
}

void spinnerOk(Hive &hive, Hive &wasps) {
  hive.fly([&wasps] {
    Spinner spinner;
    spinner.add();
    wasps.fly([&spinner] { spinner.sub(); });
    spinner.drain();
  });
}

#ifdef GRIDLOCK_RUN
#include "Inputs/Cases.h"
#define SUMMER(stmt) [] { Hive other(1); Hive hive(1); stmt; }
int main(int argc, char **argv) {
  return runCase(argc, argv,
                 {{"tallyBad", SUMMER(tallyBad(hive))},
                  {"tallyOk", SUMMER(tallyOk(hive))},
                  {"tallyPartlyBad", SUMMER(tallyPartlyBad(hive))},
                  {"tallyAllHereOk", SUMMER(tallyAllHereOk(hive))},
                  {"bellBad", SUMMER(bellBad(hive))},
                  {"bellOk", SUMMER(bellOk(hive))},
                  {"bellTestedOk", SUMMER(bellTestedOk(hive))},
                  {"grazeBad", [] { static Hive h(1); static Meadow m(h); m.grazeBad(); Tally t(1); h.fly([&] { t.strike(); }); t.settle(); }},
                  {"grazeOk", [] { static Hive h(1); static Meadow m(h); m.grazeOk(); Tally t(1); h.fly([&] { t.strike(); }); t.settle(); }},
                  {"permitsBad", SUMMER(permitsBad(hive))},
                  {"permitsOk", SUMMER(permitsOk(hive))},
                  {"semBad", SUMMER(semBad(hive))},
                  {"semOk", SUMMER(semOk(hive))},
                  {"spinnerBad", SUMMER(spinnerBad(hive))},
                  {"spinnerOk", SUMMER(spinnerOk(hive, other))}});
}
#endif
