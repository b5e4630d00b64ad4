// RUN: %prove %s %t -- -std=c++17
// Nobody keeps the result of the task that waits.

#include "Crew.h"
#include <atomic>

static std::atomic<int> Done{0};

int main() {
  {
    Crew Workers;
    Workers.enqueue([&Workers] {
      return Workers.enqueue([] { return ++Done; }).get();
    });
  }
  return Done == 1 ? 0 : 1;
}

// FIXES
// warning: gridlock-self-wait
// -    Workers.enqueue([&Workers] {
// -      return Workers.enqueue([] { return ++Done; }).get();
// +    Workers.enqueue([] {
// +      return [] { return ++Done; }();
// note: fix: return the future: nobody waits for the result here, and the task ends before it is there
// -      return Workers.enqueue([] { return ++Done; }).get();
// +      return Workers.enqueue([] { return ++Done; });
// note: fix: a separate pool 'WorkersForChildren' for the tasks that are waited for: costs its threads
// +    Crew WorkersForChildren;
// -    Workers.enqueue([&Workers] {
// -      return Workers.enqueue([] { return ++Done; }).get();
// +    Workers.enqueue([&WorkersForChildren] {
// +      return WorkersForChildren.enqueue([] { return ++Done; }).get();
// note: fix: a separate pool 'WorkersForParents' for the tasks that wait: costs its threads
// -    Workers.enqueue([&Workers] {
// +    Crew WorkersForParents;
// +    WorkersForParents.enqueue([&Workers] {
