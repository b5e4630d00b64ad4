// RUN: %check self-wait,self-join %s

// Debian has no libcoro: what follows declares what coro/thread_pool.hpp and
// coro/sync_wait.hpp do.

#include "../Tidy/await-under-lock/Inputs/Coroutine.h"

#include <memory>

namespace coro {
template <typename T> using task = Task<T>;
class thread_pool {
public:
  struct options {};
  static std::unique_ptr<thread_pool> make_unique(options = {});
  virtual ~thread_pool();
  bool spawn_detached(task<void> &&) noexcept;
  task<void> spawn_joinable(task<void> &&) noexcept;
  template <typename T> task<T> schedule(task<T>);
  Tick schedule();
  void shutdown() noexcept;
};
template <typename T> T sync_wait(task<T> &&);
} // namespace coro

void use(int);

coro::task<int> child() { co_return 1; }

coro::task<void> waits(coro::thread_pool &Pool) {
  use(coro::sync_wait(Pool.schedule(child()))); // WARN(wait)[sync_wait]: task of 'Pool' blocks in 'sync_wait' until another task of 'Pool' has run: it hangs when all workers wait here // NOTE(wait,2): the task it waits for is submitted to 'Pool' here
  co_return;
}

void syncWaitBad(coro::thread_pool &Pool) {
  Pool.spawn_detached(waits(Pool)); // NOTE(wait,1): the task that waits is submitted to 'Pool' here
}

coro::task<void> joins(coro::thread_pool &Pool) {
  Pool.shutdown(); // WARN[shutdown]:
  co_return;
}

void shutdownBad(coro::thread_pool &Pool) { Pool.spawn_detached(joins(Pool)); }

coro::task<void> awaits(coro::thread_pool &Pool) {
  use(co_await Pool.schedule(child()));
}

void awaitOk(coro::thread_pool &Pool) { Pool.spawn_detached(awaits(Pool)); }

coro::task<void> waitsForOther(coro::thread_pool &Other) {
  use(coro::sync_wait(Other.schedule(child())));
  co_return;
}

void otherOk(coro::thread_pool &Pool, coro::thread_pool &Other) {
  Pool.spawn_detached(waitsForOther(Other));
}

/// It runs in the waiter.
coro::task<void> waitsHere() {
  use(coro::sync_wait(child()));
  co_return;
}

void hereOk(coro::thread_pool &Pool) { Pool.spawn_detached(waitsHere()); }

int main() {
  auto Pool = coro::thread_pool::make_unique();
  return coro::sync_wait(Pool->schedule(child()));
}

coro::task<void> hopsBad(coro::thread_pool &Pool) {
  co_await Pool.schedule();
  use(coro::sync_wait(Pool.schedule(child()))); // WARN[sync_wait]: task of 'Pool' blocks
}

coro::task<void> hopsLaterOk(coro::thread_pool &Pool) {
  use(coro::sync_wait(Pool.schedule(child())));
  co_await Pool.schedule();
}
