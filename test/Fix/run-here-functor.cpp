// RUN: %prove %s %t -- -std=c++17
// The callable is a variable, and the result is moved on. The pool is global.

#include "Crew.h"

Crew Workers;

struct Square {
  int operator()(int X) const { return X * X; }
};

static std::unique_ptr<int> boxed() {
  Square Squared;
  auto Nine = Workers.enqueue(Squared, 3);
  return std::make_unique<int>(Nine.get());
}

int main() {
  auto Box = Workers.enqueue([] { return boxed(); });
  return *Box.get() == 9 ? 0 : 1;
}

// FIXES
// warning: gridlock-self-wait
// -  auto Nine = Workers.enqueue(Squared, 3);
// -  return std::make_unique<int>(Nine.get());
// +  return std::make_unique<int>(Squared(3));
// note: fix: a separate pool 'WorkersForChildren' for the tasks that are waited for: costs its threads
// +Crew WorkersForChildren;
// -  auto Nine = Workers.enqueue(Squared, 3);
// +  auto Nine = WorkersForChildren.enqueue(Squared, 3);
// note: fix: a separate pool 'WorkersForParents' for the tasks that wait: costs its threads
// +Crew WorkersForParents;
// -  auto Box = Workers.enqueue([] { return boxed(); });
// +  auto Box = WorkersForParents.enqueue([] { return boxed(); });
