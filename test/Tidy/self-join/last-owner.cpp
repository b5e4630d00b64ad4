// RUN: %check self-join %s -- -std=c++17

// The last owner of a pool or a thread dies inside one of its own tasks, because
// the task owns it too. The pool that joins its threads in the destructor ends
// the process, the one that counts its workers hangs:
// DIES: capturedBad sharedFromThisBad handlerBad boundBad aloneBad

#include "../wait-under-lock/Inputs/Crew.h"
#include "../wait-under-lock/Inputs/Meadow.h"
#include "Inputs/Drum.h"

#include <atomic>
#include <functional>
#include <memory>
#include <thread>

// Tasks go on when the outer owner is gone.
static std::atomic<bool> Dropped{false}, Gone{false};

static void feed() {
  while (!Dropped)
    std::this_thread::yield();
}

// The first member is destroyed last.
struct Mark {
  ~Mark() { Gone = true; }
};

// Owns a pool; the destructor joins.
class Kennel : public std::enable_shared_from_this<Kennel> {
public:
  void feedLater() {
    dogs.sow([self = shared_from_this()] { self->feedAll(); }); // WARN: dogs'
  }

  void feedWeakly() {
    dogs.sow([weak = weak_from_this()] {
      feed();
      if (weak.expired())
        return;
    });
  }

  void feedPlainly() {
    dogs.sow([this] { feedAll(); });
  }

  void feedElsewhere(Crew &c) {
    c.hire([self = shared_from_this()] { self->feedAll(); });
  }

private:
  void feedAll() { feed(); }
  Mark mark;
  Meadow dogs{1};
};

void sharedFromThisBad() {
  auto k = std::make_shared<Kennel>();
  k->feedLater();
}

void plainThisOk() {
  auto k = std::make_shared<Kennel>();
  k->feedPlainly();
  Dropped = true;
}

void weakFromThisOk() {
  auto k = std::make_shared<Kennel>();
  k->feedWeakly();
  Dropped = true;
}

// The task that is the last owner runs in another pool.
void elsewhereOk(Crew &c) {
  auto k = std::make_shared<Kennel>();
  k->feedElsewhere(c);
}

// The pool itself is shared, and captured.

void capturedBad() {
  auto field = std::make_shared<Meadow>(2);
  field->sow([field] { feed(); }); // WARN: 'field'
}

void weaklyCapturedOk() {
  auto field = std::make_shared<Meadow>(2);
  field->sow([weak = std::weak_ptr<Meadow>(field)] { feed(); });
  Dropped = true;
}

void byReferenceOk() {
  auto field = std::make_shared<Meadow>(2);
  field->sow([&field] {
    feed();
    field->sow([] {});
  });
  Dropped = true;
  field->quiet();
}

// The outer owner stays until all tasks are gone, captures included.
void keptOk() {
  static auto field = std::make_shared<Meadow>(1);
  field->sow([keep = field] { feed(); });
  Dropped = true;
  while (field.use_count() > 1)
    std::this_thread::yield();
}

// The same with a pool whose shutdown waits for its workers' count.

class Mill : public std::enable_shared_from_this<Mill> {
public:
  ~Mill() { stones.shutdown(); }

  void grindLater() {
    stones.load([self = shared_from_this()] { feed(); }); // WARN: stones'
  }

  void grindPlainly() {
    stones.load([] { feed(); });
  }

  void grindThenClose() {
    stones.load([self = shared_from_this()] { feed(); });
    while (weak_from_this().use_count() > 1)
      std::this_thread::yield();
  }

private:
  Mark mark;
  Drum stones{1};
};

void millBad() {
  auto m = std::make_shared<Mill>();
  m->grindLater();
}

void millOk() {
  auto m = std::make_shared<Mill>();
  m->grindPlainly();
  Dropped = true;
}

void millKeptOk() {
  Dropped = true;
  auto m = std::make_shared<Mill>();
  m->grindThenClose();
}

// The owner of the owner.

struct Village {
  Mark mark;
  std::shared_ptr<Mill> mill = std::make_shared<Mill>();
  Drum drum{1};
};

void villageBad() {
  auto v = std::make_shared<Village>();
  v->drum.load([v] { feed(); }); // WARN: drum'
}

void villageOk() {
  auto v = std::make_shared<Village>();
  v->drum.load([mill = v->mill] { feed(); });
  Dropped = true;
}

// A destructor that does not join.

class Loose : public std::enable_shared_from_this<Loose> {
public:
  void start() {
    std::thread([self = shared_from_this()] { feed(); }).detach();
  }

private:
  Mark mark;
};

void looseOk() {
  auto l = std::make_shared<Loose>();
  l->start();
}

class Tidy : public std::enable_shared_from_this<Tidy> {
public:
  ~Tidy() {
    if (t.get_id() == std::this_thread::get_id())
      t.detach();
    else if (t.joinable())
      t.join();
  }
  void start() {
    t = std::thread([self = shared_from_this()] { feed(); });
  }

private:
  Mark mark;
  std::thread t;
};

void tidyOk() {
  auto l = std::make_shared<Tidy>();
  l->start();
}

class Alone : public std::enable_shared_from_this<Alone> {
public:
  ~Alone() {
    if (t.joinable())
      t.join();
  }
  void start() {
    t = std::thread([self = shared_from_this()] { feed(); }); // WARN: t'
  }

private:
  Mark mark;
  std::thread t;
};

void aloneBad() {
  auto l = std::make_shared<Alone>();
  l->start();
}

// Bound, and in a stored handler.

static void bark(const std::shared_ptr<Meadow> &) { feed(); }

void boundBad() {
  auto field = std::make_shared<Meadow>(1);
  field->sow(std::bind(bark, field)); // WARN: 'field'
}

void handlerBad() {
  auto field = std::make_shared<Meadow>(1);
  std::function<void()> handler = [field] { feed(); };
  field->sow(std::move(handler)); // WARN: 'field'
}

#ifdef GRIDLOCK_RUN
#include "../self-wait/Inputs/Cases.h"
static Crew C(1);
static void awaitGone() {
  Dropped = true;
  while (!Gone)
    std::this_thread::yield();
}
#define CASE(fn) {#fn, fn}
#define GONE(fn) {#fn, [] { fn(); awaitGone(); }}
int main(int argc, char **argv) {
  return runCase(argc, argv,
                 {GONE(sharedFromThisBad), GONE(plainThisOk), GONE(weakFromThisOk),
                  {"elsewhereOk", [] { elsewhereOk(C); awaitGone(); }},
                  GONE(capturedBad), CASE(weaklyCapturedOk), CASE(byReferenceOk),
                  CASE(keptOk), GONE(millBad), GONE(millOk), GONE(millKeptOk),
                  GONE(villageBad), GONE(villageOk), GONE(looseOk), GONE(tidyOk),
                  GONE(aloneBad), GONE(boundBad), GONE(handlerBad)});
}
#endif
