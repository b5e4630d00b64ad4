// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

// The cure: a pool of their own for those who wait. Orders may block there as
// long as they like, since no price needs one of their workers.

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

  int quote(const std::string &Item) { return quoteAsync(Item).get(); }

private:
  asio::thread_pool &Threads;
};

int main() {
  asio::thread_pool Threads(1);
  asio::thread_pool Orders(1);
  PriceService Prices(Threads);
  asio::post(Orders, [&Prices] {
    std::printf("total: %d\n", Prices.quote("tea") + Prices.quote("bread"));
  });
  Orders.join();
  Threads.join();
}
