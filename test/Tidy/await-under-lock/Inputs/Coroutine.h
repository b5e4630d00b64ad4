// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

// The least that a coroutine needs. Clang 14 looks for it in std::experimental,
// and libstdc++ has nothing there: the tests bring it along.

#ifndef COROUTINE_H
#define COROUTINE_H

#if defined(__clang__) && __clang_major__ < 15
namespace std {
namespace experimental {
template <typename R, typename... Args> struct coroutine_traits {
  using promise_type = typename R::promise_type;
};
template <typename P = void> struct coroutine_handle;
template <> struct coroutine_handle<void> {
  static coroutine_handle from_address(void *At) noexcept {
    coroutine_handle Made;
    Made.At = At;
    return Made;
  }
  void *address() const noexcept { return At; }
  explicit operator bool() const noexcept { return At != nullptr; }
  void operator()() const { __builtin_coro_resume(At); }
  void resume() const { __builtin_coro_resume(At); }
  void destroy() const { __builtin_coro_destroy(At); }
  bool done() const { return __builtin_coro_done(At); }
  void *At = nullptr;
};
template <typename P> struct coroutine_handle : coroutine_handle<> {
  static coroutine_handle from_address(void *At) noexcept {
    coroutine_handle Made;
    Made.At = At;
    return Made;
  }
  static coroutine_handle from_promise(P &Promise) {
    return from_address(
        __builtin_coro_promise(&Promise, alignof(P), true));
  }
  P &promise() const {
    return *static_cast<P *>(__builtin_coro_promise(At, alignof(P), false));
  }
};
struct suspend_always {
  constexpr bool await_ready() const noexcept { return false; }
  void await_suspend(coroutine_handle<>) const noexcept {}
  void await_resume() const noexcept {}
};
struct suspend_never {
  constexpr bool await_ready() const noexcept { return true; }
  void await_suspend(coroutine_handle<>) const noexcept {}
  void await_resume() const noexcept {}
};
} // namespace experimental
using experimental::coroutine_handle;
using experimental::suspend_always;
using experimental::suspend_never;
} // namespace std
#else
#include <coroutine>
#endif

// A coroutine that others await.
template <typename T> struct Task {
  struct promise_type {
    Task get_return_object() { return {}; }
    std::suspend_always initial_suspend() noexcept { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    std::suspend_always yield_value(int) { return {}; }
    void return_value(T) {}
    void unhandled_exception() {}
  };
  bool await_ready() const noexcept { return Ready; }
  void await_suspend(std::coroutine_handle<>) {}
  T await_resume();
  bool Ready = false;
};

template <> struct Task<void> {
  struct promise_type {
    Task get_return_object() { return {}; }
    std::suspend_always initial_suspend() noexcept { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    std::suspend_always yield_value(int) { return {}; }
    void return_void() {}
    void unhandled_exception() {}
  };
  bool await_ready() const noexcept { return Ready; }
  void await_suspend(std::coroutine_handle<>) {}
  void await_resume() {}
  bool Ready = false;
};

// Work of somebody else: a timer, a socket.
struct Tick {
  bool await_ready() const noexcept { return Ready; }
  void await_suspend(std::coroutine_handle<>);
  int await_resume();
  bool Ready = false;
};
Tick tick();

#endif
