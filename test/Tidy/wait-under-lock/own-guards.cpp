// RUN: %check wait-under-lock %s -- -std=c++17

// Locks and guards that a project made for itself.

#include "Inputs/Crew.h"
#include "Inputs/Foundry.h"

#include <atomic>
#include <functional>
#include <mutex>
#include <pthread.h>
#include <thread>

// A job out of a function.
struct Task : Ore {
  explicit Task(std::function<void()> f) : fn(std::move(f)) {}
  void smelt() override { fn(); }
  std::function<void()> fn;
};

static int tons = 0;

// A spin lock, and a guard class of its own.

class Spin {
public:
  void enter() {
    while (flag.test_and_set(std::memory_order_acquire))
      std::this_thread::yield();
  }
  void leave() { flag.clear(std::memory_order_release); }

private:
  std::atomic_flag flag = ATOMIC_FLAG_INIT;
};

class Inside {
public:
  explicit Inside(Spin &s) : s(s) { s.enter(); }
  ~Inside() { s.leave(); }
  Inside(const Inside &) = delete;

private:
  Spin &s;
};

// Looks like a guard, and only counts.
class Beside {
public:
  explicit Beside(Spin &) { ++tons; }
  ~Beside() { --tons; }
};

static Spin spin;

void spinBad(Foundry &f) {
  Task t([] {
    Inside in(spin);
    ++tons;
  });
  Inside in(spin);
  f.Add(&t);
  t.waitUntilCold(); // WARN[waitUntilCold]: 'spin'
}

void spinOk(Foundry &f) {
  Task t([] {
    Inside in(spin);
    ++tons;
  });
  {
    Inside in(spin);
    f.Add(&t);
  }
  t.waitUntilCold();
}

void spinOnlyCountsOk(Foundry &f) {
  Task t([] {
    Inside in(spin);
    ++tons;
  });
  Beside by(spin);
  f.Add(&t);
  t.waitUntilCold();
}

void spinByHandBad(Foundry &f) {
  Task t([] {
    spin.enter();
    ++tons;
    spin.leave();
  });
  spin.enter();
  f.Add(&t);
  t.waitUntilCold(); // WARN[waitUntilCold]: 'spin'
  spin.leave();
}

// A guard over std::mutex with a way out, and a template.

template <typename M> class Grip {
public:
  explicit Grip(M &m) : mine(&m) { mine->lock(); }
  ~Grip() { letGo(); }
  void letGo() {
    if (mine)
      mine->unlock();
    mine = nullptr;
  }

private:
  M *mine;
};

static std::mutex kiln;

void gripBad(Foundry &f) {
  Task t([] {
    Grip<std::mutex> g(kiln);
    ++tons;
  });
  Grip<std::mutex> g(kiln);
  f.Add(&t);
  t.waitUntilCold(); // WARN[waitUntilCold]: 'kiln'
}

void gripOk(Foundry &f) {
  Task t([] {
    Grip<std::mutex> g(kiln);
    ++tons;
  });
  Grip<std::mutex> g(kiln);
  f.Add(&t);
  g.letGo();
  t.waitUntilCold();
}

// A guard that unlocks for a while.

class Pause {
public:
  explicit Pause(std::mutex &m) : m(m) { m.unlock(); }
  ~Pause() { m.lock(); }

private:
  std::mutex &m;
};

void pauseOk(Foundry &f) {
  Task t([] {
    std::lock_guard<std::mutex> g(kiln);
    ++tons;
  });
  std::lock_guard<std::mutex> g(kiln);
  f.Add(&t);
  Pause p(kiln);
  t.waitUntilCold();
}

void pauseOverBad(Foundry &f) {
  Task t([] {
    std::lock_guard<std::mutex> g(kiln);
    ++tons;
  });
  std::lock_guard<std::mutex> g(kiln);
  { Pause p(kiln); }
  f.Add(&t);
  t.waitUntilCold(); // WARN[waitUntilCold]: 'kiln'
}

// Data that only its guard leads to.

template <typename T> class Guarded {
public:
  class Access {
  public:
    explicit Access(Guarded &g) : l(g.m), value(g.value) {}
    T *operator->() { return &value; }
    T &operator*() { return value; }

  private:
    std::unique_lock<std::mutex> l;
    T &value;
  };

  Access access() { return Access(*this); }

private:
  std::mutex m;
  T value{};
};

void accessBad(Foundry &f, Guarded<int> &heap) {
  Task t([&heap] { ++*heap.access(); });
  auto a = heap.access();
  f.Add(&t);
  t.waitUntilCold(); // WARN[waitUntilCold]: m'
}

void accessOk(Foundry &f, Guarded<int> &heap) {
  Task t([&heap] { ++*heap.access(); });
  *heap.access() = 1;
  f.Add(&t);
  t.waitUntilCold();
}

// The mutex of C.

static pthread_mutex_t bolt = PTHREAD_MUTEX_INITIALIZER;

void boltBad(Foundry &f) {
  Task t([] {
    pthread_mutex_lock(&bolt);
    ++tons;
    pthread_mutex_unlock(&bolt);
  });
  pthread_mutex_lock(&bolt);
  f.Add(&t);
  t.waitUntilCold(); // WARN[waitUntilCold]: bolt'
  pthread_mutex_unlock(&bolt);
}

void boltOk(Foundry &f) {
  Task t([] {
    pthread_mutex_lock(&bolt);
    ++tons;
    pthread_mutex_unlock(&bolt);
  });
  pthread_mutex_lock(&bolt);
  f.Add(&t);
  pthread_mutex_unlock(&bolt);
  t.waitUntilCold();
}

#ifdef GRIDLOCK_RUN
#include "../self-wait/Inputs/Cases.h"
static Foundry F;
static Guarded<int> G;
#define CASE(fn) {#fn, [] { fn(F); }}
int main(int argc, char **argv) {
  return runCase(argc, argv,
                 {CASE(spinBad), CASE(spinOk), CASE(spinOnlyCountsOk),
                  CASE(spinByHandBad), CASE(gripBad), CASE(gripOk), CASE(pauseOk),
                  CASE(pauseOverBad), {"accessBad", [] { accessBad(F, G); }},
                  {"accessOk", [] { accessOk(F, G); }}, CASE(boltBad),
                  CASE(boltOk)});
}
#endif

// What does nothing is no mutex, whatever its methods are called; nor is what can
// only lock again, the reverse of a guard.

struct SingleThread {
  void lock() {}
  void unlock() {}
};

template <typename Mutex> void renameOf(Crew &c, Mutex &mutex) {
  std::lock_guard<Mutex> l(mutex);
  c.hire([&mutex] { std::lock_guard<Mutex> l(mutex); }).get(); // WARN[get]: 'mutex'
}

void renameBad(Crew &c, std::mutex &mutex) { renameOf(c, mutex); }

template <typename Mutex> void renameAloneOf(Crew &c, Mutex &mutex) {
  std::lock_guard<Mutex> l(mutex);
  c.hire([&mutex] { std::lock_guard<Mutex> l(mutex); }).get();
}

void renameOk(Crew &c, SingleThread &mutex) { renameAloneOf(c, mutex); }

struct Opener {
  virtual ~Opener() = default;
  virtual void unlock() {}
  virtual void relock() {}
};

void openedOk(Crew &c, Opener &opener) {
  opener.unlock();
  opener.relock();
  c.hire([&opener] {
     opener.unlock();
     opener.relock();
   }).get();
}

// A guard of a recursive mutex that lets go of it only if it has one.

class Door {
public:
  void Lock() { m.lock(); }
  void UnLock() { m.unlock(); }

private:
  std::recursive_mutex m;
};

class Visit {
public:
  explicit Visit(Door &d) : door(&d) { door->Lock(); }
  ~Visit() {
    if (door)
      door->UnLock();
  }

private:
  Door *door;
};

void enteredBeforeOk(Crew &c, Door &d) {
  { Visit i(d); }
  c.hire([&d] { Visit i(d); }).get();
}

void enteredBad(Crew &c, Door &d) {
  Visit i(d);
  c.hire([&d] { Visit i(d); }).get(); // WARN[get]: 'm'
}
