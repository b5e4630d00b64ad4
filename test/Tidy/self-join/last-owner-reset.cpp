// RUN: %check self-join %s -- -std=c++17

// A task lets go of the pool that runs it, by the variable that owns it and not
// by a copy. The pool joins its threads in the destructor, which ends the process:
// DIES: resetBad assignedBad passedBad movedBad memberBad byFunctorBad boundThreadsBad

#include "../wait-under-lock/Inputs/Crew.h"
#include "../wait-under-lock/Inputs/Meadow.h"

#include <condition_variable>
#include <deque>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <thread>

void resetBad() {
  auto field = std::make_shared<Meadow>(1);
  std::promise<void> over;
  field->sow([&] {
    field.reset(); // WARN: field'
    over.set_value();
  });
  over.get_future().wait();
}

void assignedBad() {
  auto field = std::make_shared<Meadow>(1);
  std::promise<void> over;
  field->sow([&] {
    field = nullptr; // WARN: field'
    over.set_value();
  });
  over.get_future().wait();
}

static void drop(std::shared_ptr<Meadow> &one) {
  one.reset(); // WARN: field'
}

void passedBad() {
  auto field = std::make_shared<Meadow>(1);
  std::promise<void> over;
  field->sow([&] {
    drop(field);
    over.set_value();
  });
  over.get_future().wait();
}

// A plain pointer owns nothing.
void movedBad() {
  auto field = std::make_shared<Meadow>(1);
  Meadow *plain = field.get();
  std::promise<void> over;
  plain->sow([&over, mine = std::move(field)]() mutable {
    mine.reset(); // WARN: mine'
    over.set_value();
  });
  over.get_future().wait();
}

class Farm {
public:
  Farm() : field(std::make_shared<Meadow>(1)) {}
  void close(std::promise<void> &over) {
    field->sow([&] {
      field.reset(); // WARN: field'
      over.set_value();
    });
  }

private:
  std::shared_ptr<Meadow> field;
};

void memberBad() {
  Farm farm;
  std::promise<void> over;
  farm.close(over);
  over.get_future().wait();
}

struct Dropper {
  std::shared_ptr<Meadow> &one;
  void operator()() { one.reset(); } // WARN: field'
};

void byFunctorBad() {
  auto field = std::make_shared<Meadow>(1);
  std::promise<void> over;
  field->sow([&] {
    Dropper{field}();
    over.set_value();
  });
  over.get_future().wait();
}

// The constructor binds its threads to the object by a plain pointer.
class BoundMill {
public:
  BoundMill() : miller(std::bind(&BoundMill::grind, this)) {}
  ~BoundMill() {
    bring({});
    miller.join();
  }
  void bring(std::function<void()> sack) {
    {
      std::lock_guard<std::mutex> l(mutex);
      sacks.push_back(std::move(sack));
    }
    more.notify_one();
  }

private:
  void grind() {
    for (;;) {
      std::function<void()> sack;
      {
        std::unique_lock<std::mutex> l(mutex);
        more.wait(l, [this] { return !sacks.empty(); });
        sack = std::move(sacks.front());
        sacks.pop_front();
      }
      if (!sack)
        return;
      sack();
    }
  }
  std::mutex mutex;
  std::condition_variable more;
  std::deque<std::function<void()>> sacks;
  std::thread miller;
};

void boundThreadsBad() {
  auto mill = std::make_shared<BoundMill>();
  std::promise<void> over;
  mill->bring([&] {
    mill.reset(); // WARN: mill'
    over.set_value();
  });
  over.get_future().wait();
}

static void look(std::shared_ptr<BoundMill>) {}

void keptByBindOk() {
  auto mill = std::make_shared<BoundMill>();
  auto kept = std::bind(look, mill);
  std::promise<void> over;
  mill->bring([&] {
    mill.reset();
    over.set_value();
  });
  over.get_future().wait();
  kept();
}

struct CopyDropper {
  std::shared_ptr<Meadow> one;
  void operator()() { one.reset(); }
};

void byCopyingFunctorOk() {
  auto field = std::make_shared<Meadow>(1);
  std::promise<void> over;
  field->sow([&] {
    CopyDropper{field}();
    over.set_value();
  });
  over.get_future().wait();
}

// A copy of the task's own: the variable outlives it.
void copyOk() {
  auto field = std::make_shared<Meadow>(1);
  std::promise<void> over;
  field->sow([&over, field]() mutable {
    field.reset();
    over.set_value();
  });
  over.get_future().wait();
}

static void dropCopy(std::shared_ptr<Meadow> one) { one.reset(); }

void byValueOk() {
  auto field = std::make_shared<Meadow>(1);
  std::promise<void> over;
  field->sow([&] {
    dropCopy(field);
    over.set_value();
  });
  over.get_future().wait();
}

// Somebody else owns it too, until the task has ended.
void keptOk() {
  auto field = std::make_shared<Meadow>(1);
  auto kept = field;
  std::promise<void> over;
  field->sow([&] {
    field.reset();
    over.set_value();
  });
  over.get_future().wait();
}

void givenOk(std::shared_ptr<Meadow> &out) {
  auto field = std::make_shared<Meadow>(1);
  out = field;
  std::promise<void> over;
  field->sow([&] {
    field.reset();
    over.set_value();
  });
  over.get_future().wait();
}

// Another executor ends it.
void elsewhereOk(Crew &c) {
  auto field = std::make_shared<Meadow>(1);
  std::promise<void> over;
  c.hire([&] {
    field.reset();
    over.set_value();
  });
  over.get_future().wait();
}

#ifdef GRIDLOCK_RUN
#include "../self-wait/Inputs/Cases.h"
static Crew C(1);
static std::shared_ptr<Meadow> Out;
#define CASE(fn) {#fn, fn}
int main(int argc, char **argv) {
  return runCase(argc, argv,
                 {CASE(resetBad), CASE(assignedBad), CASE(passedBad), CASE(movedBad),
                  CASE(memberBad), CASE(byFunctorBad), CASE(boundThreadsBad), CASE(keptByBindOk), CASE(byCopyingFunctorOk), CASE(copyOk), CASE(byValueOk), CASE(keptOk),
                  {"givenOk", [] { givenOk(Out); }}, {"elsewhereOk", [] { elsewhereOk(C); }}});
}
#endif
