// RUN: %check await-under-lock %s

// Debian has no cppcoro: what follows declares what cppcoro/async_mutex.hpp
// documents.

#include "../Tidy/await-under-lock/Inputs/Coroutine.h"

#include <mutex>

namespace cppcoro {
class async_mutex_lock;
struct async_mutex_lock_operation {
  bool await_ready() const noexcept;
  bool await_suspend(std::coroutine_handle<>) noexcept;
  void await_resume() const noexcept;
};
struct async_mutex_scoped_lock_operation : async_mutex_lock_operation {
  async_mutex_lock await_resume() const noexcept;
};
class async_mutex {
public:
  bool try_lock() noexcept;
  async_mutex_lock_operation lock_async() noexcept;
  async_mutex_scoped_lock_operation scoped_lock_async() noexcept;
  void unlock();
};
class async_mutex_lock {
public:
  explicit async_mutex_lock(async_mutex &, std::adopt_lock_t) noexcept;
  async_mutex_lock(async_mutex_lock &&) noexcept;
  ~async_mutex_lock();
};
} // namespace cppcoro

cppcoro::async_mutex Mutex;
void use(int);

Task<void> takes() {
  auto Lock = co_await Mutex.scoped_lock_async();
  use(1);
}

Task<void> guardBad() {
  auto Lock = co_await Mutex.scoped_lock_async(); // NOTE(guard,1): 'Mutex' is locked here
  co_await takes(); // WARN(guard)[co_await]: coroutine holds 'Mutex' while it awaits what locks 'Mutex' too: it waits for itself // NOTE(guard,2): it awaits 'takes' here // NOTE(guard,3)@-6: 'Mutex' is awaited here
}

Task<void> againBad() {
  auto Lock = co_await Mutex.scoped_lock_async();
  auto Again = co_await Mutex.scoped_lock_async(); // WARN[co_await]: coroutine awaits the lock of 'Mutex' while it holds it already
}

Task<void> guardOk() {
  { auto Lock = co_await Mutex.scoped_lock_async(); }
  co_await takes();
}

Task<void> suspendsOk() {
  auto Lock = co_await Mutex.scoped_lock_async();
  co_await tick();
}

Task<void> triedBad() {
  if (Mutex.try_lock()) {
    co_await takes(); // WARN[co_await]: coroutine holds 'Mutex'
    Mutex.unlock();
  }
}

Task<void> byHandBad() {
  co_await Mutex.lock_async();
  co_await takes(); // WARN[co_await]: coroutine holds 'Mutex'
  Mutex.unlock();
}

Task<void> byHandOk() {
  co_await Mutex.lock_async();
  Mutex.unlock();
  co_await takes();
}

Task<void> adoptedBad() {
  co_await Mutex.lock_async();
  cppcoro::async_mutex_lock Lock(Mutex, std::adopt_lock); // NOTE(adopted,1): 'Mutex' is held here
  co_await takes(); // WARN(adopted)[co_await]: coroutine holds 'Mutex' // NOTE(adopted,2): it awaits 'takes' here // NOTE(adopted,3)@-46: 'Mutex' is awaited here
}

Task<void> adoptedOk() {
  co_await Mutex.lock_async();
  { cppcoro::async_mutex_lock Lock(Mutex, std::adopt_lock); }
  co_await takes();
}
