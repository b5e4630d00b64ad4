// RUN: %prove %s %t -- -std=c++17 %{cpprest} -lcpprest -lssl -lcrypto
// REQUIRES: cpprest
// A task of pplx goes on where its event is set.

#include "Crew.h"
#include <pplx/pplxtasks.h>

static std::promise<int> Total;

static void start(Crew &Workers, int Start) {
  Workers.post([&Workers, Start] {
    pplx::task_completion_event<int> Given;
    auto Answer = pplx::create_task(Given);
    Workers.post([Given] { Given.set(30); });
    int Sum = Answer.get() + Start;
    Total.set_value(Sum);
  });
}

int main() {
  Crew Workers;
  start(Workers, 12);
  return Total.get_future().get() == 42 ? 0 : 1;
}

// FIXES
// note: fix: leave the rest to a continuation: it runs when the result is there, after this task has ended
// -    int Sum = Answer.get() + Start;
// -    Total.set_value(Sum);
// +    Answer.then([Start](pplx::task<int> Ready) mutable {
// +      int Sum = Ready.get() + Start;
// +      Total.set_value(Sum);
// +    });
