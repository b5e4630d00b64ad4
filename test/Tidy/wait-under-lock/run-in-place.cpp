// RUN: %check wait-under-lock %s -- -std=c++17

// A loop that runs at once what its own thread hands over: who is another thread
// has to wait for it.

#include <condition_variable>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <utility>
#include <vector>

class Reactor {
public:
  Reactor() : runner([this] { turn(); }) {}
  ~Reactor() {
    later([this] { over = true; });
    runner.join();
  }
  bool isMine() const { return std::this_thread::get_id() == runner.get_id(); }
  void now(std::function<void()> f) {
    if (isMine())
      f();
    else
      later(std::move(f));
  }
  void later(std::function<void()> f) {
    std::lock_guard<std::mutex> l(door);
    pending.push_back(std::move(f));
    bell.notify_one();
  }

private:
  void turn() {
    while (!over) {
      std::vector<std::function<void()>> batch;
      {
        std::unique_lock<std::mutex> l(door);
        bell.wait(l, [this] { return !pending.empty(); });
        batch.swap(pending);
      }
      for (auto &f : batch)
        f();
    }
  }

  std::mutex door;
  std::condition_variable bell;
  std::vector<std::function<void()>> pending;
  bool over = false;
  std::thread runner;
};

// A line of many in a set: what it has for its owner is called on the loop. The set
// is no queue of tasks, though a task is given one of its elements.

class Line : public std::enable_shared_from_this<Line> {
public:
  explicit Line(Reactor &r) : reactor(r) {}
  void onIdle(std::function<void()> f) { idle = std::move(f); }
  void ask(std::string what) {
    reactor.now([self = shared_from_this(), what] { self->answer(what); });
  }
  void hangUpUnderLockBad() {
    std::promise<int> p;
    auto gone = p.get_future();
    reactor.now([self = shared_from_this(), &p] { p.set_value(1); });
    gone.get(); // WARN[get]: 'mutex'
  }
  void hangUpOk() {
    std::promise<int> p;
    auto gone = p.get_future();
    reactor.now([self = shared_from_this(), &p] { p.set_value(1); });
    gone.get();
  }
  void hangUpOnLoopOk() {
    std::promise<int> p;
    auto gone = p.get_future();
    if (!reactor.isMine())
      return;
    p.set_value(1);
    gone.get();
  }

private:
  void answer(const std::string &) {
    if (idle)
      idle();
  }
  Reactor &reactor;
  std::function<void()> idle;
};

class Exchange {
public:
  void open() {
    std::lock_guard<std::mutex> l(mutex);
    auto line = std::make_shared<Line>(reactor);
    line->onIdle([this, weak = std::weak_ptr<Line>(line)] {
      if (auto known = weak.lock()) {
        std::lock_guard<std::mutex> l(mutex);
        free.insert(known);
      }
    });
    lines.insert(line);
  }
  void ask() {
    std::shared_ptr<Line> line;
    {
      std::lock_guard<std::mutex> l(mutex);
      line = *lines.begin();
    }
    line->ask("who?");
  }
  void closeBad() {
    std::lock_guard<std::mutex> l(mutex);
    for (auto &line : lines)
      line->hangUpUnderLockBad();
    lines.clear();
  }
  void closeOk() {
    std::set<std::shared_ptr<Line>> all;
    {
      std::lock_guard<std::mutex> l(mutex);
      all.swap(lines);
    }
    for (auto &line : all)
      line->hangUpOk();
  }
  void closeOnLoopOk() {
    std::lock_guard<std::mutex> l(mutex);
    for (auto &line : lines)
      line->hangUpOnLoopOk();
  }

private:
  Reactor reactor;
  std::mutex mutex;
  std::set<std::shared_ptr<Line>> lines, free;
};

void closeAllBad() {
  Exchange e;
  e.open();
  e.ask();
  e.closeBad();
}

void closeAllOk() {
  Exchange e;
  e.open();
  e.ask();
  e.closeOk();
  e.closeOnLoopOk();
}
