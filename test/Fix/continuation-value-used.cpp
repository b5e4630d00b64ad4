// RUN: %prove %s %t -- -std=c++17
// The value is a part of a longer statement, and of a class; nobody keeps the
// result of the task.

#include "FollyFutures.h"
#include <string>

static std::string Greeting;

int main() {
  folly::Promise<folly::Unit> Done;
  folly::CPUThreadPoolExecutor Pool(1);
  Pool.add([&Pool, &Done] {
    std::string Name = "World";
    Greeting = folly::via(&Pool, [] { return std::string("Hello"); }).get() +
               ", " + Name;
    Done.setValue(folly::Unit());
  });
  Done.getSemiFuture().get();
  return Greeting == "Hello, World" ? 0 : 1;
}

// FIXES
// warning: gridlock-self-wait
// -  Pool.add([&Pool, &Done] {
// +  Pool.add([&Done] {
// -    Greeting = folly::via(&Pool, [] { return std::string("Hello"); }).get() +
// +    Greeting = [] { return std::string("Hello"); }() +
// note: fix: leave the rest to a continuation: it runs when the result is there, after this task has ended
// -    Greeting = folly::via(&Pool, [] { return std::string("Hello"); }).get() +
// -               ", " + Name;
// -    Done.setValue(folly::Unit());
// +    folly::via(&Pool, [] { return std::string("Hello"); }).thenValue([Name, &Done](auto Ready) mutable {
// +      Greeting = std::move(Ready) +
// +                 ", " + Name;
// +      Done.setValue(folly::Unit());
// +    });
// note: fix: a separate pool 'PoolForChildren' for the tasks that are waited for: costs its threads
// +  folly::CPUThreadPoolExecutor PoolForChildren(1);
// -  Pool.add([&Pool, &Done] {
// +  Pool.add([&PoolForChildren, &Done] {
// -    Greeting = folly::via(&Pool, [] { return std::string("Hello"); }).get() +
// +    Greeting = folly::via(&PoolForChildren, [] { return std::string("Hello"); }).get() +
