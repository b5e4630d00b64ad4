// RUN: %check self-join,wait-under-lock %s -- -std=c++17

// What is made anew on the way to a wait holds no thread yet, though it stands where
// the one before stood, whose thread may be the one that waits.

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>

class Ticker {
public:
  explicit Ticker(std::function<void()> f) : tick(std::move(f)) {}
  ~Ticker() {
    if (hand.joinable())
      hand.join();
  }
  void start() {
    if (hand.joinable())
      hand.join(); // WARN[join]: a thread waits in 'join' for its own thread 'hand'
    hand = std::thread([this] { tick(); });
  }

private:
  std::function<void()> tick;
  std::thread hand;
};

class Clock {
public:
  void windOk() {
    std::lock_guard<std::mutex> lock(spring);
    if (!first) {
      first = std::make_unique<Ticker>([this] { windOk(); });
      first->start();
    }
  }
  void resetOk() {
    second.reset(new Ticker([this] { resetOk(); }));
    second->start();
  }
  void localOk() {
    if (--left > 0) {
      Ticker inner([this] { localOk(); });
      inner.start();
    }
  }
  void keptBad() {
    if (!third)
      third = std::make_unique<Ticker>([this] { keptBad(); });
    third->start();
  }
  void startedTwiceBad() {
    std::lock_guard<std::mutex> lock(spring);
    Ticker twice([this] { std::lock_guard<std::mutex> lock(spring); }); // WARN: '~Ticker'
    for (int i = 0; i < 2; ++i)
      twice.start(); // WARN[start]: 'spring'
  }

private:
  std::mutex spring;
  std::atomic<int> left{3};
  std::unique_ptr<Ticker> first, second, third;
};

int main() {
  Clock c;
  c.windOk();
  c.resetOk();
  c.localOk();
  c.keptBad();
  c.startedTwiceBad();
}
