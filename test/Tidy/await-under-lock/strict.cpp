// RUN: %check await-under-lock %s \
// RUN:   --config="{CheckOptions: [{key: gridlock-await-under-lock.Strict, value: true}]}"

// One of several mutexes: likely the same.

#include "Inputs/Coroutine.h"

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
