// RUN: %prove %s %t -- -std=c++17
// The wait is the last statement, for a future that is declared under the lock.

#include "Crew.h"

static std::mutex Mutex;
static int State = 0;

static void step() {
  std::lock_guard Guard{Mutex};
  ++State;
}

static void both(Crew &Workers) {
  std::lock_guard Guard{Mutex};
  ++State;
  auto Step = Workers.enqueue(step);
  Step.get();
}

int main() {
  Crew Workers;
  both(Workers);
  return State == 2 ? 0 : 1;
}

// FIXES
// note: fix: let go of 'Guard' before: nothing behind needs it
// -  std::lock_guard Guard{Mutex};
// +  std::unique_lock Guard{Mutex};
// +  Guard.unlock();
// note: fix: end the lock before: nothing behind needs it
// -  std::lock_guard Guard{Mutex};
// -  ++State;
// +  {
// +    std::lock_guard Guard{Mutex};
// +    ++State;
// +  }
