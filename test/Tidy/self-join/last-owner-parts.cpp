// RUN: %check self-join %s -- -std=c++17

// The last owner of a pool is a part of something else that dies in one of its
// tasks: of a record that the task has captured by value, or of an object that
// the task was the last to own. The pool joins its threads in the destructor,
// so all of the bad ones end the process: DIES: recordBad recordOfRecordBad
// filledRecordBad movedRecordBad sessionPartBad inPlaceBad weakParentBad shepherdBad

#include "../wait-under-lock/Inputs/Meadow.h"

#include <atomic>
#include <future>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

static std::atomic<bool> Dropped{false}, Gone{false};

static void graze() {
  while (!Dropped)
    std::this_thread::yield();
}

struct Mark {
  ~Mark() { Gone = true; }
};

struct Field {
  Mark mark;
  Meadow grass{1};
};

struct Walk {
  int steps = 0;
  std::shared_ptr<Field> field;
};

void recordBad() {
  Walk w{1, std::make_shared<Field>()};
  w.field->grass.sow([w] { graze(); }); // WARN: grass
}

void filledRecordBad() {
  Walk w;
  w.field = std::make_shared<Field>();
  w.field->grass.sow([w]() mutable { // WARN: grass
    ++w.steps;
    graze();
  });
}

struct Trip {
  std::pair<int, int> days;
  Walk walk;
};

void recordOfRecordBad() {
  Trip t{{1, 2}, {1, std::make_shared<Field>()}};
  t.walk.field->grass.sow([t] { graze(); }); // WARN: grass
}

void movedRecordBad() {
  Walk w{1, std::make_shared<Field>()};
  Meadow &grass = w.field->grass;
  grass.sow([w = std::move(w)] { graze(); }); // WARN: grass
}

// The task was the last to own the session, which is the last to own the field.

struct Session {
  std::shared_ptr<Field> field = std::make_shared<Field>();
  int turns = 0;
};

void sessionPartBad() {
  auto s = std::make_shared<Session>();
  s->field->grass.sow([s] { // WARN: grass
    graze();
    ++s->turns;
  });
}

// The weak pointer of a thread to what owns it, held for a moment.

struct Parent {
  virtual ~Parent() = default;
  virtual bool contains(int) = 0;
};

class Runner {
public:
  explicit Runner(std::weak_ptr<Parent> parent)
      : parent(std::move(parent)), thread([this] { run(); }) {}
  ~Runner() { thread.join(); }

private:
  void run() {
    while (auto held = parent.lock()) { // WARN: thread
      graze();
      held->contains(1);
    }
  }
  Mark mark;
  std::weak_ptr<Parent> parent;
  std::thread thread;
};

class Whole : public Parent {
public:
  bool contains(int) override { return runner.has_value(); }
  void start(std::shared_ptr<Whole> self) { runner.emplace(self); }

private:
  std::optional<Runner> runner;
};

void weakParentBad() {
  auto w = std::make_shared<Whole>();
  w->start(w);
  std::this_thread::sleep_for(std::chrono::milliseconds(100));
}

// Made in place, in an optional: the same object.

struct Shed {
  std::optional<Field> field;
};

void inPlaceBad() {
  auto s = std::make_shared<Shed>();
  s->field.emplace();
  s->field->grass.sow([s] { graze(); }); // WARN: grass
}

// A variable that has the owner as a part, and dies while the task runs.

class Herd : public std::enable_shared_from_this<Herd> {
public:
  void drive() {
    field.grass.sow([self = shared_from_this()] { self->rest(); }); // WARN: grass
  }
  void driveAndWait() {
    field.grass.sow([self = shared_from_this()] {});
    field.grass.quiet();
  }
  void driveSlowly() {
    field.grass.sow([self = shared_from_this()] { self->rest(); });
  }

private:
  void rest() { graze(); }
  Field field;
};

class Shepherd {
public:
  explicit Shepherd(std::shared_ptr<Herd> h) : herd(std::move(h)) {}
  void drive() { herd->drive(); }
  void driveAndWait() { herd->driveAndWait(); }
  void driveSlowly() { herd->driveSlowly(); }

private:
  std::shared_ptr<Herd> herd;
};

void shepherdBad() {
  Shepherd s(std::make_shared<Herd>());
  s.drive();
}

// Near misses.

static std::unique_ptr<Shepherd> Hired;

void shepherdKeptOk() {
  Hired = std::make_unique<Shepherd>(std::make_shared<Herd>());
  Hired->driveSlowly();
}

void shepherdAwaitedOk() {
  Shepherd s(std::make_shared<Herd>());
  s.driveAndWait();
}

void recordAwaitedOk() {
  Walk w{1, std::make_shared<Field>()};
  std::promise<void> done;
  w.field->grass.sow([w, &done] { done.set_value(); });
  done.get_future().wait();
}

static Walk Kept;

void recordCopiedOk() {
  Walk w{1, std::make_shared<Field>()};
  Kept = w;
  w.field->grass.sow([w] { graze(); });
}

void ownerKeptOk() {
  static std::shared_ptr<Field> kept;
  Walk w{1, std::make_shared<Field>()};
  kept = w.field;
  w.field->grass.sow([w] { graze(); });
}

void otherFieldOk() {
  Walk w{1, std::make_shared<Field>()}, other{2, std::make_shared<Field>()};
  w.field->grass.sow([other] { graze(); });
}

struct WeakWalk {
  int steps = 0;
  std::weak_ptr<Field> field;
};

void weakRecordOk() {
  auto f = std::make_shared<Field>();
  WeakWalk w{1, f};
  f->grass.sow([w] { graze(); });
}

struct PlainWalk {
  int steps = 0;
  Field *field = nullptr;
};

void plainRecordOk() {
  auto f = std::make_shared<Field>();
  PlainWalk w{1, f.get()};
  f->grass.sow([w] { graze(); });
}

void sessionKeptOk() {
  static std::shared_ptr<Session> kept;
  auto s = std::make_shared<Session>();
  kept = s;
  s->field->grass.sow([s] { graze(); });
}

void sessionPartKeptOk() {
  static std::shared_ptr<Field> kept;
  auto s = std::make_shared<Session>();
  kept = s->field;
  s->field->grass.sow([s] { graze(); });
}

void referredOk() {
  Walk w{1, std::make_shared<Field>()};
  std::promise<void> started;
  w.field->grass.sow([&w, &started] {
    ++w.steps;
    started.set_value();
    graze();
  });
  started.get_future().wait();
  Dropped = true;
}

#ifdef GRIDLOCK_RUN
#include "../self-wait/Inputs/Cases.h"
static void awaitGone() {
  Dropped = true;
  while (!Gone)
    std::this_thread::yield();
}
#define CASE(fn)                                                               \
  {#fn, [] {                                                                   \
     Dropped = true;                                                           \
     fn();                                                                     \
   }}
#define GONE(fn)                                                               \
  {#fn, [] {                                                                   \
     fn();                                                                     \
     awaitGone();                                                              \
   }}
int main(int argc, char **argv) {
  return runCase(argc, argv,
                 {GONE(recordBad), GONE(filledRecordBad),
                  GONE(recordOfRecordBad), GONE(movedRecordBad),
                  GONE(sessionPartBad), GONE(weakParentBad), GONE(inPlaceBad),
                  GONE(shepherdBad), CASE(shepherdKeptOk), CASE(shepherdAwaitedOk),
                  CASE(recordAwaitedOk), CASE(recordCopiedOk),
                  CASE(ownerKeptOk), CASE(otherFieldOk), CASE(weakRecordOk),
                  CASE(plainRecordOk), CASE(sessionKeptOk),
                  CASE(sessionPartKeptOk), CASE(referredOk)});
}
#endif
