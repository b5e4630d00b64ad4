// RUN: %python %S/Inputs/facts.py %s -- %tidy | FileCheck %s
// REQUIRES: complete-coroutines

// A coroutine is called, but runs when it is awaited; who awaits it suspends.

#include "Inputs/Pool.h"

#include <coroutine>

struct Task {
  struct promise_type {
    Task get_return_object() { return {}; }
    std::suspend_always initial_suspend() noexcept { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    void return_void() {}
    void unhandled_exception() {}
  };
  bool await_ready() { return false; }
  void await_suspend(std::coroutine_handle<>) {}
  void await_resume() {}
};

Task inner(Pool &P) {
  // CHECK-DAG: {line: [[@LINE+1]], wait: "settle"{{.*}}object: "parameter 0"
  P.settle();
  co_return;
}

Task awaits(Pool &P) {
  // CHECK-DAG: {line: [[@LINE+1]], wait: "co_await"{{.*}}mode: suspends{{.*}}object: "coroutine inner(parameter 0)"
  co_await inner(P);
}

Task stores(Pool &P) {
  // CHECK-DAG: {line: [[@LINE+1]], bind: ""{{.*}}object: "Later"{{.*}}value: "coroutine inner(parameter 0)"
  Task Later = inner(P);
  P.post([] {});
  // CHECK-DAG: {line: [[@LINE+1]], wait: "co_await", callee: "inner", mode: suspends, object: "Later"
  co_await Later;
}

// What cannot suspend is no event.

Task never() {
  // CHECK-NOT: {line: [[@LINE+1]], wait:
  co_await std::suspend_never();
}
