// RUN: %check self-wait %s -- -std=c++17

// What people build on a pool: parallel_for, task groups, map and reduce.

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <exception>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <queue>
#include <thread>
#include <utility>
#include <vector>

namespace sim {

class Swarm {
public:
  static Swarm &get() {
    static Swarm swarm;
    return swarm;
  }

  void post(std::function<void()> fn) {
    {
      std::lock_guard<std::mutex> lock(m);
      q.push(std::move(fn));
    }
    cv.notify_one();
  }

  unsigned size() const { return ants.size(); }

private:
  Swarm() {
    for (unsigned i = 0; i < 1; ++i)
      ants.emplace_back([this] {
        for (;;) {
          std::function<void()> fn;
          {
            std::unique_lock<std::mutex> lock(m);
            cv.wait(lock, [this] { return over || !q.empty(); });
            if (over)
              return;
            fn = std::move(q.front());
            q.pop();
          }
          fn();
        }
      });
  }

  ~Swarm() {
    {
      std::lock_guard<std::mutex> lock(m);
      over = true;
    }
    cv.notify_all();
    for (auto &a : ants)
      a.join();
  }

  std::vector<std::thread> ants;
  std::queue<std::function<void()>> q;
  std::mutex m;
  std::condition_variable cv;
  bool over = false;
};

// parallel_for with a vector of futures.

template <typename Fn> void overEach(int n, Fn fn) {
  std::vector<std::future<void>> parts;
  for (int i = 0; i < n; ++i) {
    auto task = std::make_shared<std::packaged_task<void()>>([fn, i] { fn(i); });
    parts.push_back(task->get_future());
    Swarm::get().post([task] { (*task)(); });
  }
  for (auto &part : parts)
    part.get(); // WARN:
}

void nestedForBad(std::vector<std::vector<int>> &grid) {
  overEach(int(grid.size()), [&grid](int y) {
    overEach(int(grid[y].size()), [&grid, y](int x) { grid[y][x] = x * y; });
  });
}

// parallel_for with a counter and a condition variable, in a struct that the
// tasks share.

struct Progress {
  std::mutex m;
  std::condition_variable cv;
  int left = 0;
};

template <typename Fn> void sweep(int from, int to, Fn &&fn) {
  auto progress = std::make_shared<Progress>();
  progress->left = to - from;
  for (int i = from; i < to; ++i)
    Swarm::get().post([progress, &fn, i] {
      fn(i);
      std::lock_guard<std::mutex> lock(progress->m);
      if (--progress->left == 0)
        progress->cv.notify_all();
    });
  std::unique_lock<std::mutex> lock(progress->m);
  progress->cv.wait(lock, [&] { return progress->left == 0; }); // WARN:
}

void stepWorld(std::vector<float> &cells) {
  sweep(0, int(cells.size()), [&cells](int i) { cells[i] *= 0.5f; });
}

void simulateBad(std::vector<float> &cells) {
  std::promise<void> done;
  Swarm::get().post([&] {
    stepWorld(cells);
    done.set_value();
  });
  done.get_future().wait();
}

// The caller takes a share of the work itself, and waits only for the parts
// that somebody has begun.

template <typename Fn> void share(int n, Fn fn) {
  struct Deal {
    std::atomic<int> next{0};
    std::atomic<int> done{0};
  };
  auto deal = std::make_shared<Deal>();
  auto take = [deal, n, fn] {
    for (int i; (i = deal->next++) < n;) {
      fn(i);
      ++deal->done;
    }
  };
  for (unsigned w = 0; w < Swarm::get().size(); ++w)
    Swarm::get().post(take);
  take();
  while (deal->done.load() < n)
    std::this_thread::yield();
}

void shareOk(std::vector<float> &cells) {
  std::promise<void> done;
  Swarm::get().post([&] {
    share(int(cells.size()), [&cells](int i) { cells[i] += 1; });
    done.set_value();
  });
  done.get_future().wait();
}

template <typename Fn> void onceEach(int n, Fn fn) {
  std::vector<std::future<void>> parts;
  for (int i = 0; i < n; ++i) {
    auto task = std::make_shared<std::packaged_task<void()>>([fn, i] { fn(i); });
    parts.push_back(task->get_future());
    Swarm::get().post([task] { (*task)(); });
  }
  for (auto &part : parts)
    part.get();
}

void flatForOk(std::vector<std::vector<int>> &grid) {
  onceEach(int(grid.size()), [&grid](int y) {
    for (int x = 0; x < int(grid[y].size()); ++x)
      grid[y][x] = x * y;
  });
}

// A group with run and wait, that counts.

class Bundle {
public:
  ~Bundle() = default;

  void run(std::function<void()> fn) {
    count.fetch_add(1);
    Swarm::get().post([this, fn = std::move(fn)] {
      fn();
      std::lock_guard<std::mutex> lock(m);
      if (count.fetch_sub(1) == 1)
        idle.notify_all();
    });
  }

  void settle() {
    std::unique_lock<std::mutex> lock(m);
    idle.wait(lock, [this] { return count.load() == 0; });
  }

private:
  std::atomic<int> count{0};
  std::mutex m;
  std::condition_variable idle;
};

void bundleBad() {
  Bundle outer;
  outer.run([] {
    Bundle inner;
    inner.run([] {});
    inner.run([] {});
    inner.settle(); // WARN:
  });
  outer.settle();
}

void bundleOk() {
  Bundle first, second;
  first.run([&second] { second.run([] {}); });
  first.settle();
  second.settle();
}

// A group that keeps futures.

class Sheaf {
public:
  template <typename Fn> void add(Fn fn) {
    auto task = std::make_shared<std::packaged_task<void()>>(std::move(fn));
    stalks.push_back(task->get_future());
    Swarm::get().post([task] { (*task)(); });
  }
  void bind() {
    for (auto &stalk : stalks)
      stalk.wait(); // WARN:
    stalks.clear();
  }

private:
  std::vector<std::future<void>> stalks;
};

void sheafBad() {
  Sheaf outer;
  outer.add([] {
    Sheaf inner;
    inner.add([] {});
    inner.bind();
  });
  outer.bind();
}

// Map and reduce.

template <typename T, typename Fn>
auto mapped(const std::vector<T> &in, Fn fn) -> std::vector<std::future<decltype(fn(in[0]))>> {
  std::vector<std::future<decltype(fn(in[0]))>> out;
  for (const T &t : in) {
    auto p = std::make_shared<std::promise<decltype(fn(in[0]))>>();
    out.push_back(p->get_future());
    Swarm::get().post([p, fn, &t] { p->set_value(fn(t)); });
  }
  return out;
}

int summed(const std::vector<int> &in) {
  int sum = 0;
  for (auto &&part : mapped(in, [](int x) { return x * x; }))
    sum += part.get(); // WARN:
  return sum;
}

void reduceBad(const std::vector<int> &in) {
  std::promise<int> out;
  Swarm::get().post([&] { out.set_value(summed(in)); });
  out.get_future().get();
}

void reduceOk(const std::vector<int> &in) {
  int sum = 0;
  for (auto &&part : mapped(in, [](int x) { return x * x; }))
    sum += part.get();
  Swarm::get().post([sum] { (void)sum; });
}

} // namespace sim

#ifdef GRIDLOCK_RUN
#include "Inputs/Cases.h"
static std::vector<std::vector<int>> Grid(3, std::vector<int>(3));
static std::vector<float> Cells(5);
static std::vector<int> In{1, 2, 3};
int main(int argc, char **argv) {
  using namespace sim;
  return runCase(argc, argv,
                 {{"nestedForBad", [] { nestedForBad(Grid); }},
                  {"flatForOk", [] { flatForOk(Grid); }},
                  {"simulateBad", [] { simulateBad(Cells); }},
                  {"shareOk", [] { shareOk(Cells); }},
                  {"bundleBad", bundleBad},
                  {"bundleOk", bundleOk},
                  {"sheafBad", sheafBad},
                  {"reduceBad", [] { reduceBad(In); }},
                  {"reduceOk", [] { reduceOk(In); }}});
}
#endif
