// RUN: %check self-join %s -- -std=c++17
// DIES: movedBad clientBad

// The owner of an executor is a part of a record that is moved from hand to hand.

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <queue>
#include <thread>
#include <utility>

class Scheduler {
public:
  virtual ~Scheduler() = default;
  virtual void schedule(std::function<void()> work) = 0;
};

class Bench : public Scheduler {
public:
  Bench() : thread([this] { loop(); }) {}
  ~Bench() override {
    {
      std::lock_guard<std::mutex> l(mutex);
      over = true;
    }
    changed.notify_all();
    thread.join();
  }
  void schedule(std::function<void()> work) override {
    {
      std::lock_guard<std::mutex> l(mutex);
      works.push(std::move(work));
    }
    changed.notify_one();
  }

private:
  void loop() {
    for (;;) {
      std::function<void()> work;
      {
        std::unique_lock<std::mutex> l(mutex);
        changed.wait(l, [this] { return over || !works.empty(); });
        if (works.empty())
          return;
        work = std::move(works.front());
        works.pop();
      }
      work();
    }
  }
  std::mutex mutex;
  std::condition_variable changed;
  std::queue<std::function<void()>> works;
  bool over = false;
  std::thread thread;
};

struct Settings {
  int retries = 0;
  std::shared_ptr<Scheduler> scheduler;
};

static void dawdle() { std::this_thread::sleep_for(std::chrono::milliseconds(50)); }

class Sender : public std::enable_shared_from_this<Sender> {
public:
  explicit Sender(Settings s) : settings(std::move(s)) {}
  void send() {
    auto self = shared_from_this();
    settings.scheduler->schedule([self] { // WARN: may be the last owner of
      dawdle();
      ++self->sent;
    });
  }
  std::future<void> sendAwaited() {
    auto done = std::make_shared<std::promise<void>>();
    auto result = done->get_future();
    settings.scheduler->schedule([this, done] {
      dawdle();
      ++sent;
      done->set_value();
    });
    return result;
  }

private:
  Settings settings;
  std::atomic<int> sent{0};
};

class Client {
public:
  explicit Client(Settings s) : sender(std::make_shared<Sender>(std::move(s))) {}
  void send() { sender->send(); }

private:
  std::shared_ptr<Sender> sender;
};

void movedBad() {
  Settings s;
  s.scheduler = std::make_shared<Bench>();
  auto sender = std::make_shared<Sender>(std::move(s));
  sender->send();
}

void clientBad() {
  Settings s;
  s.scheduler = std::make_shared<Bench>();
  Client c(std::move(s));
  c.send();
}

// The task owns nothing, and is waited for.
void awaitedOk() {
  Settings s;
  s.scheduler = std::make_shared<Bench>();
  auto sender = std::make_shared<Sender>(std::move(s));
  sender->sendAwaited().get();
}

#ifdef GRIDLOCK_RUN
#include "../self-wait/Inputs/Cases.h"
#define CASE(fn) {#fn, [] { fn(); std::this_thread::sleep_for(std::chrono::milliseconds(300)); }}
int main(int argc, char **argv) {
  return runCase(argc, argv, {CASE(movedBad), CASE(clientBad), CASE(awaitedOk)});
}
#endif
