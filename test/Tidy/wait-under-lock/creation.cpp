// RUN: %check wait-under-lock %s -- -std=c++17

// A pool, a session or a service is created while a lock is held, and creation
// ends only when its thread has run: which needs the lock first.

#include "Inputs/Crew.h"

#include <atomic>
#include <condition_variable>
#include <functional>
#include <future>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

// All workers report before the constructor returns.
class Guild {
public:
  Guild(int n, std::function<void()> hello) : missing_(n), hello_(std::move(hello)) {
    for (int i = 0; i < n; ++i)
      members_.emplace_back([this] { join(); });
    std::unique_lock<std::mutex> l(m_);
    here_.wait(l, [this] { return missing_ == 0; });
  }
  ~Guild() {
    for (auto &m : members_)
      m.join();
  }

private:
  void join() {
    hello_();
    std::lock_guard<std::mutex> l(m_);
    if (--missing_ == 0)
      here_.notify_all();
  }

  std::mutex m_;
  std::condition_variable here_;
  int missing_;
  std::function<void()> hello_;
  std::vector<std::thread> members_;
};

class City {
public:
  void enrol() {
    std::lock_guard<std::mutex> l(mutex_);
    ++citizens_;
  }

  void foundBad() {
    std::lock_guard<std::mutex> l(mutex_);
    Guild g(2, [this] { enrol(); }); // WARN: 'mutex_'
  }

  void foundOk() {
    Guild g(2, [this] { enrol(); });
    std::lock_guard<std::mutex> l(mutex_);
    ++citizens_;
  }

  void foundQuietlyOk() {
    std::lock_guard<std::mutex> l(mutex_);
    Guild g(2, [] {});
  }

  void foundOnHeapBad() {
    std::lock_guard<std::mutex> l(mutex_);
    auto g = std::make_unique<Guild>(1, [this] { enrol(); }); // WARN: 'mutex_'
  }

private:
  std::mutex mutex_;
  int citizens_ = 0;
};

// The classic: a registry creates what is missing under its lock, and what it
// creates looks itself up in the registry.

class Session;

class Registry {
public:
  explicit Registry(Crew &c) : io(c) {}

  std::shared_ptr<Session> acquire(const std::string &name);
  std::shared_ptr<Session> acquireLater(const std::string &name);
  std::string option(const std::string &name) {
    std::lock_guard<std::mutex> l(lock);
    return options[name];
  }

  Crew &io;

private:
  std::mutex lock;
  std::map<std::string, std::shared_ptr<Session>> sessions;
  std::map<std::string, std::string> options;
};

class Session {
public:
  static std::shared_ptr<Session> create(Registry &r, const std::string &name) {
    auto s = std::make_shared<Session>();
    auto connected = r.io.hire([s, &r, name] { s->peer = r.option(name); });
    connected.get(); // WARN[get]: lock'
    return s;
  }

  static std::shared_ptr<Session> prepare(Registry &r, const std::string &name) {
    auto s = std::make_shared<Session>();
    auto connected = r.io.hire([s, &r, name] { s->peer = r.option(name); });
    connected.get();
    return s;
  }

private:
  std::string peer;
};

std::shared_ptr<Session> Registry::acquire(const std::string &name) {
  std::lock_guard<std::mutex> l(lock);
  auto &s = sessions[name];
  if (!s)
    s = Session::create(*this, name);
  return s;
}

std::shared_ptr<Session> Registry::acquireLater(const std::string &name) {
  {
    std::lock_guard<std::mutex> l(lock);
    if (auto &s = sessions[name])
      return s;
  }
  auto fresh = Session::prepare(*this, name);
  std::lock_guard<std::mutex> l(lock);
  auto &s = sessions[name];
  if (!s)
    s = fresh;
  return s;
}

void sessionBad(Crew &c) {
  Registry r(c);
  r.acquire("a");
}

void sessionOk(Crew &c) {
  Registry r(c);
  r.acquireLater("a");
}

// A service whose start() waits for its thread.

class Beacon {
public:
  void start() {
    std::lock_guard<std::mutex> l(state);
    std::promise<void> lit;
    keeper = std::thread([this, &lit] {
      kindle();
      lit.set_value();
    });
    lit.get_future().wait(); // WARN[wait]: 'state'
  }

  void startUnlocked() {
    std::promise<void> lit;
    keeper = std::thread([this, &lit] {
      kindle();
      lit.set_value();
    });
    lit.get_future().wait();
    std::lock_guard<std::mutex> l(state);
    ++oil;
  }

  void startAndGo() {
    std::lock_guard<std::mutex> l(state);
    keeper = std::thread([this] { kindle(); });
  }

  // Its thread cleans up when it is told to end.
  void startBurning() {
    keeper = std::thread([this] {
      while (!out)
        std::this_thread::yield();
      kindle();
    });
  }

  void stop() {
    std::lock_guard<std::mutex> l(state);
    out = true;
    if (keeper.joinable())
      keeper.join(); // WARN[join]: 'state'
  }

  void stopUnlocked() {
    std::thread gone;
    {
      std::lock_guard<std::mutex> l(state);
      out = true;
      gone = std::move(keeper);
    }
    if (gone.joinable())
      gone.join();
  }

  ~Beacon() {
    if (keeper.joinable())
      keeper.join();
  }

private:
  void kindle() {
    std::lock_guard<std::mutex> l(state);
    --oil;
  }

  std::mutex state;
  int oil = 3;
  std::atomic<bool> out{false};
  std::thread keeper;
};

void startBad() { Beacon().start(); }
void startOk() { Beacon().startUnlocked(); }
void startAndGoOk() { Beacon().startAndGo(); }

void stopBad() {
  Beacon b;
  b.startBurning();
  b.stop();
}

void stopOk() {
  Beacon b;
  b.startBurning();
  b.stopUnlocked();
}

#ifdef GRIDLOCK_RUN
#include "../self-wait/Inputs/Cases.h"
static Crew C(1);
#define CITY(fn) {#fn, [] { City().fn(); }}
#define CREW(fn) {#fn, [] { fn(C); }}
#define CASE(fn) {#fn, fn}
int main(int argc, char **argv) {
  return runCase(argc, argv,
                 {CITY(foundBad), CITY(foundOk), CITY(foundQuietlyOk),
                  CITY(foundOnHeapBad), CREW(sessionBad), CREW(sessionOk),
                  CASE(startBad), CASE(startOk), CASE(startAndGoOk), CASE(stopBad), CASE(stopOk)});
}
#endif
