// RUN: %check self-wait,self-join,nested-loop,wait-under-lock %s -- -std=c++20

// Debian has no stdexec: what is included declares what its headers do.

#include "Inputs/Stdexec.h"

#include <memory>
#include <mutex>
#include <thread>

using namespace stdexec;

void pipeBad(exec::static_thread_pool &Pool) {
  auto Sched = Pool.get_scheduler();
  auto Work = schedule(Sched) | then([Sched] {
    auto Inner = schedule(Sched) | then([] { return 1; });
    sync_wait(std::move(Inner)); // WARN[sync_wait]:
  });
  sync_wait(std::move(Work));
}

void callBad() {
  exec::static_thread_pool Pool(1);
  sync_wait(then(schedule(Pool.get_scheduler()), [&] {
    auto Sched = Pool.get_scheduler();
    sync_wait(then(schedule(Sched), [] { return 1; })); // WARN[sync_wait]: task of 'Pool' blocks in 'operator()' until another task of 'Pool' has run, but holds its only worker
  }));
}

/// Nothing but a free worker is waited for.
void scheduleBad(exec::static_thread_pool &Pool) {
  sync_wait(schedule(Pool.get_scheduler()) | then([&] {
    sync_wait(schedule(Pool.get_scheduler())); // WARN[sync_wait]:
  }));
}

void startsOnBad(exec::static_thread_pool &Pool) {
  auto Sched = Pool.get_scheduler();
  exec::start_detached(schedule(Sched) | then([Sched] {
    sync_wait(starts_on(Sched, just(1))); // WARN[sync_wait]:
  }));
}

void continuesOnBad(exec::static_thread_pool &Pool, exec::static_thread_pool &Other) {
  auto Sched = Pool.get_scheduler(), Then = Other.get_scheduler();
  sync_wait(schedule(Sched) | continues_on(Then) | then([Then] {
    sync_wait(schedule(Then) | then([] { return 1; })); // WARN[sync_wait]:
  }));
}

void letValueBad(exec::static_thread_pool &Pool) {
  auto Sched = Pool.get_scheduler();
  sync_wait(schedule(Sched) | let_value([Sched] {
    sync_wait(schedule(Sched)); // WARN[sync_wait]:
    return just(1);
  }));
}

void contextBad() {
  exec::single_thread_context Context;
  sync_wait(schedule(Context.get_scheduler()) | then([&] {
    sync_wait(schedule(Context.get_scheduler())); // WARN[sync_wait]: but holds its only worker
  }));
}

void loopBad() {
  run_loop Loop;
  exec::start_detached(schedule(Loop.get_scheduler()) | then([&] {
    sync_wait(schedule(Loop.get_scheduler()) | then([] { return 1; })); // WARN[sync_wait]:
    Loop.finish();
  }));
  Loop.run();
}

void underLockBad(exec::static_thread_pool &Pool, std::mutex &M) {
  std::lock_guard<std::mutex> Lock(M);
  sync_wait(schedule(Pool.get_scheduler()) | then([&] { // WARN[sync_wait]:
    std::lock_guard<std::mutex> Again(M);
  }));
}

/// The pool's end joins its threads.
void endBad() {
  auto Pool = std::make_shared<exec::static_thread_pool>(2);
  exec::start_detached(schedule(Pool->get_scheduler()) | then([Pool]() mutable {
    Pool.reset(); // WARN[reset]:
  }));
  Pool.reset();
}

// What returns the sender instead of waiting for it is fine.

void letValueOk(exec::static_thread_pool &Pool) {
  auto Sched = Pool.get_scheduler();
  sync_wait(schedule(Sched) | let_value([Sched] {
    return schedule(Sched) | then([] { return 1; });
  }));
}

void otherOk(exec::static_thread_pool &Pool, exec::static_thread_pool &Other) {
  auto Sched = Pool.get_scheduler(), Then = Other.get_scheduler();
  sync_wait(schedule(Sched) | then([Then] {
    sync_wait(schedule(Then) | then([] { return 1; }));
  }));
}

void continuesOnOk(exec::static_thread_pool &Pool, exec::static_thread_pool &Other) {
  auto Sched = Pool.get_scheduler(), Then = Other.get_scheduler();
  sync_wait(schedule(Sched) | continues_on(Then) | then([Sched] {
    sync_wait(schedule(Sched) | then([] { return 1; }));
  }));
}

/// What has no scheduler runs where it is waited for.
void justOk(exec::static_thread_pool &Pool) {
  sync_wait(schedule(Pool.get_scheduler()) | then([] {
    sync_wait(just() | then([] { return 1; }));
  }));
}

static int down(int N) {
  if (N)
    sync_wait(just() | then([N] { return down(N - 1); }));
  return N;
}

void recursionOk() { down(3); }

void loopOk() {
  run_loop Loop;
  std::thread Thread([&] { Loop.run(); });
  sync_wait(schedule(Loop.get_scheduler()) | then([] { return 1; }));
  Loop.finish();
  Thread.join();
}

/// What follows may run on another pool.
void letValueMovesOk(exec::static_thread_pool &Pool, exec::static_thread_pool &Other) {
  auto Sched = Pool.get_scheduler(), Then = Other.get_scheduler();
  sync_wait(schedule(Sched) | let_value([Then] { return schedule(Then); }) |
            then([Sched] { sync_wait(schedule(Sched)); }));
}

/// One thread of the pool waits for another.
void threadsOk(exec::static_thread_pool &Pool) {
  auto First = Pool.get_scheduler_on_thread(0);
  auto Second = Pool.get_scheduler_on_thread(1);
  sync_wait(schedule(First) | then([Second] { sync_wait(schedule(Second)); }));
}

void onMainOk(exec::static_thread_pool &Pool, std::mutex &M) {
  { std::lock_guard<std::mutex> Lock(M); }
  sync_wait(schedule(Pool.get_scheduler()) | then([&] {
    std::lock_guard<std::mutex> Again(M);
  }));
}

/// Where the task runs is not known: it is the scheduler's too.
void FN_startsOnTask(exec::static_thread_pool &Pool) {
  auto Sched = Pool.get_scheduler();
  sync_wait(starts_on(Sched, just() | then([Sched] { sync_wait(schedule(Sched)); })));
}
