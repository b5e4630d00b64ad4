// RUN: %check self-wait %s -- -std=c++17

// The pool's own "wait until all is done", called by one of its tasks.

#include <atomic>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <queue>
#include <thread>
#include <vector>

// The state is shared with the workers, behind a pointer to implementation.
class Gazebo {
public:
  explicit Gazebo(std::size_t n);
  ~Gazebo();
  void toss(std::function<void()> fn);
  void lull();
  std::size_t load() const;

private:
  struct State;
  std::shared_ptr<State> d;
  std::vector<std::thread> threads;
};

struct Gazebo::State {
  std::mutex m;
  std::condition_variable work;
  std::condition_variable quiet;
  std::queue<std::function<void()>> q;
  std::size_t busy = 0;
  bool bye = false;
};

Gazebo::Gazebo(std::size_t n) : d(std::make_shared<State>()) {
  for (std::size_t i = 0; i < n; ++i)
    threads.emplace_back([s = d] {
      std::unique_lock<std::mutex> lk(s->m);
      for (;;) {
        if (!s->q.empty()) {
          auto fn = std::move(s->q.front());
          s->q.pop();
          ++s->busy;
          lk.unlock();
          fn();
          lk.lock();
          --s->busy;
          if (s->q.empty() && s->busy == 0)
            s->quiet.notify_all();
        } else if (s->bye) {
          break;
        } else {
          s->work.wait(lk);
        }
      }
    });
}

Gazebo::~Gazebo() {
  {
    std::lock_guard<std::mutex> lk(d->m);
    d->bye = true;
  }
  d->work.notify_all();
  for (auto &t : threads)
    t.join();
}

void Gazebo::toss(std::function<void()> fn) {
  {
    std::lock_guard<std::mutex> lk(d->m);
    d->q.push(std::move(fn));
  }
  d->work.notify_one();
}

void Gazebo::lull() {
  std::unique_lock<std::mutex> lk(d->m);
  d->quiet.wait(lk, [this] { return d->q.empty() && d->busy == 0; });
}

std::size_t Gazebo::load() const {
  std::lock_guard<std::mutex> lk(d->m);
  return d->q.size() + d->busy;
}

// Straight in the task: the task itself counts as busy.

void straightBad() {
  Gazebo g(2);
  g.toss([&g] {
    g.toss([] {});
    g.lull(); // WARN:
  });
  g.lull();
}

void straightOk() {
  Gazebo g(2);
  g.toss([&g] {
    g.toss([] {});
    (void)g.load();
  });
  g.lull();
}

// Behind a call, on a member.

class Pavilion {
public:
  void dance() {
    for (int i = 0; i < 5; ++i)
      floor.toss([this] { ++steps; });
    floor.lull(); // WARN:
  }

  void stroll() {
    for (int i = 0; i < 5; ++i)
      floor.toss([this] { ++steps; });
  }

  void ballBad() {
    floor.toss([this] { dance(); });
    floor.lull();
  }

  void ballOk() {
    floor.toss([this] { stroll(); });
    floor.lull();
  }

private:
  Gazebo floor{1};
  std::atomic<int> steps{0};
};

// Another pool's lull is another matter.

void otherLullOk() {
  Gazebo inner(1), outer(1);
  outer.toss([&inner] {
    inner.toss([] {});
    inner.lull();
  });
  outer.lull();
}

// Two pools, and the task waits for the one that it runs on.

void wrongLullBad() {
  Gazebo inner(1), outer(1);
  outer.toss([&inner, &outer] {
    inner.toss([] {});
    outer.lull(); // WARN:
  });
  outer.lull();
}

// A counter of unfinished work, decreased after the call.
class Terrace {
public:
  Terrace() {
    for (auto &w : ws)
      w = std::thread([this] { loop(); });
  }
  ~Terrace() {
    finish();
    {
      std::lock_guard<std::mutex> l(m);
      stop = true;
    }
    cv.notify_all();
    for (auto &w : ws)
      w.join();
  }
  void seat(std::function<void()> guest) {
    ++open;
    {
      std::lock_guard<std::mutex> l(m);
      guests.push_back(std::move(guest));
    }
    cv.notify_one();
  }
  void finish() {
    while (open.load() > 0)
      std::this_thread::yield();
  }

private:
  void loop() {
    for (;;) {
      std::function<void()> guest;
      {
        std::unique_lock<std::mutex> l(m);
        cv.wait(l, [this] { return stop || !guests.empty(); });
        if (stop)
          return;
        guest = std::move(guests.back());
        guests.pop_back();
      }
      guest();
      --open;
    }
  }

  std::thread ws[3];
  std::mutex m;
  std::condition_variable cv;
  std::vector<std::function<void()>> guests;
  std::atomic<int> open{0};
  bool stop = false;
};

void finishBad(Terrace &terrace) {
  terrace.seat([&terrace] {
    terrace.seat([] {});
    terrace.finish(); // FN: missed, an atomic count that the pool waits for by itself
  });
  terrace.finish();
}

void finishOk(Terrace &terrace) {
  terrace.seat([&terrace] { terrace.seat([] {}); });
  terrace.finish();
}

// From a thread of its own, while tasks run.

void watcherOk(Terrace &terrace) {
  terrace.seat([] {});
  std::thread watcher([&terrace] { terrace.finish(); });
  watcher.join();
}

#ifdef GRIDLOCK_RUN
#include "Inputs/Cases.h"
static Terrace T;
int main(int argc, char **argv) {
  return runCase(argc, argv,
                 {{"straightBad", straightBad},
                  {"straightOk", straightOk},
                  {"ballBad", [] { Pavilion p; p.ballBad(); }},
                  {"ballOk", [] { Pavilion p; p.ballOk(); }},
                  {"otherLullOk", otherLullOk},
                  {"wrongLullBad", wrongLullBad},
                  {"finishBad", [] { finishBad(T); }},
                  {"finishOk", [] { finishOk(T); }},
                  {"watcherOk", [] { watcherOk(T); }}});
}
#endif
