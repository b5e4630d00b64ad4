// RUN: %check self-join %s -- -std=c++17

// A pool is joined, shut down or destroyed by one of its own tasks. A pool that
// waits on a condition variable hangs. One that joins its threads gets an
// exception: in a destructor, or with nobody who catches it, that is the end of
// the process. The cases that end so:
// DIES: dismissBad resetBad deleteBad beltBad eraseBad optionalBad assignBad

#include "../wait-under-lock/Inputs/Belt.h"
#include "../wait-under-lock/Inputs/Crew.h"
#include "../wait-under-lock/Inputs/Meadow.h"
#include "Inputs/Drum.h"

#include <atomic>
#include <map>
#include <memory>
#include <optional>
#include <string>

// What main waits for, without holding any pool up.
static std::atomic<bool> Done{false};
static void awaitDone() {
  while (!Done)
    std::this_thread::yield();
}

// Joined.

void dismissBad() {
  Crew C(2);
  auto F = C.hire([&C] {
    C.dismiss(); // WARN[dismiss]: 'C'
  });
  F.get();
}

void dismissOk() {
  Crew C(2);
  C.hire([] {}).get();
  C.dismiss();
}

void dismissOtherOk() {
  Crew C(1), D(1);
  C.hire([&D] { D.dismiss(); }).get();
}

void dismissThreadOk() {
  Crew C(1);
  C.hire([] {}).get();
  std::thread T([&C] { C.dismiss(); });
  T.join();
}

// Shut down with a wait.

void shutdownBad(Drum &d) {
  d.load([&d] {
    d.shutdown(); // WARN[shutdown]: 'd'
  });
  awaitDone();
}

void shutdownOk(Drum &d) {
  d.load([] {});
  d.shutdown();
}

void shutdownLaterOk(Drum &d) {
  d.load([&d] {
    d.shutdownLater();
    Done = true;
  });
  awaitDone();
}

static void farewell(Drum &d) {
  d.shutdown(); // WARN[shutdown]: 'd'
}
static void lastOrders(Drum &d) { farewell(d); }

void farShutdownBad(Drum &d) {
  d.load([&d] { lastOrders(d); });
  awaitDone();
}

void otherShutdownOk(Drum &d, Drum &e) {
  d.load([&e] {
    e.shutdown();
    Done = true;
  });
  awaitDone();
}

// A task of another pool: the one that is shut down waits for nobody.

class Laundry {
public:
  void closeBad() {
    night.load([this] { lockUp(); });
    awaitDone();
  }

  void closeOk() {
    day.load([this] { lockUpNight(); });
    awaitDone();
  }

private:
  void lockUp() {
    night.shutdown(); // WARN[shutdown]: 'night'
    Done = true;
  }

  void lockUpNight() {
    night.shutdown();
    Done = true;
  }

  Drum day{1}, night{1};
};

// Destroyed: reset, delete, erase, assigned over.

struct Field {
  std::unique_ptr<Meadow> grass = std::make_unique<Meadow>(1);
  std::map<std::string, std::unique_ptr<Meadow>> plots;
  std::optional<Belt> belt;
  std::unique_ptr<Drum> drum = std::make_unique<Drum>(1);
};

void resetBad(Field &f) {
  f.grass->sow([&f] {
    f.grass.reset(); // WARN[reset]: grass'
    Done = true;
  });
  awaitDone();
}

void resetOk(Field &f) {
  f.grass->sow([] {});
  f.grass.reset();
}

void resetDrumBad(Field &f) {
  f.drum->load([&f] {
    f.drum.reset(); // WARN[reset]: drum'
    Done = true;
  });
  awaitDone();
}

void resetDrumOk(Field &f) {
  f.drum->load([&f] {
    f.grass.reset();
    Done = true;
  });
  awaitDone();
}

void assignBad(Field &f) {
  f.grass->sow([&f] {
    f.grass = nullptr; // WARN: grass'
    Done = true;
  });
  awaitDone();
}

void deleteBad() {
  auto *m = new Meadow(1);
  m->sow([m] {
    delete m; // WARN: 'm'
    Done = true;
  });
  awaitDone();
}

void deleteOk() {
  auto *m = new Meadow(1);
  m->sow([] { Done = true; });
  delete m;
}

void eraseBad(Field &f) {
  f.plots["north"] = std::make_unique<Meadow>(1);
  f.plots["north"]->sow([&f] {
    f.plots.erase("north"); // WARN[erase]: plots'
    Done = true;
  });
  awaitDone();
}

void eraseOk(Field &f) {
  f.plots["north"] = std::make_unique<Meadow>(1);
  f.plots["north"]->sow([] {});
  f.plots.erase("north");
}

void optionalBad(Field &f) {
  f.belt.emplace();
  f.belt->put([&f] {
    f.belt.reset(); // WARN[reset]: belt'
    Done = true;
  });
  awaitDone();
}

void optionalOk(Field &f) {
  f.belt.emplace();
  f.belt->put([] {});
  f.belt.reset();
}

// Behind "am I the pool's thread": taken down elsewhere then.

void beltBad(Field &f) {
  f.belt.emplace();
  f.belt->put([&f] {
    if (f.belt->isHere())
      f.belt.reset(); // WARN[reset]: belt'
    Done = true;
  });
  awaitDone();
}

void takeDown(std::optional<Belt> &belt) {
  if (!belt->isHere())
    belt.reset();
}

void beltOk(Field &f) {
  f.belt.emplace();
  f.belt->put([&f] {
    takeDown(f.belt);
    Done = true;
  });
  awaitDone();
  takeDown(f.belt);
}

// Handed to a thread of its own, which outlives the task.

void handedOverOk(Field &f) {
  f.grass->sow([&f] {
    std::thread([&f] {
      f.grass.reset();
      Done = true;
    }).detach();
  });
  awaitDone();
}

#ifdef GRIDLOCK_RUN
#include "../self-wait/Inputs/Cases.h"
static Drum D(2), E(1);
static Field F;
#define CASE(fn) {#fn, fn}
#define DRUM(fn) {#fn, [] { fn(D); }}
#define FIELD(fn) {#fn, [] { fn(F); }}
int main(int argc, char **argv) {
  return runCase(argc, argv,
                 {CASE(dismissBad), CASE(dismissOk), CASE(dismissOtherOk),
                  CASE(dismissThreadOk), DRUM(shutdownBad), DRUM(shutdownOk),
                  DRUM(shutdownLaterOk), DRUM(farShutdownBad),
                  {"otherShutdownOk", [] { otherShutdownOk(D, E); }},
                  {"closeBad", [] { Laundry().closeBad(); }},
                  {"closeOk", [] { Laundry().closeOk(); }}, FIELD(resetBad),
                  FIELD(resetOk), FIELD(resetDrumBad), FIELD(resetDrumOk),
                  FIELD(assignBad), CASE(deleteBad), CASE(deleteOk), FIELD(eraseBad),
                  FIELD(eraseOk), FIELD(optionalBad), FIELD(optionalOk),
                  FIELD(beltBad), FIELD(beltOk), FIELD(handedOverOk)});
}
#endif
