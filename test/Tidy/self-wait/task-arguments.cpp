// RUN: %check self-wait %s -- -std=c++17

// A task and its arguments, which are kept in a tuple until std::apply.

#include <condition_variable>
#include <deque>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <thread>
#include <tuple>
#include <vector>

class Mill {
public:
  explicit Mill(int wheels) {
    for (int i = 0; i < wheels; ++i)
      millers_.emplace_back([this] { grind(); });
  }
  ~Mill() {
    {
      std::lock_guard<std::mutex> l(m_);
      closed_ = true;
    }
    cv_.notify_all();
    for (auto &miller : millers_)
      miller.join();
  }

  /// The tuple is a capture.
  template <class F, class... Args> auto pour(F &&f, Args &&...args) {
    using R = std::invoke_result_t<std::decay_t<F>, std::decay_t<Args>...>;
    auto sack = std::make_shared<std::packaged_task<R()>>(
        [f = std::forward<F>(f),
         kept = std::make_tuple(std::forward<Args>(args)...)]() mutable {
          return std::apply(std::move(f), std::move(kept));
        });
    auto flour = sack->get_future();
    put([sack] { (*sack)(); });
    return flour;
  }

  /// Likewise, of references, and the callable is a part of it.
  template <class... All> void drop(All &&...all) {
    put([kept = std::tuple<std::decay_t<All>...>(std::forward<All>(all)...)] {
      std::apply([](const auto &f, const auto &...args) { std::invoke(f, args...); }, kept);
    });
  }

private:
  void put(std::function<void()> job) {
    {
      std::lock_guard<std::mutex> l(m_);
      jobs_.push_back(std::move(job));
    }
    cv_.notify_one();
  }
  void grind() {
    for (;;) {
      std::function<void()> job;
      {
        std::unique_lock<std::mutex> l(m_);
        cv_.wait(l, [this] { return closed_ || !jobs_.empty(); });
        if (jobs_.empty())
          return;
        job = std::move(jobs_.front());
        jobs_.pop_front();
      }
      job();
    }
  }

  std::mutex m_;
  std::condition_variable cv_;
  std::deque<std::function<void()>> jobs_;
  std::vector<std::thread> millers_;
  bool closed_ = false;
};

int grain(int weight) { return weight; }

// A function is given the pool.
int sift(Mill &mill, int weight) {
  auto half = mill.pour(grain, weight / 2);
  return half.get(); // WARN: task of 'stone' blocks in 'get' until another task of 'stone' has run
}
int siftBad() {
  Mill stone(1);
  return stone.pour(sift, std::ref(stone), 4).get();
}

// The pool is not the first argument, and is a pointer.
int bolt(int weight, const char *, Mill *mill) {
  return mill->pour(grain, weight).get(); // WARN: task of 'wind' blocks in 'get'
}
int boltBad() {
  Mill wind(2);
  return wind.pour(bolt, 3, "fine", &wind).get();
}

// A method, and the object that has the pool.
class Bakery {
  Mill mill_{1};
  int knead(int weight) { return weight; }
  int bake(int weight) {
    auto dough = mill_.pour(&Bakery::knead, this, weight);
    return dough.get(); // WARN: task of 'mill_' blocks in 'get'
  }

public:
  int openBad() { return mill_.pour(&Bakery::bake, this, 2).get(); }
};

// The callable is in the tuple too.
void rake(Mill *mill) {
  mill->pour(grain, 1).wait(); // WARN: task of 'tide' blocks in 'wait'
}
void rakeBad() {
  Mill tide(1);
  tide.drop(rake, &tide);
}

// Two pools in one tuple: which is which.
int carry(Mill &from, Mill &to, int weight) {
  from.pour(grain, weight);
  return to.pour(grain, weight).get(); // WARN: task of 'second' blocks in 'get'
}
int carryBad() {
  Mill first(1), second(1);
  return second.pour(carry, std::ref(first), std::ref(second), 1).get();
}

int fetch(Mill &from, Mill &to, int weight) {
  from.pour(grain, weight);
  return to.pour(grain, weight).get();
}
int fetchOk() {
  Mill upper(1), lower(1);
  return upper.pour(fetch, std::ref(upper), std::ref(lower), 1).get();
}

// Another object's pool.
class Shop {
  Mill mill_{1};
  int bag(int weight) { return weight; }
  int sell(Shop &other, int weight) {
    return other.mill_.pour(&Shop::bag, &other, weight).get();
  }

public:
  int openOk(Shop &other) {
    return mill_.pour(&Shop::sell, this, std::ref(other), 2).get();
  }
};
int shopsOk() {
  Shop left, right;
  return left.openOk(right);
}

// Who waits is no task.
int weighOk() {
  Mill own(1);
  auto both = std::make_tuple(own.pour(grain, 1), 2);
  return std::apply([](auto &flour, int more) { return flour.get() + more; },
                    both);
}
