// RUN: %prove %s %t -- -std=c++17 %{boost-thread} -DBOOST_THREAD_PROVIDES_EXECUTORS -lboost_thread -lboost_chrono
// REQUIRES: boost-thread
// A pool of Boost's runs other tasks until the future is ready.

#include <boost/thread/executors/basic_thread_pool.hpp>
#include <boost/thread/thread_only.hpp>
#include <future>
#include <memory>

using Pool = boost::executors::basic_thread_pool;

static std::future<int> ask(Pool &Workers, int Answer) {
  auto Given = std::make_shared<std::promise<int>>();
  Workers.submit([Given, Answer] { Given->set_value(Answer); });
  return Given->get_future();
}

int main() {
  int Answer = 0;
  {
    Pool Workers(1);
    std::promise<void> Done;
    Workers.submit([&] {
      auto Given = std::make_shared<std::promise<int>>();
      std::future<int> Later = Given->get_future();
      Workers.submit([Given] { Given->set_value(42); });
      Answer = Later.get();
      Done.set_value();
    });
    Done.get_future().wait();
    ask(Workers, 1).wait();
  }
  return Answer == 42 ? 0 : 1;
}

// FIXES
// note: fix: a separate pool 'WorkersForChildren' for the tasks that are waited for: costs its threads
// +    Pool WorkersForChildren(1);
// -      Workers.submit([Given] { Given->set_value(42); });
// +      WorkersForChildren.submit([Given] { Given->set_value(42); });
// note: fix: run other tasks until the result is there: they may be long ones
// +      Workers.reschedule_until([&] { return Later.wait_for(std::chrono::seconds(0)) == std::future_status::ready; });
