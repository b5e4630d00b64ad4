// REQUIRES: complete-coroutines
// RUN: %check self-wait,wait-under-lock,await-under-lock %s -- -std=c++20

// A coroutine that nobody awaits runs in the frame of who calls it, or of who
// resumes its handle, up to its first suspension.

#include "../wait-under-lock/Inputs/CrewCoroutines.h"

#include <memory>
#include <mutex>
#include <utility>
#include <vector>

static int scrub() { return 1; }

/// It waits to be started.
class Chore {
public:
  struct promise_type {
    Chore get_return_object() { return Chore(Handle::from_promise(*this)); }
    std::suspend_always initial_suspend() noexcept { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    void return_void() {}
    void unhandled_exception() { std::terminate(); }
  };
  using Handle = std::coroutine_handle<promise_type>;

  explicit Chore(Handle H) : Own(H) {}
  Chore(Chore &&Other) noexcept : Own(std::exchange(Other.Own, {})) {}
  ~Chore() {
    if (Own)
      Own.destroy();
  }
  void start() { Own.resume(); }
  bool step() {
    if (!Own.done())
      Own();
    return !Own.done();
  }
  Handle handle() const { return Own; }

private:
  Handle Own;
};

// It starts when it is called.

static Job calledBad(Crew &c) {
  co_return c.hire(scrub).get(); // WARN: task of 'c'
}
static void called(Crew &c) {
  c.hire([&c] { calledBad(c); }).get();
}

static Job keptBad(Crew &c) {
  co_return c.hire(scrub).get(); // WARN: task of 'c'
}
static void kept(Crew &c) {
  c.hire([&c] { auto job = keptBad(c); }).get();
}

static void lambdaBad(Crew &c) {
  c.hire([&c] {
     [](Crew &c) -> Job {
       co_return c.hire(scrub).get(); // WARN: task of 'c'
     }(c);
   }).get();
}

static Job calledOutsideOk(Crew &c) { co_return c.hire(scrub).get(); }

static Job otherOk(Crew &d) { co_return d.hire(scrub).get(); }
static void other(Crew &c, Crew &d) {
  c.hire([&d] { otherOk(d); }).get();
}

// It starts when its handle is resumed.

static Chore startedBad(Crew &c) {
  c.hire(scrub).get(); // WARN: task of 'c'
  co_return;
}
static void started(Crew &c) {
  c.hire([&c] { startedBad(c).start(); }).get();
}

static Chore steppedBad(Crew &c) {
  c.hire(scrub).get(); // WARN: task of 'c'
  co_return;
}
static void stepped(Crew &c) {
  c.hire([&c] {
     auto chore = steppedBad(c);
     while (chore.step()) {
     }
   }).get();
}

static Chore inListBad(Crew &c) {
  c.hire(scrub).get(); // WARN: task of 'c'
  co_return;
}
static void startAll(std::vector<Chore> &chores) {
  for (Chore &chore : chores)
    chore.start();
}
static void inList(Crew &c) {
  c.hire([&c] {
     std::vector<Chore> chores;
     chores.push_back(inListBad(c));
     startAll(chores);
   }).get();
}

static Chore onCrewBad(Crew &c) {
  c.hire(scrub).get(); // WARN: task of 'c'
  co_return;
}
static void startOn(Crew &c, const Chore &chore) {
  c.hire([own = chore.handle()] { own.resume(); }).get();
}
static void onCrew(Crew &c) {
  auto chore = onCrewBad(c);
  startOn(c, chore);
}

static Chore onOtherOk(Crew &d) {
  d.hire(scrub).get();
  co_return;
}
static void onOther(Crew &c, Crew &d) {
  auto chore = onOtherOk(d);
  startOn(c, chore);
}

static Chore neverStartedOk(Crew &c) {
  c.hire(scrub).get();
  co_return;
}
static void neverStarted(Crew &c) {
  c.hire([&c] { auto chore = neverStartedOk(c); }).get();
}

static Chore startedOutsideOk(Crew &c) {
  c.hire(scrub).get();
  co_return;
}

// Its promise hands it to a crew before its body begins.

struct OnCrew {
  Crew &c;
  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<> h) {
    c.hire([h] { h.resume(); });
  }
  void await_resume() const noexcept {}
};

template <typename First> struct Order {
  struct promise_type {
    template <typename... Others> promise_type(Crew &c, Others &...) : Own(c) {}
    Order get_return_object() { return {Done.get_future()}; }
    First initial_suspend() { return {Own}; }
    std::suspend_never final_suspend() noexcept { return {}; }
    void return_value(int v) { Done.set_value(v); }
    void unhandled_exception() { std::terminate(); }
    Crew &Own;
    std::promise<int> Done;
  };
  std::future<int> ended;
};

static Order<OnCrew> orderedBad(Crew &c) {
  co_return c.hire(scrub).get(); // WARN: task of 'c'
}

static Order<OnCrew> orderedForOtherOk(Crew &, Crew &d) { co_return d.hire(scrub).get(); }

struct AtOnce {
  Crew &c;
  bool await_ready() const noexcept { return false; }
  bool await_suspend(std::coroutine_handle<>) { return false; }
  void await_resume() const noexcept {}
};
static Order<AtOnce> orderedAtOnceOk(Crew &c) { co_return c.hire(scrub).get(); }

struct OnThread {
  Crew &c;
  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<> h) { std::thread(h).detach(); }
  void await_resume() const noexcept {}
};
static Order<OnThread> orderedOnThreadOk(Crew &c) { co_return c.hire(scrub).get(); }

// Behind its first suspension it runs wherever it is resumed.

struct Bell {
  std::mutex Mutex;
  std::vector<std::coroutine_handle<>> Waiting;
  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<> h) { Waiting.push_back(h); }
  void await_resume() const noexcept {}
  void ring() {
    for (auto h : std::exchange(Waiting, {}))
      h.resume();
  }
};

static std::mutex Ledger;
static int entry() {
  std::lock_guard<std::mutex> L(Ledger);
  return 1;
}

static Job behindOk(Crew &c, Bell &b) {
  co_await b;
  co_return c.hire(scrub).get();
}
static void behind(Crew &c, Bell &b) {
  c.hire([&] { behindOk(c, b); }).get();
  b.ring();
}

static Job behindLockOk(Crew &c, Bell &b) {
  co_await b;
  co_return c.hire(entry).get();
}
static void behindLock(Crew &c, Bell &b) {
  {
    std::lock_guard<std::mutex> L(Ledger);
    behindLockOk(c, b);
  }
  b.ring();
}

static Job beforeLockBad(Crew &c, Bell &b) {
  int sum = c.hire(entry).get(); // WARN: while it holds 'Ledger'
  co_await b;
  co_return sum;
}
static void beforeLock(Crew &c, Bell &b) {
  std::lock_guard<std::mutex> L(Ledger);
  beforeLockBad(c, b);
}

// The caller's lock is not the coroutine's; its own is, also behind a suspension.

static Job callersLockOk(Bell &b) {
  co_await b;
  co_return 1;
}
static void callersLock(Bell &b) {
  {
    std::lock_guard<std::mutex> L(Ledger);
    callersLockOk(b);
  }
  b.ring();
}

static Job ownLockBad(Bell &b) {
  co_await b;
  std::lock_guard<std::mutex> L(Ledger);
  co_await b; // WARN: coroutine suspends in 'co_await' while it holds 'Ledger'
  co_return 1;
}
static void ownLock(Bell &b) { ownLockBad(b); }

#ifdef GRIDLOCK_RUN
#include "Inputs/Cases.h"
static Crew C(1), D(1);
static Bell B;
#define CASE(name, call) {#name, [] { call; }}
int main(int argc, char **argv) {
  return runCase(argc, argv, {CASE(calledBad, called(C)), CASE(keptBad, kept(C)), CASE(lambdaBad, lambdaBad(C)), CASE(calledOutsideOk, calledOutsideOk(C)),
                              CASE(otherOk, other(C, D)), CASE(startedBad, started(C)), CASE(steppedBad, stepped(C)), CASE(inListBad, inList(C)),
                              CASE(onCrewBad, onCrew(C)), CASE(onOtherOk, onOther(C, D)), CASE(neverStartedOk, neverStarted(C)), CASE(startedOutsideOk, startedOutsideOk(C).start()),
                              CASE(orderedBad, orderedBad(C).ended.get()), CASE(orderedForOtherOk, orderedForOtherOk(C, D).ended.get()),
                              CASE(orderedAtOnceOk, orderedAtOnceOk(C).ended.get()), CASE(orderedOnThreadOk, orderedOnThreadOk(C).ended.get()),
                              CASE(behindOk, behind(C, B)), CASE(behindLockOk, behindLock(C, B)), CASE(beforeLockBad, beforeLock(C, B)), CASE(callersLockOk, callersLock(B))});
}
#else
static void run(Crew &c, Crew &d, Bell &b) {
  called(c), kept(c), lambdaBad(c), calledOutsideOk(c), other(c, d), started(c), stepped(c), inList(c), onCrew(c), onOther(c, d), neverStarted(c);
  orderedBad(c).ended.get(), orderedForOtherOk(c, d).ended.get(), orderedAtOnceOk(c).ended.get(), orderedOnThreadOk(c).ended.get();
  startedOutsideOk(c).start(), behind(c, b), behindLock(c, b), beforeLock(c, b), callersLock(b), ownLock(b);
}
void begin(Crew &c, Crew &d, Bell &b) { run(c, d, b); }
#endif
