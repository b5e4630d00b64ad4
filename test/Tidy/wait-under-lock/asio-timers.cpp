// REQUIRES: asio
// RUN: %check wait-under-lock,self-wait %s -- -std=c++17

// Timers of Asio behind smart pointers: their handlers run on the loop that they
// were made with.

#include <asio.hpp>

#include <chrono>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <thread>

class Alarm {
public:
  Alarm() : timer(std::make_unique<asio::steady_timer>(loop)) {}
  void start() {
    timer->expires_after(std::chrono::milliseconds(1));
    timer->async_wait([this](std::error_code) {
      std::this_thread::sleep_for(std::chrono::milliseconds(30));
      std::lock_guard<std::mutex> l(mutex);
      ++rings;
    });
    thread = std::thread([this] { loop.run(); });
  }
  void stopBad() {
    std::lock_guard<std::mutex> l(mutex);
    thread.join(); // WARN[join]: 'mutex'
  }
  void stopOk() {
    {
      std::lock_guard<std::mutex> l(mutex);
      ++stops;
    }
    thread.join();
  }

private:
  asio::io_context loop;
  std::unique_ptr<asio::steady_timer> timer;
  std::mutex mutex;
  int rings = 0, stops = 0;
  std::thread thread;
};

class Clerk {
public:
  ~Clerk() {
    work.reset();
    thread.join();
  }
  void later(std::function<void()> what) {
    auto timer = std::make_shared<asio::steady_timer>(loop, std::chrono::milliseconds(1));
    timer->async_wait([timer, what](std::error_code) { what(); });
  }
  int askBad() {
    std::promise<int> answer;
    later([&answer] { answer.set_value(1); });
    return answer.get_future().get(); // WARN[get]: task of 'loop'
  }
  int askOk() {
    std::promise<int> answer;
    later([&answer] { answer.set_value(1); });
    return answer.get_future().get();
  }
  void post() {
    asio::post(loop, [this] { askBad(); });
  }

private:
  asio::io_context loop;
  asio::executor_work_guard<asio::io_context::executor_type> work{loop.get_executor()};
  std::thread thread{[this] { loop.run(); }};
};

#ifdef GRIDLOCK_RUN
#include "../self-wait/Inputs/Cases.h"
int main(int argc, char **argv) {
  return runCase(argc, argv,
                 {{"stopBad", [] { Alarm a; a.start(); std::this_thread::sleep_for(std::chrono::milliseconds(10)); a.stopBad(); }},
                  {"stopOk", [] { Alarm a; a.start(); a.stopOk(); }},
                  {"askBad", [] { Clerk c; c.post(); }},
                  {"askOk", [] { Clerk c; c.askOk(); }}});
}
#endif
