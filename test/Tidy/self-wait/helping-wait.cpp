// RUN: %check self-wait %s -- -std=c++17

// A wait that runs other tasks meanwhile is no deadlock; one that only looks
// like it is.

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

using namespace std::chrono_literals;

class Pond {
public:
  explicit Pond(int frogs) {
    for (int i = 0; i < frogs; ++i)
      frogs_.emplace_back([this] {
        while (!dry_)
          if (!hop())
            std::this_thread::sleep_for(50us);
      });
  }
  ~Pond() {
    dry_ = true;
    for (auto &f : frogs_)
      f.join();
  }

  void splash(std::function<void()> f) {
    std::lock_guard<std::mutex> l(m_);
    flies_.push_back(std::move(f));
  }

  template <typename F> auto lay(F f) -> std::future<decltype(f())> {
    auto egg = std::make_shared<std::packaged_task<decltype(f())()>>(f);
    auto tadpole = egg->get_future();
    splash([egg] { (*egg)(); });
    return tadpole;
  }

  // Takes one task and runs it.
  bool hop() {
    std::function<void()> fly;
    {
      std::lock_guard<std::mutex> l(m_);
      if (flies_.empty())
        return false;
      fly = std::move(flies_.front());
      flies_.pop_front();
    }
    fly();
    return true;
  }

  // Helps until the future is ready.
  template <typename T> T hatch(std::future<T> f) {
    while (f.wait_for(0s) != std::future_status::ready)
      if (!hop())
        std::this_thread::yield();
    return f.get();
  }

  // Only sleeps until it is ready.
  template <typename T> T brood(std::future<T> f) {
    while (f.wait_for(0s) != std::future_status::ready) // WARN:
      std::this_thread::sleep_for(1ms);
    return f.get();
  }

private:
  std::atomic<bool> dry_{false};
  std::mutex m_;
  std::deque<std::function<void()>> flies_;
  std::vector<std::thread> frogs_;
};

// The pool's own helping wait.

void hatchOk(Pond &pond) {
  pond.lay([&pond] { return pond.hatch(pond.lay([] { return 1; })); }).get();
}

void broodBad(Pond &pond) {
  pond.lay([&pond] { return pond.brood(pond.lay([] { return 1; })); }).get();
}

// The user's own loop that helps.

void handmadeOk(Pond &pond) {
  pond.lay([&pond] {
    auto egg = pond.lay([] { return 2; });
    while (egg.wait_for(0s) != std::future_status::ready)
      pond.hop();
    return egg.get();
  }).get();
}

void handmadeBad(Pond &pond, Pond &puddle) {
  pond.lay([&] {
    auto egg = pond.lay([] { return 2; });
    while (egg.wait_for(0s) != std::future_status::ready) // FN: missed, a loop that helps another pool counts as a poll
      puddle.hop();
    return egg.get();
  }).get();
}

// A recursion that helps.

int spawn(Pond &pond, int n) {
  if (n < 2)
    return 1;
  auto left = pond.lay([&pond, n] { return spawn(pond, n - 1); });
  int right = spawn(pond, n - 2);
  return pond.hatch(std::move(left)) + right;
}

void recursionOk(Pond &pond) {
  pond.lay([&pond] { return spawn(pond, 8); }).get();
}

int spawnStill(Pond &pond, int n) {
  if (n < 2)
    return 1;
  auto left = pond.lay([&pond, n] { return spawnStill(pond, n - 1); });
  int right = spawnStill(pond, n - 2);
  return left.get() + right; // WARN:
}

void recursionBad(Pond &pond) {
  pond.lay([&pond] { return spawnStill(pond, 8); }).get();
}

// A group that helps, and one that does not.

class Chorus {
public:
  explicit Chorus(Pond &pond) : pond_(pond) {}
  void sing(std::function<void()> f) {
    ++voices_;
    pond_.splash([this, f] {
      f();
      --voices_;
    });
  }
  void listen() {
    while (voices_ > 0)
      pond_.hop();
  }
  void doze() {
    while (voices_ > 0)
      std::this_thread::sleep_for(1ms);
  }

private:
  Pond &pond_;
  std::atomic<int> voices_{0};
};

void chorusOk(Pond &pond) {
  pond.lay([&pond] {
    Chorus chorus(pond);
    for (int i = 0; i < 3; ++i)
      chorus.sing([] {});
    chorus.listen();
  }).get();
}

void chorusBad(Pond &pond) {
  pond.lay([&pond] {
    Chorus chorus(pond);
    for (int i = 0; i < 3; ++i)
      chorus.sing([] {});
    chorus.doze(); // WARN:
  }).get();
}

// The waiter takes back its own child and runs it: nothing is left to wait for.

class Egg {
public:
  explicit Egg(std::function<int()> f) : f_(std::move(f)) {}
  void crack() {
    if (!taken_.exchange(true))
      yolk_.set_value(f_());
  }
  int eat() {
    crack();
    return yolk_.get_future().get();
  }

private:
  std::function<int()> f_;
  std::atomic<bool> taken_{false};
  std::promise<int> yolk_;
};

void takenBackOk(Pond &pond) {
  pond.lay([&pond] {
    auto egg = std::make_shared<Egg>([] { return 5; });
    pond.splash([egg] { egg->crack(); });
    return egg->eat();
  }).get();
}

// A deferred future is run by its waiter.

void deferredOk(Pond &pond) {
  pond.lay([] {
    auto later = std::async(std::launch::deferred, [] { return 6; });
    return later.get();
  }).get();
}

#ifdef GRIDLOCK_RUN
#include "Inputs/Cases.h"
static Pond P(1), Q(1);
#define POND(fn) {#fn, [] { fn(P); }}
int main(int argc, char **argv) {
  return runCase(argc, argv,
                 {POND(hatchOk), POND(broodBad), POND(handmadeOk),
                  {"handmadeBad", [] { handmadeBad(P, Q); }},
                  POND(recursionOk), POND(recursionBad), POND(chorusOk),
                  POND(chorusBad), POND(takenBackOk), POND(deferredOk)});
}
#endif
