// RUN: %check self-wait %s -- -std=c++17

// The wait hides in a constructor, an operator, a default argument, a member
// initializer, a static local or a condition.

#include <condition_variable>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <queue>
#include <thread>
#include <vector>

class Scribes {
public:
  explicit Scribes(int n) {
    for (int i = 0; i < n; ++i)
      desks.emplace_back([this] {
        for (std::function<void()> page; next(page);)
          page();
      });
  }
  ~Scribes() {
    {
      std::lock_guard<std::mutex> l(m);
      vespers = true;
    }
    c.notify_all();
    for (auto &d : desks)
      d.join();
  }
  template <typename F> auto copy(F &&f) {
    auto p = std::make_shared<std::packaged_task<std::invoke_result_t<F>()>>(std::forward<F>(f));
    std::lock_guard<std::mutex> l(m);
    pages.emplace([p] { (*p)(); });
    c.notify_one();
    return p->get_future();
  }

private:
  bool next(std::function<void()> &page) {
    std::unique_lock<std::mutex> l(m);
    c.wait(l, [this] { return vespers || !pages.empty(); });
    if (pages.empty())
      return false;
    page = std::move(pages.front());
    pages.pop();
    return true;
  }

  std::mutex m;
  std::condition_variable c;
  std::queue<std::function<void()>> pages;
  std::vector<std::thread> desks;
  bool vespers = false;
};

Scribes abbey(1);

// A constructor's body and its member initializer.

class Psalter {
public:
  explicit Psalter(Scribes &s) {
    auto ink = s.copy([] { return 150; });
    verses = ink.get(); // WARN:
  }
  int verses;
};

void constructorBad() {
  abbey.copy([] { return Psalter(abbey).verses; }).get();
}

class Hymnal {
public:
  explicit Hymnal(Scribes &s) : songs(s.copy([] { return 40; }).get()) {} // WARN:
  int songs;
};

void initializerBad() {
  abbey.copy([] {
    auto hymnal = std::make_unique<Hymnal>(abbey);
    return hymnal->songs;
  }).get();
}

class Missal {
public:
  explicit Missal(Scribes &s) : leaves(s.copy([] { return 40; })) {}
  std::future<int> leaves;
};

void constructorOk() {
  abbey.copy([] { Missal missal(abbey); }).get();
}

// A default member initializer and a default argument.

struct Calendar {
  int feasts = abbey.copy([] { return 12; }).get(); // WARN:
};

void memberInitializerBad() {
  abbey.copy([] {
    Calendar calendar;
    return calendar.feasts;
  }).get();
}

struct Almanac {
  int feasts = abbey.copy([] { return 12; }).get();
};

void memberInitializerOk() {
  Almanac almanac;
  abbey.copy([&almanac] { return almanac.feasts; }).get();
}

// Conversion and call operators, subscripts.

class Leaf {
public:
  explicit Leaf(std::future<int> f) : f(f.share()) {}
  operator int() const { return f.get(); } // WARN:

private:
  std::shared_future<int> f;
};

void conversionBad() {
  abbey.copy([] {
    Leaf leaf(abbey.copy([] { return 5; }));
    int number = leaf;
    return number;
  }).get();
}

class Page {
public:
  explicit Page(std::future<int> f) : f(f.share()) {}
  operator int() const { return f.get(); }
  bool valid() const { return f.valid(); }

private:
  std::shared_future<int> f;
};

void conversionOk() {
  abbey.copy([] {
    Page page(abbey.copy([] { return 5; }));
    return page.valid();
  }).get();
}

class Codex {
public:
  int operator[](int n) {
    return abbey.copy([n] { return n; }).get(); // WARN:
  }
  int operator()(int n) const { return n; }
};

void subscriptBad() {
  Codex codex;
  abbey.copy([&codex] { return codex[3]; }).get();
}

void callOperatorOk() {
  Codex codex;
  abbey.copy([&codex] { return codex(3); }).get();
}

// A static local that is made by the first caller, and that caller is a task.

int relics() {
  static int count = abbey.copy([] { return 7; }).get(); // WARN:
  return count;
}

void staticLocalBad() { abbey.copy(relics).get(); }

int shrines() {
  static const int count = 7;
  return count;
}

void staticLocalOk() { abbey.copy(shrines).get(); }

// Conditions, loops, switch, conditional operator, comma.

void conditionBad() {
  abbey.copy([] {
    if (auto f = abbey.copy([] { return true; }); f.get()) // WARN:
      return 1;
    return 0;
  }).get();
}

void switchBad() {
  abbey.copy([] {
    auto f = abbey.copy([] { return 2; });
    switch (f.get()) { // WARN:
    case 2:
      return 1;
    default:
      return 0;
    }
  }).get();
}

void forBad() {
  abbey.copy([] {
    int rows = 0;
    for (int i = abbey.copy([] { return 3; }).get(); i > 0; --i) // WARN:
      ++rows;
    return rows;
  }).get();
}

void conditionOk() {
  bool feast = abbey.copy([] { return true; }).get();
  abbey.copy([feast] { return feast ? 1 : 0; }).get();
}

// A branch that only some callers take.

void branch(int kind, Scribes &s) {
  auto f = s.copy([] {});
  if (kind == 3)
    f.get(); // WARN:
}

void branchBad(int kind) {
  abbey.copy([kind] { branch(kind, abbey); }).get();
}

void branchAway(int kind, Scribes &s) {
  auto f = s.copy([] {});
  if (kind == 3)
    return;
  s.copy([] {});
}

void branchOk(int kind) {
  abbey.copy([kind] { branchAway(kind, abbey); }).get();
}

// In a try block and in a handler.

void tryBad() {
  abbey.copy([] {
    try {
      abbey.copy([] {}).get(); // WARN:
    } catch (const std::future_error &) {
    }
  }).get();
}

void handlerBad() {
  abbey.copy([] {
    try {
      throw 3;
    } catch (int) {
      abbey.copy([] {}).wait(); // WARN:
    }
  }).get();
}

void handlerOk() {
  try {
    abbey.copy([] { throw 3; }).get();
  } catch (int) {
    abbey.copy([] {}).wait();
  }
}

// Through a macro.

#define FETCH(pool, value) (pool).copy([] { return value; }).get()

void macroBad() {
  abbey.copy([] { return FETCH(abbey, 4); }).get(); // WARN:
}

void macroOk() { FETCH(abbey, 4); }

#ifdef GRIDLOCK_RUN
#include "Inputs/Cases.h"
#define RUN(fn) {#fn, fn}
int main(int argc, char **argv) {
  return runCase(argc, argv,
                 {RUN(constructorBad), RUN(initializerBad), RUN(constructorOk),
                  RUN(memberInitializerBad), RUN(memberInitializerOk),
                  RUN(conversionBad), RUN(conversionOk), RUN(subscriptBad),
                  RUN(callOperatorOk), RUN(staticLocalBad), RUN(staticLocalOk),
                  RUN(conditionBad), RUN(switchBad), RUN(forBad),
                  RUN(conditionOk), {"branchBad", [] { branchBad(3); }},
                  {"branchOk", [] { branchOk(3); }}, RUN(tryBad),
                  RUN(handlerBad), RUN(handlerOk), RUN(macroBad), RUN(macroOk)});
}
#endif
