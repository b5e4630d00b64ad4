// RUN: %check self-join,self-wait %s -- -std=c++17

// A destructor or a close waits for a group of tasks, and runs in one of them. One
// check tells, not two.

#include "../wait-under-lock/Inputs/Crew.h"
#include "../wait-under-lock/Inputs/Meadow.h"

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <queue>
#include <thread>

static std::atomic<bool> Dropped{false}, Gone{false};

struct Mark {
  ~Mark() { Gone = true; }
};

// Counts its tasks; finish() waits until none is left.
class Flock {
public:
  explicit Flock(Meadow &m) : home(m) {}

  void add(std::function<void()> f) {
    {
      std::lock_guard<std::mutex> l(mu);
      ++open;
    }
    home.sow([this, f = std::move(f)]() mutable {
      f();
      f = nullptr;
      done();
    });
  }

  void finish() {
    std::unique_lock<std::mutex> l(mu);
    none.wait(l, [this] { return open == 0; });
  }

private:
  void done() {
    std::lock_guard<std::mutex> l(mu);
    if (--open == 0)
      none.notify_all();
  }

  Meadow &home;
  std::mutex mu;
  std::condition_variable none;
  int open = 0;
};

// An owner that is kept alive by the tasks, and waits for them when it dies.

class Caravan : public std::enable_shared_from_this<Caravan> {
public:
  explicit Caravan(std::shared_ptr<Flock> f) : camels(std::move(f)) {}
  ~Caravan() { camels->finish(); }

  void march() {
    camels->add([self = shared_from_this()] { self->step(); }); // WARN:
  }

private:
  void step() {
    while (!Dropped)
      std::this_thread::yield();
  }
  Mark mark;
  std::shared_ptr<Flock> camels;
};

void caravanBad(Meadow &m) {
  auto group = std::make_shared<Flock>(m);
  {
    auto c = std::make_shared<Caravan>(group);
    c->march();
  }
  Dropped = true;
  group->finish();
}

class Convoy : public std::enable_shared_from_this<Convoy> {
public:
  explicit Convoy(std::shared_ptr<Flock> f) : ships(std::move(f)) {}

  void sail() {
    ships->add([self = shared_from_this()] { self->drift(); });
  }

private:
  void drift() {
    while (!Dropped)
      std::this_thread::yield();
  }
  Mark mark;
  std::shared_ptr<Flock> ships;
};

void convoyOk(Meadow &m) {
  auto group = std::make_shared<Flock>(m);
  {
    auto c = std::make_shared<Convoy>(group);
    c->sail();
  }
  Dropped = true;
  group->finish();
}

// Only a weak pointer: the tasks do not own it.
class Pilgrims : public std::enable_shared_from_this<Pilgrims> {
public:
  explicit Pilgrims(Meadow &m) : path(m) {}
  ~Pilgrims() { path.finish(); }

  void walk() {
    path.add([weak = weak_from_this()] {
      while (!Dropped)
        std::this_thread::yield();
    });
  }

private:
  Flock path;
};

void pilgrimsOk(Meadow &m) {
  auto p = std::make_shared<Pilgrims>(m);
  p->walk();
  Dropped = true;
}

// One task after the other, on whichever worker; the destructor waits until
// none is pending.
class Desk {
public:
  explicit Desk(Crew &c) : Clerks(c) {}
  ~Desk() { clear(); }

  void clear() {
    std::unique_lock<std::mutex> L(M);
    Idle.wait(L, [this] { return !Busy && Files.empty(); });
  }

  void file(std::function<void()> F) {
    std::lock_guard<std::mutex> L(M);
    if (Busy) {
      Files.push(std::move(F));
    } else {
      Busy = true;
      start(std::move(F));
    }
  }

private:
  void start(std::function<void()> F) {
    Clerks.hire([this, F = std::move(F)] {
      F();
      next();
    });
  }

  void next() {
    std::lock_guard<std::mutex> L(M);
    if (Files.empty()) {
      Busy = false;
      Idle.notify_all();
      return;
    }
    auto F = std::move(Files.front());
    Files.pop();
    start(std::move(F));
  }

  Crew &Clerks;
  std::mutex M;
  std::condition_variable Idle;
  std::queue<std::function<void()>> Files;
  bool Busy = false;
};

// The state callback of a line may hang up the line.

class Line {
public:
  explicit Line(Crew &c) : Desk_(std::make_unique<Desk>(c)) {}
  ~Line() {
    Desk_->clear();
    Gone = true;
  }
  void connect() {
    Desk_->file([this] {
      if (onState)
        onState();
    });
  }
  std::function<void()> onState;

private:
  std::unique_ptr<Desk> Desk_;
};

static std::map<int, std::shared_ptr<Line>> Lines;
static std::mutex LinesMutex;

static void hangUp(int Id) {
  std::shared_ptr<Line> Out; // WARN[Out]:
  std::lock_guard<std::mutex> L(LinesMutex);
  Out.swap(Lines[Id]);
  Lines.erase(Id);
}

void lineBad(Crew &c) {
  {
    std::lock_guard<std::mutex> L(LinesMutex);
    Lines[1] = std::make_shared<Line>(c);
    Lines[1]->onState = [] { hangUp(1); };
    Lines[1]->connect();
  }
  while (!Gone)
    std::this_thread::yield();
}

void lineOk(Crew &c) {
  {
    std::lock_guard<std::mutex> L(LinesMutex);
    Lines[1] = std::make_shared<Line>(c);
    Lines[1]->connect();
  }
  hangUp(1);
}

#ifdef GRIDLOCK_RUN
#include "../self-wait/Inputs/Cases.h"
static Crew C(2);
static Meadow M(2);
#define CREW(fn) {#fn, [] { fn(C); }}
#define MEADOW(fn) {#fn, [] { fn(M); }}
int main(int argc, char **argv) {
  return runCase(argc, argv,
                 {MEADOW(caravanBad), MEADOW(convoyOk), MEADOW(pilgrimsOk),
                  CREW(lineBad), CREW(lineOk)});
}
#endif
