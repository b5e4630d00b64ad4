// RUN: %prove %s %t -- -std=c++17 %{boost-thread} -DBOOST_THREAD_PROVIDES_EXECUTORS -lboost_thread -lboost_chrono
// REQUIRES: boost-thread
// The pool is a member, and the wait stands in a method that the task calls.

#include <boost/thread/executors/basic_thread_pool.hpp>
#include <boost/thread/thread_only.hpp>
#include <future>
#include <memory>

class Press {
public:
  int print() {
    std::promise<int> Printed;
    Workers.submit([&] { Printed.set_value(fold()); });
    return Printed.get_future().get();
  }

private:
  int fold() {
    auto Given = std::make_shared<std::promise<int>>();
    auto Sheet = Given->get_future();
    Workers.submit([Given] { Given->set_value(20); });
    int Half = Sheet.get();
    return Half + Half;
  }
  boost::executors::basic_thread_pool Workers{1};
};

int main() {
  Press P;
  return P.print() == 40 ? 0 : 1;
}

// FIXES
// note: fix: a separate pool 'WorkersForChildren' for the tasks that are waited for: costs its threads
// -    Workers.submit([Given] { Given->set_value(20); });
// +    WorkersForChildren.submit([Given] { Given->set_value(20); });
// +  boost::executors::basic_thread_pool WorkersForChildren{1};
// note: fix: a separate pool 'WorkersForParents' for the tasks that wait: costs its threads
// -    Workers.submit([&] { Printed.set_value(fold()); });
// +    WorkersForParents.submit([&] { Printed.set_value(fold()); });
// +  boost::executors::basic_thread_pool WorkersForParents{1};
// note: fix: run other tasks until the result is there: they may be long ones
// +    Workers.reschedule_until([&] { return Sheet.wait_for(std::chrono::seconds(0)) == std::future_status::ready; });
