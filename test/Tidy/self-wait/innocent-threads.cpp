// RUN: %check self-wait %s -- -std=c++17

// A thread that runs one element of a collection and ends is no worker: who
// waits in it keeps nobody from running.

#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

class Bell {
public:
  void ring() {
    {
      std::lock_guard<std::mutex> l(m_);
      rung_ = true;
    }
    cv_.notify_one();
  }
  void await() {
    std::unique_lock<std::mutex> l(m_);
    cv_.wait(l, [this] { return rung_; });
  }

private:
  std::mutex m_;
  std::condition_variable cv_;
  bool rung_ = false;
};

class Runner {
public:
  Runner(Bell &mine, Bell &next) : mine_(mine), next_(next) {}
  void operator()(bool first) {
    if (first) {
      next_.ring();
      mine_.await();
    } else {
      mine_.await();
      next_.ring();
    }
  }

private:
  Bell &mine_;
  Bell &next_;
};

class Relay {
public:
  explicit Relay(Runner **runners) : runners_(runners) {}
  void operator()(int lane) const { (*runners_[lane])(lane == 0); }

private:
  Runner **runners_;
};

template <typename Body> void eachOnItsThread(int n, const Body &body) {
  std::vector<std::thread> threads;
  for (int i = 0; i < n; ++i)
    threads.emplace_back([&body, i] { body(i); });
  for (auto &t : threads)
    t.join();
}

void laneForEachThreadOk() {
  Bell left, right;
  Runner a(left, right), b(right, left);
  Runner *runners[] = {&a, &b};
  eachOnItsThread(2, Relay(runners));
}

class Crew {
public:
  explicit Crew(int n) {
    for (int i = 0; i < n; ++i)
      hands_.emplace_back([this] { row(); });
  }
  ~Crew() {
    for (std::size_t i = 0; i < hands_.size(); ++i)
      give(nullptr);
    for (auto &h : hands_)
      h.join();
  }
  void give(std::function<void()> f) {
    {
      std::lock_guard<std::mutex> l(m_);
      orders_.push_back(std::move(f));
    }
    cv_.notify_one();
  }

private:
  void row() {
    for (;;) {
      std::unique_lock<std::mutex> l(m_);
      cv_.wait(l, [this] { return !orders_.empty(); });
      auto f = std::move(orders_.front());
      orders_.pop_front();
      l.unlock();
      if (!f)
        return;
      f();
    }
  }

  std::mutex m_;
  std::condition_variable cv_;
  std::deque<std::function<void()>> orders_;
  std::vector<std::thread> hands_;
};

void laneOfCrewBad() {
  Crew crew(1);
  crew.give([&crew] {
    Bell bell;
    crew.give([&bell] { bell.ring(); });
    bell.await(); // WARN: another task of 'crew'
  });
}

#ifdef GRIDLOCK_RUN
#include "Inputs/Cases.h"
int main(int argc, char **argv) {
  return runCase(argc, argv,
                 {{"laneForEachThreadOk", laneForEachThreadOk},
                  {"laneOfCrewBad", laneOfCrewBad}});
}
#endif
