// RUN: %check self-wait,self-join,nested-loop,wait-under-lock,wait-cycle %s -- -std=c++17

// Debian has no libunifex: what is included declares what its headers do.

#include "Inputs/Unifex.h"

#include <chrono>
#include <memory>
#include <mutex>
#include <thread>

using namespace unifex;

void callBad() {
  static_thread_pool Pool(1);
  auto Sched = Pool.get_scheduler();
  sync_wait(then(schedule(Sched), [Sched] {
    sync_wait(then(schedule(Sched), [] { return 1; })); // WARN[sync_wait]: task of 'Pool' blocks in 'operator()' until another task of 'Pool' has run, but holds its only worker
  }));
}

void pipeBad(static_thread_pool &Pool) {
  auto Sched = Pool.get_scheduler();
  sync_wait(schedule(Sched) | then([Sched] {
    sync_wait(schedule(Sched) | then([] { return 1; })); // WARN[sync_wait]:
  }));
}

void secondBad() {
  single_thread_context Context;
  auto Sched = Context.get_scheduler();
  sync_wait(schedule(Sched) | then([] {}) | then([Sched] {
    sync_wait(schedule(Sched)); // WARN[sync_wait]: but holds its only worker
  }));
}

void timedBad(timed_single_thread_context &Context) {
  auto Sched = Context.get_scheduler();
  sync_wait(schedule_after(Sched, std::chrono::seconds(1)) | then([Sched] {
    sync_wait(schedule(Sched)); // WARN[sync_wait]: but holds its only worker
  }));
}

void onBad(static_thread_pool &Pool) {
  auto Sched = Pool.get_scheduler();
  sync_wait(schedule(Sched) | then([Sched] {
    sync_wait(on(Sched, just(1))); // WARN[sync_wait]:
  }));
}

void viaBad(static_thread_pool &Pool, static_thread_pool &Other) {
  auto Sched = Pool.get_scheduler(), Then = Other.get_scheduler();
  sync_wait(schedule(Sched) | via(Then) | then([Then] {
    sync_wait(schedule(Then)); // WARN[sync_wait]:
  }));
}

void letValueBad(static_thread_pool &Pool) {
  auto Sched = Pool.get_scheduler();
  sync_wait(schedule(Sched) | let_value([Sched] {
    sync_wait(schedule(Sched)); // WARN[sync_wait]:
    return just(1);
  }));
}

void underLockBad(static_thread_pool &Pool, std::mutex &M) {
  std::lock_guard<std::mutex> Lock(M);
  sync_wait(schedule(Pool.get_scheduler()) | then([&] { // WARN[sync_wait]: while it holds 'M'
    std::lock_guard<std::mutex> Again(M);
  }));
}

// What returns the sender instead of waiting for it is fine.

void letValueOk(static_thread_pool &Pool) {
  auto Sched = Pool.get_scheduler();
  sync_wait(schedule(Sched) |
            let_value([Sched] { return schedule(Sched) | then([] {}); }));
}

void otherOk(static_thread_pool &Pool, single_thread_context &Other) {
  auto Sched = Pool.get_scheduler();
  sync_wait(schedule(Sched) | then([&] {
    sync_wait(schedule(Other.get_scheduler()) | then([] { return 1; }));
  }));
}

void viaOk(static_thread_pool &Pool, static_thread_pool &Other) {
  auto Sched = Pool.get_scheduler(), Then = Other.get_scheduler();
  sync_wait(schedule(Sched) | via(Then) | then([Sched] {
    sync_wait(schedule(Sched) | then([] { return 1; }));
  }));
}

/// A thread for each task.
void newThreadOk(new_thread_context &Threads) {
  auto Sched = Threads.get_scheduler();
  sync_wait(schedule(Sched) | then([Sched] { sync_wait(schedule(Sched)); }));
}

/// What has no scheduler runs where it is waited for.
void justOk(static_thread_pool &Pool) {
  sync_wait(schedule(Pool.get_scheduler()) | then([] {
    sync_wait(just(1) | then([](int I) { return I; }));
  }));
}

void loopOk() {
  manual_event_loop Loop;
  std::thread Thread([&] { Loop.run(); });
  sync_wait(schedule(Loop.get_scheduler()) | then([] { return 1; }));
  Loop.stop();
  Thread.join();
}

void onMainOk(static_thread_pool &Pool, std::mutex &M) {
  { std::lock_guard<std::mutex> Lock(M); }
  sync_wait(schedule(Pool.get_scheduler()) | then([&] {
    std::lock_guard<std::mutex> Again(M);
  }));
}
