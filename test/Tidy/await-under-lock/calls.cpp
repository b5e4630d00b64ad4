// RUN: %check await-under-lock %s

// Locks that functions, guards and attributes of the project take.

#include "Inputs/Coroutine.h"

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>

std::mutex Mutex;
bool some();
void use(int);

std::unique_lock<std::mutex> hold() { return std::unique_lock(Mutex); }

Task<void> returnedGuardBad() {
  auto Lock = hold(); // NOTE(returned,1): it calls 'hold' here
  co_await tick(); // WARN(returned): while it holds 'Mutex' // NOTE(returned,2)@-4: 'Mutex' is locked here
}

void take() { Mutex.lock(); }
void leave() { Mutex.unlock(); }

Task<void> helperBad() {
  take(); // NOTE(helper,1): it calls 'take' here // NOTE(helper,2)@-4: 'Mutex' is locked here
  co_await tick(); // WARN(helper): while it holds 'Mutex'
  leave();
}

Task<void> helperOk() {
  take();
  leave();
  co_await tick();
}

// What is awaited lets go of the lock before the coroutine suspends.

void begin(std::function<void()>);
template <typename F> Tick started(F Begin) {
  begin(std::move(Begin));
  return tick();
}

Task<void> operationUnlocksOk() {
  std::unique_lock Lock(Mutex);
  auto Ask = [&Lock] {
    return started([&Lock] {
      use(2);
      Lock.unlock();
    });
  };
  co_await Ask();
}

Task<void> operationOnlyLooksBad() {
  std::unique_lock Lock(Mutex);
  co_await started([&Lock] { use(Lock.owns_lock()); }); // WARN: while it holds 'Mutex'
}

void balanced() {
  std::lock_guard Lock(Mutex);
  use(1);
}

Task<void> balancedOk() {
  balanced();
  co_await tick();
}

Task<void> lambdaOnlyDefinedOk() {
  auto Later = [] {
    std::lock_guard Lock(Mutex);
    use(1);
  };
  co_await tick();
  Later();
}

Task<void> lambdaCalledOk() {
  auto Now = [] {
    std::lock_guard Lock(Mutex);
    return 1;
  };
  use(Now());
  co_await tick();
}

Task<void> lambdaReturnsGuardBad() {
  auto Now = [] { return std::unique_lock(Mutex); };
  auto Lock = Now();
  co_await tick(); // WARN: while it holds 'Mutex'
}

Task<void> parameterBad(std::unique_lock<std::mutex> Lock) {
  Lock.lock();
  co_await tick(); // WARN: coroutine suspends
}

void unlock(std::unique_lock<std::mutex> &Lock) { Lock.unlock(); }

Task<void> unlockedByCalleeOk() {
  std::unique_lock Lock(Mutex);
  unlock(Lock);
  co_await tick();
}

// Guards of the project's own.

class Spin {
public:
  void lock() {
    while (Taken.test_and_set())
      ;
  }
  void unlock() { Taken.clear(); }

private:
  std::atomic_flag Taken = ATOMIC_FLAG_INIT;
};

class SpinGuard {
public:
  explicit SpinGuard(Spin &S) : S(S) { S.lock(); }
  ~SpinGuard() { S.unlock(); }
  SpinGuard(const SpinGuard &) = delete;

private:
  Spin &S;
};

Spin Turn;

Task<void> spinGuardBad() {
  SpinGuard Lock(Turn); // NOTE(spin,1): 'Turn' is locked here
  co_await tick(); // WARN(spin): while it holds 'Turn'
}

Task<void> spinByHandBad() {
  Turn.lock();
  co_await tick(); // WARN: while it holds 'Turn'
  Turn.unlock();
}

Task<void> spinScopeOk() {
  { SpinGuard Lock(Turn); }
  co_await tick();
}

// Clang's capability attributes; the bodies are elsewhere.

class __attribute__((capability("mutex"))) Gate {
public:
  void enter() __attribute__((acquire_capability()));
  void exit() __attribute__((release_capability()));
};

class __attribute__((scoped_lockable)) GateGuard {
public:
  explicit GateGuard(Gate &G) __attribute__((acquire_capability(G)));
  ~GateGuard() __attribute__((release_capability()));
};

Gate Door;

Task<void> capabilityBad() {
  Door.enter();
  co_await tick(); // WARN: while it holds 'Door'
  Door.exit();
}

Task<void> capabilityOk() {
  Door.enter();
  Door.exit();
  co_await tick();
}

Task<void> scopedCapabilityBad() {
  GateGuard Lock(Door);
  co_await tick(); // WARN: while it holds 'Door'
}

Task<void> scopedCapabilityOk() {
  { GateGuard Lock(Door); }
  co_await tick();
}

Task<void> requiredBad() __attribute__((requires_capability(Door)));
Task<void> requiredBad() { // NOTE(required,1): 'Door' is held here
  co_await tick(); // WARN(required): while it holds 'Door'
}

// The lock is the caller's: the caller's await is the place.

Task<void> innerOk() { co_await tick(); }

Task<void> outerBad() {
  std::lock_guard Lock(Mutex);
  co_await innerOk(); // WARN[co_await]: while it holds 'Mutex'
}

Task<void> inTurnOk() {
  { std::lock_guard Lock(Mutex); }
  co_await innerOk();
}

class Cache {
public:
  Task<int> readBad() {
    std::lock_guard Lock(Own);
    co_return co_await fetch(); // WARN[co_await]: while it holds 'Own'
  }
  Task<int> readOk() {
    if (int Known = known())
      co_return Known;
    co_return co_await fetch();
  }

private:
  int known() {
    std::lock_guard Lock(Own);
    return Value;
  }
  Task<int> fetch() { co_return co_await tick(); }
  std::mutex Own;
  int Value = 0;
};
