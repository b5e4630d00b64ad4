// RUN: %check self-wait %s -- -std=c++17

// Who ends the wait: the signal is far from the task's start, in a destructor,
// in a callback, in a sibling task; given by main, by a thread or by the waiter.

#include <atomic>
#include <condition_variable>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <queue>
#include <thread>
#include <utility>
#include <vector>

class Foundry {
public:
  explicit Foundry(int n) {
    for (int i = 0; i < n; ++i)
      smiths.emplace_back([this] { smelt(); });
  }
  ~Foundry() {
    {
      std::lock_guard<std::mutex> l(m);
      cold = true;
    }
    c.notify_all();
    for (auto &s : smiths)
      s.join();
  }
  void pour(std::function<void()> iron) {
    {
      std::lock_guard<std::mutex> l(m);
      ladle.push(std::move(iron));
    }
    c.notify_one();
  }

private:
  void smelt() {
    std::function<void()> iron;
    while (scoop(iron))
      iron();
  }
  bool scoop(std::function<void()> &iron) {
    std::unique_lock<std::mutex> l(m);
    while (ladle.empty()) {
      if (cold)
        return false;
      c.wait(l);
    }
    iron = std::move(ladle.front());
    ladle.pop();
    return true;
  }

  std::mutex m;
  std::condition_variable c;
  std::queue<std::function<void()>> ladle;
  std::vector<std::thread> smiths;
  bool cold = false;
};

class Gong {
public:
  explicit Gong(int n = 1) : left(n) {}
  void strike() {
    std::lock_guard<std::mutex> l(m);
    if (--left == 0)
      c.notify_all();
  }
  void hear() {
    std::unique_lock<std::mutex> l(m);
    c.wait(l, [this] { return left <= 0; });
  }

private:
  std::mutex m;
  std::condition_variable c;
  int left;
};

// The signal is three calls below the task.

struct Mould {
  Gong &gong;
  void cool() { finish(); }
  void finish() { ring(gong); }
  static void ring(Gong &g) { g.strike(); }
};

void deepBad(Foundry &f) {
  f.pour([&f] {
    Gong gong;
    f.pour([&gong] { Mould{gong}.cool(); });
    gong.hear(); // WARN:
  });
}

void deepOk(Foundry &f) {
  Gong gong;
  f.pour([&gong] { Mould{gong}.cool(); });
  gong.hear();
}

// The signal is given by a destructor at the end of the task.

class StrikeAtEnd {
public:
  explicit StrikeAtEnd(Gong &g) : g(g) {}
  ~StrikeAtEnd() { g.strike(); }

private:
  Gong &g;
};

void guardBad(Foundry &f) {
  f.pour([&f] {
    Gong gong(2);
    for (int i = 0; i < 2; ++i)
      f.pour([&gong] { StrikeAtEnd end(gong); });
    gong.hear(); // WARN:
  });
}

void guardOk(Foundry &f, Foundry &g) {
  f.pour([&g] {
    Gong gong(2);
    for (int i = 0; i < 2; ++i)
      g.pour([&gong] { StrikeAtEnd end(gong); });
    gong.hear();
  });
}

// The signal is the completion callback that the caller passes.

void castAsync(Foundry &f, int weight, std::function<void(int)> onDone) {
  f.pour([weight, onDone] { onDone(weight * 2); });
}

int castNow(Foundry &f, int weight) {
  std::promise<int> cast;
  castAsync(f, weight, [&cast](int w) { cast.set_value(w); });
  return cast.get_future().get(); // WARN:
}

void callbackBad(Foundry &f) {
  f.pour([&f] { castNow(f, 3); });
}

void callbackOk(Foundry &f) {
  std::promise<int> end;
  castAsync(f, 3, [&f, &end](int w) {
    castAsync(f, w, [&end](int v) { end.set_value(v); });
  });
  end.get_future().get();
}

// A sibling: both are handed over by main, the waiter first.

void siblingBad(Foundry &f) {
  auto gong = std::make_shared<Gong>();
  f.pour([gong] { gong->hear(); }); // WARN:
  f.pour([gong] { gong->strike(); });
}

void siblingOk(Foundry &f, Foundry &g) {
  auto gong = std::make_shared<Gong>();
  f.pour([gong] { gong->hear(); });
  g.pour([gong] { gong->strike(); });
}

// The signal comes from main or from a thread of its own.

void byMainOk(Foundry &f) {
  Gong start, end;
  f.pour([&] {
    start.hear();
    end.strike();
  });
  start.strike();
  end.hear();
}

void byThreadOk(Foundry &f) {
  f.pour([] {
    auto gong = std::make_shared<Gong>();
    std::thread([gong] { gong->strike(); }).detach();
    gong->hear();
  });
}

// The waiter has signalled before.

void byItselfOk(Foundry &f) {
  f.pour([] {
    Gong gong;
    gong.strike();
    gong.hear();
  });
}

void fulfilledOk(Foundry &f) {
  f.pour([] {
    std::promise<int> iron;
    auto future = iron.get_future();
    iron.set_value(4);
    future.get();
  });
}

// Two gongs: the task waits for the one that others strike.

void otherGongOk(Foundry &f, Foundry &g) {
  Gong ours, theirs;
  f.pour([&] {
    f.pour([&ours] { ours.strike(); });
    g.pour([&theirs] { theirs.strike(); });
    theirs.hear();
  });
  ours.hear();
}

void otherGongBad(Foundry &f, Foundry &g) {
  Gong ours, theirs, end;
  f.pour([&] {
    f.pour([&ours] { ours.strike(); });
    g.pour([&theirs] { theirs.strike(); });
    ours.hear(); // WARN:
    end.strike();
  });
  end.hear();
}

// The child is handed over by another pool's task, back to the first pool.

void thereAndBackBad(Foundry &f, Foundry &g) {
  f.pour([&] {
    Gong gong;
    g.pour([&] {
      f.pour([&gong] { gong.strike(); });
    });
    gong.hear(); // WARN:
  });
}

void thereAndBackOk(Foundry &f, Foundry &g) {
  Gong end;
  f.pour([&] {
    g.pour([&] {
      f.pour([&end] { end.strike(); });
    });
  });
  end.hear();
}

#ifdef GRIDLOCK_RUN
#include "Inputs/Cases.h"
#define POUR(fn) {#fn, [] { Foundry g(1), f(1); fn(f); }}
#define POUR2(fn) {#fn, [] { static Foundry g(1), f(1); fn(f, g); Gong e; f.pour([&e] { e.strike(); }); e.hear(); }}
int main(int argc, char **argv) {
  return runCase(argc, argv,
                 {POUR(deepBad), POUR(deepOk), POUR(guardBad), POUR2(guardOk),
                  POUR(callbackBad), POUR(callbackOk), POUR(siblingBad),
                  POUR2(siblingOk), POUR(byMainOk), POUR(byThreadOk),
                  POUR(byItselfOk), POUR(fulfilledOk), POUR2(otherGongOk),
                  POUR2(otherGongBad), POUR2(thereAndBackBad),
                  POUR2(thereAndBackOk)});
}
#endif
