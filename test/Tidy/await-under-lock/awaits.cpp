// RUN: %check await-under-lock %s

// Where a coroutine can suspend, and where it cannot.

#include "Inputs/Coroutine.h"

#include <mutex>
#include <string>
#include <vector>

std::mutex Mutex;
void use(int);
void use(int, int);
bool some();
Task<int> number();
Task<bool> isMore();
Task<Task<int>> nested();

Task<void> initialiserBad() {
  std::lock_guard Lock(Mutex);
  int Value = co_await number(); // WARN[co_await]: coroutine suspends in 'co_await' while it holds 'Mutex'
  use(Value);
}

Task<void> argumentBad() {
  std::lock_guard Lock(Mutex);
  use(co_await number()); // WARN[co_await]: coroutine suspends
}

Task<void> twoArgumentsBad() {
  std::lock_guard Lock(Mutex);
  use(co_await number(), // WARN[co_await]: coroutine suspends
      co_await number()); // WARN[co_await]: coroutine suspends
}

Task<int> returnBad() {
  std::lock_guard Lock(Mutex);
  co_return co_await number(); // WARN[co_await]: coroutine suspends
}

Task<void> conditionBad() {
  std::lock_guard Lock(Mutex);
  if (co_await isMore()) // WARN[co_await]: coroutine suspends
    use(1);
}

Task<void> loopBad() {
  std::lock_guard Lock(Mutex);
  while (some())
    co_await tick(); // WARN[co_await]: coroutine suspends
}

Task<void> loopConditionBad() {
  std::lock_guard Lock(Mutex);
  while (co_await isMore()) // WARN[co_await]: coroutine suspends
    use(1);
}

Task<void> forBad() {
  std::lock_guard Lock(Mutex);
  for (int I = 0; I < 3; ++I)
    use(co_await number()); // WARN[co_await]: coroutine suspends
}

Task<void> secondRoundBad() {
  std::unique_lock Lock(Mutex, std::defer_lock);
  while (some()) {
    co_await tick(); // WARN[co_await]: coroutine suspends
    Lock.lock();
  }
}

Task<void> yieldBad() {
  std::lock_guard Lock(Mutex);
  co_yield 1; // WARN[co_yield]: coroutine suspends in 'co_yield' while it holds 'Mutex'
}

Task<void> yieldInLoopBad(std::vector<int> &Values) {
  std::lock_guard Lock(Mutex);
  for (int Value : Values)
    co_yield Value; // WARN[co_yield]: coroutine suspends in 'co_yield'
}

// A generator and the thread that it has started take turns by a mutex of its
// own: only `Strict` tells it.

Task<void> yieldOwnOk() {
  std::mutex Own;
  std::unique_lock Lock(Own);
  co_yield 1;
}

Task<void> awaitOwnBad() {
  std::mutex Own;
  std::unique_lock Lock(Own);
  co_await tick(); // WARN[co_await]: coroutine suspends in 'co_await' while it holds 'Own'
}

Task<void> yieldGivenBad(std::mutex &Given) {
  std::unique_lock Lock(Given);
  co_yield 1; // WARN[co_yield]: coroutine suspends in 'co_yield' while it holds 'Given'
}

Task<void> nestedBad() {
  std::lock_guard Lock(Mutex);
  use(co_await // WARN: coroutine suspends
      co_await nested()); // WARN: coroutine suspends
}

Task<void> conditionalOperatorBad() {
  std::lock_guard Lock(Mutex);
  use(some() ? co_await number() : 0); // WARN[co_await]: coroutine suspends
}

Task<void> shortCircuitBad() {
  std::lock_guard Lock(Mutex);
  if (some() && co_await isMore()) // WARN[co_await]: coroutine suspends
    use(1);
}

Task<void> tryBlockBad() {
  try {
    std::lock_guard Lock(Mutex);
    co_await tick(); // WARN[co_await]: coroutine suspends
  } catch (...) {
  }
}

void lambdaBad() {
  auto Run = []() -> Task<void> {
    std::lock_guard Lock(Mutex);
    co_await tick(); // WARN[co_await]: coroutine suspends
  };
  Run();
}

template <typename T> Task<void> templateBad(T Value) {
  std::lock_guard Lock(Mutex);
  co_await tick(); // WARN[co_await]: coroutine suspends
  use(Value);
}
template Task<void> templateBad(int);

struct Wrapped {
  Tick Inner;
};
Tick operator co_await(Wrapped W) { return W.Inner; }
struct WithMember {
  Tick operator co_await() { return Tick(); }
};

Task<void> operatorBad() {
  std::lock_guard Lock(Mutex);
  co_await Wrapped(); // WARN[co_await]: coroutine suspends
}

Task<void> memberOperatorBad() {
  std::lock_guard Lock(Mutex);
  co_await WithMember(); // WARN[co_await]: coroutine suspends
}

#define AWAIT(What) co_await What

Task<void> macroBad() {
  std::lock_guard Lock(Mutex);
  AWAIT(tick()); // WARN: coroutine suspends
}

// No suspension.

Task<void> neverOk() {
  std::lock_guard Lock(Mutex);
  co_await std::suspend_never();
}

struct AlwaysReady {
  bool await_ready() const { return true; }
  void await_suspend(std::coroutine_handle<>) {}
  void await_resume() {}
};

Task<void> alwaysReadyOk() {
  std::lock_guard Lock(Mutex);
  co_await AlwaysReady();
}

struct Continues { // reads its own handle and goes on
  bool await_ready() const { return false; }
  bool await_suspend(std::coroutine_handle<>) { return false; }
  void await_resume() {}
};

Task<void> continuesOk() {
  std::lock_guard Lock(Mutex);
  co_await Continues();
}

struct ToReady {
  AlwaysReady operator co_await() const { return {}; }
};

Task<void> operatorToReadyOk() {
  std::lock_guard Lock(Mutex);
  co_await ToReady();
}

struct Quick {
  struct promise_type {
    Quick get_return_object() { return {}; }
    std::suspend_never initial_suspend() noexcept { return {}; }
    std::suspend_never final_suspend() noexcept { return {}; }
    std::suspend_never yield_value(int) { return {}; }
    AlwaysReady await_transform(int) { return {}; }
    Tick await_transform(char) { return {}; }
    void return_void() {}
    void unhandled_exception() {}
  };
};

Quick transformOk() {
  std::lock_guard Lock(Mutex);
  co_await 1;
  co_yield 1;
}

Quick transformBad() {
  std::lock_guard Lock(Mutex);
  co_await 'c'; // WARN[co_await]: coroutine suspends
}

Task<int> onlyReturnsOk() {
  std::lock_guard Lock(Mutex);
  co_return 1;
}

Task<void> beforeOk() {
  co_await tick();
  std::lock_guard Lock(Mutex);
  use(1);
}

Task<void> onlyMadeOk() {
  Task<int> Later = number();
  {
    std::lock_guard Lock(Mutex);
    Later = number();
  }
  use(co_await Later);
}
