// REQUIRES: asio
// RUN: %check self-join %s -- -std=c++17

// Asio's thread pool: join() from a handler waits for the other workers, which
// wait for the handler. With one thread it returns at once, and the pool counts
// as joined although its worker runs on:
// ENDS: onlyThreadBad
// std::thread::join() of the own thread throws, and no handler catches it:
// DIES: stopInHandlerBad

#include <asio.hpp>

#include <atomic>
#include <memory>
#include <thread>

static std::atomic<bool> Done{false};
static void awaitDone() {
  while (!Done)
    std::this_thread::yield();
}

void joinBad(asio::thread_pool &pool) {
  asio::post(pool, [&pool] {
    pool.join(); // WARN[join]: 'pool'
    Done = true;
  });
  awaitDone();
}

void joinOk() {
  asio::thread_pool pool(2);
  asio::post(pool, [] { Done = true; });
  pool.join();
}

void stopOk(asio::thread_pool &pool) {
  asio::post(pool, [&pool] {
    pool.stop();
    Done = true;
  });
  awaitDone();
}

void onlyThreadBad() {
  asio::thread_pool pool(1);
  asio::post(pool, [&pool] {
    pool.join(); // WARN[join]: 'pool'
    Done = true;
  });
  awaitDone();
}

void otherPoolOk(asio::thread_pool &pool) {
  asio::thread_pool own(2);
  asio::post(pool, [&own] {
    own.join();
    Done = true;
  });
  awaitDone();
}

static void closeDown(asio::thread_pool &pool) {
  pool.join(); // WARN[join]: 'pool'
}

void strandBad(asio::thread_pool &pool) {
  auto strand = asio::make_strand(pool);
  asio::post(strand, [&pool] {
    closeDown(pool);
    Done = true;
  });
  awaitDone();
}

// The thread that runs the loop is joined by a handler of the loop.

class Service {
public:
  Service() : runner([this] { io.run(); }) {}
  ~Service() {
    if (runner.joinable())
      stop();
  }

  void stop() {
    io.stop();
    runner.join();
  }

  void stopHere() {
    io.stop();
    runner.join(); // WARN[join]: 'runner'
  }

  void stopAnywhere() {
    io.stop();
    if (runner.get_id() != std::this_thread::get_id())
      runner.join();
  }

  asio::io_context io;

private:
  asio::executor_work_guard<asio::io_context::executor_type> work{io.get_executor()};
  std::thread runner;
};

void stopInHandlerBad() {
  static Service s;
  asio::post(s.io, [] {
    s.stopHere();
    Done = true;
  });
  awaitDone();
}

void stopInHandlerOk() {
  Service s;
  asio::post(s.io, [&s] {
    s.stopAnywhere();
    Done = true;
  });
  awaitDone();
}

void stopOutsideOk() {
  Service s;
  asio::post(s.io, [] { Done = true; });
  awaitDone();
  s.stop();
}

#ifdef GRIDLOCK_RUN
#include "../self-wait/Inputs/Cases.h"
static asio::thread_pool Pool(2);
#define CASE(fn) {#fn, fn}
#define POOL(fn) {#fn, [] { fn(Pool); }}
int main(int argc, char **argv) {
  return runCase(argc, argv,
                 {POOL(joinBad), CASE(joinOk), POOL(stopOk), CASE(onlyThreadBad),
                  POOL(otherPoolOk), POOL(strandBad), CASE(stopInHandlerBad),
                  CASE(stopInHandlerOk), CASE(stopOutsideOk)});
}
#endif
