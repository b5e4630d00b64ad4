// RUN: %check wait-under-lock %s -- -std=c++17

// The mutex is held by a guard, in all the forms that a guard is written in.

#include "Inputs/Crew.h"

#include <memory>
#include <mutex>
#include <optional>
#include <shared_mutex>

static std::mutex Mutex, Other;
static std::shared_mutex Shared;
static int Sheep = 0;

static int count() {
  std::lock_guard<std::mutex> L(Mutex);
  return ++Sheep;
}

static int write() {
  std::unique_lock<std::shared_mutex> L(Shared);
  return ++Sheep;
}

static int read() {
  std::shared_lock<std::shared_mutex> L(Shared);
  return Sheep;
}

void lockGuardBad(Crew &C) {
  std::lock_guard<std::mutex> L(Mutex);
  C.hire(count).get(); // WARN[get]: 'Mutex'
}

void lockGuardOk(Crew &C) {
  std::lock_guard<std::mutex> L(Other);
  C.hire(count).get();
}

void uniqueLockBad(Crew &C) {
  std::unique_lock<std::mutex> L{Mutex};
  auto F = C.hire(count);
  F.wait(); // WARN[wait]: 'Mutex'
}

void uniqueLockOk(Crew &C) {
  std::unique_lock<std::mutex> L{Other};
  auto F = C.hire(count);
  F.wait();
}

void scopedLockBad(Crew &C) {
  std::scoped_lock<std::mutex, std::mutex> L(Other, Mutex);
  C.hire(count).get(); // WARN[get]: 'Mutex'
}

void scopedLockOk(Crew &C) {
  std::mutex Third;
  std::scoped_lock<std::mutex, std::mutex> L(Other, Third);
  C.hire(count).get();
}

void scopedNoneOk(Crew &C) {
  [[maybe_unused]] std::scoped_lock<> L;
  C.hire(count).get();
}

// Readers keep a writer out, and a writer keeps readers out.

void readerBad(Crew &C) {
  std::shared_lock<std::shared_mutex> L(Shared);
  C.hire(write).get(); // WARN[get]: 'Shared'
}

void readersOk(Crew &C) {
  std::shared_lock<std::shared_mutex> L(Shared);
  C.hire(read).get();
}

void writerBad(Crew &C) {
  std::lock_guard<std::shared_mutex> L(Shared);
  C.hire(read).get(); // WARN[get]: 'Shared'
}

// Without template arguments, and under another name.

void deducedBad(Crew &C) {
  std::lock_guard L(Mutex);
  C.hire(count).get(); // WARN[get]: 'Mutex'
}

void deducedOk(Crew &C) {
  { std::lock_guard L(Mutex); }
  C.hire(count).get();
}

void deducedTwoBad(Crew &C) {
  std::scoped_lock L{Mutex, Other};
  C.hire(count).get(); // WARN[get]: 'Mutex'
}

using Hold = std::lock_guard<std::mutex>;
template <typename M> using Keep = std::unique_lock<M>;

void aliasBad(Crew &C) {
  Hold L(Mutex);
  C.hire(count).get(); // WARN[get]: 'Mutex'
}

void aliasOk(Crew &C) {
  Hold L(Other);
  C.hire(count).get();
}

void templateAliasBad(Crew &C) {
  Keep<std::mutex> L(Mutex);
  C.hire(count).get(); // WARN[get]: 'Mutex'
}

void autoBad(Crew &C) {
  auto L = std::unique_lock(Mutex);
  C.hire(count).get(); // WARN[get]: 'Mutex'
}

void autoOk(Crew &C) {
  auto L = std::unique_lock(Other);
  C.hire(count).get();
}

void autoGuardBad(Crew &C) {
  const auto L = std::lock_guard<std::mutex>{Mutex};
  C.hire(count).get(); // WARN[get]: 'Mutex'
}

// In the head of a statement.

void ifBad(Crew &C) {
  if (std::lock_guard L(Mutex); Sheep == 0)
    C.hire(count).get(); // WARN[get]: 'Mutex'
}

void ifOk(Crew &C) {
  bool None = false;
  if (std::lock_guard L(Mutex); Sheep == 0)
    None = true;
  if (None)
    C.hire(count).get();
}

void elseBad(Crew &C) {
  if (std::unique_lock L(Mutex); Sheep > 0)
    ++Sheep;
  else
    C.hire(count).get(); // WARN[get]: 'Mutex'
}

void switchBad(Crew &C) {
  switch (std::lock_guard L(Mutex); Sheep) {
  case 0:
    C.hire(count).get(); // WARN[get]: 'Mutex'
  }
}

void forBad(Crew &C) {
  for (std::unique_lock L(Mutex); Sheep == 0;)
    C.hire(count).get(); // WARN[get]: 'Mutex'
}

// As a temporary: it is gone after its statement.

void temporaryBad(Crew &C) {
  std::unique_lock<std::mutex>{Mutex}, C.hire(count).wait(); // WARN[wait]: 'Mutex'
}

void temporaryOk(Crew &C) {
  (void)std::unique_lock<std::mutex>{Mutex};
  C.hire(count).wait();
}

// As a member of a local, and behind a pointer.

struct Fence {
  explicit Fence(std::mutex &M) : Bars(M) {}
  std::unique_lock<std::mutex> Bars;
  int Height = 1;
};

void memberBad(Crew &C) {
  Fence F(Mutex);
  C.hire(count).get(); // WARN[get]: 'Mutex'
}

void memberOk(Crew &C) {
  Fence F(Mutex);
  F.Bars.unlock();
  C.hire(count).get();
}

void pointerBad(Crew &C) {
  auto L = std::make_unique<std::lock_guard<std::mutex>>(Mutex);
  C.hire(count).get(); // WARN[get]: 'Mutex'
}

void pointerOk(Crew &C) {
  auto L = std::make_unique<std::lock_guard<std::mutex>>(Mutex);
  L.reset();
  C.hire(count).get();
}

void optionalBad(Crew &C) {
  std::optional<std::unique_lock<std::mutex>> L(Mutex);
  C.hire(count).get(); // WARN[get]: 'Mutex'
}

void optionalOk(Crew &C) {
  std::optional<std::unique_lock<std::mutex>> L(Mutex);
  L.reset();
  C.hire(count).get();
}

#ifdef GRIDLOCK_RUN
#include "../self-wait/Inputs/Cases.h"
static Crew C(2);
#define CREW(fn) {#fn, [] { fn(C); }}
int main(int argc, char **argv) {
  return runCase(argc, argv,
                 {CREW(lockGuardBad), CREW(lockGuardOk), CREW(uniqueLockBad),
                  CREW(uniqueLockOk), CREW(scopedLockBad), CREW(scopedLockOk),
                  CREW(scopedNoneOk), CREW(readerBad), CREW(readersOk),
                  CREW(writerBad), CREW(deducedBad), CREW(deducedOk),
                  CREW(deducedTwoBad), CREW(aliasBad), CREW(aliasOk),
                  CREW(templateAliasBad), CREW(autoBad), CREW(autoOk),
                  CREW(autoGuardBad), CREW(ifBad), CREW(ifOk), CREW(elseBad),
                  CREW(switchBad), CREW(forBad), CREW(temporaryBad),
                  CREW(temporaryOk), CREW(memberBad), CREW(memberOk),
                  CREW(pointerBad), CREW(pointerOk), CREW(optionalBad),
                  CREW(optionalOk)});
}
#endif

// As a part of what is returned.

struct Access {
  Access(std::unique_lock<std::mutex> &&L, int &Value)
      : Held(std::move(L)), Value(Value) {}
  std::unique_lock<std::mutex> Held;
  int &Value;
};

static Access access() {
  return Access{std::unique_lock<std::mutex>{Mutex}, Sheep};
}

void accessBad(Crew &C) {
  auto A = access();
  A.Value = C.hire(count).get(); // WARN[get]: 'Mutex'
}

void accessOk(Crew &C) {
  access().Value = 3;
  C.hire(count).get();
}

void accessDroppedOk(Crew &C) {
  auto A = access();
  A.Held.unlock();
  C.hire(count).get();
}
