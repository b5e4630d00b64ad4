// RUN: %check self-wait,wait-cycle %s -- -std=c++17

// When a signal is given: before the task that waits was submitted, or only
// after the wait.

#include <condition_variable>
#include <deque>
#include <functional>
#include <future>
#include <mutex>
#include <thread>

class Loom {
public:
  Loom() : weaver_([this] { weave(); }) {}
  ~Loom() {
    {
      std::lock_guard<std::mutex> l(m_);
      torn_ = true;
    }
    c_.notify_one();
    weaver_.join();
  }
  void thread(std::function<void()> f) {
    {
      std::lock_guard<std::mutex> l(m_);
      warp_.push_back(std::move(f));
    }
    c_.notify_one();
  }

private:
  void weave() {
    for (;;) {
      std::function<void()> f;
      {
        std::unique_lock<std::mutex> l(m_);
        c_.wait(l, [this] { return torn_ || !warp_.empty(); });
        if (warp_.empty())
          return;
        f = std::move(warp_.front());
        warp_.pop_front();
      }
      f();
    }
  }
  std::mutex m_;
  std::condition_variable c_;
  std::deque<std::function<void()>> warp_;
  bool torn_ = false;
  std::thread weaver_;
};

// Whoever submits the task has given the signal before.

void givenBeforeOk(Loom &loom, Loom &other) {
  std::promise<void> dyed, done;
  loom.thread([&] {
    dyed.set_value();
    other.thread([&] {
      dyed.get_future().wait();
      done.set_value();
    });
    done.get_future().wait();
  });
}

void givenAfterBad(Loom &loom, Loom &other) {
  std::promise<void> dyed, done;
  loom.thread([&] {
    other.thread([&] {
      dyed.get_future().wait(); // WARN[wait]:
      done.set_value();
    });
    done.get_future().wait(); // the same cycle, told once
    dyed.set_value();
  });
}

// The waiting task would give it itself, when it no longer waits.

void ownAfterBad(Loom &loom) {
  std::promise<void> spun;
  loom.thread([&] {
    loom.thread([&] { spun.set_value(); });
    spun.get_future().wait(); // WARN[wait]:
    spun.set_value();
  });
}

void ownBeforeOk(Loom &loom) {
  std::promise<void> spun;
  loom.thread([&] {
    loom.thread([] {});
    spun.set_value();
    spun.get_future().wait();
  });
}

// So would a thread that is only started then.

void threadAfterBad(Loom &loom) {
  std::promise<void> spun;
  loom.thread([&] {
    loom.thread([&] { spun.set_value(); });
    spun.get_future().wait(); // WARN[wait]:
    std::thread([&] { spun.set_value(); }).detach();
  });
}

void threadBeforeOk(Loom &loom) {
  std::promise<void> spun;
  loom.thread([&] {
    std::thread([&] { spun.set_value(); }).detach();
    loom.thread([&] { spun.set_value(); });
    spun.get_future().wait();
  });
}

