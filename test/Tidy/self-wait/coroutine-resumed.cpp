// REQUIRES: complete-coroutines
// RUN: %check self-wait %s -- -std=c++20

// Behind a suspension a coroutine goes on where it is resumed: on a worker, if its
// awaiter gave the handle to a pool.

#include "../wait-under-lock/Inputs/CrewCoroutines.h"

static int scrub() { return 1; }

struct OnCrew {
  Crew &c;
  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<> h) {
    c.hire([h] { h.resume(); });
  }
  void await_resume() const noexcept {}
};

struct OnThread {
  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<> h) { std::thread(h).detach(); }
  void await_resume() const noexcept {}
};

static Job onWorkerBad(Crew &c) {
  co_await OnCrew{c};
  auto sum = c.hire(scrub);
  co_return sum.get(); // WARN: task of 'c' blocks in 'get' until another task of 'c' has run
}

static Job asTaskBad(Crew &c) {
  co_await AsTask{c};
  co_return c.hire(scrub).get(); // WARN: task of 'c'
}

static AsTask turnOf(Crew &c) { return {c}; }

static Job byFunctionBad(Crew &c) {
  auto turn = turnOf(c);
  co_await turn;
  co_return c.hire(scrub).get(); // WARN: task of 'c'
}

struct Converted {
  Crew &c;
  AsTask operator co_await() const { return {c}; }
};

static Job convertedBad(Crew &c) {
  co_await Converted{c};
  co_return c.hire(scrub).get(); // WARN: task of 'c'
}

static Job beforeOk(Crew &c) {
  auto sum = c.hire(scrub);
  int v = sum.get();
  co_await OnCrew{c};
  co_return v;
}

static Job otherCrewOk(Crew &c, Crew &d) {
  co_await OnCrew{d};
  co_return c.hire(scrub).get();
}

static Job submittedBeforeOk(Crew &c) {
  auto sum = c.hire(scrub);
  co_await OnCrew{c};
  co_return sum.get();
}

static Job ownThreadOk(Crew &c) {
  co_await OnThread{};
  co_return c.hire(scrub).get();
}

static Job awayAgainOk(Crew &c, Crew &d) {
  co_await OnCrew{c};
  co_await OnCrew{d};
  co_return c.hire(scrub).get();
}

static Job backAgainBad(Crew &c, Crew &d) {
  co_await OnCrew{c};
  co_await OnCrew{d};
  int v = c.hire(scrub).get();
  co_await OnCrew{c};
  co_return v + c.hire(scrub).get(); // WARN: task of 'c' blocks in 'get' until another task of 'c' has run
}

static Job inLoopBad(Crew &c) {
  int v = 0;
  for (int i = 0; i < 2; ++i) {
    co_await OnCrew{c};
    v += c.hire(scrub).get(); // WARN: task of 'c'
  }
  co_return v;
}

static Job given(Crew &c, std::promise<int> &told) {
  co_await OnCrew{c};
  told.set_value(1);
  co_return 0;
}

static Job calledBad(Crew &c) {
  co_await OnCrew{c};
  std::promise<int> told;
  auto later = told.get_future();
  given(c, told);
  co_return later.get(); // WARN: task of 'c'
}

#ifdef GRIDLOCK_RUN
#include "Inputs/Cases.h"
static Crew C(1), D(1);
#define CASE(name, call) {#name, [] { (call).ended.get(); }}
int main(int argc, char **argv) {
  return runCase(argc, argv, {CASE(onWorkerBad, onWorkerBad(C)), CASE(beforeOk, beforeOk(C)), CASE(otherCrewOk, otherCrewOk(C, D)),
                              CASE(submittedBeforeOk, submittedBeforeOk(C)), CASE(ownThreadOk, ownThreadOk(C)), CASE(awayAgainOk, awayAgainOk(C, D)),
                              CASE(backAgainBad, backAgainBad(C, D)), CASE(inLoopBad, inLoopBad(C)), CASE(asTaskBad, asTaskBad(C)), CASE(byFunctionBad, byFunctionBad(C)), CASE(convertedBad, convertedBad(C)), CASE(calledBad, calledBad(C))});
}
#endif
