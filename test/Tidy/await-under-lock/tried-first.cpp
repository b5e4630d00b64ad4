// RUN: %check await-under-lock %s

// An attempt to lock: that of a mutex that is on its way to lock, and one of which
// nobody asks whether it has succeeded.

#include "Inputs/Coroutine.h"

#include <mutex>
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

Task<void> notedOk(Gate &G) {
  auto Had = G.try_lock();
  if (!Had) {
    co_await takes(G);
    co_return;
  }
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

// A thread's mutex, by a method of the user's own.

class Counter {
public:
  bool tryEnter() { return Door.try_lock(); }
  void leave() { Door.unlock(); }

private:
  std::mutex Door;
};

Task<void> pollsOk(Counter &C) {
  while (!C.tryEnter())
    co_await Turn();
  C.leave();
}

Task<void> entersBad(Counter &C) {
  if (!C.tryEnter())
    co_return;
  co_await Turn(); // WARN[co_await]: coroutine suspends in 'co_await' while it holds 'Door'
  C.leave();
}

// An early return leaves it locked. Who reads the attempt does not see that there, nor
// in the call that comes again.

class Client {
public:
  Task<void> connect_session(bool Early) {
    if (!Door.try_lock()) {
      co_await Door.lock();
      Door.unlock();
      co_return;
    }
    if (Early)
      co_return;
    co_await greet();
    Door.unlock();
  }

  // No coroutine itself.
  Task<void> connect_session() { return connect_session(true); }

private:
  Task<void> greet() { co_return; }
  Gate Door;
};

Task<void> againOk(Client &C) {
  for (int I = 0; I < 3; ++I)
    co_await C.connect_session(I == 0);
}

Task<void> againByOverloadOk(Client &C) {
  for (int I = 0; I < 3; ++I)
    co_await C.connect_session();
}

class Doorman {
public:
  Task<void> admit() {
    co_await Door.lock();
    co_await connect_session(); // WARN[co_await]: coroutine holds 'Door' while it awaits 'Doorman::connect_session'
    Door.unlock();
  }

private:
  Task<void> connect_session();
  Gate Door;
};
