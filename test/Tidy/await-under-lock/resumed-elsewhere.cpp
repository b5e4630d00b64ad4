// REQUIRES: complete-coroutines
// RUN: %check await-under-lock %s -- -std=c++20

// What a coroutine holds it holds on each executor that it goes on on.

#include "../wait-under-lock/Inputs/Crew.h"

#include <coroutine>
#include <exception>

struct OnCrew {
  Crew &c;
  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<> h) { c.hire(h); }
  void await_resume() const noexcept {}
};

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

static std::mutex Deck;

Job overTwoMovesBad(Crew &c) {
  co_await OnCrew{c};
  std::lock_guard<std::mutex> lock(Deck);
  co_await OnCrew{c}; // WARN: 'Deck'
  co_return 1;
}

Job fromBeforeBad(Crew &c) {
  std::unique_lock<std::mutex> lock(Deck);
  co_await OnCrew{c}; // WARN: 'Deck'
  co_await OnCrew{c}; // WARN: 'Deck'
  co_return 1;
}

Job letGoOk(Crew &c) {
  co_await OnCrew{c};
  {
    std::lock_guard<std::mutex> lock(Deck);
  }
  co_await OnCrew{c};
  co_return 1;
}
