// RUN: %check await-under-lock %s

// Debian has no libcoro: what follows declares what coro/mutex.hpp and
// coro/shared_mutex.hpp document.

#include "../Tidy/await-under-lock/Inputs/Coroutine.h"

#include <mutex>

namespace coro {
class mutex;
class scoped_lock {
public:
  enum class lock_strategy { adopt };
  explicit scoped_lock(mutex &, lock_strategy = lock_strategy::adopt);
  scoped_lock(scoped_lock &&) noexcept;
  ~scoped_lock();
  void unlock();
};
namespace detail {
template <typename T> struct lock_operation {
  bool await_ready() const noexcept;
  bool await_suspend(std::coroutine_handle<>) noexcept;
  T await_resume() noexcept;
};
} // namespace detail
class mutex {
public:
  detail::lock_operation<coro::scoped_lock> scoped_lock();
  detail::lock_operation<void> lock();
  bool try_lock();
  void unlock();
};
template <typename E> class shared_mutex;
template <typename E> class shared_scoped_lock {
public:
  shared_scoped_lock(shared_mutex<E> &, bool Exclusive);
  shared_scoped_lock(shared_scoped_lock &&);
  ~shared_scoped_lock();
  void unlock();
};
template <typename E> class shared_mutex {
public:
  struct lock_operation {
    bool await_ready() const noexcept;
    bool await_suspend(std::coroutine_handle<>) noexcept;
    shared_scoped_lock<E> await_resume() noexcept;
  };
  lock_operation lock_shared();
  lock_operation lock();
  void unlock_shared();
  void unlock();
};
} // namespace coro

coro::mutex Mutex;
void use(int);

Task<void> takes() {
  auto Lock = co_await Mutex.scoped_lock();
  use(1);
}

Task<void> guardBad() {
  auto Lock = co_await Mutex.scoped_lock(); // NOTE(guard,1): 'Mutex' is locked here
  co_await takes(); // WARN(guard)[co_await]: coroutine holds 'Mutex' while it awaits what locks 'Mutex' too: it waits for itself // NOTE(guard,2): it awaits 'takes' here // NOTE(guard,3)@-6: 'Mutex' is awaited here
}

Task<void> againBad() {
  auto Lock = co_await Mutex.scoped_lock();
  auto Again = co_await Mutex.scoped_lock(); // WARN[co_await]: coroutine awaits the lock of 'Mutex' while it holds it already
}

Task<void> guardOk() {
  { auto Lock = co_await Mutex.scoped_lock(); }
  co_await takes();
}

Task<void> suspendsOk() {
  auto Lock = co_await Mutex.scoped_lock();
  co_await tick();
}

Task<void> triedBad() {
  if (Mutex.try_lock()) {
    co_await takes(); // WARN[co_await]: coroutine holds 'Mutex'
    Mutex.unlock();
  }
}

Task<void> byHandBad() {
  co_await Mutex.lock();
  co_await takes(); // WARN[co_await]: coroutine holds 'Mutex'
  Mutex.unlock();
}

Task<void> byHandOk() {
  co_await Mutex.lock();
  Mutex.unlock();
  co_await takes();
}

Task<void> adoptedBad() {
  co_await Mutex.lock();
  coro::scoped_lock Lock(Mutex); // NOTE(adopted,1): 'Mutex' is held here
  co_await takes(); // WARN(adopted)[co_await]: coroutine holds 'Mutex' // NOTE(adopted,2): it awaits 'takes' here // NOTE(adopted,3)@-46: 'Mutex' is awaited here
}

Task<void> adoptedOk() {
  co_await Mutex.lock();
  { coro::scoped_lock Lock(Mutex); }
  co_await takes();
}

Task<void> unlockedOk() {
  auto Lock = co_await Mutex.scoped_lock();
  Lock.unlock();
  co_await takes();
}

struct Pool;
using Shared = coro::shared_mutex<Pool>;

Task<void> reads(Shared &S) {
  auto Lock = co_await S.lock_shared();
  use(1);
}

Task<void> writes(Shared &S) {
  auto Lock = co_await S.lock();
  use(1);
}

Task<void> sharedOk(Shared &S) {
  auto Lock = co_await S.lock_shared();
  co_await reads(S);
}

Task<void> upgradeBad(Shared &S) {
  auto Lock = co_await S.lock_shared();
  co_await writes(S); // WARN[co_await]: coroutine holds 'S'
}
