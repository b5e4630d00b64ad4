// RUN: %check await-under-lock %s --config="{CheckOptions: [ \
// RUN:   {key: gridlock-await-under-lock.AwaitablesThatNeverSuspend, value: 'lib::Hop;::lib::Skip'}, \
// RUN:   {key: gridlock-await-under-lock.CreationVerbs, value: 'hatch'}, \
// RUN:   {key: gridlock-await-under-lock.CreationNouns, value: 'egg'}, \
// RUN:   {key: gridlock-await-under-lock.Models, value: '%S/Inputs/nest.yaml'}]}"

// The lists of the options, and a model that says what creates something.

#include "Inputs/Coroutine.h"

#include <mutex>

namespace lib {
struct Hop {
  bool await_ready();
  void await_suspend(std::coroutine_handle<>);
  void await_resume();
};
struct Skip {
  Tick operator co_await() const;
};
} // namespace lib

class Perch { // nest.yaml: a mutex that is awaited
public:
  Tick lock();
  void unlock();
};

std::mutex Mutex;
Perch Bough;
Task<void> hatch_egg();
Task<void> create_session();
Task<void> brood();

Task<void> neverOk() {
  std::lock_guard Lock(Mutex);
  co_await lib::Hop();
  co_await lib::Skip();
}

Task<void> notNamedBad() {
  std::lock_guard Lock(Mutex);
  co_await tick(); // WARN[co_await]: coroutine suspends
}

Task<void> ownWordsBad() {
  co_await Bough.lock();
  co_await hatch_egg(); // WARN[co_await]: coroutine holds 'Bough' while it awaits 'hatch_egg'
  Bough.unlock();
}

Task<void> otherWordsOk() {
  co_await Bough.lock();
  co_await create_session();
  Bough.unlock();
}

Task<void> modelledBad() {
  co_await Bough.lock();
  co_await brood(); // WARN[co_await]: coroutine holds 'Bough' while it awaits 'brood'
  Bough.unlock();
}
