// Coroutines that start at once and may go on as tasks of a Crew.
#ifndef GRIDLOCK_TEST_CREW_COROUTINES_H
#define GRIDLOCK_TEST_CREW_COROUTINES_H

#include "Crew.h"

#include <coroutine>
#include <exception>

struct Job {
  struct promise_type {
    std::promise<int> done;
    Job get_return_object() { return {done.get_future()}; }
    std::suspend_never initial_suspend() { return {}; }
    std::suspend_never final_suspend() noexcept { return {}; }
    void return_value(int v) { done.set_value(v); }
    void unhandled_exception() { std::terminate(); }
  };
  std::future<int> ended;
};

/// What is left of the coroutine is the task.
struct AsTask {
  Crew &c;
  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<> h) { c.hire(h); }
  void await_resume() const noexcept {}
};

#endif
