// RUN: %check self-wait %s -- -std=c++17

// Pools of many builds: how their tasks are kept until a thread takes them.

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <future>
#include <map>
#include <memory>
#include <mutex>
#include <queue>
#include <string>
#include <thread>
#include <utility>
#include <vector>

using Clock = std::chrono::steady_clock;
using namespace std::chrono_literals;

// A struct with a priority and a function, in a heap.

class Clinic {
public:
  Clinic() : nurse_(&Clinic::treat, this) {}
  ~Clinic() {
    {
      std::lock_guard<std::mutex> l(m_);
      closed_ = true;
    }
    c_.notify_one();
    nurse_.join();
  }
  void admit(int pain, std::function<void()> cure) {
    std::lock_guard<std::mutex> l(m_);
    ward_.push({pain, std::move(cure)});
    c_.notify_one();
  }

private:
  struct Patient {
    int pain;
    std::function<void()> cure;
  };
  struct Less {
    bool operator()(const Patient &a, const Patient &b) const { return a.pain < b.pain; }
  };
  void treat() {
    for (;;) {
      std::unique_lock<std::mutex> l(m_);
      c_.wait(l, [this] { return closed_ || !ward_.empty(); });
      if (ward_.empty())
        return;
      auto cure = ward_.top().cure;
      ward_.pop();
      l.unlock();
      cure();
    }
  }

  std::priority_queue<Patient, std::vector<Patient>, Less> ward_;
  std::mutex m_;
  std::condition_variable c_;
  bool closed_ = false;
  std::thread nurse_;
};

void heapBad(Clinic &clinic) {
  clinic.admit(1, [&clinic] {
    std::promise<void> slept;
    clinic.admit(9, [&slept] { slept.set_value(); });
    slept.get_future().wait(); // WARN:
  });
}

void heapOk(Clinic &clinic) {
  std::promise<void> slept;
  clinic.admit(9, [&slept] { slept.set_value(); });
  slept.get_future().wait();
}

// Two queues, urgent and lazy; urgent first.

class Canteen {
public:
  Canteen() {
    cook = std::thread([this] { fry(); });
  }
  ~Canteen() {
    lazy({});
    cook.join();
  }
  void urgent(std::function<void()> f) {
    std::lock_guard<std::mutex> l(m);
    first.push_back(std::move(f));
    c.notify_one();
  }
  void lazy(std::function<void()> f) {
    std::lock_guard<std::mutex> l(m);
    second.push_back(std::move(f));
    c.notify_one();
  }

private:
  void fry() {
    for (;;) {
      std::function<void()> f;
      {
        std::unique_lock<std::mutex> l(m);
        while (first.empty() && second.empty())
          c.wait(l);
        auto &from = first.empty() ? second : first;
        f = std::move(from.front());
        from.pop_front();
      }
      if (!f)
        return;
      f();
    }
  }

  std::mutex m;
  std::condition_variable c;
  std::deque<std::function<void()>> first, second;
  std::thread cook;
};

void twoQueuesBad(Canteen &canteen) {
  canteen.lazy([&canteen] {
    std::promise<int> egg;
    canteen.urgent([&egg] { egg.set_value(1); });
    egg.get_future().get(); // WARN:
  });
}

void twoQueuesOk(Canteen &canteen) {
  std::promise<int> egg;
  canteen.lazy([&] {
    canteen.urgent([&egg] { egg.set_value(1); });
  });
  egg.get_future().get();
}

// Delayed work, sorted by its time.

class Alarm {
public:
  Alarm() : thread_([this] { tick(); }) {}
  ~Alarm() {
    {
      std::lock_guard<std::mutex> l(m_);
      off_ = true;
    }
    c_.notify_one();
    thread_.join();
  }
  void after(Clock::duration delay, std::function<void()> f) {
    std::lock_guard<std::mutex> l(m_);
    when_.emplace(Clock::now() + delay, std::move(f));
    c_.notify_one();
  }

private:
  void tick() {
    std::unique_lock<std::mutex> l(m_);
    while (!off_ || !when_.empty()) {
      if (when_.empty()) {
        c_.wait(l);
        continue;
      }
      auto it = when_.begin();
      if (it->first > Clock::now()) {
        c_.wait_until(l, it->first);
        continue;
      }
      auto f = std::move(it->second);
      when_.erase(it);
      l.unlock();
      f();
      l.lock();
    }
  }

  std::multimap<Clock::time_point, std::function<void()>> when_;
  std::mutex m_;
  std::condition_variable c_;
  bool off_ = false;
  std::thread thread_;
};

void delayedBad(Alarm &alarm) {
  alarm.after(1ms, [&alarm] {
    std::promise<void> rung;
    alarm.after(2ms, [&rung] { rung.set_value(); });
    rung.get_future().wait(); // WARN:
  });
}

void delayedOk(Alarm &alarm) {
  auto rung = std::make_shared<std::promise<void>>();
  alarm.after(1ms, [&alarm, rung] {
    alarm.after(2ms, [rung] { rung->set_value(); });
  });
  rung->get_future().wait();
}

// Pairs of a name and a packaged_task, by pointer.

class Theatre {
public:
  using Act = std::pair<std::string, std::shared_ptr<std::packaged_task<int()>>>;

  Theatre() : actor_(std::bind(&Theatre::play, this)) {}
  ~Theatre() {
    stage("end", nullptr);
    actor_.join();
  }
  std::future<int> stage(std::string name, std::function<int()> f) {
    Act act{std::move(name), f ? std::make_shared<std::packaged_task<int()>>(std::move(f)) : nullptr};
    auto result = act.second ? act.second->get_future() : std::future<int>();
    std::lock_guard<std::mutex> l(m_);
    acts_.push(std::move(act));
    c_.notify_one();
    return result;
  }

private:
  void play() {
    for (;;) {
      Act act;
      {
        std::unique_lock<std::mutex> l(m_);
        c_.wait(l, [this] { return !acts_.empty(); });
        act = std::move(acts_.front());
        acts_.pop();
      }
      if (!act.second)
        return;
      (*act.second)();
    }
  }

  std::mutex m_;
  std::condition_variable c_;
  std::queue<Act> acts_;
  std::thread actor_;
};

void pairsBad(Theatre &theatre) {
  theatre.stage("one", [&theatre] {
    return theatre.stage("two", [] { return 2; }).get(); // WARN:
  });
}

void pairsOk(Theatre &theatre) {
  int two = theatre.stage("two", [] { return 2; }).get();
  theatre.stage("one", [two] { return two; });
}

// Each worker has a deque; an idle one steals from the others.

class Anglers {
  struct Rod {
    std::mutex m;
    std::deque<std::function<void()>> line;
  };

public:
  explicit Anglers(unsigned n) : rods_(n) {
    for (unsigned i = 0; i < n; ++i)
      threads_.emplace_back([this, i] { fish(i); });
  }
  ~Anglers() {
    done_ = true;
    for (auto &t : threads_)
      t.join();
  }
  void cast(std::function<void()> f) {
    Rod &rod = rods_[next_++ % rods_.size()];
    std::lock_guard<std::mutex> l(rod.m);
    rod.line.push_back(std::move(f));
  }

private:
  bool reel(Rod &rod, std::function<void()> &f) {
    std::lock_guard<std::mutex> l(rod.m);
    if (rod.line.empty())
      return false;
    f = std::move(rod.line.back());
    rod.line.pop_back();
    return true;
  }
  void fish(unsigned me) {
    while (!done_) {
      std::function<void()> f;
      bool got = reel(rods_[me], f);
      for (unsigned k = 1; !got && k < rods_.size(); ++k)
        got = reel(rods_[(me + k) % rods_.size()], f);
      if (got)
        f();
      else
        std::this_thread::yield();
    }
  }

  std::vector<Rod> rods_;
  std::vector<std::thread> threads_;
  std::atomic<unsigned> next_{0};
  std::atomic<bool> done_{false};
};

void stealingBad(Anglers &anglers, std::promise<void> &home) {
  anglers.cast([&] {
    auto bite = std::make_shared<std::promise<void>>();
    anglers.cast([bite] { bite->set_value(); });
    bite->get_future().wait(); // WARN:
    home.set_value();
  });
}

void stealingOk(Anglers &anglers, std::promise<void> &home) {
  anglers.cast([&] {
    anglers.cast([&home] { home.set_value(); });
  });
}

// A stack without locks.

class Shelf {
  struct Book {
    std::function<void()> text;
    Book *under;
  };

public:
  Shelf() : reader_([this] { read(); }) {}
  ~Shelf() {
    end_ = true;
    reader_.join();
  }
  void put(std::function<void()> text) {
    Book *book = new Book{std::move(text), top_.load()};
    while (!top_.compare_exchange_weak(book->under, book))
      ;
  }

private:
  void read() {
    while (!end_ || top_.load()) {
      Book *pile = top_.exchange(nullptr);
      while (pile) {
        Book *book = pile;
        pile = book->under;
        book->text();
        delete book;
      }
      std::this_thread::yield();
    }
  }

  std::atomic<Book *> top_{nullptr};
  std::atomic<bool> end_{false};
  std::thread reader_;
};

void stackBad(Shelf &shelf) {
  shelf.put([&shelf] {
    std::promise<void> read;
    shelf.put([&read] { read.set_value(); });
    read.get_future().get(); // WARN:
  });
}

void stackOk(Shelf &shelf, Shelf &attic) {
  shelf.put([&attic] {
    std::promise<void> read;
    attic.put([&read] { read.set_value(); });
    read.get_future().get();
  });
}

#ifdef GRIDLOCK_RUN
#include "Inputs/Cases.h"
#define WITH(T, fn) {#fn, [] { T t; fn(t); }}
int main(int argc, char **argv) {
  return runCase(
      argc, argv,
      {WITH(Clinic, heapBad), WITH(Clinic, heapOk), WITH(Canteen, twoQueuesBad),
       WITH(Canteen, twoQueuesOk), WITH(Alarm, delayedBad), WITH(Alarm, delayedOk),
       WITH(Theatre, pairsBad), WITH(Theatre, pairsOk),
       {"stealingBad", [] { Anglers a(1); std::promise<void> p; stealingBad(a, p); p.get_future().wait(); }},
       {"stealingOk", [] { Anglers a(1); std::promise<void> p; stealingOk(a, p); p.get_future().wait(); }},
       WITH(Shelf, stackBad),
       {"stackOk", [] { Shelf b; Shelf a; stackOk(a, b); }}});
}
#endif
