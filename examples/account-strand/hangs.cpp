// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

// An account that many threads use. A strand keeps its handlers apart, so that
// no mutex is needed. balance() asks on the strand and waits for the answer:
// right for any other thread, fatal in a handler of the same strand.

#include <asio.hpp>

#include <cstdio>
#include <future>

class Account {
public:
  explicit Account(asio::thread_pool &Threads)
      : Strand(asio::make_strand(Threads)) {}

  void deposit(long Cents) {
    asio::post(Strand, [this, Cents] {
      Balance += Cents;
      std::printf("balance: %ld\n", balance());
    });
  }

  long balance() {
    std::future<long> Answer =
        asio::post(Strand, asio::use_future([this] { return Balance; }));
    return Answer.get(); // WARN[get]: task of 'Strand' blocks in 'get'
  }

private:
  asio::strand<asio::thread_pool::executor_type> Strand;
  long Balance = 0;
};

int main() {
  asio::thread_pool Threads(4);
  Account Savings(Threads);
  Savings.deposit(500);
  Threads.join();
}
