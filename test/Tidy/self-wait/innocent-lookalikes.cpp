// RUN: %check self-wait %s -- -std=c++17

// Classes with a thread and a queue that are no executors: data queues,
// loggers, timers, caches, watchers. At the end a twin that is one.

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <future>
#include <iostream>
#include <map>
#include <memory>
#include <mutex>
#include <queue>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

using namespace std::chrono_literals;

// A producer and a consumer of ints; flush waits until all were eaten.

class Digits {
public:
  Digits() : eater([this] { eat(); }) {}
  ~Digits() {
    feed(-1);
    eater.join();
  }
  void feed(int n) {
    std::lock_guard<std::mutex> l(m);
    q.push(n);
    ++fed;
    cv.notify_one();
  }
  void flush() {
    std::unique_lock<std::mutex> l(m);
    done.wait(l, [this] { return eaten == fed; });
  }
  int total() {
    flush();
    return sum;
  }

private:
  void eat() {
    for (;;) {
      std::unique_lock<std::mutex> l(m);
      cv.wait(l, [this] { return !q.empty(); });
      int n = q.front();
      q.pop();
      if (n < 0)
        return;
      sum += n;
      ++eaten;
      done.notify_all();
    }
  }

  std::mutex m;
  std::condition_variable cv, done;
  std::queue<int> q;
  int sum = 0, fed = 0, eaten = 0;
  std::thread eater;
};

void digitsOk() {
  Digits digits;
  for (int i = 0; i < 5; ++i)
    digits.feed(i);
  digits.total();
}

// A logger with a thread; log lines are strings, and flush returns a future.

class Chronicle {
public:
  explicit Chronicle(std::ostream &out) : out_(out), scribe_(&Chronicle::write, this) {}
  ~Chronicle() {
    {
      std::lock_guard<std::mutex> l(m_);
      end_ = true;
    }
    cv_.notify_one();
    scribe_.join();
  }
  void note(std::string text) {
    std::lock_guard<std::mutex> l(m_);
    lines_.push_back({std::move(text), nullptr});
    cv_.notify_one();
  }
  std::future<void> flush() {
    auto p = std::make_shared<std::promise<void>>();
    auto f = p->get_future();
    std::lock_guard<std::mutex> l(m_);
    lines_.push_back({"", p});
    cv_.notify_one();
    return f;
  }

private:
  struct Entry {
    std::string text;
    std::shared_ptr<std::promise<void>> mark;
  };
  void write() {
    std::unique_lock<std::mutex> l(m_);
    for (;;) {
      cv_.wait(l, [this] { return end_ || !lines_.empty(); });
      if (lines_.empty())
        return;
      Entry entry = std::move(lines_.front());
      lines_.pop_front();
      l.unlock();
      if (entry.mark)
        entry.mark->set_value();
      else
        out_ << entry.text << '\n';
      l.lock();
    }
  }

  std::ostream &out_;
  std::mutex m_;
  std::condition_variable cv_;
  std::deque<Entry> lines_;
  bool end_ = false;
  std::thread scribe_;
};

void chronicleOk() {
  std::ostringstream out;
  Chronicle chronicle(out);
  chronicle.note("dawn");
  chronicle.flush().wait();
}

// A timer thread with one configured callback: it takes nothing out of a queue.

class Metronome {
public:
  explicit Metronome(std::function<void()> tick) : tick_(std::move(tick)) {
    thread_ = std::thread([this] {
      std::unique_lock<std::mutex> l(m_);
      while (!stopped_) {
        cv_.wait_for(l, 1ms);
        if (stopped_)
          break;
        l.unlock();
        tick_();
        l.lock();
      }
    });
  }
  ~Metronome() {
    {
      std::lock_guard<std::mutex> l(m_);
      stopped_ = true;
    }
    cv_.notify_one();
    thread_.join();
  }

private:
  std::function<void()> tick_;
  std::mutex m_;
  std::condition_variable cv_;
  bool stopped_ = false;
  std::thread thread_;
};

void metronomeOk() {
  std::promise<void> third;
  std::atomic<int> ticks{0};
  auto heard = third.get_future();
  Metronome metronome([&] {
    if (++ticks == 3)
      third.set_value();
  });
  heard.wait();
}

// A callback that waits for something that another thread brings.

void slowTickOk() {
  Digits digits;
  Metronome metronome([&digits] {
    digits.feed(1);
    digits.flush();
  });
  std::this_thread::sleep_for(5ms);
}

// A cache that is filled by a thread; readers wait for their key.

class Larder {
public:
  Larder() : cook_([this] { stock(); }) {}
  ~Larder() { cook_.join(); }
  std::string jar(int key) {
    std::unique_lock<std::mutex> l(m_);
    cv_.wait(l, [&] { return jars_.count(key) != 0; });
    return jars_[key];
  }

private:
  void stock() {
    for (int i = 0; i < 4; ++i) {
      std::lock_guard<std::mutex> l(m_);
      jars_[i] = std::to_string(i);
      cv_.notify_all();
    }
  }

  std::mutex m_;
  std::condition_variable cv_;
  std::map<int, std::string> jars_;
  std::thread cook_;
};

void larderOk() {
  Larder larder;
  larder.jar(3);
}

// Listeners that are kept and called by whoever publishes: no thread at all.

class Gazette {
public:
  void subscribe(std::function<void(int)> reader) { readers_.push_back(std::move(reader)); }
  void publish(int n) {
    for (auto &reader : readers_)
      reader(n);
  }

private:
  std::vector<std::function<void(int)>> readers_;
};

void gazetteOk() {
  Gazette gazette;
  std::promise<int> seen;
  gazette.subscribe([&](int n) {
    if (n == 1)
      gazette.publish(2);
    else
      seen.set_value(n);
  });
  gazette.publish(1);
  seen.get_future().get();
}

// Work is data here: the thread knows what to do with a number.

struct Sum {
  int a, b;
  std::promise<int> result;
};

class Abacus {
public:
  Abacus() : bead_([this] { slide(); }) {}
  ~Abacus() {
    {
      std::lock_guard<std::mutex> l(m_);
      off_ = true;
    }
    cv_.notify_one();
    bead_.join();
  }
  std::future<int> add(int a, int b) {
    std::lock_guard<std::mutex> l(m_);
    q_.push_back(Sum{a, b, {}});
    cv_.notify_one();
    return q_.back().result.get_future();
  }

private:
  void slide() {
    for (;;) {
      std::unique_lock<std::mutex> l(m_);
      cv_.wait(l, [this] { return off_ || !q_.empty(); });
      if (q_.empty())
        return;
      Sum s = std::move(q_.front());
      q_.pop_front();
      l.unlock();
      s.result.set_value(s.a + s.b);
    }
  }

  std::mutex m_;
  std::condition_variable cv_;
  std::deque<Sum> q_;
  bool off_ = false;
  std::thread bead_;
};

void abacusOk() {
  Abacus abacus;
  auto first = abacus.add(1, 2);
  abacus.add(first.get(), 3).get();
}

// An executor's task may wait for such classes: they need none of its workers.

class Band {
public:
  Band() : drummer_([this] { drum(); }) {}
  ~Band() {
    beat({});
    drummer_.join();
  }
  void beat(std::function<void()> b) {
    std::lock_guard<std::mutex> l(m_);
    beats_.push_back(std::move(b));
    cv_.notify_one();
  }

private:
  void drum() {
    for (;;) {
      std::unique_lock<std::mutex> l(m_);
      cv_.wait(l, [this] { return !beats_.empty(); });
      auto b = std::move(beats_.front());
      beats_.pop_front();
      l.unlock();
      if (!b)
        return;
      b();
    }
  }

  std::mutex m_;
  std::condition_variable cv_;
  std::deque<std::function<void()>> beats_;
  std::thread drummer_;
};

void bandUsesAbacusOk() {
  Abacus abacus;
  Digits digits;
  Larder larder;
  Band band;
  band.beat([&] {
    digits.feed(abacus.add(1, 2).get());
    digits.flush();
    larder.jar(2);
  });
}

void bandBad() {
  Band band;
  band.beat([&] {
    std::promise<int> sum;
    band.beat([&sum] { sum.set_value(1 + 2); });
    sum.get_future().get(); // WARN:
  });
}

#ifdef GRIDLOCK_RUN
#include "Inputs/Cases.h"
int main(int argc, char **argv) {
  return runCase(argc, argv,
                 {{"digitsOk", digitsOk},
                  {"chronicleOk", chronicleOk},
                  {"metronomeOk", metronomeOk},
                  {"slowTickOk", slowTickOk},
                  {"larderOk", larderOk},
                  {"gazetteOk", gazetteOk},
                  {"abacusOk", abacusOk},
                  {"bandUsesAbacusOk", bandUsesAbacusOk},
                  {"bandBad", bandBad}});
}
#endif
