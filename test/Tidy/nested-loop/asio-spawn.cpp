// REQUIRES: asio
// RUN: %check nested-loop,self-wait %s -- %{asio}

// A future of a coroutine or a handler of the loop, waited for on the loop. One
// check tells, not two.

#include <asio.hpp>

#include <atomic>
#include <chrono>
#include <future>
#include <thread>

using namespace std::chrono_literals;

static std::atomic<bool> Done{false};
static void awaitDone() {
  while (!Done)
    std::this_thread::yield();
}

// The thread of the loop.
struct Loop {
  Loop() : runner([this] { io.run(); }) {}
  ~Loop() {
    work.reset();
    runner.join();
  }
  asio::io_context io{1};
  asio::executor_work_guard<asio::io_context::executor_type> work{io.get_executor()};
  std::thread runner;
};

asio::awaitable<int> dial(asio::io_context &io) {
  asio::steady_timer timer(io, 1ms);
  co_await timer.async_wait(asio::use_awaitable);
  co_return 5;
}

void spawnBad(asio::io_context &io) {
  asio::post(io, [&io] {
    asio::co_spawn(io, dial(io), asio::use_future).get(); // WARN[get]: io'
    Done = true;
  });
  awaitDone();
}

void spawnLambdaBad(asio::io_context &io) {
  asio::post(io, [&io] {
    asio::co_spawn(
        io,
        [&io]() -> asio::awaitable<int> {
          co_await asio::post(io, asio::use_awaitable);
          co_return 7;
        },
        asio::use_future)
        .get(); // WARN[get]: io'
    Done = true;
  });
  awaitDone();
}

// What never suspends has ended when it has been started.

void spawnLambdaAtOnceOk(asio::io_context &io) {
  asio::post(io, [&io] {
    asio::co_spawn(io, []() -> asio::awaitable<int> { co_return 8; }, asio::use_future).get();
    Done = true;
  });
  awaitDone();
}

asio::awaitable<int> answer() { co_return 6; }

void spawnAtOnceOk(asio::io_context &io) {
  asio::post(io, [&io] {
    asio::co_spawn(io, answer(), asio::use_future).get();
    Done = true;
  });
  awaitDone();
}

void spawnOk(asio::io_context &io) {
  asio::co_spawn(io, dial(io), asio::use_future).get();
}

void spawnElsewhereOk(asio::io_context &io, asio::io_context &other) {
  asio::post(io, [&other] {
    asio::co_spawn(other, dial(other), asio::use_future).get();
    Done = true;
  });
  awaitDone();
}

void spawnDetachedOk(asio::io_context &io) {
  asio::post(io, [&io] {
    asio::co_spawn(io, dial(io), asio::detached);
    Done = true;
  });
  awaitDone();
}

// A synchronous wrapper, called from a coroutine of the loop.

class Phone {
public:
  explicit Phone(asio::io_context &io) : io(io) {}

  int call() {
    return asio::co_spawn(io, dial(io), asio::use_future).get(); // FN: missed, only main tells that the phone has this very context
  }

  int callFromOutside() {
    return asio::co_spawn(io, dial(io), asio::use_future).get();
  }

  asio::awaitable<void> ring() {
    call();
    Done = true;
    co_return;
  }

  asio::awaitable<void> ringSoftly() {
    co_await dial(io);
    Done = true;
  }

private:
  asio::io_context &io;
};

void wrapperBad(Phone &p, asio::io_context &io) {
  asio::co_spawn(io, p.ring(), asio::detached);
  awaitDone();
}

void wrapperOk(Phone &p, asio::io_context &io) {
  asio::co_spawn(io, p.ringSoftly(), asio::detached);
  awaitDone();
  p.callFromOutside();
}

// A timer's future.

void timerBad(asio::io_context &io) {
  asio::post(io, [&io] {
    asio::steady_timer timer(io, 1ms);
    timer.async_wait(asio::use_future).get(); // WARN[get]: io'
    Done = true;
  });
  awaitDone();
}

void timerOk(asio::io_context &io) {
  asio::steady_timer timer(io, 1ms);
  timer.async_wait(asio::use_future).get();
}

#ifdef GRIDLOCK_RUN
#include "../self-wait/Inputs/Cases.h"
static Loop L, M;
static Phone P(L.io);
#define LOOP(fn) {#fn, [] { fn(L.io); }}
#define BOTH(fn) {#fn, [] { fn(L.io, M.io); }}
#define PHONE(fn) {#fn, [] { fn(P, L.io); }}
int main(int argc, char **argv) {
  return runCase(argc, argv,
                 {LOOP(spawnBad), LOOP(spawnLambdaBad), LOOP(spawnAtOnceOk), LOOP(spawnLambdaAtOnceOk), LOOP(spawnOk), BOTH(spawnElsewhereOk),
                  LOOP(spawnDetachedOk), PHONE(wrapperBad), PHONE(wrapperOk),
                  LOOP(timerBad), LOOP(timerOk)});
}
#endif
