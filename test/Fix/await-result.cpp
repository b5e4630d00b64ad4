// RUN: %prove %s %t -- -std=c++20
// REQUIRES: complete-coroutines
// A result that has no name, as an argument. Nothing in the program awaits one of
// its type yet: what the operator gives is not instantiated.

#include "ConcurrencppResults.h"
#include <string>

using Executor = concurrencpp::thread_pool_executor;

static int add(int A, std::size_t B) { return A + static_cast<int>(B); }

static concurrencpp::result<int> total(Executor *Pool, int Start) {
  co_return add(Start, Pool->submit([] { return std::string("ab"); }).get().size());
}

int main() {
  auto Pool = std::make_shared<Executor>("pool", 1, std::chrono::seconds(60));
  auto Total = Pool->submit([Pool]() -> concurrencpp::result<int> {
    co_return co_await total(Pool.get(), 40);
  });
  return Total.get().get() == 42 ? 0 : 1;
}

// FIXES
// warning: gridlock-self-wait
// -static concurrencpp::result<int> total(Executor *Pool, int Start) {
// -  co_return add(Start, Pool->submit([] { return std::string("ab"); }).get().size());
// +static concurrencpp::result<int> total(Executor */*Pool*/, int Start) {
// +  co_return add(Start, [] { return std::string("ab"); }().size());
// note: fix: await it: the worker is free meanwhile; what follows may run in another thread
// -  co_return add(Start, Pool->submit([] { return std::string("ab"); }).get().size());
// +  co_return add(Start, (co_await Pool->submit([] { return std::string("ab"); })).size());
// note: fix: a separate pool 'PoolForParents' for the tasks that wait: costs its threads
// -  auto Total = Pool->submit([Pool]() -> concurrencpp::result<int> {
// +  auto PoolForParents = std::make_shared<Executor>("pool", 1, std::chrono::seconds(60));
// +  auto Total = PoolForParents->submit([Pool]() -> concurrencpp::result<int> {
