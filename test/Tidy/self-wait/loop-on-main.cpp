// RUN: %check self-wait %s -- -std=c++17

// A loop that main makes and runs, and whose step is a method of its own.

#include <functional>
#include <future>
#include <mutex>
#include <vector>

class Rounds {
public:
  void queue(std::function<void()> turn) {
    std::lock_guard<std::mutex> lock(door);
    pending.push_back(std::move(turn));
  }
  void run() {
    while (!over)
      step();
  }
  void stop() { over = true; }

private:
  void step() {
    std::vector<std::function<void()>> now;
    {
      std::lock_guard<std::mutex> lock(door);
      now.swap(pending);
    }
    for (auto &turn : now)
      turn();
  }
  std::mutex door;
  std::vector<std::function<void()>> pending;
  bool over = false;
};

/// Callbacks that are kept in what is called on: nobody waits for a turn.
class Observed {
public:
  void watch(std::function<void()> seen) { watchers.push_back(std::move(seen)); }
  void tell() {
    for (auto &seen : watchers)
      seen();
  }

private:
  std::vector<std::function<void()>> watchers;
};

static void nestedBad(Rounds &r) {
  r.queue([&r] {
    std::promise<void> done;
    r.queue([&done] { done.set_value(); });
    done.get_future().wait(); // WARN: task of 'r' blocks in 'wait' until another task of 'r' has run
    r.stop();
  });
}

static void chainOk(Rounds &r) {
  r.queue([&r] { r.queue([&r] { r.stop(); }); });
}

int main() {
  Rounds r;
  chainOk(r);
  nestedBad(r);
  r.run();
  Observed o;
  std::promise<void> told;
  o.watch([&told] { told.set_value(); });
  o.watch([&told] { told.get_future().wait(); });
  o.tell();
}
