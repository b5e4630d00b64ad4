// RUN: %check await-under-lock %s

// A semaphore of one unit that a coroutine takes and gives back is a lock.

#include "Inputs/Coroutine.h"

#include <deque>

class Semaphore {
public:
  explicit Semaphore(unsigned Count) : Left(Count) {}
  struct Turn {
    Semaphore &Of;
    bool await_ready() { return Of.Left && Of.Left--; }
    void await_suspend(std::coroutine_handle<> Next) { Of.Waiting.push_back(Next); }
    void await_resume() {}
  };
  Turn acquire() { return {*this}; }
  bool try_acquire() { return Left && Left--; }
  void release() {
    if (Waiting.empty()) {
      ++Left;
      return;
    }
    auto Next = Waiting.front();
    Waiting.pop_front();
    Next.resume();
  }

private:
  unsigned Left;
  std::deque<std::coroutine_handle<>> Waiting;
};

struct Session {};
void spawn(Task<void>);

class Sessions {
public:
  Task<void> borrowBad() {
    co_await One.acquire(); // NOTE(again,1): 'One' is locked here
    co_await count(); // WARN(again)[co_await]: coroutine holds 'One' while it awaits what locks 'One' too: it waits for itself // NOTE(again,2): it awaits 'Sessions::count' here
    One.release();
  }

  Task<void> count() {
    co_await One.acquire(); // NOTE(again,3): 'One' is awaited here
    One.release();
  }

  Task<void> twiceBad() {
    co_await One.acquire();
    co_await One.acquire(); // WARN[co_await]: coroutine awaits the lock of 'One' while it holds it already
    One.release();
    One.release();
  }

  Task<void> returnedOk() {
    co_await One.acquire();
    One.release();
    co_await count();
  }

  Task<void> otherOk() {
    co_await Other.acquire();
    co_await count();
    Other.release();
  }

  Task<void> createsBad() {
    co_await One.acquire();
    co_await create_session(); // WARN[co_await]: coroutine holds 'One' while it awaits 'Sessions::create_session'
    One.release();
  }

  // Two units: the second one is left.

  Task<void> twoOk() {
    co_await Two.acquire();
    co_await countTwo();
    Two.release();
  }

  Task<void> countTwo() {
    co_await Two.acquire();
    Two.release();
  }

  // It says that something has happened: whoever waits does not give it back.

  Task<void> signalledOk() {
    co_await Told.acquire();
    co_await alsoSignalled();
  }

  Task<void> alsoSignalled() {
    co_await Told.acquire();
    Told.release();
  }

  // Who was spawned gives it back.

  Task<void> handedOk() {
    for (int I = 0; I < 3; ++I) {
      co_await Handed.acquire();
      spawn(work());
    }
    co_await Handed.acquire();
  }

  Task<void> work() {
    Handed.release();
    co_return;
  }

  // How many there are is not known.

  Task<void> unknownOk(Semaphore &Given) {
    co_await Given.acquire();
    co_await unknownToo(Given);
    Given.release();
  }

  Task<void> unknownToo(Semaphore &Given) {
    co_await Given.acquire();
    Given.release();
  }

  explicit Sessions(unsigned Count) : Counted(Count), ByConstructor(1) {}

  Task<void> countedOk() {
    co_await Counted.acquire();
    co_await Counted.acquire();
    Counted.release();
    Counted.release();
  }

  Task<void> byConstructorBad() {
    co_await ByConstructor.acquire();
    co_await ByConstructor.acquire(); // WARN[co_await]: coroutine awaits the lock of 'ByConstructor' while it holds it already
    ByConstructor.release();
    ByConstructor.release();
  }

private:
  Task<Session> create_session();

  Semaphore One{1}, Other{1}, Two{2}, Told{0}, Handed{1}, Counted, ByConstructor;
};

Task<void> localBad() {
  Semaphore Own(1);
  co_await Own.acquire();
  co_await Own.acquire(); // WARN[co_await]: coroutine awaits the lock of 'Own' while it holds it already
  Own.release();
}
