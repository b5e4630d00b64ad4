// RUN: %prove %s %t -- -std=c++20
// REQUIRES: complete-coroutines
// Each result of a list is awaited once.

#include "ConcurrencppResults.h"

using Executor = concurrencpp::thread_pool_executor;

static concurrencpp::result<int> total(std::shared_ptr<Executor> Pool) {
  std::vector<concurrencpp::result<int>> Parts;
  for (int I = 6; I < 9; ++I)
    Parts.push_back(Pool->submit([I] { return I; }));
  int Sum = 0;
  for (auto &Part : Parts)
    Sum += 2 * Part.get();
  co_return Sum;
}

int main() {
  auto Pool = std::make_shared<Executor>("pool", 1, std::chrono::seconds(60));
  auto Total = Pool->submit([Pool]() -> concurrencpp::result<int> {
    co_return co_await total(Pool);
  });
  return Total.get().get() == 42 ? 0 : 1;
}

// FIXES
// note: fix: await it: the worker is free meanwhile; what follows may run in another thread
// -    Sum += 2 * Part.get();
// +    Sum += 2 * co_await Part;
// note: fix: a separate pool 'PoolForParents' for the tasks that wait: costs its threads
// -  auto Total = Pool->submit([Pool]() -> concurrencpp::result<int> {
// +  auto PoolForParents = std::make_shared<Executor>("pool", 1, std::chrono::seconds(60));
// +  auto Total = PoolForParents->submit([Pool]() -> concurrencpp::result<int> {
