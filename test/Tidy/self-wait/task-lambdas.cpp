// RUN: %check self-wait %s -- -std=c++17

// Lambdas as tasks: generic, nested, stored, moved, mutable, returned.

#include <condition_variable>
#include <functional>
#include <future>
#include <list>
#include <memory>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

template <typename T> class Channel {
public:
  void push(T value) {
    {
      std::lock_guard<std::mutex> hold(guard_);
      items_.push_back(std::move(value));
    }
    ready_.notify_one();
  }

  bool pop(T &out) {
    std::unique_lock<std::mutex> hold(guard_);
    ready_.wait(hold, [this] { return shut_ || !items_.empty(); });
    if (items_.empty())
      return false;
    out = std::move(items_.front());
    items_.pop_front();
    return true;
  }

  void shut() {
    {
      std::lock_guard<std::mutex> hold(guard_);
      shut_ = true;
    }
    ready_.notify_all();
  }

private:
  std::list<T> items_;
  std::mutex guard_;
  std::condition_variable ready_;
  bool shut_ = false;
};

// The queue is a class of its own; the pool only moves things in and out.
class Kitchen {
public:
  explicit Kitchen(int cooks) {
    for (int i = 0; i < cooks; i++)
      cooks_.emplace_back([this] { serve(); });
  }

  ~Kitchen() {
    orders_.shut();
    for (auto &cook : cooks_)
      cook.join();
  }

  template <typename F> auto order(F &&dish) {
    using R = std::decay_t<decltype(dish())>;
    auto task = std::make_shared<std::packaged_task<R()>>(std::forward<F>(dish));
    auto plate = task->get_future();
    orders_.push([task] { (*task)(); });
    return plate;
  }

private:
  void serve() {
    std::function<void()> dish;
    while (orders_.pop(dish))
      dish();
  }

  Channel<std::function<void()>> orders_;
  std::vector<std::thread> cooks_;
};

// A generic lambda, instantiated by the call that hands it over.

void genericBad(Kitchen &kitchen) {
  auto cook = [&kitchen](auto portions) {
    auto soup = kitchen.order([portions] { return portions + 1; });
    return soup.get(); // WARN:
  };
  kitchen.order([cook] { return cook(2L); }).get();
}

void genericOk(Kitchen &kitchen) {
  auto cook = [&kitchen](auto portions) {
    auto soup = kitchen.order([portions] { return portions + 1; });
    return soup.get();
  };
  cook(2L);
}

// Nested: the waiter is the inner one of two lambdas.

void nestedBad(Kitchen &kitchen) {
  kitchen.order([&] {
    auto stir = [&] {
      auto spoon = kitchen.order([] { return 1; });
      spoon.wait(); // WARN:
    };
    stir();
  }).get();
}

void nestedOk(Kitchen &kitchen) {
  kitchen.order([&] {
    auto stir = [&] {
      auto spoon = kitchen.order([] { return 1; });
      spoon.wait();
    };
    (void)stir;
  }).get();
}

// A task that a task submits: the third generation waits.

void generationsBad(Kitchen &kitchen) {
  std::promise<void> fed;
  kitchen.order([&] {
    kitchen.order([&] {
      kitchen.order([&] {
        kitchen.order([] {}).get(); // WARN:
        fed.set_value();
      });
    });
  });
  fed.get_future().get();
}

void generationsOk(Kitchen &kitchen) {
  std::promise<void> fed;
  kitchen.order([&] {
    kitchen.order([&] {
      kitchen.order([&] { fed.set_value(); });
    });
  });
  fed.get_future().get();
}

// Stored in a variable, then moved; stored in a container.

void storedBad(Kitchen &kitchen) {
  auto bake = [&kitchen] {
    std::future<int> yeast = kitchen.order([] { return 42; });
    return yeast.get(); // WARN:
  };
  auto later = std::move(bake);
  kitchen.order(std::move(later)).get();
}

void storedOk(Kitchen &kitchen) {
  auto bake = [&kitchen] {
    std::future<int> yeast = kitchen.order([] { return 42; });
    return yeast.get();
  };
  auto later = std::move(bake);
  std::thread chef(std::move(later));
  chef.join();
}

// Mutable, with a future moved into the capture.

void capturedFutureBad(Kitchen &kitchen) {
  kitchen.order([&kitchen]() mutable {
    auto first = kitchen.order([] { return 1; });
    auto take = [first = std::move(first)]() mutable { return first.get(); }; // WARN:
    return take();
  }).get();
}

void capturedFutureOk(Kitchen &kitchen) {
  auto first = kitchen.order([] { return 1; });
  auto take = [first = std::move(first)]() mutable { return first.get(); };
  take();
}

// Made by a function that returns the lambda.

auto recipe(Kitchen &kitchen) {
  return [&kitchen] {
    kitchen.order([] { return 8; }).get(); // WARN:
  };
}

void returnedBad(Kitchen &kitchen) { kitchen.order(recipe(kitchen)).get(); }

auto menu(Kitchen &kitchen) {
  return [&kitchen] { return kitchen.order([] { return 8; }); };
}

void returnedOk(Kitchen &kitchen) {
  auto read = menu(kitchen);
  read().get();
}

// Called on the spot inside the task.

void immediateBad(Kitchen &kitchen) {
  kitchen.order([&kitchen] {
    const int salt = [&] {
      return kitchen.order([] { return 3; }).get(); // WARN:
    }();
    return salt;
  }).get();
}

void immediateOk(Kitchen &kitchen) {
  const int salt = [&] {
    return kitchen.order([] { return 3; }).get();
  }();
  kitchen.order([salt] { return salt; }).get();
}

// Defined only, never handed over.

void definedOnlyOk(Kitchen &kitchen) {
  auto never = [&kitchen] {
    kitchen.order([&kitchen] { return kitchen.order([] {}); });
  };
  auto neither = [&kitchen] { kitchen.order([] {}).get(); };
  (void)never;
  (void)neither;
  kitchen.order([] {}).get();
}

#ifdef GRIDLOCK_RUN
#include "Inputs/Cases.h"
static Kitchen K(1);
int main(int argc, char **argv) {
  return runCase(argc, argv,
                 {{"genericBad", [] { genericBad(K); }},
                  {"genericOk", [] { genericOk(K); }},
                  {"nestedBad", [] { nestedBad(K); }},
                  {"nestedOk", [] { nestedOk(K); }},
                  {"generationsBad", [] { generationsBad(K); }},
                  {"generationsOk", [] { generationsOk(K); }},
                  {"storedBad", [] { storedBad(K); }},
                  {"storedOk", [] { storedOk(K); }},
                  {"capturedFutureBad", [] { capturedFutureBad(K); }},
                  {"capturedFutureOk", [] { capturedFutureOk(K); }},
                  {"returnedBad", [] { returnedBad(K); }},
                  {"returnedOk", [] { returnedOk(K); }},
                  {"immediateBad", [] { immediateBad(K); }},
                  {"immediateOk", [] { immediateOk(K); }},
                  {"definedOnlyOk", [] { definedOnlyOk(K); }}});
}
#endif
