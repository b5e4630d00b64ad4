// RUN: %check self-wait %s -- -std=c++17

// A wait for one of several things: it hangs if one of them is never ready,
// and only what is waited for counts.

#include <condition_variable>
#include <deque>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

class Dock {
public:
  explicit Dock(int n) {
    for (int i = 0; i < n; ++i)
      cranes_.emplace_back([this] { lift(); });
  }
  ~Dock() {
    {
      std::lock_guard<std::mutex> l(m_);
      closed_ = true;
    }
    cv_.notify_all();
    for (auto &c : cranes_)
      c.join();
  }
  template <typename F> auto load(F f) -> std::future<decltype(f())> {
    auto t = std::make_shared<std::packaged_task<decltype(f())()>>(std::move(f));
    auto r = t->get_future();
    {
      std::lock_guard<std::mutex> l(m_);
      crates_.push_back([t] { (*t)(); });
    }
    cv_.notify_one();
    return r;
  }

private:
  void lift() {
    for (;;) {
      std::unique_lock<std::mutex> l(m_);
      cv_.wait(l, [this] { return closed_ || !crates_.empty(); });
      if (crates_.empty())
        return;
      auto c = std::move(crates_.front());
      crates_.pop_front();
      l.unlock();
      c();
    }
  }

  std::mutex m_;
  std::condition_variable cv_;
  std::deque<std::function<void()>> crates_;
  std::vector<std::thread> cranes_;
  bool closed_ = false;
};

// A member that is ready until something was written.

std::future<int> nothing() {
  std::promise<int> p;
  p.set_value(0);
  return p.get_future();
}

class Ledger {
public:
  explicit Ledger(Dock &dock) : dock_(dock), last_(nothing()) {}
  void write(int n) {
    if (n > 0)
      last_ = dock_.load([n] { return n; });
  }
  void erase() { last_ = nothing(); }
  int close() { return last_.get(); }
  int settle() { return last_.get(); } // WARN:

private:
  Dock &dock_;
  std::future<int> last_;
};

void writtenBad(Dock &dock) {
  dock.load([&dock] {
    Ledger ledger(dock);
    ledger.write(2);
    return ledger.settle();
  }).get();
}

void emptyOk(Dock &dock) {
  dock.load([&dock] {
    Ledger ledger(dock);
    ledger.erase();
    return ledger.close();
  }).get();
}

// The variable is used again, for something that nobody awaits here.

std::future<int> usedAgainOk(Dock &here, Dock &there) {
  std::promise<std::future<int>> out;
  auto result = out.get_future();
  here.load([&] {
    std::future<int> f = there.load([] { return 1; });
    f.get();
    f = here.load([] { return 2; });
    out.set_value(std::move(f));
  });
  return result.get();
}

// What was in it before was moved away.

int movedAwayOk(Dock &here, Dock &there) {
  std::promise<std::future<int>> out;
  auto result = out.get_future();
  here.load([&] {
    std::future<int> f = here.load([] { return 2; });
    out.set_value(std::move(f));
    f = there.load([] { return 1; });
    f.get();
  });
  return result.get().get();
}

int sometimesBad(Dock &here, Dock &there, bool far) {
  return here.load([&] {
    std::future<int> f = here.load([] { return 2; });
    if (far)
      f = there.load([] { return 1; });
    return f.get(); // WARN:
  }).get();
}

// Of a collection one is awaited, and by somebody else the other one.

int firstOk(Dock &here, Dock &there) {
  std::vector<std::future<int>> both;
  here.load([&] {
    both.push_back(there.load([] { return 1; }));
    both.push_back(here.load([] { return 2; }));
    both[0].get();
  }).get();
  return both[1].get();
}

#ifdef GRIDLOCK_RUN
#include "Inputs/Cases.h"
int main(int argc, char **argv) {
  static Dock here(1), there(1);
  return runCase(argc, argv,
                 {{"writtenBad", [] { writtenBad(here); }},
                  {"emptyOk", [] { emptyOk(here); }},
                  {"usedAgainOk", [] { usedAgainOk(here, there).get(); }},
                  {"movedAwayOk", [] { movedAwayOk(here, there); }},
                  {"sometimesBad", [] { sometimesBad(here, there, false); }},
                  {"firstOk", [] { firstOk(here, there); }}});
}
#endif
