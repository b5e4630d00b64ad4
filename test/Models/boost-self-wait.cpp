// REQUIRES: boost-thread
// RUN: %check self-wait %s -- -std=c++17 -DBOOST_THREAD_VERSION=4 \
// RUN:   -DBOOST_THREAD_PROVIDES_EXECUTORS

// Boost.Thread's pools. Its continuations do not compile beside them.

#include <boost/bind/bind.hpp>
#include <boost/function.hpp>
#include <boost/interprocess/sync/interprocess_semaphore.hpp>
#include <boost/shared_ptr.hpp>
#include <boost/smart_ptr/make_shared.hpp>
#include <boost/thread/barrier.hpp>
#include <boost/thread/condition_variable.hpp>
#include <boost/thread/executors/basic_thread_pool.hpp>
#include <boost/thread/latch.hpp>
#include <boost/thread/mutex.hpp>
#include <boost/thread/thread_only.hpp>
#include <chrono>
#include <future>
#include <memory>

using Pool = boost::executors::basic_thread_pool;

void promiseBad() {
  boost::latch Ended(1);
  Pool P(1);
  P.submit([&] {
    std::promise<int> Given;
    P.submit([&Given] { Given.set_value(1); });
    Given.get_future().get(); // WARN[get]:
    Ended.count_down();
  });
  Ended.wait();
}

void latchBad() {
  boost::latch Ended(1);
  Pool P(1);
  P.submit([&] {
    boost::latch Done(1);
    P.submit([&Done] { Done.count_down(); });
    Done.wait(); // WARN[wait]:
    Ended.count_down();
  });
  Ended.wait();
}

void barrierBad() {
  boost::latch Ended(1);
  Pool P(1);
  P.submit([&] {
    boost::barrier Meet(2);
    P.submit([&Meet] { Meet.wait(); });
    Meet.wait(); // WARN[wait]:
    Ended.count_down();
  });
  Ended.wait();
}

void semaphoreBad() {
  boost::latch Ended(1);
  Pool P(1);
  P.submit([&] {
    boost::interprocess::interprocess_semaphore Free(0);
    P.submit([&Free] { Free.post(); });
    Free.wait(); // WARN[wait]:
    Ended.count_down();
  });
  Ended.wait();
}

void conditionBad() {
  boost::latch Ended(1);
  Pool P(1);
  P.submit([&] {
    boost::mutex M;
    boost::condition_variable Changed;
    bool Ready = false;
    P.submit([&] {
      boost::lock_guard<boost::mutex> Lock(M);
      Ready = true;
      Changed.notify_one();
    });
    boost::unique_lock<boost::mutex> Lock(M);
    Changed.wait(Lock, [&] { return Ready; }); // WARN[wait]:
    Ended.count_down();
  });
  Ended.wait();
}

void countDown(boost::latch *Done) { Done->count_down(); }

void bindBad() {
  boost::latch Ended(1);
  Pool P(1);
  P.submit([&] {
    boost::latch Done(1);
    P.submit(boost::bind(countDown, &Done));
    Done.wait(); // WARN[wait]:
    Ended.count_down();
  });
  Ended.wait();
}

void functionBad() {
  boost::latch Ended(1);
  Pool P(1);
  P.submit([&] {
    boost::latch Done(1);
    boost::function<void()> Work = [&Done] { Done.count_down(); };
    P.submit([&Work] { Work(); });
    Done.wait(); // WARN[wait]:
    Ended.count_down();
  });
  Ended.wait();
}

void sharedPointerBad() {
  boost::latch Ended(1);
  boost::shared_ptr<Pool> P = boost::make_shared<Pool>(1);
  P->submit([&] {
    boost::latch Done(1);
    P->submit([&Done] { Done.count_down(); });
    Done.wait(); // WARN[wait]:
    Ended.count_down();
  });
  Ended.wait();
}

/// The thread waits for the pool, and the task for the thread.
void joinBad() {
  boost::latch Ended(1);
  Pool P(1);
  P.submit([&] {
    boost::thread Other([&P] {
      boost::latch Done(1);
      P.submit([&Done] { Done.count_down(); });
      Done.wait();
    });
    Other.join(); // WARN[join]:
    Ended.count_down();
  });
  Ended.wait();
}

/// Gives up after a while.
void timedWaitBad() {
  boost::latch Ended(1);
  Pool P(1);
  P.submit([&] {
    auto Done = boost::make_shared<boost::latch>(1);
    P.submit([Done] { Done->count_down(); });
    Done->wait_for(boost::chrono::milliseconds(100)); // WARN[wait_for]:
    Ended.count_down();
  });
  Ended.wait();
}

/// Runs other tasks of the pool until the test is true.
void reschedulingOk() {
  boost::latch Ended(1);
  Pool P(1);
  P.submit([&] {
    std::promise<int> Given;
    std::future<int> Answer = Given.get_future();
    P.submit([&Given] { Given.set_value(1); });
    P.reschedule_until([&Answer] {
      return Answer.wait_for(std::chrono::seconds(0)) == std::future_status::ready;
    });
    Ended.count_down();
  });
  Ended.wait();
}

void onMainOk() {
  Pool P(1);
  boost::latch Done(1);
  P.submit([&Done] { Done.count_down(); });
  Done.wait();
}

void threadOk() {
  Pool P(1);
  boost::thread Other([&P] {
    boost::latch Done(1);
    P.submit([&Done] { Done.count_down(); });
    Done.wait();
  });
  Other.join();
}

void otherPoolOk() {
  boost::latch Ended(1);
  Pool Inner(1), P(1);
  P.submit([&] {
    boost::latch Done(1);
    Inner.submit([&Done] { Done.count_down(); });
    Done.wait();
    Ended.count_down();
  });
  Ended.wait();
}

void readyTestOk() {
  boost::latch Ended(1);
  Pool P(1);
  P.submit([&] {
    auto Done = boost::make_shared<boost::latch>(1);
    P.submit([Done] { Done->count_down(); });
    if (Done->try_wait())
      Done->wait();
    Ended.count_down();
  });
  Ended.wait();
}

void countsItselfOk() {
  boost::latch Ended(1);
  Pool P(1);
  P.submit([&] {
    boost::latch Done(1);
    Done.count_down();
    Done.wait();
    Ended.count_down();
  });
  Ended.wait();
}

/// Each object has a pool of its own.
struct Office {
  Pool P{1};
  void ask() {
    boost::latch Done(1);
    P.submit([&Done] { Done.count_down(); });
    Done.wait();
  }
};

void twoObjectsOk() {
  boost::latch Ended(1);
  Office Inner, Outer;
  Outer.P.submit([&] {
    Inner.ask();
    Ended.count_down();
  });
  Ended.wait();
}
