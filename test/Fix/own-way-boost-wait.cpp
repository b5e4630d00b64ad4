// RUN: %prove %s %t -- -std=c++17 %{boost-thread} -DBOOST_THREAD_PROVIDES_EXECUTORS -lboost_thread -lboost_chrono
// REQUIRES: boost-thread
// The pool is reached by a pointer, and the wait gives nothing.

#include <boost/thread/executors/basic_thread_pool.hpp>
#include <boost/thread/thread_only.hpp>
#include <future>
#include <memory>

using Pool = boost::executors::basic_thread_pool;

static int Steps = 0;

static void both(Pool *Workers) {
  auto Given = std::make_shared<std::promise<void>>();
  std::future<void> First = Given->get_future();
  Workers->submit([Given] {
    ++Steps;
    Given->set_value();
  });
  First.wait();
  ++Steps;
}

int main() {
  auto Workers = std::make_unique<Pool>(1);
  std::promise<void> Done;
  Workers->submit([&] {
    both(Workers.get());
    Done.set_value();
  });
  Done.get_future().wait();
  return Steps == 2 ? 0 : 1;
}

// FIXES
// note: fix: run other tasks until the result is there: they may be long ones
// +  Workers->reschedule_until([&] { return First.wait_for(std::chrono::seconds(0)) == std::future_status::ready; });
