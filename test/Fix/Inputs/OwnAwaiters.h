// Of what futures that can be awaited are made.

#include "OwnTasks.h"

#include <condition_variable>
#include <mutex>

/// What each future here has.
struct Base {
  int get() const {
    std::unique_lock<std::mutex> Lock(Mutex);
    Set.wait(Lock, [this] { return Given; });
    return 1;
  }
  void set() {
    std::lock_guard<std::mutex> Lock(Mutex);
    Given = true;
    Set.notify_all();
  }
  mutable std::mutex Mutex;
  mutable std::condition_variable Set;
  bool Given = false;
};

template <typename T> struct Awaiter {
  bool await_ready() { return false; }
  void await_suspend(std::coroutine_handle<>) {}
  T await_resume() { return T(); }
};
