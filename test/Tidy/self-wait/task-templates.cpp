// RUN: %check self-wait %s -- -std=c++17

// Templates at their instantiations, and tasks that submit themselves.

#include <algorithm>
#include <condition_variable>
#include <functional>
#include <future>
#include <list>
#include <memory>
#include <mutex>
#include <numeric>
#include <thread>
#include <vector>

// The pool is a class template over what it runs.
template <typename Work, unsigned Hands> class Pen {
public:
  Pen() {
    for (unsigned i = 0; i < Hands; ++i)
      threads_[i] = std::thread([this] { spin(); });
  }

  ~Pen() {
    {
      std::lock_guard<std::mutex> lk(m_);
      stop_ = true;
    }
    cv_.notify_all();
    for (auto &t : threads_)
      if (t.joinable())
        t.join();
  }

  void throwIn(Work w) {
    {
      std::lock_guard<std::mutex> lk(m_);
      works_.push_back(std::move(w));
    }
    cv_.notify_one();
  }

private:
  void spin() {
    for (;;) {
      Work w;
      {
        std::unique_lock<std::mutex> lk(m_);
        cv_.wait(lk, [this] { return stop_ || !works_.empty(); });
        if (works_.empty())
          return;
        w = std::move(works_.front());
        works_.pop_front();
      }
      w();
    }
  }

  std::thread threads_[Hands];
  std::list<Work> works_;
  std::mutex m_;
  std::condition_variable cv_;
  bool stop_ = false;
};

using Sheepfold = Pen<std::function<void()>, 1>;
using Stable = Pen<std::packaged_task<long()>, 1>;

template <typename Fold, typename Fn> auto enclose(Fold &fold, Fn fn) {
  using R = decltype(fn());
  auto task = std::make_shared<std::packaged_task<R()>>(std::move(fn));
  auto result = task->get_future();
  fold.throwIn([task] { (*task)(); });
  return result;
}

// A recursion that waits for its own halves, and one that is run by the caller.

long fib(Sheepfold &fold, int n) {
  if (n < 2)
    return n;
  auto left = enclose(fold, [&fold, n] { return fib(fold, n - 1); });
  auto right = enclose(fold, [&fold, n] { return fib(fold, n - 2); });
  return left.get() // WARN:
         + right.get(); // WARN:
}

void fibBad() {
  Sheepfold fold;
  fib(fold, 10);
}

long fibAlone(int n) { return n < 2 ? n : fibAlone(n - 1) + fibAlone(n - 2); }

void fibOk() {
  Sheepfold fold;
  auto left = enclose(fold, [] { return fibAlone(9); });
  auto right = enclose(fold, [] { return fibAlone(8); });
  left.get();
  right.get();
}

// Sort by parts: the task is a function template that submits itself.

template <typename It> void sortParts(Sheepfold &fold, It first, It last) {
  if (last - first < 4) {
    std::sort(first, last);
    return;
  }
  It middle = first + (last - first) / 2;
  std::nth_element(first, middle, last);
  std::future<void> lower =
      enclose(fold, [&fold, first, middle] { sortParts(fold, first, middle); });
  sortParts(fold, middle, last);
  lower.wait(); // WARN:
}

void sortBad(Sheepfold &fold, std::vector<int> &numbers) {
  sortParts(fold, numbers.begin(), numbers.end());
}

template <typename It> void sortHalves(Sheepfold &fold, It first, It last) {
  It middle = first + (last - first) / 2;
  std::nth_element(first, middle, last);
  std::future<void> lower = enclose(fold, [=] { std::sort(first, middle); });
  std::sort(middle, last);
  lower.wait();
}

void sortOk(Sheepfold &fold, std::vector<int> &numbers) {
  sortHalves(fold, numbers.begin(), numbers.end());
}

// A tree walk: each node waits for its children.

struct Node {
  int weight = 1;
  std::vector<std::unique_ptr<Node>> children;
};

int total(const Node &node, Sheepfold *fold) {
  std::vector<std::future<int>> parts;
  for (const auto &child : node.children)
    parts.push_back(enclose(*fold, [&child, fold] { return total(*child, fold); }));
  return std::accumulate(parts.begin(), parts.end(), node.weight,
                         [](int sum, std::future<int> &part) { return sum + part.get(); }); // WARN:
}

void treeBad(const Node &root) {
  Sheepfold fold;
  total(root, &fold);
}

int totalHere(const Node &node) {
  int sum = node.weight;
  for (const auto &child : node.children)
    sum += totalHere(*child);
  return sum;
}

void treeOk(const Node &root) {
  Sheepfold fold;
  std::vector<std::future<int>> parts;
  for (const auto &child : root.children)
    parts.push_back(enclose(fold, [&child] { return totalHere(*child); }));
  for (auto &part : parts)
    part.get();
}

// Bad only in one instantiation: the policy decides where the work goes.

struct Here {
  template <typename Fn> static auto go(Sheepfold &, Fn fn) {
    std::packaged_task<int()> task(std::move(fn));
    auto result = task.get_future();
    task();
    return result;
  }
};

struct There {
  template <typename Fn> static auto go(Sheepfold &fold, Fn fn) {
    return enclose(fold, std::move(fn));
  }
};

template <typename Where> int shear(Sheepfold &fold) {
  auto wool = Where::go(fold, [] { return 5; });
  return wool.get(); // WARN:
}

void policyBad(Sheepfold &fold) {
  enclose(fold, [&fold] { return shear<There>(fold); }).get();
}

template <typename Where> int comb(Sheepfold &fold) {
  auto wool = Where::go(fold, [] { return 5; });
  return wool.get();
}

void policyOk(Sheepfold &fold) {
  enclose(fold, [&fold] { return comb<Here>(fold); }).get();
}

// The queue holds packaged_task by value.

long gallop(Stable &stable) {
  std::packaged_task<long()> lap([] { return 400L; });
  auto length = lap.get_future();
  stable.throwIn(std::move(lap));
  return length.get(); // WARN:
}

void packagedByValueBad() {
  Stable stable;
  std::packaged_task<long()> race([&stable] { return gallop(stable); });
  auto end = race.get_future();
  stable.throwIn(std::move(race));
  end.get();
}

void packagedByValueOk() {
  Stable stable, meadow;
  std::packaged_task<long()> race([&meadow] {
    std::packaged_task<long()> lap([] { return 400L; });
    auto length = lap.get_future();
    meadow.throwIn(std::move(lap));
    return length.get();
  });
  auto end = race.get_future();
  stable.throwIn(std::move(race));
  end.get();
}

// CRTP: the base class hands over the derived class' method.

template <typename Derived> class Herd {
public:
  void drive(Sheepfold &fold) {
    enclose(fold, [this, &fold] { static_cast<Derived *>(this)->step(fold); }).get();
  }
};

struct Geese : Herd<Geese> {
  void step(Sheepfold &fold) {
    enclose(fold, [] {}).get(); // WARN:
  }
};

struct Ducks : Herd<Ducks> {
  int count = 0;
  void step(Sheepfold &) { ++count; }
};

void crtpBad(Sheepfold &fold) {
  Geese geese;
  geese.drive(fold);
}

void crtpOk(Sheepfold &fold) {
  Ducks ducks;
  ducks.drive(fold);
}

#ifdef GRIDLOCK_RUN
#include "Inputs/Cases.h"
static Sheepfold Fold;
static Node tree() {
  Node root;
  root.children.push_back(std::make_unique<Node>());
  root.children[0]->children.push_back(std::make_unique<Node>());
  return root;
}
static std::vector<int> Numbers{9, 2, 5, 1, 7, 7, 3, 0, 8, 4, 6, 1, 2, 5, 9, 11};
int main(int argc, char **argv) {
  return runCase(argc, argv,
                 {{"fibBad", fibBad},
                  {"fibOk", fibOk},
                  {"sortBad", [] { sortBad(Fold, Numbers); }},
                  {"sortOk", [] { sortOk(Fold, Numbers); }},
                  {"treeBad", [] { Node t = tree(); treeBad(t); }},
                  {"treeOk", [] { Node t = tree(); treeOk(t); }},
                  {"policyBad", [] { policyBad(Fold); }},
                  {"policyOk", [] { policyOk(Fold); }},
                  {"packagedByValueBad", packagedByValueBad},
                  {"packagedByValueOk", packagedByValueOk},
                  {"crtpBad", [] { crtpBad(Fold); }},
                  {"crtpOk", [] { crtpOk(Fold); }}});
}
#endif
