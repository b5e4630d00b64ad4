// RUN: %check wait-under-lock %s -- -std=c++17

// A method is called twice on the same object: what keeps the first call from
// the wait says nothing of the second one.

#include "../wait-cycle/Inputs/Between.h"
#include "Inputs/Crew.h"

#include <future>
#include <mutex>

class Show {
public:
  explicit Show(Crew &c) : crew(c) {}
  virtual ~Show() = default;
  void add() {
    act = crew.hire([this] {
      Between();
      std::lock_guard<std::mutex> l(stage);
      return ++acts;
    });
  }
  void set(bool open) {
    std::lock_guard<std::mutex> l(stage);
    Between();
    if (open)
      ++acts;
    else
      pause();
  }
  void awaitAct() { act.wait(); }

protected:
  virtual void pause() {
    if (act.valid())
      act.wait(); // WARN[wait]: 'stage'
  }

private:
  Crew &crew;
  std::mutex stage;
  std::future<int> act;
  int acts = 0;
};

void openedThenPausedBad(Crew &c) {
  Show s(c);
  s.set(true);
  s.add();
  s.set(false);
}

class Play {
public:
  explicit Play(Crew &c) : crew(c) {}
  void add() {
    act = crew.hire([this] {
      std::lock_guard<std::mutex> l(stage);
      return ++acts;
    });
  }
  void set(bool open) {
    std::future<int> last;
    {
      std::lock_guard<std::mutex> l(stage);
      if (open)
        ++acts;
      else
        last = std::move(act);
    }
    if (last.valid())
      last.wait();
  }

private:
  Crew &crew;
  std::mutex stage;
  std::future<int> act;
  int acts = 0;
};

void pausedOutsideOk(Crew &c) {
  Play p(c);
  p.set(true);
  p.add();
  p.set(false);
}

// The task comes only after the last pause.

class Rehearsal {
public:
  explicit Rehearsal(Crew &c) : crew(c) {}
  void pause() {
    std::lock_guard<std::mutex> l(stage);
    first.wait();
  }
  void addFirst() {
    first = crew.hire([] { return 1; });
  }
  void addLast() {
    last = crew.hire([this] {
      std::lock_guard<std::mutex> l(stage);
      return 2;
    });
  }
  void finish() { last.wait(); }

private:
  Crew &crew;
  std::mutex stage;
  std::future<int> first, last;
};

void rehearsedOk(Crew &c) {
  Rehearsal r(c);
  r.addFirst();
  r.pause();
  r.addLast();
  r.finish();
}

#ifdef GRIDLOCK_RUN
#include "../self-wait/Inputs/Cases.h"
static Crew C(1);
#define CASE(fn) {#fn, [] { fn(C); }}
int main(int argc, char **argv) {
  Between = [] { std::this_thread::sleep_for(std::chrono::milliseconds(20)); };
  return runCase(argc, argv, {CASE(openedThenPausedBad), CASE(pausedOutsideOk), CASE(rehearsedOk)});
}
#endif
