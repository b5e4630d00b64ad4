// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

// A price is asked for asynchronously, and a helper makes a plain call of it.
// The order is a task of the pool that the helper waits for.

#include <asio.hpp>

#include <cstdio>
#include <future>
#include <string>

class PriceService {
public:
  explicit PriceService(asio::thread_pool &Threads) : Threads(Threads) {}

  std::future<int> quoteAsync(const std::string &Item) {
    return asio::post(Threads, asio::use_future([Item] {
                        return static_cast<int>(Item.size()) * 100;
                      }));
  }

  int quote(const std::string &Item) {
    return quoteAsync(Item).get(); // WARN[get]: blocks in 'get'
  }

private:
  asio::thread_pool &Threads;
};

int main() {
  asio::thread_pool Threads(1);
  PriceService Prices(Threads);
  asio::post(Threads, [&Prices] {
    std::printf("total: %d\n", Prices.quote("tea") + Prices.quote("bread"));
  });
  Threads.join();
}
