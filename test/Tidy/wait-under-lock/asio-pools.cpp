// REQUIRES: asio
// RUN: %check wait-under-lock %s -- -std=c++17

// The executors of Asio: a thread pool, a strand, a loop on a thread.

#include <asio.hpp>

#include <future>
#include <mutex>
#include <thread>

class Account {
public:
  void deposit(long cents) {
    std::lock_guard<std::mutex> l(mutex);
    balance += cents;
  }

  void postBad(asio::thread_pool &pool) {
    std::lock_guard<std::mutex> l(mutex);
    asio::post(pool, asio::use_future([this] { deposit(1); })).get(); // WARN[get]: 'mutex'
  }

  void postOk(asio::thread_pool &pool) {
    {
      std::lock_guard<std::mutex> l(mutex);
      ++balance;
    }
    asio::post(pool, asio::use_future([this] { deposit(1); })).get();
  }

  void strandBad(asio::thread_pool &pool) {
    auto strand = asio::make_strand(pool);
    std::promise<void> done;
    std::lock_guard<std::mutex> l(mutex);
    asio::post(strand, [&] {
      deposit(2);
      done.set_value();
    });
    done.get_future().wait(); // WARN[wait]: 'mutex'
  }

  void strandOk(asio::thread_pool &pool) {
    auto strand = asio::make_strand(pool);
    std::promise<void> done;
    std::unique_lock<std::mutex> l(mutex);
    asio::post(strand, [&] {
      deposit(2);
      done.set_value();
    });
    l.unlock();
    done.get_future().wait();
  }

  void joinBad() {
    asio::thread_pool pool(2);
    std::lock_guard<std::mutex> l(mutex);
    asio::post(pool, [this] { deposit(3); });
    pool.join(); // WARN[join]: 'mutex'
  }

  void joinOk() {
    asio::thread_pool pool(2);
    {
      std::lock_guard<std::mutex> l(mutex);
      asio::post(pool, [this] { deposit(3); });
    }
    pool.join();
  }

  // The loop's thread ends when there is no work left.
  void loopBad() {
    asio::io_context io;
    asio::post(io, [this] { deposit(4); });
    std::unique_lock<std::mutex> l(mutex);
    std::thread runner([&io] { io.run(); });
    runner.join(); // WARN[join]: 'mutex'
  }

  void loopOk() {
    asio::io_context io;
    asio::post(io, [this] { deposit(4); });
    std::unique_lock<std::mutex> l(mutex);
    std::thread runner([&io] { io.run(); });
    l.unlock();
    runner.join();
  }

  // The one thread of the loop stands in line for the lock.
  void queuedBad(asio::io_context &io) {
    std::lock_guard<std::mutex> l(mutex);
    asio::post(io, [this] { deposit(5); });
    asio::post(io, asio::use_future([] { return 1; })).get(); // WARN[get]: 'mutex'
  }

  void queuedOk(asio::io_context &io) {
    std::unique_lock<std::mutex> l(mutex);
    asio::post(io, [this] { deposit(5); });
    l.unlock();
    asio::post(io, asio::use_future([] { return 1; })).get();
  }

  // run() on this thread, under the lock that a handler takes.
  void runBad() {
    asio::io_context io;
    asio::post(io, [this] { deposit(6); });
    std::lock_guard<std::mutex> l(mutex);
    io.run(); // WARN[run]: 'mutex'
  }

  void runOk() {
    asio::io_context io;
    asio::post(io, [this] { deposit(6); });
    io.run();
    std::lock_guard<std::mutex> l(mutex);
    ++balance;
  }

private:
  std::mutex mutex;
  long balance = 0;
};

#ifdef GRIDLOCK_RUN
#include "../self-wait/Inputs/Cases.h"
static asio::thread_pool Pool(1);
static asio::io_context Io;
static auto Work = asio::make_work_guard(Io);
static Account A;
#define CASE(fn, ...) {#fn, [] { A.fn(__VA_ARGS__); }}
int main(int argc, char **argv) {
  if (argc > 1)
    std::thread([] { Io.run(); }).detach();
  return runCase(argc, argv,
                 {CASE(postBad, Pool), CASE(postOk, Pool), CASE(strandBad, Pool),
                  CASE(strandOk, Pool), CASE(joinBad), CASE(joinOk), CASE(loopBad),
                  CASE(loopOk), CASE(queuedBad, Io), CASE(queuedOk, Io),
                  CASE(runBad), CASE(runOk)});
}
#endif
