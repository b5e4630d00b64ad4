// RUN: %check await-under-lock %s

// Mutexes that a coroutine awaits: of the project's own, known by what they do.

#include "Inputs/Coroutine.h"

#include <mutex>
#include <utility>

class Turnstile {
public:
  class Pass {
  public:
    explicit Pass(Turnstile *T) : T(T) {}
    Pass(Pass &&Other) noexcept : T(std::exchange(Other.T, nullptr)) {}
    ~Pass() {
      if (T)
        T->unlock();
    }

  private:
    Turnstile *T;
  };
  struct Locking {
    Turnstile *T;
    bool await_ready() { return T->try_lock(); }
    void await_suspend(std::coroutine_handle<>) {}
    Pass await_resume() { return Pass(T); }
  };
  Locking lock() { return Locking{this}; }
  bool try_lock() { return !std::exchange(Taken, true); }
  void unlock() { Taken = false; }

private:
  bool Taken = false;
};

Turnstile First;
Turnstile Second;
std::mutex Mutex;
bool some();
void use(int);

Task<void> directBad() {
  auto One = co_await First.lock(); // NOTE(direct,1): 'First' is locked here
  auto Two = co_await First.lock(); // WARN(direct)[co_await]: coroutine awaits the lock of 'First' while it holds it already: it waits for itself
}

Task<void> takesFirst() {
  auto Lock = co_await First.lock(); // NOTE(called,3): 'First' is awaited here
  use(1);
}

Task<void> calledBad() {
  auto Lock = co_await First.lock(); // NOTE(called,1): 'First' is locked here
  co_await takesFirst(); // WARN(called)[co_await]: coroutine holds 'First' while it awaits what locks 'First' too: it waits for itself // NOTE(called,2): it awaits 'takesFirst' here
}

Task<int> middle() {
  co_await takesFirst();
  co_return 1;
}

Task<void> twoCallsBad() {
  auto Lock = co_await First.lock();
  use(co_await middle()); // WARN[co_await]: coroutine holds 'First' while it awaits what locks 'First' too
}

Task<void> variableBad() {
  auto Lock = co_await First.lock();
  Task<void> Later = takesFirst();
  co_await std::move(Later); // WARN[co_await]: while it awaits what locks 'First' too
}

Task<void> parameter(Turnstile &T) {
  auto Lock = co_await T.lock();
  use(1);
}

Task<void> parameterBad() {
  auto Lock = co_await First.lock();
  co_await parameter(First); // WARN[co_await]: while it awaits what locks 'First' too
}

Task<void> parameterOk() {
  auto Lock = co_await First.lock();
  co_await parameter(Second);
}

Task<void> lambdaBad() {
  auto Lock = co_await First.lock();
  auto Inner = []() -> Task<void> {
    auto Again = co_await First.lock();
    use(1);
  };
  co_await Inner(); // WARN[co_await]: while it awaits what locks 'First' too
}

Task<void> byHandBad() {
  {
    auto Lock = co_await First.lock();
    auto Other = co_await Second.lock();
    co_await takesFirst(); // WARN[co_await]: while it awaits what locks 'First' too
  }
}

Task<Turnstile::Pass> enter() { co_return co_await First.lock(); }

Task<void> returnedGuardBad() {
  auto Lock = co_await enter();
  co_await takesFirst(); // WARN[co_await]: while it awaits what locks 'First' too
}

Task<void> triedBad() {
  if (First.try_lock()) {
    co_await takesFirst(); // WARN[co_await]: while it awaits what locks 'First' too
    First.unlock();
  }
}

Task<void> triedOk() {
  if (!First.try_lock())
    co_await takesFirst();
}

Task<void> twoMutexesOk() {
  auto One = co_await First.lock();
  auto Two = co_await Second.lock();
}

Task<void> scopeEndedOk() {
  { auto Lock = co_await First.lock(); }
  co_await takesFirst();
}

Task<void> temporaryOk() {
  co_await First.lock();
  co_await takesFirst();
}

Task<void> loopOk() {
  while (some()) {
    auto Lock = co_await First.lock();
    use(1);
  }
}

Task<void> onlyStartedOk() {
  auto Lock = co_await First.lock();
  Task<void> Later = takesFirst();
}

// To suspend is what such a mutex is for.
Task<void> suspendsOk() {
  auto Lock = co_await First.lock();
  co_await tick();
}

// To wait for it is a suspension too.
Task<void> underThreadsMutexBad() {
  std::lock_guard Lock(Mutex);
  auto Held = co_await First.lock(); // WARN[co_await]: coroutine suspends in 'co_await' while it holds 'Mutex'
}

// A method to lock and one to unlock, without a guard.
class Latchkey {
public:
  Tick lockAsync();
  Tick lockSharedAsync();
  void unlock();
  void unlockShared();
};

class Store {
public:
  Task<void> putBad() {
    co_await Key.lockAsync();
    co_await flush(); // WARN[co_await]: coroutine holds 'Key' while it awaits what locks 'Key' too
    Key.unlock();
  }
  Task<void> putOk() {
    co_await Key.lockAsync();
    Key.unlock();
    co_await flush();
  }
  Task<void> readOk() {
    co_await Key.lockSharedAsync();
    co_await peek();
    Key.unlockShared();
  }
  Task<void> upgradeBad() {
    co_await Key.lockSharedAsync();
    co_await flush(); // WARN[co_await]: coroutine holds 'Key' while it awaits what locks 'Key' too
    Key.unlockShared();
  }
  Task<void> otherObjectOk(Store &Other) {
    co_await Key.lockAsync();
    co_await Other.flush();
    Key.unlock();
  }

private:
  Task<void> flush() {
    co_await Key.lockAsync();
    Key.unlock();
  }
  Task<void> peek() {
    co_await Key.lockSharedAsync();
    Key.unlockShared();
  }
  Latchkey Key;
};

// A class that locks by a mutex of its own.
class Vault {
public:
  Turnstile::Locking lock() { return Door.lock(); }
  void unlock() { Door.unlock(); }
  Task<void> openBad() {
    auto Lock = co_await Door.lock();
    co_await close(); // WARN[co_await]: coroutine holds 'Door' while it awaits what locks
  }
  Task<void> close() {
    auto Lock = co_await lock();
    use(1);
  }

private:
  Turnstile Door;
};

// No mutexes: a channel, permits, a pool that lends.
class Channel {
public:
  Tick send(int);
  Tick receive();
};

class Lender {
public:
  Tick acquire();
  void release(int);
};

Channel Numbers;
Lender Lent;

Task<void> takesPermit() { use(co_await Lent.acquire()); }

Task<void> permitsOk() {
  int One = co_await Lent.acquire();
  co_await takesPermit();
  Lent.release(One);
}

Task<void> channelOk() {
  co_await Numbers.send(1);
  co_await Numbers.send(co_await Numbers.receive());
}
