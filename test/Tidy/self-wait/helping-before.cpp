// RUN: %check self-wait %s -- -std=c++17

// The caller runs other tasks until the count is zero, and only then calls what
// would block; the queue holds tasks that hold their callables.

#include "Inputs/Count.h"

#include <condition_variable>
#include <deque>
#include <functional>
#include <future>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

class Looms {
public:
  explicit Looms(int n) {
    for (int i = 0; i < n; ++i)
      weavers_.emplace_back([this] { weave(); });
  }
  ~Looms() {
    {
      std::lock_guard<std::mutex> l(m_);
      closed_ = true;
    }
    c_.notify_all();
    for (auto &w : weavers_)
      w.join();
  }
  void thread(std::function<void()> f) {
    std::packaged_task<void()> yarn(std::move(f));
    std::lock_guard<std::mutex> l(m_);
    yarns_.push_back(std::move(yarn));
    c_.notify_one();
  }
  bool weaveOne() {
    std::unique_lock<std::mutex> l(m_);
    if (yarns_.empty())
      return false;
    auto yarn = std::move(yarns_.front());
    yarns_.pop_front();
    l.unlock();
    yarn();
    return true;
  }

private:
  void weave() {
    std::unique_lock<std::mutex> l(m_);
    for (;;) {
      c_.wait(l, [this] { return closed_ || !yarns_.empty(); });
      if (yarns_.empty())
        return;
      auto yarn = std::move(yarns_.front());
      yarns_.pop_front();
      l.unlock();
      yarn();
      l.lock();
    }
  }
  std::mutex m_;
  std::condition_variable c_;
  std::deque<std::packaged_task<void()>> yarns_;
  bool closed_ = false;
  std::vector<std::thread> weavers_;
};

void helpedOk(Looms &looms) {
  looms.thread([&looms] {
    Count barrier(1);
    looms.thread([&barrier] { barrier.down(); });
    while (!barrier.done() && looms.weaveOne()) {
    }
    barrier.wait();
  });
}

void coldBad(Looms &looms) {
  looms.thread([&looms] {
    Count barrier(1);
    looms.thread([&barrier] { barrier.down(); });
    barrier.wait(); // WARN[wait]:
  });
}

// It helps too late.

void afterBad(Looms &looms) {
  looms.thread([&looms] {
    Count barrier(1);
    looms.thread([&barrier] { barrier.down(); });
    barrier.wait(); // WARN[wait]:
    while (!barrier.done() && looms.weaveOne()) {
    }
  });
}

// It helps others.

void otherBad(Looms &looms, Looms &mill) {
  looms.thread([&looms, &mill] {
    Count barrier(1);
    looms.thread([&barrier] { barrier.down(); });
    while (!barrier.done() && mill.weaveOne()) {
    }
    barrier.wait(); // WARN[wait]:
  });
}

#ifdef GRIDLOCK_RUN
#include "Inputs/Cases.h"
static Looms L(1), M(1);
static void finish() {
  Count end(1);
  L.thread([&end] { end.down(); });
  end.wait();
}
#define LOOMS(fn) {#fn, [] { fn(L); finish(); }}
int main(int argc, char **argv) {
  return runCase(argc, argv,
                 {LOOMS(helpedOk), LOOMS(coldBad), LOOMS(afterBad),
                  {"otherBad", [] { otherBad(L, M); finish(); }}});
}
#endif
