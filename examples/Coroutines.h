// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

// Coroutines as the examples need them: a task that starts when it is awaited,
// a mutex that is awaited, and a worker that coroutines go on in.

#ifndef COROUTINES_H
#define COROUTINES_H

#include <condition_variable>
#include <coroutine>
#include <exception>
#include <mutex>
#include <queue>
#include <thread>
#include <utility>

template <typename T> class Task {
public:
  struct promise_type {
    T Value{};
    std::coroutine_handle<> Awaiter = std::noop_coroutine();
    Task get_return_object() {
      return Task(std::coroutine_handle<promise_type>::from_promise(*this));
    }
    std::suspend_always initial_suspend() noexcept { return {}; }
    struct Final {
      bool await_ready() noexcept { return false; }
      std::coroutine_handle<>
      await_suspend(std::coroutine_handle<promise_type> Ended) noexcept {
        return Ended.promise().Awaiter;
      }
      void await_resume() noexcept {}
    };
    Final final_suspend() noexcept { return {}; }
    void return_value(T Returned) { Value = std::move(Returned); }
    void unhandled_exception() { std::terminate(); }
  };

  Task(Task &&Other) noexcept : Code(std::exchange(Other.Code, {})) {}
  ~Task() {
    if (Code)
      Code.destroy();
  }
  bool await_ready() const { return false; }
  std::coroutine_handle<> await_suspend(std::coroutine_handle<> Awaiter) {
    Code.promise().Awaiter = Awaiter;
    return Code;
  }
  T await_resume() { return std::move(Code.promise().Value); }

private:
  explicit Task(std::coroutine_handle<promise_type> Code) : Code(Code) {}
  std::coroutine_handle<promise_type> Code;
};

// A coroutine that nobody awaits.
struct Detached {
  struct promise_type {
    Detached get_return_object() { return {}; }
    std::suspend_never initial_suspend() noexcept { return {}; }
    std::suspend_never final_suspend() noexcept { return {}; }
    void return_void() {}
    void unhandled_exception() { std::terminate(); }
  };
};

// One thread. `co_await Where.turn()` goes on there, behind what is queued.
class Worker {
public:
  ~Worker() {
    {
      std::lock_guard Lock(Mutex);
      Ending = true;
    }
    Changed.notify_one();
    Thread.join();
  }
  auto turn() {
    struct Turn {
      Worker *Where;
      bool await_ready() { return false; }
      void await_suspend(std::coroutine_handle<> Code) { Where->add(Code); }
      void await_resume() {}
    };
    return Turn{this};
  }

private:
  void add(std::coroutine_handle<> Code) {
    {
      std::lock_guard Lock(Mutex);
      Queue.push(Code);
    }
    Changed.notify_one();
  }
  void run() {
    for (;;) {
      std::unique_lock Lock(Mutex);
      Changed.wait(Lock, [this] { return Ending || !Queue.empty(); });
      if (Queue.empty())
        return;
      std::coroutine_handle<> Code = Queue.front();
      Queue.pop();
      Lock.unlock();
      Code.resume();
    }
  }
  std::mutex Mutex;
  std::condition_variable Changed;
  std::queue<std::coroutine_handle<>> Queue;
  bool Ending = false;
  std::thread Thread{[this] { run(); }};
};

// A coroutine that cannot have it suspends; no thread blocks. For coroutines of
// one worker.
class AsyncMutex {
public:
  class Guard {
  public:
    explicit Guard(AsyncMutex *Held) : Held(Held) {}
    Guard(Guard &&Other) noexcept : Held(std::exchange(Other.Held, nullptr)) {}
    ~Guard() {
      if (Held)
        Held->unlock();
    }

  private:
    AsyncMutex *Held;
  };

  auto lock() {
    struct Locking {
      AsyncMutex *Wanted;
      bool await_ready() { return !std::exchange(Wanted->Locked, true); }
      void await_suspend(std::coroutine_handle<> Code) {
        Wanted->Waiting.push(Code);
      }
      Guard await_resume() { return Guard(Wanted); }
    };
    return Locking{this};
  }
  void unlock() {
    if (Waiting.empty()) {
      Locked = false;
      return;
    }
    std::coroutine_handle<> Next = Waiting.front();
    Waiting.pop();
    Next.resume();
  }

private:
  bool Locked = false;
  std::queue<std::coroutine_handle<>> Waiting;
};

#endif
