// RUN: %check await-under-lock %s

// A condition variable for coroutines: what it awaits is made with the mutex, and
// lets go of it. It is locked again before the wait returns.

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
    void await_resume() {}
  };
  struct LockingScope {
    Turnstile *T;
    bool await_ready() { return T->try_lock(); }
    void await_suspend(std::coroutine_handle<>) {}
    Pass await_resume() { return Pass(T); }
  };
  Locking lock() { return Locking{this}; }
  LockingScope lockScope() { return LockingScope{this}; }
  bool try_lock() { return !std::exchange(Taken, true); }
  void unlock() { Taken = false; }

private:
  bool Taken = false;
};

class Bell {
public:
  template <class Condition> Task<void> wait(Turnstile &T, Condition Holds) {
    while (!Holds()) {
      co_await Ring(this, T);
      co_await T.lock();
    }
  }

  /// Forgets to let go.
  template <class Condition> Task<void> stand(Turnstile &T, Condition Holds) {
    while (!Holds()) {
      co_await Step(this);
      co_await T.lock();
    }
  }

private:
  struct Ring {
    Ring(Bell *B, Turnstile &T) : B(B), T(T) {}
    bool await_ready() { return false; }
    void await_suspend(std::coroutine_handle<> Handle) {
      B->Waiting = Handle;
      std::unique_lock<Turnstile> Lock(T, std::adopt_lock);
    }
    void await_resume() {}
    Bell *B;
    Turnstile &T;
  };
  struct Step {
    explicit Step(Bell *B) : B(B) {}
    bool await_ready() { return false; }
    void await_suspend(std::coroutine_handle<> Handle) { B->Waiting = Handle; }
    void await_resume() {}
    Bell *B;
  };
  std::coroutine_handle<> Waiting;
};

class Gate {
  Turnstile Lane;
  Bell Open;
  int Count = 0;

public:
  Task<void> enterOk() {
    auto Pass = co_await Lane.lockScope();
    co_await Open.wait(Lane, [this] { return Count > 0; });
    --Count;
  }

  Task<void> enterTwiceOk() {
    co_await enterOk();
    co_await enterOk();
  }

  Task<void> leaveOk() {
    co_await enterOk();
    auto Pass = co_await Lane.lockScope();
    ++Count;
  }

  Task<void> enterBad() {
    auto Pass = co_await Lane.lockScope();
    co_await Open.stand(Lane, [this] { return Count > 0; }); // WARN[co_await]: coroutine holds 'Lane' while it awaits what locks 'Lane' too
    --Count;
  }

  Task<void> afterBad() {
    auto Pass = co_await Lane.lockScope();
    co_await Open.wait(Lane, [this] { return Count > 0; });
    co_await leaveOk(); // WARN[co_await]: coroutine holds 'Lane' while it awaits what locks 'Lane' too
  }
};

// Each one that is told locks the mutex for the waiter that goes on with it.
struct Waiter {
  virtual ~Waiter() = default;
  virtual Task<void> tell() = 0;
};
struct Plain : Waiter {
  Turnstile &T;
  explicit Plain(Turnstile &T) : T(T) {}
  Task<void> tell() override { co_await T.lock(); }
};
struct Asking : Waiter {
  Turnstile &T;
  bool Done = false;
  explicit Asking(Turnstile &T) : T(T) {}
  Task<void> tell() override {
    co_await T.lock();
    if (!Done)
      T.unlock();
  }
};

Task<void> tellAllOk(Waiter **All, int Count, Turnstile &Lane) {
  Plain One(Lane);
  Asking Two(Lane);
  All[0] = &One;
  All[1] = &Two;
  for (int I = 0; I < Count; ++I)
    co_await All[I]->tell();
}
