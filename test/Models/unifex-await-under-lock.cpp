// RUN: %check await-under-lock %s

// Debian has no libunifex: what follows declares what unifex/async_mutex.hpp
// documents. A task of libunifex makes an awaiter from a sender.

#include "../Tidy/await-under-lock/Inputs/Coroutine.h"

#include <mutex>

namespace unifex {
namespace v2 {
class async_mutex {
public:
  bool try_lock() noexcept;
  auto async_lock() noexcept;
  void unlock() noexcept;
};
struct lock_sender {};
inline auto async_mutex::async_lock() noexcept { return lock_sender(); }
Tick operator co_await(lock_sender);
} // namespace v2
using v2::async_mutex;
} // namespace unifex

struct Unlock {
  unifex::async_mutex &M;
  ~Unlock() { M.unlock(); }
};

unifex::async_mutex Mutex;
void use(int);

Task<void> takes() {
  co_await Mutex.async_lock();
  Mutex.unlock();
}

Task<void> byHandBad() {
  co_await Mutex.async_lock();
  co_await takes(); // WARN[co_await]: coroutine holds 'Mutex'
  Mutex.unlock();
}

Task<void> byHandOk() {
  co_await Mutex.async_lock();
  Mutex.unlock();
  co_await takes();
}

Task<void> destructorBad() {
  co_await Mutex.async_lock();
  Unlock Later{Mutex};
  co_await takes(); // WARN[co_await]: coroutine holds 'Mutex'
}

Task<void> destructorOk() {
  {
    co_await Mutex.async_lock();
    Unlock Later{Mutex};
  }
  co_await takes();
}
