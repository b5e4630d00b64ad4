// Counts down to zero, which may be waited for.
#ifndef GRIDLOCK_TEST_COUNT_H
#define GRIDLOCK_TEST_COUNT_H

#include <condition_variable>
#include <mutex>

class Count {
public:
  explicit Count(int n) : left_(n) {}
  void down() {
    std::lock_guard<std::mutex> l(m_);
    if (--left_ == 0)
      c_.notify_all();
  }
  bool done() {
    std::lock_guard<std::mutex> l(m_);
    return left_ == 0;
  }
  void wait() {
    std::unique_lock<std::mutex> l(m_);
    c_.wait(l, [this] { return left_ == 0; });
  }

private:
  std::mutex m_;
  std::condition_variable c_;
  int left_;
};

#endif
