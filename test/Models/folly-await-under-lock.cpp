// RUN: %check await-under-lock %s

// Debian's Folly has no coroutines: what follows declares what
// folly/coro/Mutex.h documents.

#include "../Tidy/await-under-lock/Inputs/Coroutine.h"

#include <mutex>

namespace folly {
namespace coro {
class Mutex {
public:
  class LockAwaiter {
  public:
    bool await_ready() noexcept;
    bool await_suspend(std::coroutine_handle<>) noexcept;
    void await_resume() noexcept;
  };
  class ScopedLockAwaiter : public LockAwaiter {
  public:
    std::unique_lock<Mutex> await_resume() noexcept;
  };
  // Tasks of Folly await it by an await_transform.
  template <typename Awaiter> class LockOperation {
  public:
    Awaiter operator co_await() const;
  };
  bool try_lock() noexcept;
  LockOperation<ScopedLockAwaiter> co_scoped_lock() noexcept;
  LockOperation<LockAwaiter> co_lock() noexcept;
  void unlock() noexcept;
};
} // namespace coro
} // namespace folly

folly::coro::Mutex Mutex;
void use(int);

Task<void> takes() {
  auto Lock = co_await Mutex.co_scoped_lock();
  use(1);
}

Task<void> guardBad() {
  auto Lock = co_await Mutex.co_scoped_lock(); // NOTE(guard,1): 'Mutex' is locked here
  co_await takes(); // WARN(guard)[co_await]: coroutine holds 'Mutex' while it awaits what locks 'Mutex' too: it waits for itself // NOTE(guard,2): it awaits 'takes' here // NOTE(guard,3)@-6: 'Mutex' is awaited here
}

Task<void> againBad() {
  auto Lock = co_await Mutex.co_scoped_lock();
  auto Again = co_await Mutex.co_scoped_lock(); // WARN[co_await]: coroutine awaits the lock of 'Mutex' while it holds it already
}

Task<void> guardOk() {
  { auto Lock = co_await Mutex.co_scoped_lock(); }
  co_await takes();
}

Task<void> suspendsOk() {
  auto Lock = co_await Mutex.co_scoped_lock();
  co_await tick();
}

Task<void> triedBad() {
  if (Mutex.try_lock()) {
    co_await takes(); // WARN[co_await]: coroutine holds 'Mutex'
    Mutex.unlock();
  }
}

Task<void> byHandBad() {
  co_await Mutex.co_lock();
  co_await takes(); // WARN[co_await]: coroutine holds 'Mutex'
  Mutex.unlock();
}

Task<void> byHandOk() {
  co_await Mutex.co_lock();
  Mutex.unlock();
  co_await takes();
}

Task<void> adoptedBad() {
  co_await Mutex.co_lock();
  std::unique_lock Lock(Mutex, std::adopt_lock); // NOTE(adopted,1): 'Mutex' is held here
  co_await takes(); // WARN(adopted)[co_await]: coroutine holds 'Mutex' // NOTE(adopted,2): it awaits 'takes' here // NOTE(adopted,3)@-46: 'Mutex' is awaited here
}

Task<void> adoptedOk() {
  co_await Mutex.co_lock();
  { std::unique_lock Lock(Mutex, std::adopt_lock); }
  co_await takes();
}

Task<void> unlockedOk() {
  auto Lock = co_await Mutex.co_scoped_lock();
  Lock.unlock();
  co_await takes();
}
