// RUN: %prove %s %t -- -std=c++17 %{boost-thread} -lboost_thread -lboost_system
// REQUIRES: boost-thread
// What follows the wait needs what the task has captured, and a local variable.

#include "Crew.h"
#include <boost/thread/future.hpp>

static boost::promise<int> Total;

static void start(Crew &Workers, int Start) {
  Workers.post([&Workers, Start] {
    int Twice = Start * 2;
    auto Given = std::make_shared<boost::promise<int>>();
    boost::future<int> Answer = Given->get_future();
    Workers.post([Given] { Given->set_value(30); });
    int Sum = Answer.get() + Twice;
    Sum += Start;
    Total.set_value(Sum); // 42
  });
}

int main() {
  Crew Workers;
  start(Workers, 4);
  return Total.get_future().get() == 42 ? 0 : 1;
}

// FIXES
// note: fix: leave the rest to a continuation: it runs when the result is there, after this task has ended
// -    int Sum = Answer.get() + Twice;
// -    Sum += Start;
// -    Total.set_value(Sum); // 42
// +    Answer.then([Twice, Start](boost::future<int> Ready) mutable {
// +      int Sum = Ready.get() + Twice;
// +      Sum += Start;
// +      Total.set_value(Sum); // 42
// +    });
