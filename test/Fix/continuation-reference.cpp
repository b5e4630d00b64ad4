// RUN: %prove %s %t -- -std=c++17 %{boost-thread} -lboost_thread -lboost_system
// REQUIRES: boost-thread
// The task gives a future that nobody keeps, and has captured by reference.

#include "Crew.h"
#include <boost/thread/future.hpp>

int main() {
  int Sum = 0;
  std::promise<void> Done;
  Crew Workers;
  Workers.enqueue([&Workers, &Sum, &Done] {
    auto Given = std::make_shared<boost::promise<int>>();
    auto Answer = Given->get_future();
    Workers.post([Given] { Given->set_value(2); });
    Sum += Answer.get();
    Done.set_value();
  });
  Done.get_future().wait();
  return Sum == 2 ? 0 : 1;
}

// FIXES
// note: fix: leave the rest to a continuation: it runs when the result is there, after this task has ended
// -    Sum += Answer.get();
// -    Done.set_value();
// +    Answer.then([&Sum, &Done](boost::future<int> Ready) mutable {
// +      Sum += Ready.get();
// +      Done.set_value();
// +    });
// note: fix: a separate pool 'WorkersForChildren' for the tasks that are waited for: costs its threads
// +  Crew WorkersForChildren;
// -  Workers.enqueue([&Workers, &Sum, &Done] {
// +  Workers.enqueue([&WorkersForChildren, &Sum, &Done] {
// -    Workers.post([Given] { Given->set_value(2); });
// +    WorkersForChildren.post([Given] { Given->set_value(2); });
// note: fix: a separate pool 'WorkersForParents' for the tasks that wait: costs its threads
// -  Workers.enqueue([&Workers, &Sum, &Done] {
// +  Crew WorkersForParents;
// +  WorkersForParents.enqueue([&Workers, &Sum, &Done] {
