// RUN: %check self-wait %s -- -std=c++17

// Tasks that are no lambdas: functions, static and member function pointers,
// std::bind, functors, std::function, packaged_task.

#include <atomic>
#include <condition_variable>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <queue>
#include <thread>
#include <vector>

// A move-only wrapper, so that a packaged_task can be queued as it is.
class move_only_call {
  struct impl_base {
    virtual void call() = 0;
    virtual ~impl_base() {}
  };
  template <typename F> struct impl_type : impl_base {
    F f;
    impl_type(F &&f_) : f(std::move(f_)) {}
    void call() override { f(); }
  };
  std::unique_ptr<impl_base> impl;

public:
  template <typename F>
  move_only_call(F &&f) : impl(new impl_type<F>(std::move(f))) {}
  move_only_call() = default;
  move_only_call(move_only_call &&other) : impl(std::move(other.impl)) {}
  move_only_call &operator=(move_only_call &&other) {
    impl = std::move(other.impl);
    return *this;
  }
  move_only_call(const move_only_call &) = delete;
  void operator()() { impl->call(); }
};

template <typename T> class guarded_queue {
  mutable std::mutex mut;
  std::queue<T> data;
  std::condition_variable cond;

public:
  void push(T value) {
    std::lock_guard<std::mutex> lk(mut);
    data.push(std::move(value));
    cond.notify_one();
  }
  bool try_pop(T &value) {
    std::lock_guard<std::mutex> lk(mut);
    if (data.empty())
      return false;
    value = std::move(data.front());
    data.pop();
    return true;
  }
};

class mill {
  std::atomic_bool done;
  guarded_queue<move_only_call> sacks;
  std::vector<std::thread> wheels;

  void turn() {
    while (!done) {
      move_only_call sack;
      if (sacks.try_pop(sack))
        sack();
      else
        std::this_thread::yield();
    }
  }

public:
  explicit mill(unsigned n) : done(false) {
    for (unsigned i = 0; i < n; ++i)
      wheels.push_back(std::thread(&mill::turn, this));
  }
  ~mill() {
    done = true;
    for (auto &w : wheels)
      w.join();
  }

  template <typename F>
  std::future<typename std::result_of<F()>::type> grind(F f) {
    typedef typename std::result_of<F()>::type result_type;
    std::packaged_task<result_type()> task(std::move(f));
    std::future<result_type> res(task.get_future());
    sacks.push(std::move(task));
    return res;
  }

  template <typename F, typename A0, typename... As>
  auto grind(F f, A0 a0, As... as) {
    return grind(std::bind(f, a0, as...));
  }

  void drop(std::packaged_task<int()> task) { sacks.push(std::move(task)); }
};

static mill river(1);

static int half(int n) { return n / 2; }

// A plain function and a function pointer with an argument.

int rye(int n) {
  auto flour = river.grind(half, n);
  return flour.get(); // WARN:
}

void functionBad() { river.grind(rye, 10).get(); }

int oats(int n) {
  auto flour = river.grind(half, n);
  return flour.get();
}

void functionOk() { oats(10); }

void pointerBad(mill *m);
int spelt(mill *m) {
  return m->grind(half, 6).get(); // WARN:
}

void pointerBad(mill *m) {
  int (*routine)(mill *) = &spelt;
  m->grind(routine, m).get();
}

int emmer(mill *m) {
  m->grind(half, 6);
  return 0;
}

void pointerOk(mill *m) {
  int (*routine)(mill *) = &emmer;
  m->grind(routine, m).get();
}

// Static and ordinary member functions.

class farmer {
public:
  explicit farmer(mill &m) : mill_(m) {}

  static void sow(mill *m) {
    auto seed = m->grind([] { return 1; });
    seed.wait(); // WARN:
  }

  void reap() {
    auto ear = mill_.grind([this] { return half(acres); });
    acres += ear.get(); // WARN:
  }

  void plough() {
    mill_.grind([this] { acres = half(acres); });
  }

  void staticBad() { mill_.grind(&farmer::sow, &mill_).get(); }
  void staticOk() { std::thread(&farmer::sowAlone, &other_).join(); }

  void methodBad() { mill_.grind(&farmer::reap, this).get(); }
  void methodOk() { mill_.grind(&farmer::plough, this).get(); }

private:
  static void sowAlone(mill *m) { m->grind([] { return 1; }).wait(); }

  mill &mill_;
  mill other_{1};
  int acres = 12;
};

// std::bind, kept in a variable first.

void thresh(mill &m, int sheaves) {
  std::future<int> chaff = m.grind([sheaves] { return half(sheaves); });
  chaff.get(); // WARN:
}

void bindBad() {
  auto call = std::bind(&thresh, std::ref(river), 4);
  river.grind(call).get();
}

void bindOk() {
  mill brook(1);
  auto call = std::bind(&thresh, std::ref(brook), 4);
  river.grind(call).get();
}

// A functor with members.

struct Sieve {
  mill *m;
  int mesh;
  int operator()() const {
    auto grain = m->grind(half, mesh);
    return grain.get(); // WARN:
  }
};

struct Strainer {
  mill *m;
  int mesh;
  std::future<int> operator()() const { return m->grind(half, mesh); }
};

void functorBad() { river.grind(Sieve{&river, 5}).get(); }
void functorOk() { river.grind(Strainer{&river, 5}).get().get(); }

// std::function as variable and as member; a vector of them.

void functionObjectBad() {
  std::function<void()> errand = [] { river.grind(half, 3).get(); }; // WARN:
  river.grind(errand).get();
}

void functionObjectOk() {
  std::function<void()> errand = [] { river.grind(half, 3).get(); };
  errand();
}

class Almanac {
public:
  void fill() {
    entry = [this] { return soil->grind(half, 7).get(); }; // WARN:
  }
  void fillLightly() {
    entry = [] { return half(7); };
  }
  void read() { soil->grind(entry).get(); }

  std::function<int()> entry;
  mill *soil = &river;
};

void memberFunctionObjectBad() {
  Almanac a;
  a.fill();
  a.read();
}

class Calendar {
public:
  Calendar() {
    entry = [] { return half(7); };
  }
  void readOk() {
    river.grind(entry).get();
    river.grind(entry).get();
  }

  std::function<int()> entry;
};

void errandsBad() {
  std::vector<std::function<void()>> errands;
  errands.push_back([] { half(2); });
  errands.push_back([] {
    auto f = river.grind(half, 8);
    f.wait(); // FN: missed, a task that goes through a container of its own first
  });
  std::vector<std::future<void>> ends;
  for (auto &errand : errands)
    ends.push_back(river.grind(errand));
  for (auto &end : ends)
    end.get();
}

void errandsOk() {
  std::vector<std::function<void()>> errands;
  errands.push_back([] { half(2); });
  errands.push_back([] { river.grind(half, 8); });
  std::vector<std::future<void>> ends;
  for (auto &errand : errands)
    ends.push_back(river.grind(errand));
  for (auto &end : ends)
    end.get();
}

// A packaged_task that the user makes and hands over.

void packagedBad() {
  std::packaged_task<int()> outer([] {
    std::packaged_task<int()> inner([] { return half(20); });
    std::future<int> meal = inner.get_future();
    river.drop(std::move(inner));
    return meal.get(); // WARN:
  });
  auto result = outer.get_future();
  river.drop(std::move(outer));
  result.get();
}

void packagedOk() {
  std::packaged_task<int()> outer([] {
    std::packaged_task<int()> inner([] { return half(20); });
    std::future<int> meal = inner.get_future();
    inner();
    return meal.get();
  });
  auto result = outer.get_future();
  river.drop(std::move(outer));
  result.get();
}

#ifdef GRIDLOCK_RUN
#include "Inputs/Cases.h"
int main(int argc, char **argv) {
  return runCase(argc, argv,
                 {{"functionBad", functionBad},
                  {"functionOk", functionOk},
                  {"pointerBad", [] { pointerBad(&river); }},
                  {"pointerOk", [] { pointerOk(&river); }},
                  {"staticBad", [] { farmer f(river); f.staticBad(); }},
                  {"staticOk", [] { farmer f(river); f.staticOk(); }},
                  {"methodBad", [] { farmer f(river); f.methodBad(); }},
                  {"methodOk", [] { farmer f(river); f.methodOk(); }},
                  {"bindBad", bindBad},
                  {"bindOk", bindOk},
                  {"functorBad", functorBad},
                  {"functorOk", functorOk},
                  {"functionObjectBad", functionObjectBad},
                  {"functionObjectOk", functionObjectOk},
                  {"memberFunctionObjectBad", memberFunctionObjectBad},
                  {"readOk", [] { Calendar c; c.readOk(); }},
                  {"errandsBad", errandsBad},
                  {"errandsOk", errandsOk},
                  {"packagedBad", packagedBad},
                  {"packagedOk", packagedOk}});
}
#endif
