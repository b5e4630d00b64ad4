// RUN: %prove %s %t -- -std=c++17
// The future is a variable; something stands between.

#include "Crew.h"
#include <atomic>

static std::atomic<int> Done{0};

static void start(Crew &Workers) {
  Workers.enqueue([&Workers] {
    auto Child = Workers.enqueue([] { Done += 2; });
    ++Done;
    return Child.get();
  });
}

int main() {
  {
    Crew Workers;
    start(Workers);
  }
  return Done == 3 ? 0 : 1;
}

// FIXES
// note: fix: return the future: nobody waits for the result here, and the task ends before it is there
// -    return Child.get();
// +    return Child;
