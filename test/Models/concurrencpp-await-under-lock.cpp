// RUN: %check await-under-lock %s

// Debian has no concurrencpp: what follows declares what
// concurrencpp/threads/async_lock.h documents.

#include "../Tidy/await-under-lock/Inputs/Coroutine.h"

#include <mutex>

#include <memory>

namespace concurrencpp {
class executor;
template <typename T> using lazy_result = Task<T>;
class scoped_async_lock;
class async_lock {
public:
  lazy_result<scoped_async_lock> lock(std::shared_ptr<executor>);
  lazy_result<bool> try_lock();
  void unlock();
};
class scoped_async_lock {
public:
  scoped_async_lock() noexcept;
  scoped_async_lock(scoped_async_lock &&) noexcept;
  scoped_async_lock(async_lock &, std::defer_lock_t) noexcept;
  scoped_async_lock(async_lock &, std::adopt_lock_t) noexcept;
  ~scoped_async_lock() noexcept;
  lazy_result<void> lock(std::shared_ptr<executor>);
  lazy_result<bool> try_lock();
  void unlock();
  bool owns_lock() const noexcept;
};
} // namespace concurrencpp

std::shared_ptr<concurrencpp::executor> Pool;

concurrencpp::async_lock Mutex;
void use(int);

Task<void> takes() {
  auto Lock = co_await Mutex.lock(Pool);
  use(1);
}

Task<void> guardBad() {
  auto Lock = co_await Mutex.lock(Pool); // NOTE(guard,1): 'Mutex' is locked here
  co_await takes(); // WARN(guard)[co_await]: coroutine holds 'Mutex' while it awaits what locks 'Mutex' too: it waits for itself // NOTE(guard,2): it awaits 'takes' here // NOTE(guard,3)@-6: 'Mutex' is awaited here
}

Task<void> againBad() {
  auto Lock = co_await Mutex.lock(Pool);
  auto Again = co_await Mutex.lock(Pool); // WARN[co_await]: coroutine awaits the lock of 'Mutex' while it holds it already
}

Task<void> guardOk() {
  { auto Lock = co_await Mutex.lock(Pool); }
  co_await takes();
}

Task<void> suspendsOk() {
  auto Lock = co_await Mutex.lock(Pool);
  co_await tick();
}

Task<void> triedBad() {
  if (co_await Mutex.try_lock()) {
    co_await takes(); // WARN[co_await]: coroutine holds 'Mutex'
    Mutex.unlock();
  }
}

Task<void> triedOk() {
  if (!co_await Mutex.try_lock())
    co_await takes();
}

Task<void> deferredBad() {
  concurrencpp::scoped_async_lock Lock(Mutex, std::defer_lock);
  co_await Lock.lock(Pool);
  co_await takes(); // WARN[co_await]: coroutine holds 'Mutex'
}

Task<void> deferredOk() {
  concurrencpp::scoped_async_lock Lock(Mutex, std::defer_lock);
  co_await takes();
  co_await Lock.lock(Pool);
}

Task<void> unlockedOk() {
  auto Lock = co_await Mutex.lock(Pool);
  Lock.unlock();
  co_await takes();
}
