// RUN: %check await-under-lock %s

// Guards of a thread's mutex in every form that the language has.

#include "Inputs/Coroutine.h"

#include <memory>
#include <mutex>
#include <optional>
#include <shared_mutex>

std::mutex Mutex;
std::mutex Second;
std::shared_mutex Shared;
std::recursive_mutex Recursive;
bool some();
void use(int);

// The example on the page of cppcoreguidelines-no-suspend-with-lock.
Task<void> ctadBad() {
  std::lock_guard Lock(Mutex); // NOTE(ctad,1): 'Mutex' is locked here
  co_await tick(); // WARN(ctad)[co_await]: coroutine suspends in 'co_await' while it holds 'Mutex': meanwhile a task that wants 'Mutex' blocks its whole thread
}

Task<void> withArgumentBad() {
  std::lock_guard<std::mutex> Lock(Mutex);
  co_await tick(); // WARN[co_await]: while it holds 'Mutex'
}

Task<void> uniqueWithArgumentBad() {
  std::unique_lock<std::mutex> Lock(Mutex);
  co_await tick(); // WARN: while it holds 'Mutex'
}

Task<void> scopedWithArgumentBad() {
  std::scoped_lock<std::mutex> Lock(Mutex);
  co_await tick(); // WARN: while it holds 'Mutex'
}

Task<void> sharedWithArgumentBad() {
  std::shared_lock<std::shared_mutex> Lock(Shared);
  co_await tick(); // WARN: while it holds 'Shared'
}

using Guard = std::unique_lock<std::mutex>;
template <typename M> using Both = std::lock_guard<M>;

Task<void> aliasBad() {
  Guard Lock(Mutex);
  co_await tick(); // WARN: while it holds 'Mutex'
}

Task<void> templateAliasBad() {
  Both<std::mutex> Lock{Mutex};
  co_await tick(); // WARN: while it holds 'Mutex'
}

Task<void> autoBad() {
  auto Lock = std::unique_lock(Mutex);
  co_await tick(); // WARN: while it holds 'Mutex'
}

Task<void> scopedBad() {
  std::scoped_lock Lock(Mutex, Second);
  co_await tick(); // WARN: while it holds
}

Task<void> sharedBad() {
  std::shared_lock Lock(Shared);
  co_await tick(); // WARN: while it holds 'Shared'
}

Task<void> recursiveBad() {
  std::lock_guard Lock(Recursive);
  co_await tick(); // WARN: while it holds 'Recursive'
}

Task<void> ifInitBad() {
  if (std::lock_guard Lock(Mutex); some())
    co_await tick(); // WARN: while it holds 'Mutex'
}

Task<void> switchInitBad(int Case) {
  switch (std::lock_guard Lock(Mutex); Case) {
  case 1:
    co_await tick(); // WARN: while it holds 'Mutex'
  }
}

struct Locked {
  std::unique_lock<std::mutex> Lock;
  int Value = 0;
};

Task<void> memberBad() {
  Locked Access{std::unique_lock(Mutex)};
  co_await tick(); // WARN: while it holds 'Mutex'
}

struct Access {
  explicit Access(std::mutex &M) : Lock(M) {}
  std::lock_guard<std::mutex> Lock;
};

Task<void> memberOfClassBad() {
  Access Held(Mutex); // NOTE(member,1): 'Mutex' is locked here
  co_await tick(); // WARN(member): while it holds 'Mutex'
}

Task<void> uniquePointerBad() {
  auto Lock = std::make_unique<std::lock_guard<std::mutex>>(Mutex);
  co_await tick(); // WARN: while it holds 'Mutex'
}

Task<void> lockLaterBad() {
  std::unique_lock Lock(Mutex, std::defer_lock);
  Lock.lock();
  co_await tick(); // WARN: while it holds 'Mutex'
}

Task<void> adoptBad() {
  Mutex.lock();
  std::lock_guard Lock(Mutex, std::adopt_lock);
  co_await tick(); // WARN: while it holds 'Mutex'
}

Task<void> onOnePathBad() {
  std::unique_lock Lock(Mutex);
  if (some())
    Lock.unlock();
  co_await tick(); // WARN: while it holds 'Mutex'
}

Task<void> lockedAgainBad() {
  std::unique_lock Lock(Mutex);
  Lock.unlock();
  co_await tick();
  Lock.lock();
  co_await tick(); // WARN: while it holds 'Mutex'
}

Task<void> triedBad() {
  std::unique_lock Lock(Mutex, std::try_to_lock);
  if (Lock.owns_lock())
    co_await tick(); // WARN: while it holds 'Mutex'
}

Task<void> byHandBad() {
  Mutex.lock();
  co_await tick(); // WARN: while it holds 'Mutex'
  Mutex.unlock();
}

Task<void> tryByHandBad() {
  if (Mutex.try_lock()) {
    co_await tick(); // WARN: while it holds 'Mutex'
    Mutex.unlock();
  }
}

class Account {
public:
  Task<int> balanceBad() {
    std::lock_guard Lock(Own);
    co_return co_await tick(); // WARN[co_await]: while it holds 'Own'
  }

private:
  std::mutex Own;
};

Task<void> unlockBeforeOk() {
  std::unique_lock Lock(Mutex);
  Lock.unlock();
  co_await tick();
}

Task<void> unlockByHandOk() {
  Mutex.lock();
  Mutex.unlock();
  co_await tick();
}

Task<void> deferredOk() {
  std::unique_lock Lock(Mutex, std::defer_lock);
  co_await tick();
  Lock.lock();
}

void keep(std::unique_lock<std::mutex>);

Task<void> movedAwayOk() {
  std::unique_lock Lock(Mutex);
  keep(std::move(Lock));
  co_await tick();
}

Task<void> unlockBeforeWithArgumentOk() {
  std::unique_lock<std::mutex> Lock(Mutex);
  Lock.unlock();
  co_await tick();
}

Task<void> deferredWithArgumentOk() {
  std::unique_lock<std::mutex> Lock(Mutex, std::defer_lock);
  co_await tick();
}

Task<void> movedAwayWithArgumentOk() {
  std::unique_lock<std::mutex> Lock(Mutex);
  keep(std::move(Lock));
  co_await tick();
}

Task<void> narrowScopeWithArgumentOk() {
  { std::lock_guard<std::mutex> Lock(Mutex); }
  co_await tick();
}

Task<void> narrowScopeOk() {
  {
    std::lock_guard Lock(Mutex);
    use(1);
  }
  co_await tick();
}

Task<void> ifInitEndedOk() {
  if (std::lock_guard Lock(Mutex); some())
    use(1);
  co_await tick();
}

Task<void> triedAndFailedOk() {
  std::unique_lock Lock(Mutex, std::try_to_lock);
  if (!Lock.owns_lock())
    co_await tick();
}

Task<void> tryFailedByHandOk() {
  if (Mutex.try_lock())
    Mutex.unlock();
  else
    co_await tick();
}

Task<void> returnsEarlyOk() {
  std::unique_lock Lock(Mutex);
  if (some())
    co_return;
  Lock.unlock();
  co_await tick();
}

Task<void> resetOk() {
  std::optional<std::lock_guard<std::mutex>> Lock;
  Lock.emplace(Mutex);
  Lock.reset();
  co_await tick();
}

Task<void> pointerResetOk() {
  auto Lock = std::make_unique<std::lock_guard<std::mutex>>(Mutex);
  Lock.reset();
  co_await tick();
}

Task<void> temporaryOk() {
  std::lock_guard<std::mutex>{Mutex};
  co_await tick();
}
