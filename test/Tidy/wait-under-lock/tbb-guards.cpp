// REQUIRES: tbb
// RUN: %check wait-under-lock %s -- -std=c++17

// Guards that are given their mutex by a method, and not when they are made.
// HANGS: acquiredBad triedBad writerBad

#include "Inputs/Crew.h"
#include <oneapi/tbb/queuing_mutex.h>
#include <oneapi/tbb/spin_mutex.h>
#include <oneapi/tbb/spin_rw_mutex.h>

static tbb::spin_mutex Hay;
static tbb::queuing_mutex Oats;
static tbb::spin_rw_mutex Corn;

static void eatHay() { tbb::spin_mutex::scoped_lock lock(Hay); }

void acquiredBad(Crew &c) {
  tbb::spin_mutex::scoped_lock lock;
  lock.acquire(Hay);
  c.hire(eatHay).get(); // WARN: 'Hay'
}

void releasedOk(Crew &c) {
  tbb::spin_mutex::scoped_lock lock;
  lock.acquire(Hay);
  lock.release();
  c.hire(eatHay).get();
}

void triedBad(Crew &c) {
  tbb::queuing_mutex::scoped_lock lock;
  if (!lock.try_acquire(Oats))
    return;
  c.hire([] { tbb::queuing_mutex::scoped_lock lock(Oats); }).get(); // WARN: 'Oats'
}

// The guard dies with the call.
static bool look(int n) {
  tbb::queuing_mutex::scoped_lock lock;
  if (!lock.try_acquire(Oats))
    return false;
  while (n < 9)
    if (++n == 7)
      return true;
  return false;
}

void lookedOk(Crew &c) {
  bool seen = look(3);
  c.hire([seen] {
     tbb::queuing_mutex::scoped_lock lock(Oats);
     return seen;
   }).get();
}

void writerBad(Crew &c) {
  tbb::spin_rw_mutex::scoped_lock lock;
  lock.acquire(Corn);
  c.hire([] { tbb::spin_rw_mutex::scoped_lock lock(Corn, false); }).get(); // WARN: 'Corn'
}

// Two readers.
void readersOk(Crew &c) {
  tbb::spin_rw_mutex::scoped_lock lock;
  lock.acquire(Corn, false);
  c.hire([] {
     tbb::spin_rw_mutex::scoped_lock lock;
     lock.acquire(Corn, false);
   }).get();
}

#ifdef GRIDLOCK_RUN
#include "../self-wait/Inputs/Cases.h"
static Crew C(1);
#define CASE(fn) {#fn, [] { fn(C); }}
int main(int argc, char **argv) {
  return runCase(argc, argv,
                 {CASE(acquiredBad), CASE(releasedOk), CASE(triedBad), CASE(lookedOk),
                  CASE(writerBad), CASE(readersOk)});
}
#endif
