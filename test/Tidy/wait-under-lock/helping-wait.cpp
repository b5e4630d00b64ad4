// RUN: %check wait-under-lock %s -- -std=c++17

// A wait that runs queued tasks meanwhile is safe with no lock held; under a lock
// it may take up a task that wants the very lock, on the same thread.

#include <atomic>
#include <chrono>
#include <deque>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

using namespace std::chrono_literals;

class Inn {
public:
  explicit Inn(int cooks) {
    for (int i = 0; i < cooks; ++i)
      cooks_.emplace_back([this] {
        while (!shut_)
          if (!serve())
            std::this_thread::sleep_for(50us);
      });
  }
  ~Inn() {
    shut_ = true;
    for (auto &c : cooks_)
      c.join();
  }

  template <typename F> auto order(F f) -> std::future<decltype(f())> {
    auto dish = std::make_shared<std::packaged_task<decltype(f())()>>(std::move(f));
    auto plate = dish->get_future();
    std::lock_guard<std::mutex> l(book_);
    dishes_.push_back([dish] { (*dish)(); });
    return plate;
  }

  // Takes one order and cooks it.
  bool serve() {
    std::function<void()> dish;
    {
      std::lock_guard<std::mutex> l(book_);
      if (dishes_.empty())
        return false;
      dish = std::move(dishes_.front());
      dishes_.pop_front();
    }
    dish();
    return true;
  }

  template <typename T> T helpUntil(std::future<T> &f) {
    while (f.wait_for(0s) != std::future_status::ready)
      if (!serve())
        std::this_thread::yield();
    return f.get();
  }

private:
  std::mutex book_;
  std::deque<std::function<void()>> dishes_;
  std::atomic<bool> shut_{false};
  std::vector<std::thread> cooks_;
};

static std::mutex pantry;
static int jam = 0;

static void spread() {
  std::lock_guard<std::mutex> l(pantry);
  ++jam;
}

// The awaited task itself takes the lock: helping makes no difference.

void awaitedBad(Inn &inn) {
  std::lock_guard<std::mutex> l(pantry);
  auto f = inn.order(spread);
  inn.helpUntil(f); // WARN[helpUntil]: 'pantry'
}

void awaitedOk(Inn &inn) {
  std::unique_lock<std::mutex> l(pantry);
  auto f = inn.order(spread);
  l.unlock();
  inn.helpUntil(f);
}

// Another task that is queued takes it: the waiter itself picks that one.

void otherBad(Inn &inn) {
  std::lock_guard<std::mutex> l(pantry);
  auto other = inn.order(spread);
  auto f = inn.order([] { return 1; });
  inn.helpUntil(f); // WARN[helpUntil]: 'pantry'
}

void otherOk(Inn &inn) {
  auto other = inn.order(spread);
  auto f = inn.order([] { return 1; });
  inn.helpUntil(f);
  inn.helpUntil(other);
}

// The queued tasks need no lock.

void harmlessOk(Inn &inn) {
  std::mutex larder;
  std::lock_guard<std::mutex> l(larder);
  auto other = inn.order([] { return 2; });
  auto f = inn.order([] { return 1; });
  inn.helpUntil(f);
  inn.helpUntil(other);
}

// It helps another pool, whose tasks take no such lock.

void elsewhereOk(Inn &inn, Inn &tavern) {
  std::mutex larder;
  std::future<void> other;
  {
    std::lock_guard<std::mutex> l(larder);
    other = tavern.order([&larder] { std::lock_guard<std::mutex> l(larder); });
    auto f = inn.order([] { return 1; });
    inn.helpUntil(f);
  }
  tavern.helpUntil(other);
}

// The user's own loop that helps.

void ownLoopBad(Inn &inn) {
  std::lock_guard<std::mutex> l(pantry);
  auto other = inn.order(spread);
  auto f = inn.order([] { return 1; });
  while (f.wait_for(0s) != std::future_status::ready)
    inn.serve(); // WARN[serve]: 'pantry'
}

void ownLoopOk(Inn &inn) {
  auto other = inn.order(spread);
  auto f = inn.order([] { return 1; });
  while (f.wait_for(0s) != std::future_status::ready)
    inn.serve();
}

// In a task: nested work under a lock, each with the same lock.

void nested(Inn &inn, int depth) {
  std::lock_guard<std::mutex> l(pantry);
  if (depth == 0)
    return;
  auto f = inn.order([&inn, depth] { nested(inn, depth - 1); });
  inn.helpUntil(f); // WARN[helpUntil]: 'pantry'
}

void nestedBad(Inn &inn) {
  auto f = inn.order([&inn] { nested(inn, 1); });
  inn.helpUntil(f);
}

void nestedFree(Inn &inn, int depth) {
  { std::lock_guard<std::mutex> l(pantry); }
  if (depth == 0)
    return;
  auto f = inn.order([&inn, depth] { nestedFree(inn, depth - 1); });
  inn.helpUntil(f);
}

void nestedOk(Inn &inn) {
  auto f = inn.order([&inn] { nestedFree(inn, 1); });
  inn.helpUntil(f);
}

// A recursive mutex: the task that the waiter takes up is let in.

static std::recursive_mutex cellar;

void recursiveOk(Inn &none) {
  std::lock_guard<std::recursive_mutex> l(cellar);
  auto f = none.order([] {
    std::lock_guard<std::recursive_mutex> l(cellar);
    ++jam;
  });
  none.helpUntil(f);
}

#ifdef GRIDLOCK_RUN
#include "../self-wait/Inputs/Cases.h"
// With no cooks at all it is the waiter who serves, each time.
static Inn Self(0), Staffed(1), Tavern(0);
#define CASE(fn) {#fn, [] { fn(Self); }}
int main(int argc, char **argv) {
  return runCase(argc, argv,
                 {{"awaitedBad", [] { awaitedBad(Staffed); }},
                  {"awaitedOk", [] { awaitedOk(Staffed); }},
                  CASE(otherBad), CASE(otherOk), CASE(harmlessOk),
                  {"elsewhereOk", [] { elsewhereOk(Self, Tavern); }},
                  CASE(ownLoopBad), CASE(ownLoopOk), CASE(nestedBad),
                  CASE(nestedOk), CASE(recursiveOk)});
}
#endif
