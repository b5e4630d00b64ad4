// Coroutines that a program may have of its own.

#include <coroutine>
#include <exception>
#include <optional>
#include <utility>

struct AwaitsAnything {};

/// It starts when it is awaited. \p Awaits may look at what it awaits.
template <typename T, typename Awaits = AwaitsAnything> class Task {
public:
  struct promise_type : Awaits {
    Task get_return_object() {
      return Task(std::coroutine_handle<promise_type>::from_promise(*this));
    }
    std::suspend_always initial_suspend() noexcept { return {}; }
    struct Last : std::suspend_always {
      std::coroutine_handle<>
      await_suspend(std::coroutine_handle<promise_type> Ended) const noexcept {
        return Ended.promise().Next;
      }
    };
    Last final_suspend() noexcept { return {}; }
    void return_value(T Given) { Value = std::move(Given); }
    void unhandled_exception() { std::terminate(); }

    std::optional<T> Value;
    std::coroutine_handle<> Next;
  };

  explicit Task(std::coroutine_handle<promise_type> Frame) : Frame(Frame) {}
  Task(const Task &) = delete;
  ~Task() { Frame.destroy(); }

  bool await_ready() const { return false; }
  std::coroutine_handle<> await_suspend(std::coroutine_handle<> Caller) {
    Frame.promise().Next = Caller;
    return Frame;
  }
  T await_resume() { return std::move(*Frame.promise().Value); }

private:
  std::coroutine_handle<promise_type> Frame;
};

/// It starts at once, and nobody waits for its end.
struct Detached {
  struct promise_type {
    Detached get_return_object() { return {}; }
    std::suspend_never initial_suspend() noexcept { return {}; }
    std::suspend_never final_suspend() noexcept { return {}; }
    void return_void() {}
    void unhandled_exception() { std::terminate(); }
  };
};
