// REQUIRES: asio
// RUN: %check self-wait %s -- %{asio}

#include <asio.hpp>

#include "Inputs/AsioCases.h"

asio::awaitable<int> nap() {
  asio::steady_timer Timer(co_await asio::this_coro::executor, 1ms);
  co_await Timer.async_wait(asio::use_awaitable);
  co_return 1;
}

void coroutineBad() {
  asio::thread_pool Pool(1);
  asio::post(Pool, [&Pool] {
    asio::co_spawn(Pool, nap(), asio::use_future).get(); // WARN[get]:
  });
  Pool.join();
}

asio::awaitable<void> blocks(asio::thread_pool &Pool) {
  asio::post(Pool, asio::use_future([] {})).get(); // WARN[get]:
  co_return;
}

void waitInCoroutineBad() {
  asio::thread_pool Pool(1);
  asio::co_spawn(Pool, blocks(Pool), asio::detached);
  Pool.join();
}

asio::awaitable<void> awaits(asio::thread_pool &Pool) {
  co_await asio::post(Pool, asio::use_awaitable);
  co_await nap();
}

void coroutineOk() {
  asio::thread_pool Pool(1);
  asio::co_spawn(Pool, awaits(Pool), asio::detached);
  asio::co_spawn(Pool, nap(), asio::use_future).get();
  Pool.join();
}
