// RUN: %check await-under-lock %s

// A pool, a session or a connection is created while a coroutine's mutex is
// held.

#include "Inputs/Coroutine.h"

#include <string>
#include <vector>

class AsyncMutex {
public:
  class Lock {
  public:
    Lock(Lock &&);
    ~Lock();

  private:
    AsyncMutex *M;
  };
  struct Locking {
    bool await_ready();
    void await_suspend(std::coroutine_handle<>);
    Lock await_resume();
  };
  Locking scoped_lock();
  void unlock();
};

struct Session {};
struct Pool {};
void use(Session);

// The pool of sessions that waits for itself.
class Sessions {
public:
  Task<Session> acquireBad() {
    auto Guard = co_await Lock.scoped_lock(); // NOTE(user,1): 'Lock' is locked here
    if (Free.empty())
      co_return co_await create_session(); // WARN(user)[co_await]: coroutine holds 'Lock' while it awaits what locks 'Lock' too: it waits for itself // NOTE(user,2): it awaits 'Sessions::create_session' here
    Session Taken = Free.back();
    Free.pop_back();
    co_return Taken;
  }

  Task<Session> acquireOk() {
    {
      auto Guard = co_await Lock.scoped_lock();
      if (!Free.empty()) {
        Session Taken = Free.back();
        Free.pop_back();
        co_return Taken;
      }
    }
    co_return co_await create_session();
  }

private:
  Task<Session> create_session() {
    auto Guard = co_await Lock.scoped_lock(); // NOTE(user,3): 'Lock' is awaited here
    ++Made;
    co_return Session();
  }
  AsyncMutex Lock;
  std::vector<Session> Free;
  int Made = 0;
};

AsyncMutex Mutex;

// By name, where the body is elsewhere.
Task<Session> create_session();
Task<Session> openNewSession(const std::string &);
Task<Pool> make_connection_pool_async();
Task<int> session_open();
Task<void> connectClients();
Task<std::string> create_session_id();
Task<void> open_file();
Task<void> close_session();
Task<void> start();
Task<Session> find_session();

Task<void> snakeCaseBad() {
  auto Guard = co_await Mutex.scoped_lock(); // NOTE(snake,1): 'Mutex' is locked here
  use(co_await create_session()); // WARN(snake)[co_await]: coroutine holds 'Mutex' while it awaits 'create_session': until that is done, each coroutine that wants 'Mutex' waits, and for ever if 'create_session' needs one of them
}

Task<void> camelCaseBad() {
  auto Guard = co_await Mutex.scoped_lock();
  co_await openNewSession("a"); // WARN[co_await]: coroutine holds 'Mutex' while it awaits 'openNewSession'
}

Task<void> poolBad() {
  auto Guard = co_await Mutex.scoped_lock();
  co_await make_connection_pool_async(); // WARN[co_await]: while it awaits 'make_connection_pool_async'
}

Task<void> nounFirstBad() {
  auto Guard = co_await Mutex.scoped_lock();
  co_await session_open(); // WARN[co_await]: while it awaits 'session_open'
}

Task<void> pluralBad() {
  auto Guard = co_await Mutex.scoped_lock();
  co_await connectClients(); // WARN[co_await]: while it awaits 'connectClients'
}

Task<void> variableBad() {
  auto Guard = co_await Mutex.scoped_lock();
  auto Later = create_session();
  use(co_await std::move(Later)); // WARN[co_await]: while it awaits 'create_session'
}

template <typename T> Task<T> withTimeout(Task<T>, int);

Task<void> wrappedBad() {
  auto Guard = co_await Mutex.scoped_lock();
  use(co_await withTimeout(create_session(), 5)); // WARN[co_await]: while it awaits 'create_session'
}

Task<void> refill() { use(co_await create_session()); }

Task<void> deeperBad() {
  auto Guard = co_await Mutex.scoped_lock(); // NOTE(deeper,1): 'Mutex' is locked here
  co_await refill(); // WARN(deeper)[co_await]: while it awaits 'create_session' // NOTE(deeper,2): it awaits 'refill' here // NOTE(deeper,3)@-4: it awaits 'create_session' here
}

class Connection {
public:
  Task<void> open();
  Task<void> send();
};

Task<void> classIsNounBad(Connection &C) {
  auto Guard = co_await Mutex.scoped_lock();
  co_await C.open(); // WARN[co_await]: while it awaits 'Connection::open'
}

Task<void> outsideOk() {
  auto Made = co_await create_session();
  auto Guard = co_await Mutex.scoped_lock();
  use(Made);
}

Task<void> twoPhasesOk(bool &Making) {
  {
    auto Guard = co_await Mutex.scoped_lock();
    if (Making)
      co_return;
    Making = true;
  }
  auto Made = co_await create_session();
  auto Guard = co_await Mutex.scoped_lock();
  use(Made);
  Making = false;
}

Task<void> otherNamesOk(Connection &C) {
  auto Guard = co_await Mutex.scoped_lock();
  co_await create_session_id();
  co_await open_file();
  co_await close_session();
  co_await find_session();
  co_await start();
  co_await C.send();
}

Task<void> onlyMadeOk() {
  auto Guard = co_await Mutex.scoped_lock();
  auto Later = create_session();
}
