// RUN: %check self-wait %s -- -std=c++17

// Classes that stand before a pool: services, singletons, executor interfaces,
// facades that forward.

#include <condition_variable>
#include <deque>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace base {

class Runner {
public:
  virtual ~Runner() = default;
  virtual void Execute(std::function<void()> closure) = 0;
};

class Porters : public Runner {
public:
  explicit Porters(int count) {
    for (int i = 0; i < count; ++i)
      threads_.emplace_back([this] { Loop(); });
  }

  ~Porters() override {
    {
      std::lock_guard<std::mutex> lock(mutex_);
      shutdown_ = true;
    }
    not_empty_.notify_all();
    for (std::thread &thread : threads_)
      thread.join();
  }

  void Execute(std::function<void()> closure) override {
    std::lock_guard<std::mutex> lock(mutex_);
    closures_.push_back(std::move(closure));
    not_empty_.notify_one();
  }

private:
  void Loop() {
    std::unique_lock<std::mutex> lock(mutex_);
    for (;;) {
      not_empty_.wait(lock, [this] { return shutdown_ || !closures_.empty(); });
      if (closures_.empty())
        return;
      std::function<void()> closure = std::move(closures_.front());
      closures_.pop_front();
      lock.unlock();
      closure();
      closure = nullptr;
      lock.lock();
    }
  }

  std::mutex mutex_;
  std::condition_variable not_empty_;
  std::deque<std::function<void()>> closures_;
  std::vector<std::thread> threads_;
  bool shutdown_ = false;
};

template <typename Fn>
auto Async(Runner *runner, Fn fn) -> std::future<decltype(fn())> {
  auto task = std::make_shared<std::packaged_task<decltype(fn())()>>(std::move(fn));
  runner->Execute([task] { (*task)(); });
  return task->get_future();
}

} // namespace base

using base::Porters;
using base::Runner;

// A service that owns the pool and forwards.

class Station {
public:
  template <typename Fn> auto Carry(Fn fn) { return base::Async(&porters_, std::move(fn)); }
  void CarryAway(std::function<void()> fn) { porters_.Execute(std::move(fn)); }

private:
  Porters porters_{1};
};

void ServiceBad(Station &station) {
  station.Carry([&station] {
    auto trunk = station.Carry([] { return 30; });
    return trunk.get(); // WARN:
  }).get();
}

void ServiceOk(Station &station) {
  station.Carry([&station] {
    station.CarryAway([] {});
    return 30;
  }).get();
}

void ServicePromiseBad(Station &station) {
  std::promise<void> up;
  station.CarryAway([&] {
    std::promise<void> down;
    station.CarryAway([&down] { down.set_value(); });
    down.get_future().wait(); // WARN:
    up.set_value();
  });
  up.get_future().wait();
}

// A service on a service.

class Hotel {
public:
  explicit Hotel(Station *station) : station_(station) {}

  std::future<int> Luggage() { return station_->Carry([] { return 2; }); }

  int CheckIn() { return Luggage().get(); } // WARN:

  void ArriveBad() {
    station_->Carry([this] { return CheckIn(); }).get();
  }

  void ArriveOk() {
    station_->Carry([this] { return Luggage(); }).get().get();
  }

private:
  Station *station_;
};

// A singleton with static functions in front.

class Depot {
public:
  static Depot &Instance() {
    static Depot *depot = new Depot;
    return *depot;
  }
  static void Schedule(std::function<void()> fn) { Instance().porters_.Execute(std::move(fn)); }
  static std::future<std::string> Fetch(std::string what) {
    return base::Async(&Instance().porters_, [what] { return what + what; });
  }

private:
  Porters porters_{1};
};

std::string FetchNow(const std::string &what) {
  return Depot::Fetch(what).get(); // WARN:
}

void SingletonBad() {
  std::promise<std::string> out;
  Depot::Schedule([&out] { out.set_value(FetchNow("map")); });
  out.get_future().get();
}

std::string FetchMain(const std::string &what) { return Depot::Fetch(what).get(); }

void SingletonOk() {
  std::promise<std::string> out;
  std::string map = FetchMain("map");
  Depot::Schedule([&out, map] { out.set_value(map); });
  out.get_future().get();
}

// Through the interface: the executor is known only by its base class.

void InterfaceBad(Runner *runner) {
  base::Async(runner, [runner] {
    return base::Async(runner, [] { return 1; }).get(); // WARN:
  }).get();
}

void InterfacePoolBad() {
  std::unique_ptr<Runner> runner = std::make_unique<Porters>(1);
  InterfaceBad(runner.get());
}

void InterfaceOk(Runner *runner, Runner *other) {
  base::Async(runner, [other] {
    return base::Async(other, [] { return 1; }).get();
  }).get();
}

void InterfacePoolOk() {
  auto runner = std::make_unique<Porters>(1);
  auto other = std::make_unique<Porters>(1);
  InterfaceOk(runner.get(), other.get());
}

// An object that is given its runner in the constructor.

class Postman {
public:
  explicit Postman(std::shared_ptr<Runner> runner) : runner_(std::move(runner)) {}

  int Deliver(int letters) {
    std::vector<std::future<int>> rounds;
    for (int i = 0; i < letters; ++i)
      rounds.push_back(base::Async(runner_.get(), [i] { return i; }));
    int sum = 0;
    for (std::future<int> &round : rounds)
      sum += round.get(); // WARN:
    return sum;
  }

  std::future<int> DeliverBad(int letters) {
    return base::Async(runner_.get(), [this, letters] { return Deliver(letters); });
  }

  std::future<int> DeliverOk(int letters) {
    return base::Async(runner_.get(), [letters] {
      int sum = 0;
      for (int i = 0; i < letters; ++i)
        sum += i;
      return sum;
    });
  }

private:
  std::shared_ptr<Runner> runner_;
};

// The pool is a base class.

class Warehouse : private Porters {
public:
  Warehouse() : Porters(1) {}

  void StackBad() {
    std::promise<void> shelf;
    Execute([this, &shelf] {
      std::promise<void> box;
      Execute([&box] { box.set_value(); });
      box.get_future().get(); // WARN:
      shelf.set_value();
    });
    shelf.get_future().get();
  }

  void StackOk() {
    std::promise<void> shelf;
    Execute([this, &shelf] {
      Execute([&shelf] { shelf.set_value(); });
    });
    shelf.get_future().get();
  }
};

#ifdef GRIDLOCK_RUN
#include "Inputs/Cases.h"
static Station S;
int main(int argc, char **argv) {
  return runCase(
      argc, argv,
      {{"ServiceBad", [] { ServiceBad(S); }},
       {"ServiceOk", [] { ServiceOk(S); }},
       {"ServicePromiseBad", [] { ServicePromiseBad(S); }},
       {"ArriveBad", [] { Hotel(&S).ArriveBad(); }},
       {"ArriveOk", [] { Hotel(&S).ArriveOk(); }},
       {"SingletonBad", SingletonBad},
       {"SingletonOk", SingletonOk},
       {"InterfacePoolBad", InterfacePoolBad},
       {"InterfacePoolOk", InterfacePoolOk},
       {"DeliverBad", [] { Postman p(std::make_shared<Porters>(1)); p.DeliverBad(3).get(); }},
       {"DeliverOk", [] { Postman p(std::make_shared<Porters>(1)); p.DeliverOk(3).get(); }},
       {"StackBad", [] { Warehouse w; w.StackBad(); }},
       {"StackOk", [] { Warehouse w; w.StackOk(); }}});
}
#endif
