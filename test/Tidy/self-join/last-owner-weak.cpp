// RUN: %check self-join %s -- -std=c++17

// A task gets its owner from a weak pointer, and is the last owner while it has it:
// DIES: variableBad temporaryBad loopBad

#include "../wait-under-lock/Inputs/Crew.h"
#include "../wait-under-lock/Inputs/Meadow.h"

#include <atomic>
#include <memory>
#include <thread>

// Tasks go on when the outer owner is gone, which goes when they have begun.
static std::atomic<bool> Begun{false}, Dropped{false}, Gone{false};

static void feed() {
  Begun = true;
  while (!Dropped)
    std::this_thread::yield();
}

static void drop(std::shared_ptr<void> Last) {
  while (!Begun)
    std::this_thread::yield();
  Last.reset();
}

struct Mark {
  ~Mark() { Gone = true; }
};

class Stable : public std::enable_shared_from_this<Stable> {
public:
  void feedVariable() {
    horses.sow([weak = weak_from_this()] {
      if (auto self = weak.lock()) // WARN: 'self'
        self->feedAll();
    });
  }
  void feedTemporary() {
    horses.sow([weak = weak_from_this()] {
      weak.lock()->feedAll(); // WARN: 'weak.lock()'
    });
  }
  void feedElsewhere(Crew &c) {
    c.hire([weak = weak_from_this()] { weak.lock()->feedAll(); });
  }
  void feedAndWait() {
    Dropped = true;
    horses.sow([weak = weak_from_this()] { weak.lock()->feedAll(); });
    horses.quiet();
  }

private:
  void feedAll() { feed(); }
  Mark mark;
  Meadow horses{1};
};

// The thread of an object that asks whether it is still there.
class Groom : public std::enable_shared_from_this<Groom> {
public:
  ~Groom() {
    if (thread.joinable())
      thread.join();
  }
  void start() {
    thread = std::thread([weak = weak_from_this()] {
      while (auto self = weak.lock()) // WARN: 'self'
        self->brush();
    });
  }
  void startPlainly() {
    thread = std::thread([this] {
      while (!over)
        std::this_thread::yield();
    });
  }
  void stop() {
    over = true;
    thread.join();
  }

private:
  void brush() { feed(); }
  std::atomic<bool> over{false};
  Mark mark;
  std::thread thread;
};

void variableBad() {
  auto s = std::make_shared<Stable>();
  s->feedVariable();
  drop(std::move(s));
}

void temporaryBad() {
  auto s = std::make_shared<Stable>();
  s->feedTemporary();
  drop(std::move(s));
}

void elsewhereOk(Crew &c) {
  auto s = std::make_shared<Stable>();
  s->feedElsewhere(c);
  drop(std::move(s));
}

// Waits for the task while it is an owner itself.
void waitedOk() {
  auto s = std::make_shared<Stable>();
  s->feedAndWait();
}

void loopBad() {
  auto g = std::make_shared<Groom>();
  g->start();
  drop(std::move(g));
}

void plainOk() {
  auto g = std::make_shared<Groom>();
  g->startPlainly();
  g->stop();
}

#ifdef GRIDLOCK_RUN
#include "../self-wait/Inputs/Cases.h"
static Crew C(1);
static void awaitGone() {
  Dropped = true;
  while (!Gone)
    std::this_thread::yield();
}
#define GONE(fn) {#fn, [] { fn(); awaitGone(); }}
int main(int argc, char **argv) {
  return runCase(argc, argv,
                 {GONE(variableBad), GONE(temporaryBad),
                  {"elsewhereOk", [] { elsewhereOk(C); awaitGone(); }},
                  GONE(waitedOk), GONE(loopBad), GONE(plainOk)});
}
#endif
