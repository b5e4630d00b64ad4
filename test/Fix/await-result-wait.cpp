// RUN: %prove %s %t -- -std=c++20
// REQUIRES: complete-coroutines
// Nothing is given: a wait for a variable that is not used again. The coroutine is
// a lambda, which needs nothing of what it has captured later.

#include "ConcurrencppResults.h"
#include <atomic>

using Executor = concurrencpp::thread_pool_executor;

static std::atomic<int> Answer{0};

int main() {
  auto Pool = std::make_shared<Executor>("pool", 1, std::chrono::seconds(60));
  auto Total = Pool->submit([Pool]() -> concurrencpp::result<int> {
    auto Added = Pool->submit([] { Answer += 20; });
    Added.wait();
    int Sum = Answer;
    co_return Sum + 22;
  });
  return Total.get().get() == 42 ? 0 : 1;
}

// FIXES
// note: fix: run the task here: nothing else is done meanwhile
// -  auto Total = Pool->submit([Pool]() -> concurrencpp::result<int> {
// -    auto Added = Pool->submit([] { Answer += 20; });
// -    Added.wait();
// +  auto Total = Pool->submit([]() -> concurrencpp::result<int> {
// +    [] { Answer += 20; }();
// note: fix: await it: the worker is free meanwhile; what follows may run in another thread, and what 'wait' keeps to itself is thrown here
// -    Added.wait();
// +    co_await Added;
// note: fix: a separate pool 'PoolForChildren' for the tasks that are waited for: costs its threads
// +  auto PoolForChildren = std::make_shared<Executor>("pool", 1, std::chrono::seconds(60));
// -  auto Total = Pool->submit([Pool]() -> concurrencpp::result<int> {
// -    auto Added = Pool->submit([] { Answer += 20; });
// +  auto Total = Pool->submit([PoolForChildren]() -> concurrencpp::result<int> {
// +    auto Added = PoolForChildren->submit([] { Answer += 20; });
// note: fix: a separate pool 'PoolForParents' for the tasks that wait: costs its threads
// -  auto Total = Pool->submit([Pool]() -> concurrencpp::result<int> {
// +  auto PoolForParents = std::make_shared<Executor>("pool", 1, std::chrono::seconds(60));
// +  auto Total = PoolForParents->submit([Pool]() -> concurrencpp::result<int> {
