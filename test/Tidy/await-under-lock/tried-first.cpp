// RUN: %check await-under-lock %s

// An attempt to lock: that of a mutex that is on its way to lock, and one of which
// nobody asks whether it has succeeded.

#include "Inputs/Coroutine.h"

#include <vector>

struct Turn {
  bool Now = false;
  bool await_ready() const noexcept { return Now; }
  void await_suspend(std::coroutine_handle<>) {}
  void await_resume() {}
};

class Gate {
public:
  Turn lock() {
    if (try_lock())
      return {true};
    Waiting.emplace_back();
    return Waiting.back();
  }
  bool try_lock() {
    if (Taken)
      return false;
    Taken = true;
    return true;
  }
  void unlock() { Taken = false; }

private:
  bool Taken = false;
  std::vector<Turn> Waiting;
};

void require(bool);

template <typename Mutex> Task<void> onceOk(Mutex &M) {
  co_await M.lock();
  M.unlock();
}

template <typename Mutex> Task<void> twiceBad(Mutex &M) {
  co_await M.lock();
  co_await M.lock(); // WARN[co_await]: coroutine awaits the lock of 'M' while it holds it already
  M.unlock();
}

Task<void> takes(Gate &G) {
  co_await G.lock();
  G.unlock();
}

Task<void> refusedOk(Gate &G) {
  require(!G.try_lock());
  co_await takes(G);
}

Task<void> triedBad(Gate &G) {
  if (!G.try_lock())
    co_return;
  co_await takes(G); // WARN[co_await]: coroutine holds 'G' while it awaits what locks 'G' too
  G.unlock();
}

Task<void> toldBad(Gate &G) {
  bool Had = G.try_lock();
  if (Had) {
    co_await takes(G); // WARN[co_await]: coroutine holds 'G' while it awaits what locks 'G' too
    G.unlock();
  }
}

template Task<void> onceOk(Gate &);
template Task<void> twiceBad(Gate &);
