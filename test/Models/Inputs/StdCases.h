// What the standard library's waits do in a task of a pool.

#include "Pool.h"
#include <atomic>
#include <barrier>
#include <chrono>
#include <condition_variable>
#include <future>
#include <latch>
#include <memory>
#include <mutex>
#include <optional>
#include <semaphore>
#include <thread>

using namespace std::chrono_literals;

/// The future of a task that another worker has to run.
template <typename F> auto ask(Pool &P, F Work) {
  auto Task = std::make_shared<std::packaged_task<decltype(Work())()>>(std::move(Work));
  auto Answer = Task->get_future();
  P.submit([Task] { (*Task)(); });
  return Answer;
}

void futureBad() {
  Pool P(1);
  P.submit([&P] {
    ask(P, [] { return 1; }).get(); // WARN[get]:
  });
}

void sharedFutureBad() {
  Pool P(1);
  P.submit([&P] {
    std::shared_future<int> Answer = ask(P, [] { return 1; }).share();
    Answer.wait(); // WARN[wait]:
  });
}

void promiseBad() {
  Pool P(1);
  P.submit([&P] {
    std::promise<int> Given;
    P.submit([&Given] { Given.set_value(1); });
    Given.get_future().get(); // WARN[get]:
  });
}

void exceptionBad() {
  Pool P(1);
  P.submit([&P] {
    std::promise<void> Given;
    P.submit([&Given] { Given.set_exception(nullptr); });
    Given.get_future().wait(); // WARN[wait]:
  });
}

void latchBad() {
  Pool P(1);
  P.submit([&P] {
    std::latch Done(2);
    P.submit([&Done] { Done.count_down(); });
    P.submit([&Done] { Done.count_down(); });
    Done.wait(); // WARN[wait]:
  });
}

void barrierBad() {
  Pool P(1);
  P.submit([&P] {
    std::barrier<> Meet(2);
    P.submit([&Meet] { Meet.arrive_and_drop(); });
    Meet.arrive_and_wait(); // WARN[arrive_and_wait]:
  });
}

void semaphoreBad() {
  Pool P(1);
  P.submit([&P] {
    std::counting_semaphore<> Free(0);
    P.submit([&Free] { Free.release(); });
    Free.acquire(); // WARN[acquire]:
  });
}

void conditionBad() {
  Pool P(1);
  P.submit([&P] {
    std::mutex M;
    std::condition_variable Changed;
    bool Ready = false;
    P.submit([&] {
      std::lock_guard<std::mutex> Lock(M);
      Ready = true;
      Changed.notify_one();
    });
    std::unique_lock<std::mutex> Lock(M);
    Changed.wait(Lock, [&] { return Ready; }); // WARN[wait]:
  });
}

void conditionLoopBad() {
  Pool P(1);
  P.submit([&P] {
    std::mutex M;
    std::condition_variable_any Changed;
    bool Ready = false;
    P.submit([&] {
      std::lock_guard<std::mutex> Lock(M);
      Ready = true;
      Changed.notify_all();
    });
    std::unique_lock<std::mutex> Lock(M);
    while (!Ready)
      Changed.wait(Lock); // WARN[wait]:
  });
}

void atomicWaitBad() {
  Pool P(1);
  P.submit([&P] {
    std::atomic<int> State{0};
    P.submit([&State] {
      State.store(1);
      State.notify_one();
    });
    State.wait(0); // WARN[wait]:
  });
}

void atomicFlagWaitBad() {
  Pool P(1);
  P.submit([&P] {
    std::atomic_flag Raised{};
    P.submit([&Raised] {
      Raised.test_and_set();
      Raised.notify_all();
    });
    Raised.wait(false); // WARN[wait]:
  });
}

void joinBad() {
  Pool P(1);
  P.submit([&P] {
    std::thread Other([&P] { ask(P, [] { return 1; }).get(); });
    Other.join(); // WARN[join]:
  });
}

void asyncBad() {
  Pool P(1);
  P.submit([&P] {
    std::future<void> Other = std::async(std::launch::async, [&P] { ask(P, [] {}).wait(); });
    Other.get(); // WARN[get]:
  });
}

/// The discarded future of std::async waits in its destructor.
void asyncDestructorBad() {
  Pool P(1);
  P.submit([&P] {
    (void)std::async(std::launch::async, [&P] { ask(P, [] {}).wait(); }); // WARN:
  });
}

/// A deferred task runs in its waiter, and so in the pool.
void deferredBad() {
  Pool P(1);
  P.submit([&P] {
    std::future<int> Later = std::async(std::launch::deferred, [&P] {
      return ask(P, [] { return 1; }).get(); // WARN[get]:
    });
    Later.get();
  });
}

void optionalFutureBad() {
  Pool P(1);
  P.submit([&P] {
    std::optional<std::future<int>> Answer;
    Answer.emplace(ask(P, [] { return 1; }));
    Answer->get(); // WARN[get]:
  });
}

void uniquePoolBad() {
  auto P = std::make_unique<Pool>(1);
  P->submit([&P] {
    ask(*P, [] {}).wait(); // WARN[wait]:
  });
}

/// Gives up after a while: a worker stalls, and does not hang.
void timedWaitBad() {
  Pool P(1);
  P.submit([&P] {
    std::future<int> Answer = ask(P, [] { return 1; });
    Answer.wait_for(100ms); // WARN[wait_for]:
  });
}

void onMainOk() {
  Pool P(1);
  ask(P, [] { return 1; }).get();
}

void threadOfItsOwnOk() {
  Pool P(1);
  std::thread Other([&P] { ask(P, [] { return 1; }).get(); });
  Other.join();
}

void asyncOk() {
  Pool P(1);
  std::async(std::launch::async, [&P] { ask(P, [] {}).wait(); }).get();
}

/// A task may wait for a thread that does not need the pool.
void taskWaitsForThreadOk() {
  Pool P(1);
  P.submit([] {
    std::promise<int> Given;
    std::thread Other([&Given] { Given.set_value(1); });
    Given.get_future().get();
    Other.join();
    std::async(std::launch::async, [] {}).wait();
  });
}

void otherPoolOk() {
  Pool Inner(1), P(1);
  P.submit([&Inner] { ask(Inner, [] {}).wait(); });
}

void deferredOk() {
  Pool P(1);
  P.submit([] { std::async(std::launch::deferred, [] { return 1; }).get(); });
}

void pollOk() {
  Pool P(1);
  P.submit([&P] {
    auto Answer = std::make_shared<std::future<void>>(ask(P, [] {}));
    if (Answer->wait_for(0s) == std::future_status::ready)
      Answer->get();
    else
      P.submit([Answer] { (void)Answer->wait_for(0s); });
  });
}

void tryAcquireOk() {
  Pool P(1);
  P.submit([&P] {
    auto Free = std::make_shared<std::binary_semaphore>(0);
    P.submit([Free] { Free->release(); });
    if (!Free->try_acquire())
      return;
    Free->release();
  });
}

/// Its own count is the last one.
void countsItselfOk() {
  Pool P(1);
  P.submit([] {
    std::latch Done(1);
    Done.count_down();
    Done.wait();
  });
}

void onlyStoredOk() {
  Pool P(1);
  std::future<int> Answer;
  P.submit([&] { Answer = ask(P, [] { return 1; }); });
}

/// Each object has a pool of its own.
struct Office {
  Pool P{1};
  int answer() {
    return ask(P, [] { return 1; }).get();
  }
};

void twoObjectsOk() {
  Office Inner, Outer;
  Outer.P.submit([&Inner] { Inner.answer(); });
}

void jthreadStyleOk() {
  Pool P(1);
  P.submit([] {
    std::atomic<int> State{0};
    std::thread Other([&State] {
      State = 1;
      State.notify_one();
    });
    State.wait(0);
    Other.join();
  });
}
