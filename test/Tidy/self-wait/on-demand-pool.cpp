// RUN: %check self-wait %s -- -std=c++17

// A pool that starts a thread whenever none is idle has as many as it needs, unless
// their number is limited too.

#include <condition_variable>
#include <functional>
#include <future>
#include <mutex>
#include <queue>
#include <thread>
#include <vector>

template <bool Limited> class OnDemand {
public:
  ~OnDemand() {
    {
      std::lock_guard<std::mutex> lock(door);
      over = true;
    }
    bell.notify_all();
    for (auto &hand : hands)
      hand.join();
  }
  void post(std::function<void()> chore) {
    std::lock_guard<std::mutex> lock(door);
    chores.push(std::move(chore));
    if (idle > 0)
      bell.notify_one();
    else if constexpr (!Limited)
      hands.emplace_back([this] { toil(); });
    else if (hands.size() < 1)
      hands.emplace_back([this] { toil(); });
  }

private:
  void toil() {
    for (;;) {
      std::function<void()> chore;
      {
        std::unique_lock<std::mutex> lock(door);
        ++idle;
        bell.wait(lock, [this] { return over || !chores.empty(); });
        --idle;
        if (chores.empty())
          return;
        chore = std::move(chores.front());
        chores.pop();
      }
      chore();
    }
  }
  std::mutex door;
  std::condition_variable bell;
  std::queue<std::function<void()>> chores;
  int idle = 0;
  bool over = false;
  std::vector<std::thread> hands;
};

static void unlimitedOk(OnDemand<false> &p, std::promise<void> &ended) {
  p.post([&p, &ended] {
    std::promise<void> done;
    p.post([&done] { done.set_value(); });
    done.get_future().wait();
    ended.set_value();
  });
}

static void limitedBad(OnDemand<true> &p, std::promise<void> &ended) {
  p.post([&p, &ended] {
    std::promise<void> done;
    p.post([&done] { done.set_value(); });
    done.get_future().wait(); // WARN: another task of 'p' has run: it hangs when all workers wait here
    ended.set_value();
  });
}

int main(int argc, char **) {
  std::promise<void> ended;
  if (argc > 1) {
    OnDemand<true> p;
    limitedBad(p, ended);
    ended.get_future().wait();
  } else {
    OnDemand<false> p;
    unlimitedOk(p, ended);
    ended.get_future().wait();
  }
}
