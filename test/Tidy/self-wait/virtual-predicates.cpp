// RUN: %check self-wait %s -- -std=c++17

// A virtual method tells which objects may run here, and those that wait are
// not among them.

#include <condition_variable>
#include <deque>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

class Kitchen {
public:
  explicit Kitchen(int n) {
    for (int i = 0; i < n; ++i)
      cooks_.emplace_back([this] { cook(); });
  }
  ~Kitchen() {
    {
      std::lock_guard<std::mutex> l(m_);
      closed_ = true;
    }
    cv_.notify_all();
    for (auto &c : cooks_)
      c.join();
  }
  template <typename F> auto order(F f) -> std::future<decltype(f())> {
    auto t = std::make_shared<std::packaged_task<decltype(f())()>>(std::move(f));
    auto r = t->get_future();
    {
      std::lock_guard<std::mutex> l(m_);
      slips_.push_back([t] { (*t)(); });
    }
    cv_.notify_one();
    return r;
  }

private:
  void cook() {
    for (;;) {
      std::unique_lock<std::mutex> l(m_);
      cv_.wait(l, [this] { return closed_ || !slips_.empty(); });
      if (slips_.empty())
        return;
      auto s = std::move(slips_.front());
      slips_.pop_front();
      l.unlock();
      s();
    }
  }

  std::mutex m_;
  std::condition_variable cv_;
  std::deque<std::function<void()>> slips_;
  std::vector<std::thread> cooks_;
  bool closed_ = false;
};

Kitchen &kitchen() {
  static Kitchen one(1);
  return one;
}

// Each method is the only one that waits, so that each way has its own.

enum class Course { Cold, Warm };

class Dish {
public:
  virtual ~Dish() = default;
  virtual bool needsOthers() const { return false; }
  virtual Course course() const { return Course::Cold; }
  virtual bool isLight() const { return true; }
  virtual int plate() { return 1; }
  virtual int serve() { return 2; }
  virtual int taste() { return 3; }
  virtual int garnish() { return 4; }
  virtual int clear() { return 5; }
};

class Salad : public Dish {};

class Roast : public Dish {
public:
  bool needsOthers() const override { return true; }
  Course course() const override { return Course::Warm; }
  int plate() override { return kitchen().order([] { return 1; }).get(); }
  int serve() override { return kitchen().order([] { return 2; }).get(); }
  int taste() override { return kitchen().order([] { return 3; }).get(); }
  int garnish() override {
    return kitchen().order([] { return 4; }).get(); // WARN:
  }
  int clear() override {
    return kitchen().order([] { return 5; }).get(); // WARN:
  }
};

void cookAllOk(std::vector<std::shared_ptr<Dish>> dishes) {
  std::vector<std::future<int>> done;
  int sum = 0;
  for (auto &dish : dishes) {
    if (dish->needsOthers()) {
      sum += dish->plate();
      continue;
    }
    done.push_back(kitchen().order([dish] { return dish->plate(); }));
  }
  for (auto &d : done)
    sum += d.get();
}

void coldOnlyOk(Dish &dish) {
  bool cold = dish.course() == Course::Cold;
  if (cold)
    kitchen().order([&dish] { return dish.serve(); }).get();
}

void askedInTheTaskOk(Dish *dish) {
  kitchen().order([dish] {
    const bool alone = !dish->needsOthers();
    return alone ? dish->taste() : 0;
  }).get();
}

// The predicate says nothing of those that wait.

void lightOnlyBad(Dish &dish) {
  if (dish.isLight())
    kitchen().order([&dish] { return dish.garnish(); }).get();
}

// It is another dish that was asked.

void otherDishBad(Dish &dish, Dish &other) {
  if (!other.needsOthers())
    kitchen().order([&dish] { return dish.clear(); }).get();
}

#ifdef GRIDLOCK_RUN
#include "Inputs/Cases.h"
int main(int argc, char **argv) {
  static Roast roast;
  static Salad salad;
  return runCase(
      argc, argv,
      {{"cookAllOk",
        [] {
          cookAllOk({std::make_shared<Salad>(), std::make_shared<Roast>()});
        }},
       {"coldOnlyOk", [] { coldOnlyOk(roast), coldOnlyOk(salad); }},
       {"askedInTheTaskOk",
        [] { askedInTheTaskOk(&roast), askedInTheTaskOk(&salad); }},
       {"lightOnlyBad", [] { lightOnlyBad(roast); }},
       {"otherDishBad", [] { otherDishBad(roast, salad); }}});
}
#endif
