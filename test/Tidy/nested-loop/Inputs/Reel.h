// A loop on a thread of its own that stops when nothing is queued and it was told
// to end; it counts the handler that runs as work, so that run() in a handler
// does not return before that handler has.
#ifndef GRIDLOCK_TEST_REEL_H
#define GRIDLOCK_TEST_REEL_H

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>

class Reel {
public:
  void wind(std::function<void()> yarn) {
    std::unique_lock<std::mutex> l(m_);
    ++work_;
    yarns_.push_back(std::move(yarn));
    cv_.notify_one();
  }

  void run() {
    std::unique_lock<std::mutex> l(m_);
    while (true) {
      cv_.wait(l, [this] { return work_ == 0 || !yarns_.empty(); });
      if (yarns_.empty())
        return;
      turn(l);
    }
  }

  // As many as there are, without waiting.
  int poll() {
    int n = 0;
    std::unique_lock<std::mutex> l(m_);
    for (; !yarns_.empty(); ++n)
      turn(l);
    return n;
  }

private:
  void turn(std::unique_lock<std::mutex> &l) {
    auto yarn = std::move(yarns_.front());
    yarns_.pop_front();
    l.unlock();
    yarn();
    l.lock();
    if (--work_ == 0)
      cv_.notify_all();
  }

  std::mutex m_;
  std::condition_variable cv_;
  std::deque<std::function<void()>> yarns_;
  int work_ = 0;
};

#endif
