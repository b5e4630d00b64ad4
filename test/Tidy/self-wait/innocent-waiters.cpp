// RUN: %check self-wait %s -- -std=c++17

// Waits that hold no worker of the pool they wait for: on main, in a thread of
// its own, on another pool, in another object; futures that nobody awaits in a
// task; dead code. Each stands beside a twin that hangs.

#include <atomic>
#include <condition_variable>
#include <cstdlib>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <queue>
#include <string>
#include <thread>
#include <tuple>
#include <utility>
#include <vector>

class Troupe {
public:
  explicit Troupe(size_t n, std::string name = "") : name(std::move(name)) {
    for (size_t i = 0; i < n; i++)
      actors.emplace_back(&Troupe::act, this);
  }
  ~Troupe() {
    {
      std::lock_guard<std::mutex> g(lock);
      over = true;
    }
    call.notify_all();
    for (auto &a : actors)
      if (a.joinable())
        a.join();
  }

  template <class F, class... A>
  [[nodiscard]] auto cast(F &&f, A &&...a) -> std::future<std::invoke_result_t<F, A...>> {
    using R = std::invoke_result_t<F, A...>;
    auto role = std::make_shared<std::packaged_task<R()>>(
        [f = std::forward<F>(f), args = std::make_tuple(std::forward<A>(a)...)]() mutable {
          return std::apply(f, args);
        });
    std::future<R> out = role->get_future();
    extra([role] { (*role)(); });
    return out;
  }

  void extra(std::function<void()> f) {
    {
      std::lock_guard<std::mutex> g(lock);
      scenes.push(std::move(f));
    }
    call.notify_one();
  }

private:
  void act() {
    while (true) {
      std::function<void()> scene;
      {
        std::unique_lock<std::mutex> g(lock);
        call.wait(g, [&] { return over || !scenes.empty(); });
        if (scenes.empty())
          return;
        scene = std::move(scenes.front());
        scenes.pop();
      }
      scene();
    }
  }

  std::string name;
  std::mutex lock;
  std::condition_variable call;
  std::queue<std::function<void()>> scenes;
  std::vector<std::thread> actors;
  bool over = false;
};

int line(int n) { return n; }

// On main.

int mainOk() {
  Troupe troupe(2, "globe");
  int sum = 0;
  std::vector<std::future<int>> lines;
  for (int i = 0; i < 10; ++i)
    lines.push_back(troupe.cast(line, i));
  for (auto &l : lines)
    sum += l.get();
  return sum;
}

// In a std::thread of its own, in std::async(launch::async), in their children.

void threadOk(Troupe &troupe) {
  std::thread director([&troupe] {
    auto l = troupe.cast(line, 1);
    l.get();
  });
  director.join();
}

void asyncOk(Troupe &troupe) {
  auto director = std::async(std::launch::async, [&troupe] {
    return troupe.cast(line, 1).get();
  });
  director.get();
}

void threadOfTaskOk(Troupe &troupe) {
  auto stage = troupe.cast([&troupe] {
    return std::async(std::launch::async, [&troupe] { return troupe.cast(line, 1).get(); });
  });
  stage.get().get();
}

// std::async without a policy may run on the caller: still no worker of ours.

void asyncDefaultOk(Troupe &troupe) {
  auto director = std::async([&troupe] { return troupe.cast(line, 1).get(); });
  director.get();
}

// A deferred call runs where it is awaited: in the task.

void deferredBad(Troupe &troupe) {
  troupe.cast([&troupe] {
    auto later = std::async(std::launch::deferred, [&troupe] {
      return troupe.cast(line, 1).get(); // WARN:
    });
    return later.get();
  }).get();
}

// Another pool: one way only.

void otherPoolOk(Troupe &troupe, Troupe &guests) {
  troupe.cast([&guests] { return guests.cast(line, 2).get(); }).get();
}

void otherPoolBad(Troupe &troupe, Troupe &guests) {
  troupe.cast([&] {
    auto theirs = guests.cast(line, 2);
    auto ours = troupe.cast(line, 3);
    int a = theirs.get();
    return a + ours.get(); // WARN:
  }).get();
}

struct House {
  Troupe fast{1};
  Troupe slow{1};

  void playOk() {
    slow.cast([this] { return fast.cast(line, 4).get(); }).get();
  }

  void playBad() {
    slow.cast([this] { return slow.cast(line, 4).get(); }).get(); // WARN:
  }
};

// Two objects of one class with a pool each.

class Theatre {
public:
  explicit Theatre(Theatre *next) : next(next) {}

  int lines() { return own.cast(line, 5).get(); }
  int linesAgain() { return own.cast(line, 5).get(); } // WARN:

  void tourOk() {
    own.cast([this] { return next->lines(); }).get();
  }
  void stayBad() {
    own.cast([this] { return this->linesAgain(); }).get();
  }

private:
  Theatre *next;
  Troupe own{1};
};

void twoObjectsOk() {
  Theatre second(nullptr);
  Theatre first(&second);
  first.tourOk();
}

void twoObjectsBad() {
  Theatre second(nullptr);
  Theatre first(&second);
  first.stayBad();
}

// A future that is only stored or returned by the task.

struct Script {
  std::vector<std::future<int>> pages;
};

void storedOk(Troupe &troupe) {
  Script script;
  troupe.cast([&] {
    for (int i = 0; i < 3; ++i)
      script.pages.push_back(troupe.cast(line, i));
  }).get();
  for (auto &page : script.pages)
    page.get();
}

void storedBad(Troupe &troupe) {
  Script script;
  troupe.cast([&] {
    for (int i = 0; i < 3; ++i)
      script.pages.push_back(troupe.cast(line, i));
    for (auto &page : script.pages)
      page.wait(); // WARN:
  }).get();
}

void returnedOk(Troupe &troupe) {
  std::future<std::future<int>> outer = troupe.cast([&troupe] { return troupe.cast(line, 1); });
  outer.get().get();
}

// Continuations: the child's wait is moved into the next step.

void continuationOk(Troupe &troupe) {
  std::promise<int> end;
  troupe.extra([&] {
    int first = line(1);
    troupe.extra([&, first] {
      int second = first + line(2);
      troupe.extra([&, second] { end.set_value(second + line(3)); });
    });
  });
  end.get_future().get();
}

void countdownOk(Troupe &troupe) {
  std::promise<void> end;
  auto left = std::make_shared<std::atomic<int>>(3);
  troupe.extra([&troupe, left, &end] {
    for (int i = 0; i < 3; ++i)
      troupe.extra([left, &end] {
        if (--*left == 0)
          end.set_value();
      });
  });
  end.get_future().wait();
}

// Defined and not called; called only where no task is.

void definedOk(Troupe &troupe) {
  auto wait = [&troupe] { return troupe.cast(line, 1).get(); };
  auto task = [&wait] { return wait(); };
  troupe.cast([] { return line(2); }).get();
  task();
}

static void unused(Troupe &troupe) {
  troupe.cast(line, 7).get();
}

void uncalledOk(Troupe &troupe) {
  if (std::getenv("GRIDLOCK_NO_SUCH_VARIABLE"))
    unused(troupe);
  troupe.cast([&troupe] { troupe.extra([] {}); }).get();
}

void deadCodeOk(Troupe &troupe) {
  troupe.cast([&troupe] {
    return line(1);
    return troupe.cast(line, 1).get();
  }).get();
}

void constantFalseOk(Troupe &troupe) {
  troupe.cast([&] {
    if constexpr (sizeof(int) > 64)
      return troupe.cast(line, 1).get();
    return 0;
  }).get();
}

// The wait stands before the child is handed over, for something else.

void otherFutureOk(Troupe &troupe) {
  std::promise<int> ticket;
  std::future<int> sold = ticket.get_future();
  std::future<std::future<int>> seat = troupe.cast([&] {
    int number = sold.get();
    return troupe.cast(line, number);
  });
  ticket.set_value(12);
  seat.get().get();
}

#ifdef GRIDLOCK_RUN
#include "Inputs/Cases.h"
static Troupe T(1), G(1);
#define ACT(fn) {#fn, [] { fn(T); }}
int main(int argc, char **argv) {
  return runCase(argc, argv,
                 {{"mainOk", [] { mainOk(); }},
                  ACT(threadOk), ACT(asyncOk), ACT(threadOfTaskOk),
                  ACT(asyncDefaultOk), ACT(deferredBad),
                  {"otherPoolOk", [] { otherPoolOk(T, G); }},
                  {"otherPoolBad", [] { otherPoolBad(T, G); }},
                  {"playOk", [] { House h; h.playOk(); }},
                  {"playBad", [] { House h; h.playBad(); }},
                  {"twoObjectsOk", twoObjectsOk},
                  {"twoObjectsBad", twoObjectsBad},
                  ACT(storedOk), ACT(storedBad), ACT(returnedOk),
                  ACT(continuationOk), ACT(countdownOk), ACT(definedOk),
                  ACT(uncalledOk), ACT(deadCodeOk), ACT(constantFalseOk),
                  ACT(otherFutureOk)});
}
#endif
