// RUN: %check wait-under-lock %s -- -std=c++17

// How the awaited work comes to need the lock, and how it is waited for.

#include "Inputs/Belt.h"
#include "Inputs/Crew.h"
#include "Inputs/Meadow.h"

#include <atomic>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

struct Bird {
  virtual ~Bird() = default;
  virtual void lay() {}
};

class Farm {
public:
  // The task takes it itself, some calls deeper, through a virtual function.

  void directBad() {
    std::lock_guard<std::mutex> L(Gate);
    crew.hire([this] {
          std::lock_guard<std::mutex> L(Gate);
          ++Eggs;
        })
        .get(); // WARN[get]: 'Gate'
  }

  void collect() { basket(1); }

  void deeperBad() {
    std::lock_guard<std::mutex> L(Gate);
    crew.hire([this] { collect(); }).get(); // WARN[get]: 'Gate'
  }

  void boundBad() {
    std::lock_guard<std::mutex> L(Gate);
    crew.hire(std::bind(&Farm::collect, this)).get(); // WARN[get]: 'Gate'
  }

  struct Hen : Bird {
    explicit Hen(Farm &f) : f(f) {}
    void lay() override { f.basket(1); }
    Farm &f;
  };
  void virtualBad() {
    auto bird = std::make_unique<Hen>(*this);
    std::lock_guard<std::mutex> L(Gate);
    crew.hire([&bird] { bird->lay(); }).get(); // WARN[get]: 'Gate'
  }

  // A thread, and the future of std::async.

  void threadBad() {
    std::unique_lock<std::mutex> L(Gate);
    std::thread T([this] { collect(); });
    T.join(); // WARN[join]: 'Gate'
  }

  void threadOk() {
    std::unique_lock<std::mutex> L(Gate);
    std::thread T([this] { collect(); });
    L.unlock();
    T.join();
  }

  void asyncBad() {
    std::lock_guard<std::mutex> L(Gate);
    auto F = std::async(std::launch::async, &Farm::collect, this);
    F.get(); // WARN[get]: 'Gate'
  }

  void asyncDestructorBad() {
    std::lock_guard<std::mutex> L(Gate);
    auto F = std::async(std::launch::async, [this] { collect(); }); // WARN[F]: 'Gate'
    ++Loose;
  }

  // The future is destroyed after the guard.
  void asyncDestructorOk() {
    std::future<void> F;
    std::lock_guard<std::mutex> L(Gate);
    F = std::async(std::launch::async, [this] { collect(); });
  }

  // The inner scope ends before the unlock.
  void asyncScopeBad() {
    std::unique_lock<std::mutex> L(Gate);
    { auto F = std::async(std::launch::async, [this] { collect(); }); } // WARN[F]: 'Gate'
    L.unlock();
  }

  // A promise, a counter, a condition variable: signalled after the lock.

  void promiseBad() {
    std::promise<void> Done;
    std::lock_guard<std::mutex> L(Gate);
    belt.put([&] {
      basket(2);
      Done.set_value();
    });
    Done.get_future().wait(); // WARN[wait]: 'Gate'
  }

  void countBad() {
    std::atomic<int> Left{2};
    std::lock_guard<std::mutex> L(Gate);
    for (int I = 0; I < 2; ++I)
      belt.put([&] {
        basket(1);
        --Left;
      });
    while (Left > 0) // WARN: 'Gate'
      std::this_thread::yield();
  }

  void conditionBad() {
    std::mutex M;
    std::condition_variable Changed;
    bool Full = false;
    std::lock_guard<std::mutex> L(Gate);
    belt.put([&] {
      basket(3);
      std::lock_guard<std::mutex> L(M);
      Full = true;
      Changed.notify_one();
    });
    std::unique_lock<std::mutex> K(M);
    Changed.wait(K, [&] { return Full; }); // WARN[wait]: 'Gate'
  }

  // A set of futures, one of which needs it.

  void allBad() {
    std::vector<std::future<void>> Parts;
    std::lock_guard<std::mutex> L(Gate);
    Parts.push_back(crew.hire([this] { ++Loose; }));
    Parts.push_back(crew.hire([this] { collect(); }));
    for (auto &P : Parts)
      P.get(); // WARN[get]: 'Gate'
  }

  // "Wait for all" of the pool, its join, its destructor.

  void quietBad() {
    std::lock_guard<std::mutex> L(Gate);
    meadow.sow([this] { collect(); });
    meadow.quiet(); // WARN[quiet]: 'Gate'
  }

  void quietOk() {
    {
      std::lock_guard<std::mutex> L(Gate);
      meadow.sow([this] { collect(); });
    }
    meadow.quiet();
  }

  void dismissBad() {
    Crew Own(2);
    std::lock_guard<std::mutex> L(Gate);
    Own.hire([this] { collect(); });
    Own.dismiss(); // WARN[dismiss]: 'Gate'
  }

  void dismissOk() {
    Crew Own(2);
    {
      std::lock_guard<std::mutex> L(Gate);
      Own.hire([this] { collect(); });
    }
    Own.dismiss();
  }

  void destructorBad() {
    std::lock_guard<std::mutex> L(Gate);
    Crew Own(2); // WARN[Own]: 'Gate'
    Own.hire([this] { collect(); });
  }

  void destructorOk() {
    Crew Own(2);
    std::lock_guard<std::mutex> L(Gate);
    Own.hire([this] { collect(); });
  }

private:
  void basket(int N) {
    std::lock_guard<std::mutex> L(Gate);
    Eggs += N;
  }

  std::mutex Gate;
  int Eggs = 0;
  std::atomic<int> Loose{0};
  Crew crew{2};
  Belt belt;
  Meadow meadow{2};
};

// The lock is held as well, and no task of these pools takes it.

class Ranch {
public:
  void directOk() {
    std::lock_guard<std::mutex> L(Gate);
    crew.hire([this] {
          std::lock_guard<std::mutex> L(Barn);
          ++Eggs;
        })
        .get();
  }

  void collect() { basket(1); }

  void deeperOk() {
    std::lock_guard<std::mutex> L(Gate);
    crew.hire([this] { collect(); }).get();
  }

  struct Duck : Bird {
    explicit Duck(Ranch &r) : r(r) {}
    void lay() override { r.basket(1); }
    Ranch &r;
  };

  void virtualOk() {
    auto bird = std::make_unique<Duck>(*this);
    std::lock_guard<std::mutex> L(Gate);
    crew.hire([&bird] { bird->lay(); }).get();
  }

  void allOk() {
    std::vector<std::future<void>> Parts;
    std::lock_guard<std::mutex> L(Gate);
    Parts.push_back(crew.hire([this] { collect(); }));
    Parts.push_back(crew.hire([this] { ++Loose; }));
    for (auto &P : Parts)
      P.get();
  }

  // The signal is given first, and then the lock is taken: by a thread, which keeps
  // no worker from anything.

  void promiseOk() {
    std::promise<void> Done;
    std::unique_lock<std::mutex> L(Gate);
    std::thread T([&] {
      Done.set_value();
      std::lock_guard<std::mutex> L(Gate);
      ++Eggs;
    });
    Done.get_future().wait();
    L.unlock();
    T.join();
  }

  void countOk() {
    std::atomic<int> Left{2};
    std::unique_lock<std::mutex> L(Gate);
    std::thread T([&] {
      --Left;
      --Left;
      std::lock_guard<std::mutex> L(Gate);
    });
    while (Left > 0)
      std::this_thread::yield();
    L.unlock();
    T.join();
  }

private:
  void basket(int N) {
    std::lock_guard<std::mutex> L(Barn);
    Eggs += N;
  }

  std::mutex Gate, Barn;
  int Eggs = 0;
  std::atomic<int> Loose{0};
  Crew crew{2};
};

#ifdef GRIDLOCK_RUN
#include "../self-wait/Inputs/Cases.h"
static Farm F;
static Ranch R;
#define CASE(fn) {#fn, [] { F.fn(); }}
#define RANCH(fn) {#fn, [] { R.fn(); }}
int main(int argc, char **argv) {
  return runCase(
      argc, argv,
      {CASE(directBad), RANCH(directOk), CASE(deeperBad), RANCH(deeperOk),
       CASE(boundBad), CASE(virtualBad), RANCH(virtualOk), CASE(threadBad),
       CASE(threadOk), CASE(asyncBad), CASE(asyncDestructorBad),
       CASE(asyncDestructorOk), CASE(asyncScopeBad), CASE(promiseBad),
       RANCH(promiseOk), CASE(countBad), RANCH(countOk), CASE(conditionBad),
       CASE(allBad), RANCH(allOk), CASE(quietBad), CASE(quietOk), CASE(dismissBad),
       CASE(dismissOk), CASE(destructorBad), CASE(destructorOk)});
}
#endif
