// RUN: %check await-under-lock %s \
// RUN:   --config="{CheckOptions: [{key: gridlock-await-under-lock.Strict, value: true}]}"

// One of several mutexes: likely the same.

#include "Inputs/Coroutine.h"

#include <mutex>
#include <vector>

class Gate {
public:
  Tick lock();
  void unlock();
};

std::vector<Gate> Gates(2);

Task<void> passes(int I) {
  co_await Gates[I].lock();
  Gates[I].unlock();
}

Task<void> elementBad(int I, int J) {
  co_await Gates[I].lock();
  co_await passes(J); // WARN[co_await]: likely: coroutine holds 'Gates[I]' while it awaits what locks 'Gates[I]' too
  Gates[I].unlock();
}

// A generator that holds its own mutex while others have their turn.

Task<void> turnBad() {
  std::mutex Own;
  std::unique_lock Lock(Own);
  co_yield 1; // WARN[co_yield]: coroutine suspends in 'co_yield' while it holds 'Own'
}
