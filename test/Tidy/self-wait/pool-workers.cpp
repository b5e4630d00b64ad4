// RUN: %check self-wait %s -- -std=c++17

// Pools of many builds: how their threads are made, owned and ended. Each has
// one task that waits for its own pool and one that does not.

#include <array>
#include <condition_variable>
#include <deque>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

using Job = std::function<void()>;

template <typename P, typename F> auto give(P &pool, F f) -> std::future<decltype(f())> {
  auto t = std::make_shared<std::packaged_task<decltype(f())()>>(std::move(f));
  pool.take([t] { (*t)(); });
  return t->get_future();
}

// The worker is a functor with a reference to its pool.

class Guild;

class Apprentice {
public:
  Apprentice(Guild &g) : guild(g) {}
  void operator()();

private:
  Guild &guild;
};

class Guild {
public:
  Guild(size_t n) : stop(false) {
    for (size_t i = 0; i < n; ++i)
      workers.push_back(std::thread(Apprentice(*this)));
  }
  ~Guild() {
    stopNow();
    for (size_t i = 0; i < workers.size(); ++i)
      workers[i].join();
  }
  template <class F> void take(F f) {
    {
      std::unique_lock<std::mutex> lock(queue_mutex);
      tasks.push_back(Job(f));
    }
    condition.notify_one();
  }

private:
  friend class Apprentice;
  void stopNow() {
    std::unique_lock<std::mutex> lock(queue_mutex);
    stop = true;
    condition.notify_all();
  }
  std::vector<std::thread> workers;
  std::deque<Job> tasks;
  std::mutex queue_mutex;
  std::condition_variable condition;
  bool stop;
};

void Apprentice::operator()() {
  Job task;
  while (true) {
    {
      std::unique_lock<std::mutex> lock(guild.queue_mutex);
      while (!guild.stop && guild.tasks.empty())
        guild.condition.wait(lock);
      if (guild.tasks.empty())
        return;
      task = guild.tasks.front();
      guild.tasks.pop_front();
    }
    task();
  }
}

void functorBad() {
  Guild guild(1);
  give(guild, [&guild] {
    give(guild, [] {}).get(); // WARN:
  }).get();
}

void functorOk() {
  Guild guild(1);
  give(guild, [&guild] { give(guild, [] {}); }).get();
}

// A static function gets the pool as void pointer.

class Abbey {
public:
  Abbey() { monk = std::unique_ptr<std::thread>(new std::thread(&Abbey::pray, static_cast<void *>(this))); }
  ~Abbey() {
    take(Job());
    monk->join();
  }
  void take(Job job) {
    std::lock_guard<std::mutex> lock(m);
    jobs.push_back(std::move(job));
    c.notify_one();
  }

private:
  static void pray(void *arg) {
    Abbey *self = static_cast<Abbey *>(arg);
    while (self->once())
      ;
  }
  bool once() {
    Job job;
    {
      std::unique_lock<std::mutex> lock(m);
      c.wait(lock, [this] { return !jobs.empty(); });
      job = std::move(jobs.front());
      jobs.pop_front();
    }
    if (job)
      job();
    return bool(job);
  }
  std::mutex m;
  std::condition_variable c;
  std::deque<Job> jobs;
  std::unique_ptr<std::thread> monk;
};

void staticBad() {
  Abbey abbey;
  auto psalm = give(abbey, [&abbey] {
    auto verse = give(abbey, [] { return 1; });
    return verse.get(); // WARN:
  });
  psalm.get();
}

void staticOk() {
  Abbey abbey;
  give(abbey, [] { return 1; }).get();
}

// Detached threads that share the state: the class holds no thread at all.

class Tribe {
  struct Camp {
    std::mutex m;
    std::condition_variable c;
    std::deque<Job> jobs;
    bool over = false;
  };

public:
  explicit Tribe(int n) : camp(std::make_shared<Camp>()) {
    for (int i = 0; i < n; ++i)
      std::thread([camp = camp] {
        std::unique_lock<std::mutex> lock(camp->m);
        while (true) {
          if (!camp->jobs.empty()) {
            Job job = std::move(camp->jobs.front());
            camp->jobs.pop_front();
            lock.unlock();
            job();
            lock.lock();
          } else if (camp->over) {
            break;
          } else {
            camp->c.wait(lock);
          }
        }
      }).detach();
  }
  ~Tribe() {
    std::lock_guard<std::mutex> lock(camp->m);
    camp->over = true;
    camp->c.notify_all();
  }
  void take(Job job) {
    {
      std::lock_guard<std::mutex> lock(camp->m);
      camp->jobs.emplace_back(std::move(job));
    }
    camp->c.notify_one();
  }

private:
  std::shared_ptr<Camp> camp;
};

void detachedBad() {
  Tribe tribe(1);
  auto hunt = give(tribe, [&tribe] { give(tribe, [] {}).wait(); }); // WARN:
  hunt.get();
}

void detachedOk() {
  Tribe tribe(1);
  auto hunt = give(tribe, [&tribe] { return give(tribe, [] {}); });
  hunt.get().wait();
}

// The thread stands in an optional and is started by a method.

class Watch {
public:
  void open() { guard.emplace(&Watch::round, this); }
  void close() {
    take([this] { ended = true; });
    guard->join();
    guard.reset();
  }
  void take(Job job) {
    {
      std::scoped_lock lock(m);
      jobs.push_back(std::move(job));
    }
    c.notify_all();
  }

private:
  void round() {
    while (!ended) {
      std::unique_lock lock(m);
      c.wait(lock, [&] { return jobs.size() > 0; });
      Job job{std::move(jobs.front())};
      jobs.pop_front();
      lock.unlock();
      std::invoke(job);
    }
  }

  std::optional<std::thread> guard;
  std::mutex m;
  std::condition_variable c;
  std::deque<Job> jobs;
  bool ended = false;
};

void optionalBad() {
  Watch watch;
  watch.open();
  give(watch, [&watch] {
    give(watch, [] {}).get(); // WARN:
  }).get();
  watch.close();
}

void optionalOk() {
  Watch watch;
  watch.open();
  give(watch, [] {}).get();
  watch.close();
}

// Each worker is a class with a thread and a queue; the pool holds workers.

class Ox {
public:
  Ox() : thread([this] { pull(); }) {}
  ~Ox() {
    yoke(nullptr);
    thread.join();
  }
  void yoke(Job job) {
    std::lock_guard<std::mutex> lock(m);
    jobs.push_back(std::move(job));
    c.notify_one();
  }

private:
  void pull() {
    while (Job job = next())
      job();
  }
  Job next() {
    std::unique_lock<std::mutex> lock(m);
    c.wait(lock, [this] { return !jobs.empty(); });
    Job job = std::move(jobs.front());
    jobs.pop_front();
    return job;
  }
  std::mutex m;
  std::condition_variable c;
  std::deque<Job> jobs;
  std::thread thread;
};

class Plough {
public:
  void take(Job job) { team[turn++ % team.size()].yoke(std::move(job)); }

private:
  std::array<Ox, 1> team;
  size_t turn = 0;
};

void teamBad() {
  Plough plough;
  give(plough, [&plough] {
    give(plough, [] {}).get(); // FN: one of several objects in a container, told only with Strict
  }).get();
}

void teamOk() {
  Plough plough;
  give(plough, [] {}).get();
  give(plough, [] {}).get();
}

// No class at all: state and functions of a namespace.

namespace belfry {

std::mutex mutex;
std::condition_variable rope;
std::deque<Job> peals;
std::vector<std::thread> ringers;
bool silent = false;

void ring() {
  for (;;) {
    Job peal;
    {
      std::unique_lock<std::mutex> lock(mutex);
      rope.wait(lock, [] { return silent || !peals.empty(); });
      if (peals.empty())
        return;
      peal = std::move(peals.front());
      peals.pop_front();
    }
    peal();
  }
}

void open(int n) {
  for (int i = 0; i < n; ++i)
    ringers.emplace_back(ring);
}

void add(Job peal) {
  {
    std::lock_guard<std::mutex> lock(mutex);
    peals.push_back(std::move(peal));
  }
  rope.notify_one();
}

void close() {
  {
    std::lock_guard<std::mutex> lock(mutex);
    silent = true;
  }
  rope.notify_all();
  for (auto &ringer : ringers)
    ringer.join();
}

} // namespace belfry

void namespaceBad() {
  belfry::open(1);
  belfry::add([] {
    std::promise<void> heard;
    belfry::add([&heard] { heard.set_value(); });
    heard.get_future().wait(); // WARN:
  });
  belfry::close();
}

void namespaceOk() {
  belfry::open(1);
  std::promise<void> heard;
  belfry::add([&heard] {
    belfry::add([&heard] { heard.set_value(); });
  });
  heard.get_future().wait();
  belfry::close();
}

#ifdef GRIDLOCK_RUN
#include "Inputs/Cases.h"
#define RUN(fn) {#fn, fn}
int main(int argc, char **argv) {
  return runCase(argc, argv,
                 {RUN(functorBad), RUN(functorOk), RUN(staticBad), RUN(staticOk),
                  RUN(detachedBad), RUN(detachedOk), RUN(optionalBad),
                  RUN(optionalOk), RUN(teamBad), RUN(teamOk),
                  RUN(namespaceBad), RUN(namespaceOk)});
}
#endif
