// One thread that runs what is put on it, in batches; nothing comes back.
#ifndef GRIDLOCK_TEST_BELT_H
#define GRIDLOCK_TEST_BELT_H

#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

class Belt {
public:
  Belt() : motor_(&Belt::turn, this) {}

  ~Belt() {
    put([this] { on_ = false; });
    motor_.join();
  }

  void put(std::function<void()> box) {
    std::lock_guard<std::mutex> hold(mu_);
    boxes_.push_back(std::move(box));
    cv_.notify_one();
  }

  bool isHere() const { return std::this_thread::get_id() == motor_.get_id(); }

private:
  void turn() {
    while (on_) {
      std::vector<std::function<void()>> batch;
      {
        std::unique_lock<std::mutex> hold(mu_);
        while (boxes_.empty())
          cv_.wait(hold);
        batch.swap(boxes_);
      }
      for (auto &box : batch)
        box();
    }
  }

  std::mutex mu_;
  std::condition_variable cv_;
  std::vector<std::function<void()>> boxes_;
  bool on_ = true;
  std::thread motor_;
};

#endif
