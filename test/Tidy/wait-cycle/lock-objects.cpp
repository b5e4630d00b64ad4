// RUN: %check wait-cycle %s -- -std=c++17

// Lock order between objects, behind methods, and between a pool's own mutex and
// its user's. A cycle is told once: here, at the second lock that comes first in
// the source.

#include "Inputs/Between.h"

#include <atomic>
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <shared_mutex>
#include <thread>

// Two classes that hold their own lock while they call each other.

class Store;

class Index {
public:
  void update(Store &s);
  void insert() {
    std::lock_guard<std::mutex> l(indexMutex); // WARN: indexMutex'
    ++entries;
  }

private:
  std::mutex indexMutex;
  int entries = 0;
};

class Store {
public:
  void compact(Index &i) {
    std::lock_guard<std::mutex> l(storeMutex);
    Between();
    i.insert();
  }
  void append() {
    std::lock_guard<std::mutex> l(storeMutex);
    ++blocks;
  }

private:
  std::mutex storeMutex;
  int blocks = 0;
};

void Index::update(Store &s) {
  std::lock_guard<std::mutex> l(indexMutex);
  Between();
  s.append();
}

void classesBad() {
  Store s;
  Index i;
  std::thread a([&] { s.compact(i); });
  std::thread b([&] { i.update(s); });
  a.join();
  b.join();
}

// The same within one class, and with the lock given back before the call.

class Catalog {
public:
  void sortBad() {
    std::thread a([this] { byName(); });
    std::thread b([this] { byDate(); });
    a.join();
    b.join();
  }

  void sortOk() {
    std::thread a([this] { byTitle(); });
    std::thread b([this] { byYear(); });
    a.join();
    b.join();
  }

private:
  void touchDates() {
    std::lock_guard<std::mutex> l(dates); // WARN: 'dates'
  }
  void byName() {
    std::lock_guard<std::mutex> l(names);
    Between();
    touchDates();
  }
  void byDate() {
    std::lock_guard<std::mutex> l(dates);
    Between();
    std::lock_guard<std::mutex> k(names);
  }

  void touchYears() { std::lock_guard<std::mutex> l(years); }
  void byTitle() {
    std::lock_guard<std::mutex> l(titles);
    Between();
    touchYears();
  }
  void byYear() {
    { std::lock_guard<std::mutex> l(years); }
    Between();
    std::lock_guard<std::mutex> k(titles);
  }

  std::mutex names, dates, titles, years;
};

// Two objects of one class, each the first of one call and the second of another.

struct Purse {
  std::mutex clasp;
  int coins = 5;
};

static void give(Purse &from, Purse &to) {
  std::lock_guard<std::mutex> f(from.clasp);
  Between();
  std::lock_guard<std::mutex> t(to.clasp); // WARN: clasp'
  --from.coins;
  ++to.coins;
}

void giveAndTakeBad() {
  Purse mine, yours;
  std::thread a([&] { give(mine, yours); });
  std::thread b([&] { give(yours, mine); });
  a.join();
  b.join();
}

struct Wallet {
  std::mutex flap;
  int notes = 5;
};

static void handOver(Wallet &from, Wallet &to) {
  std::scoped_lock both(from.flap, to.flap);
  Between();
  --from.notes;
  ++to.notes;
}

void handOverOk() {
  Wallet mine, yours;
  std::thread a([&] { handOver(mine, yours); });
  std::thread b([&] { handOver(yours, mine); });
  a.join();
  b.join();
}

// All give to the youngest, who gives to nobody.

struct Heir {
  std::mutex chest;
  int gold = 5;
};

static void inherit(Heir &from, Heir &to) {
  std::lock_guard<std::mutex> f(from.chest);
  Between();
  std::lock_guard<std::mutex> t(to.chest);
  to.gold += from.gold;
}

void inheritOk() {
  Heir old, middle, young;
  std::thread a([&] { inherit(old, young); });
  std::thread b([&] { inherit(middle, young); });
  a.join();
  b.join();
}

// Three in a row.

struct Wheel {
  std::mutex red, green, blue;

  void turnBad() {
    std::thread a([this] {
      std::lock_guard<std::mutex> l(red);
      Between();
      std::lock_guard<std::mutex> k(green); // WARN: 'green'
    });
    std::thread b([this] {
      std::lock_guard<std::mutex> l(green);
      Between();
      std::lock_guard<std::mutex> k(blue);
    });
    std::thread c([this] {
      std::lock_guard<std::mutex> l(blue);
      Between();
      std::lock_guard<std::mutex> k(red);
    });
    a.join();
    b.join();
    c.join();
  }
};

struct Prism {
  std::mutex red, green, blue;

  void turnOk() {
    std::thread a([this] {
      std::lock_guard<std::mutex> l(red);
      Between();
      std::lock_guard<std::mutex> k(green);
    });
    std::thread b([this] {
      std::lock_guard<std::mutex> l(green);
      Between();
      std::lock_guard<std::mutex> k(blue);
    });
    std::thread c([this] {
      std::lock_guard<std::mutex> l(red);
      Between();
      std::lock_guard<std::mutex> k(blue);
    });
    a.join();
    b.join();
    c.join();
  }
};

// A queue that calls back under its own lock, and a user that posts under his.

class Teller {
public:
  Teller() : t_([this] { serve(); }) {}
  ~Teller() {
    post(nullptr);
    t_.join();
  }

  void post(std::function<void()> f) {
    std::lock_guard<std::mutex> l(window_); // FN: missed, the pool is made elsewhere, and runs its tasks under its own lock
    queue_.push_back(std::move(f));
    bell_.notify_one();
  }

private:
  void serve() {
    std::unique_lock<std::mutex> l(window_);
    for (;;) {
      bell_.wait(l, [this] { return !queue_.empty(); });
      auto f = std::move(queue_.front());
      queue_.pop_front();
      if (!f)
        return;
      f();
    }
  }

  std::mutex window_;
  std::condition_variable bell_;
  std::deque<std::function<void()>> queue_;
  std::thread t_;
};

class Customer {
public:
  explicit Customer(Teller &t) : teller(t) {}

  void pay() {
    teller.post([this] {
      Between();
      std::lock_guard<std::mutex> l(purse);
      ++paid;
    });
  }

  void orderBad() {
    pay();
    std::lock_guard<std::mutex> l(purse);
    Between();
    teller.post([] {});
  }

  void orderOk() {
    pay();
    { std::lock_guard<std::mutex> l(purse); }
    Between();
    teller.post([] {});
  }

private:
  Teller &teller;
  std::mutex purse;
  int paid = 0;
};

#ifdef GRIDLOCK_RUN
#include "../self-wait/Inputs/Cases.h"
#define CASE(fn) {#fn, fn}
static Teller T;
static Customer C(T);
int main(int argc, char **argv) {
  Between = meet;
  return runCase(argc, argv,
                 {CASE(classesBad), {"sortBad", [] { Catalog().sortBad(); }},
                  {"sortOk", [] { Catalog().sortOk(); }}, CASE(giveAndTakeBad),
                  CASE(handOverOk), CASE(inheritOk),
                  {"turnBad", [] { Expected = 3; Wheel().turnBad(); }},
                  {"turnOk", [] { Prism().turnOk(); }},
                  {"orderBad", [] { C.orderBad(); }},
                  {"orderOk", [] { C.orderOk(); }}});
}
#endif
