// RUN: %check self-wait %s -- -std=c++17

// A serial queue on top of a pool: capacity one, however many workers.

#include <condition_variable>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <queue>
#include <thread>
#include <vector>

namespace loom {

class Weavers {
public:
  explicit Weavers(std::size_t n) {
    for (std::size_t i = 0; i < n; ++i)
      people_.emplace_back([this] { weave(); });
  }
  ~Weavers() {
    {
      std::lock_guard<std::mutex> lk(mu_);
      home_ = true;
    }
    cv_.notify_all();
    for (auto &p : people_)
      p.join();
  }
  void work(std::function<void()> f) {
    {
      std::lock_guard<std::mutex> lk(mu_);
      cloth_.push(std::move(f));
    }
    cv_.notify_one();
  }

private:
  void weave() {
    for (;;) {
      std::unique_lock<std::mutex> lk(mu_);
      cv_.wait(lk, [this] { return home_ || !cloth_.empty(); });
      if (cloth_.empty())
        return;
      std::function<void()> f = std::move(cloth_.front());
      cloth_.pop();
      lk.unlock();
      f();
    }
  }

  std::mutex mu_;
  std::condition_variable cv_;
  std::queue<std::function<void()>> cloth_;
  std::vector<std::thread> people_;
  bool home_ = false;
};

// One after the other, on whichever weaver is free.
class Thread : public std::enable_shared_from_this<Thread> {
public:
  explicit Thread(Weavers &w) : weavers_(w) {}

  void spin(std::function<void()> f) {
    std::lock_guard<std::mutex> lk(mu_);
    knots_.push(std::move(f));
    if (!busy_) {
      busy_ = true;
      weavers_.work([self = shared_from_this()] { self->pull(); });
    }
  }

  template <typename F> auto ask(F f) {
    using R = decltype(f());
    auto t = std::make_shared<std::packaged_task<R()>>(std::move(f));
    auto r = t->get_future();
    spin([t] { (*t)(); });
    return r;
  }

private:
  void pull() {
    for (;;) {
      std::function<void()> f;
      {
        std::lock_guard<std::mutex> lk(mu_);
        if (knots_.empty()) {
          busy_ = false;
          return;
        }
        f = std::move(knots_.front());
        knots_.pop();
      }
      f();
    }
  }

  Weavers &weavers_;
  std::mutex mu_;
  std::queue<std::function<void()>> knots_;
  bool busy_ = false;
};

} // namespace loom

using loom::Weavers;
using Yarn = std::shared_ptr<loom::Thread>;

// Four workers do not help: the strand runs one at a time.

void serialBad() {
  Weavers weavers(4);
  auto yarn = std::make_shared<loom::Thread>(weavers);
  yarn->ask([yarn] {
    return yarn->ask([] { return 1; }).get(); // WARN:
  }).get();
}

void serialOk() {
  Weavers weavers(4);
  auto yarn = std::make_shared<loom::Thread>(weavers);
  auto first = yarn->ask([yarn] {
    return yarn->ask([] { return 1; });
  });
  first.get().get();
}

void promiseBad(const Yarn &yarn) {
  yarn->spin([yarn] {
    auto knot = std::make_shared<std::promise<void>>();
    yarn->spin([knot] { knot->set_value(); });
    knot->get_future().wait(); // WARN:
  });
}

void promiseOk(const Yarn &yarn) {
  auto knot = std::make_shared<std::promise<void>>();
  yarn->spin([yarn, knot] {
    yarn->spin([knot] { knot->set_value(); });
  });
  knot->get_future().wait();
}

// As a member: each object has a strand of its own, all on one pool.

class Tapestry {
public:
  explicit Tapestry(Weavers &w) : yarn_(std::make_shared<loom::Thread>(w)) {}

  int rows() {
    return yarn_->ask([this] { return rows_; }).get(); // WARN:
  }

  void addBad() {
    yarn_->ask([this] { rows_ = rows() + 1; }).get();
  }

  void addOk() {
    yarn_->ask([this] { rows_ = rows_ + 1; }).get();
  }

private:
  Yarn yarn_;
  int rows_ = 0;
};

// A strand waits for work that goes to its own pool: the pool has few workers.

void underlyingBad(Weavers &weavers) {
  auto yarn = std::make_shared<loom::Thread>(weavers);
  yarn->ask([&weavers] {
    auto thread = std::make_shared<std::promise<int>>();
    weavers.work([thread] { thread->set_value(2); });
    return thread->get_future().get(); // WARN:
  }).get();
}

void underlyingOk(Weavers &weavers, Weavers &dyers) {
  auto yarn = std::make_shared<loom::Thread>(weavers);
  yarn->ask([&dyers] {
    auto thread = std::make_shared<std::promise<int>>();
    dyers.work([thread] { thread->set_value(2); });
    return thread->get_future().get();
  }).get();
}

// Outside the strand the wait is harmless.

void outsideOk(Weavers &weavers) {
  auto yarn = std::make_shared<loom::Thread>(weavers);
  auto a = yarn->ask([] { return 1; });
  auto b = yarn->ask([] { return 2; });
  a.get();
  b.get();
}

#ifdef GRIDLOCK_RUN
#include "Inputs/Cases.h"
static Weavers *W = new Weavers(1), *V = new Weavers(3);
int main(int argc, char **argv) {
  static auto Many = std::make_shared<loom::Thread>(*V);
  return runCase(
      argc, argv,
      {{"serialBad", serialBad},
       {"serialOk", serialOk},
       {"promiseBad", [] { promiseBad(Many); Many->ask([] {}).get(); }},
       {"promiseOk", [] { promiseOk(Many); Many->ask([] {}).get(); }},
       {"addBad", [] { Tapestry(*V).addBad(); }},
       {"addOk", [] { Tapestry(*V).addOk(); }},
       {"underlyingBad", [] { underlyingBad(*W); }},
       {"underlyingOk", [] { underlyingOk(*W, *V); }},
       {"outsideOk", [] { outsideOk(*V); }}});
}
#endif
