// RUN: %check wait-under-lock %s -- -std=c++17

// Somebody else's function is run with the own lock held, and comes back for it.

#include <atomic>
#include <condition_variable>
#include <deque>
#include <functional>
#include <future>
#include <map>
#include <mutex>
#include <thread>
#include <vector>

// Keeps its mutex locked while it runs what it took out of the queue.
class Jailer {
public:
  Jailer() : guard_([this] { watch(); }) {}
  ~Jailer() {
    {
      std::lock_guard<std::mutex> l(keys_);
      off_ = true;
    }
    bell_.notify_one();
    guard_.join();
  }

  void tell(std::function<void()> word) {
    std::lock_guard<std::mutex> l(keys_); // WARN: 'keys_'
    words_.push_back(std::move(word));
    bell_.notify_one();
  }

private:
  void watch() {
    std::unique_lock<std::mutex> l(keys_);
    for (;;) {
      bell_.wait(l, [this] { return off_ || !words_.empty(); });
      if (words_.empty())
        return;
      auto word = std::move(words_.front());
      words_.pop_front();
      word();
    }
  }

  std::mutex keys_;
  std::condition_variable bell_;
  std::deque<std::function<void()>> words_;
  bool off_ = false;
  std::thread guard_;
};

void tellAgainBad() {
  Jailer j;
  j.tell([&j] { j.tell([] {}); });
}

void tellOnceOk() {
  Jailer j;
  j.tell([] {});
}

// The same, and it unlocks first.
class Porter {
public:
  Porter() : guard_([this] { watch(); }) {}
  ~Porter() {
    {
      std::lock_guard<std::mutex> l(keys_);
      off_ = true;
    }
    bell_.notify_one();
    guard_.join();
  }

  void tell(std::function<void()> word) {
    std::lock_guard<std::mutex> l(keys_);
    words_.push_back(std::move(word));
    bell_.notify_one();
  }

private:
  void watch() {
    std::unique_lock<std::mutex> l(keys_);
    for (;;) {
      bell_.wait(l, [this] { return off_ || !words_.empty(); });
      if (words_.empty())
        return;
      auto word = std::move(words_.front());
      words_.pop_front();
      l.unlock();
      word();
      l.lock();
    }
  }

  std::mutex keys_;
  std::condition_variable bell_;
  std::deque<std::function<void()>> words_;
  bool off_ = false;
  std::thread guard_;
};

void porterOk() {
  Porter p;
  p.tell([&p] { p.tell([] {}); });
}

// Listeners are called under the lock that adding one takes, or on a copy.

class Herald {
public:
  void add(std::function<void(int)> l) {
    std::lock_guard<std::mutex> lock(mutex); // WARN: 'mutex'
    listeners.push_back(std::move(l));
  }

  void cry(int news) {
    std::lock_guard<std::mutex> lock(mutex);
    for (auto &l : listeners)
      l(news);
  }

private:
  std::mutex mutex;
  std::vector<std::function<void(int)>> listeners;
};

void addInCryBad() {
  Herald h;
  h.add([&h](int) { h.add([](int) {}); });
  h.cry(1);
}

class Envoy {
public:
  void add(std::function<void(int)> l) {
    std::lock_guard<std::mutex> lock(mutex);
    listeners.push_back(std::move(l));
  }

  void cry(int news) {
    std::vector<std::function<void(int)>> copy;
    {
      std::lock_guard<std::mutex> lock(mutex);
      copy = listeners;
    }
    for (auto &l : copy)
      l(news);
  }

private:
  std::mutex mutex;
  std::vector<std::function<void(int)>> listeners;
};

void addInCryOk() {
  Envoy e;
  e.add([&e](int) { e.add([](int) {}); });
  e.cry(1);
}

// A recursive mutex lets the callback back in.

class Gossip {
public:
  void add(std::function<void(int)> l) {
    std::lock_guard<std::recursive_mutex> lock(mutex);
    listeners.push_back(std::move(l));
  }

  void cry(int news) {
    std::lock_guard<std::recursive_mutex> lock(mutex);
    auto copy = listeners;
    for (auto &l : copy)
      l(news);
  }

private:
  std::recursive_mutex mutex;
  std::vector<std::function<void(int)>> listeners;
};

void gossipOk() {
  Gossip g;
  g.add([&g](int) { g.add([](int) {}); });
  g.cry(1);
}

// A callback waits for what another thread does with the lock.

class Oracle {
public:
  int ask(int question) {
    std::lock_guard<std::mutex> lock(temple);
    return ++answers + question;
  }

  void chant(const std::function<void()> &verse) {
    std::lock_guard<std::mutex> lock(temple);
    verse();
  }

  void chantOutside(const std::function<void()> &verse) {
    { std::lock_guard<std::mutex> lock(temple); }
    verse();
  }

private:
  std::mutex temple;
  int answers = 0;
};

void chantBad(Oracle &o) {
  o.chant([&o] {
    auto f = std::async(std::launch::async, [&o] { return o.ask(1); });
    f.get(); // WARN[get]: 'temple'
  });
}

void chantOk(Oracle &o) {
  o.chantOutside([&o] {
    auto f = std::async(std::launch::async, [&o] { return o.ask(1); });
    f.get();
  });
}

// Who runs it is not known: one that is not in sight may run it elsewhere.

class Runner {
public:
  virtual ~Runner() = default;
  void carry(std::function<void()> f) { carryOne(std::move(f)); }

private:
  virtual void carryOne(std::function<void()> f) = 0;
};

class AtOnce : public Runner {
  void carryOne(std::function<void()> f) override { f(); }
};

class Twice : public Runner {
  void carryOne(std::function<void()> f) override {
    f();
    f();
  }
};

Runner &hire();

void carriedOk() {
  static std::mutex m;
  Runner &p = hire();
  std::lock_guard<std::mutex> l(m);
  p.carry([] { std::lock_guard<std::mutex> k(m); });
}

void carriedAtOnceBad() {
  AtOnce p;
  std::mutex m;
  std::lock_guard<std::mutex> l(m);
  p.carry([&m] { std::lock_guard<std::mutex> k(m); }); // WARN[k]: 'm'
}

// An amount that is nothing in one case may be something in the other.

class Purse {
public:
  void add(long Amount) { Owed += Amount; }
  void pay() {
    std::lock_guard<std::mutex> Lock(Mutex);
    book(take());
  }
  void payOk() { book(take()); }

private:
  long take() {
    if (Owed.load() == 0)
      return 0;
    return Owed.exchange(0);
  }
  void book(long Amount) {
    if (Amount <= 0)
      return;
    Booked += Amount;
    if (Booking)
      Booking();
  }
  std::mutex Mutex;
  std::atomic<long> Owed{0};
  long Booked = 0;

public:
  std::function<void()> Booking;
  long booked() {
    std::lock_guard<std::mutex> Lock(Mutex); // WARN[Lock]: 'Mutex'
    return Booked;
  }
};

void purseBad() {
  Purse M;
  M.Booking = [&M] { M.booked(); };
  M.add(3);
  M.pay();
}

void purseOk() {
  Purse M;
  M.Booking = [&M] { M.booked(); };
  M.add(3);
  M.payOk();
}

#ifdef GRIDLOCK_RUN
#include "../self-wait/Inputs/Cases.h"
static Oracle O;
class Later : public Runner {
  void carryOne(std::function<void()> f) override { std::thread(f).detach(); }
};
Runner &hire() {
  static Later One;
  return One;
}
#define CASE(fn) {#fn, fn}
int main(int argc, char **argv) {
  return runCase(argc, argv,
                 {CASE(tellAgainBad), CASE(tellOnceOk), CASE(porterOk),
                  CASE(addInCryBad), CASE(addInCryOk), CASE(gossipOk),
                  CASE(carriedOk), CASE(carriedAtOnceBad),
                  CASE(purseBad), CASE(purseOk),
                  {"chantBad", [] { chantBad(O); }},
                  {"chantOk", [] { chantOk(O); }}});
}
#endif
