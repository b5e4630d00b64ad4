// REQUIRES: boost-thread
// RUN: %check self-wait %s -- -std=c++17 %{boost-thread}

// Boost's futures in the tasks of a pool.

#include "Inputs/Pool.h"
#include <boost/smart_ptr/make_shared.hpp>
#include <boost/thread/future.hpp>
#include <boost/thread/thread.hpp>

void promiseBad() {
  Pool P(1);
  P.submit([&P] {
    boost::promise<int> Given;
    P.submit([&Given] { Given.set_value(1); });
    Given.get_future().get(); // WARN[get]:
  });
}

void packagedBad() {
  Pool P(1);
  P.submit([&P] {
    auto Work = boost::make_shared<boost::packaged_task<int()>>([] { return 1; });
    boost::future<int> Answer = Work->get_future();
    P.submit([Work] { (*Work)(); });
    Answer.wait(); // WARN[wait]:
  });
}

void sharedFutureBad() {
  Pool P(1);
  P.submit([&P] {
    boost::promise<int> Given;
    boost::shared_future<int> Answer = Given.get_future().share();
    P.submit([&Given] { Given.set_value(1); });
    Answer.get(); // WARN[get]:
  });
}

void waitForAllBad() {
  Pool P(1);
  P.submit([&P] {
    boost::promise<int> Given;
    boost::future<int> Answer = Given.get_future();
    P.submit([&Given] { Given.set_value(1); });
    boost::wait_for_all(Answer); // WARN[wait_for_all]:
  });
}

void asyncBad() {
  Pool P(1);
  P.submit([&P] {
    boost::future<void> Other = boost::async(boost::launch::async, [&P] {
      boost::promise<int> Given;
      P.submit([&Given] { Given.set_value(1); });
      Given.get_future().get();
    });
    Other.get(); // WARN[get]:
  });
}

void groupBad() {
  Pool P(1);
  P.submit([&P] {
    boost::thread_group Others;
    Others.create_thread([&P] {
      boost::promise<int> Given;
      P.submit([&Given] { Given.set_value(1); });
      Given.get_future().get();
    });
    Others.join_all(); // WARN[join_all]:
  });
}

/// Gives up after a while.
void timedWaitBad() {
  Pool P(1);
  P.submit([&P] {
    auto Given = boost::make_shared<boost::promise<int>>();
    P.submit([Given] { Given->set_value(1); });
    Given->get_future().wait_for(boost::chrono::milliseconds(100)); // WARN[wait_for]:
  });
}

void onMainOk() {
  Pool P(1);
  boost::promise<int> Given;
  P.submit([&Given] { Given.set_value(1); });
  Given.get_future().get();
}

void asyncOk() {
  Pool P(1);
  P.submit([] { boost::async(boost::launch::async, [] { return 1; }).get(); });
}

/// The destructor of such a future does not wait.
void discardedOk() {
  Pool P(1);
  P.submit([&P] {
    (void)boost::async(boost::launch::async, [&P] {
      boost::promise<int> Given;
      P.submit([&Given] { Given.set_value(1); });
      Given.get_future().get();
    });
  });
  boost::this_thread::sleep_for(boost::chrono::milliseconds(200));
}

void otherPoolOk() {
  Pool Inner(1), P(1);
  P.submit([&Inner] {
    boost::promise<int> Given;
    Inner.submit([&Given] { Given.set_value(1); });
    Given.get_future().get();
  });
}

void readyTestOk() {
  Pool P(1);
  P.submit([&P] {
    auto Given = boost::make_shared<boost::promise<int>>();
    boost::future<int> Answer = Given->get_future();
    P.submit([Given] { Given->set_value(1); });
    if (Answer.is_ready())
      Answer.get();
  });
}

void threadGivesOk() {
  Pool P(1);
  P.submit([] {
    boost::promise<int> Given;
    boost::thread Other([&Given] { Given.set_value(1); });
    Given.get_future().get();
    Other.join();
  });
}

void continuationOk() {
  Pool P(1);
  P.submit([&P] {
    auto Given = boost::make_shared<boost::promise<int>>();
    auto Last = Given->get_future().then([Given](boost::future<int> Answer) { return Answer.get(); });
    P.submit([Given] { Given->set_value(1); });
    boost::thread([Last = std::make_shared<decltype(Last)>(std::move(Last))] { Last->wait(); }).detach();
  });
  boost::this_thread::sleep_for(boost::chrono::milliseconds(100));
}
