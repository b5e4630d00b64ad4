// RUN: %check self-wait %s

// Debian has no cppcoro: what follows declares what its headers do.

#include "../Tidy/await-under-lock/Inputs/Coroutine.h"

#include <utility>

namespace cppcoro {
template <typename T> using task = Task<T>;
class static_thread_pool {
public:
  explicit static_thread_pool(unsigned Threads);
  ~static_thread_pool();
  Tick schedule() noexcept;
};
template <typename S> struct schedule_on_transform {
  S &scheduler;
};
template <typename S> schedule_on_transform<S> schedule_on(S &Scheduler) {
  return {Scheduler};
}
template <typename S, typename T> task<T> schedule_on(S &Scheduler, task<T> Work);
template <typename S, typename T> task<T> resume_on(S &Scheduler, task<T> Work);
template <typename T, typename S>
decltype(auto) operator|(T &&Work, schedule_on_transform<S> On) {
  return schedule_on(On.scheduler, std::forward<T>(Work));
}
template <typename T> T sync_wait(task<T> &&);
} // namespace cppcoro

void use(int);

cppcoro::task<int> child() { co_return 1; }

cppcoro::task<void> waits(cppcoro::static_thread_pool &Pool) {
  use(cppcoro::sync_wait(cppcoro::schedule_on(Pool, child()))); // WARN(wait)[sync_wait]: task of 'Pool' blocks in 'sync_wait' until another task of 'Pool' has run, but holds its only worker // NOTE(wait,3): the task it waits for is submitted to 'Pool' here
  co_return;
}

void syncWaitBad() {
  cppcoro::static_thread_pool Pool(1); // NOTE(wait,1): 'Pool' is created here
  cppcoro::sync_wait(cppcoro::schedule_on(Pool, waits(Pool))); // NOTE(wait,2): the task that waits is submitted to 'Pool' here
}

cppcoro::task<void> pipes(cppcoro::static_thread_pool &Pool) {
  use(cppcoro::sync_wait(child() | cppcoro::schedule_on(Pool))); // WARN[sync_wait]:
  co_return;
}

void pipeBad(cppcoro::static_thread_pool &Pool) {
  cppcoro::sync_wait(pipes(Pool) | cppcoro::schedule_on(Pool));
}

cppcoro::task<void> comesBack(cppcoro::static_thread_pool &Pool) {
  use(cppcoro::sync_wait(cppcoro::resume_on(Pool, child()))); // WARN[sync_wait]:
  co_return;
}

void resumeOnBad(cppcoro::static_thread_pool &Pool) {
  cppcoro::sync_wait(cppcoro::schedule_on(Pool, comesBack(Pool)));
}

cppcoro::task<void> awaits(cppcoro::static_thread_pool &Pool) {
  use(co_await cppcoro::schedule_on(Pool, child()));
}

void awaitOk(cppcoro::static_thread_pool &Pool) {
  cppcoro::sync_wait(cppcoro::schedule_on(Pool, awaits(Pool)));
}

cppcoro::task<void> waitsForOther(cppcoro::static_thread_pool &Other) {
  use(cppcoro::sync_wait(cppcoro::schedule_on(Other, child())));
  co_return;
}

void otherOk(cppcoro::static_thread_pool &Pool, cppcoro::static_thread_pool &Other) {
  cppcoro::sync_wait(cppcoro::schedule_on(Pool, waitsForOther(Other)));
}

/// It runs in the waiter.
cppcoro::task<void> waitsHere() {
  use(cppcoro::sync_wait(child()));
  co_return;
}

void hereOk(cppcoro::static_thread_pool &Pool) {
  cppcoro::sync_wait(cppcoro::schedule_on(Pool, waitsHere()));
}

void onMainOk(cppcoro::static_thread_pool &Pool) {
  use(cppcoro::sync_wait(cppcoro::schedule_on(Pool, child())));
}

/// The coroutine goes on in the pool.
cppcoro::task<void> hopsBad(cppcoro::static_thread_pool &Pool) {
  co_await Pool.schedule(); // NOTE(hop,1): the task that waits is submitted to 'Pool' here
  use(cppcoro::sync_wait(cppcoro::schedule_on(Pool, child()))); // WARN(hop)[sync_wait]: task of 'Pool' blocks // NOTE(hop,2): the task it waits for is submitted to 'Pool' here
}

void hops(cppcoro::static_thread_pool &Pool) { cppcoro::sync_wait(hopsBad(Pool)); }

cppcoro::task<void> hopsLaterOk(cppcoro::static_thread_pool &Pool) {
  use(cppcoro::sync_wait(cppcoro::schedule_on(Pool, child())));
  co_await Pool.schedule();
}

cppcoro::task<void> hopsElsewhereOk(cppcoro::static_thread_pool &Pool, cppcoro::static_thread_pool &Other) {
  co_await Other.schedule();
  use(cppcoro::sync_wait(cppcoro::schedule_on(Pool, child())));
}

cppcoro::task<void> onlyAskedOk(cppcoro::static_thread_pool &Pool) {
  auto Turn = Pool.schedule();
  use(cppcoro::sync_wait(cppcoro::schedule_on(Pool, child())));
  co_await Turn;
}
