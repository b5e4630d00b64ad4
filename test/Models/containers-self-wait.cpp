// REQUIRES: boost-thread, tbb
// RUN: %check self-wait %s -- -std=c++17

// Pools whose queues are containers of libraries: what goes in comes out again.

#include <atomic>
#include <boost/lockfree/queue.hpp>
#include <boost/lockfree/spsc_queue.hpp>
#include <boost/lockfree/stack.hpp>
#include <functional>
#include <future>
#include <memory>
#include <oneapi/tbb/concurrent_priority_queue.h>
#include <oneapi/tbb/concurrent_queue.h>
#include <thread>
#include <utility>

using Job = std::function<void()>;

// One worker, which asks again and again. Shelf: how the queue is used.
template <class Shelf> class Cellar {
public:
  Cellar() : hand([this] { toil(); }) {}
  ~Cellar() {
    closed = true;
    hand.join();
  }

  template <class F> std::future<int> lay(F f) {
    auto bottle = std::make_shared<std::packaged_task<int()>>(std::move(f));
    auto cork = bottle->get_future();
    shelf.put([bottle] { (*bottle)(); });
    return cork;
  }
  // Runs one job, if there is any.
  bool help() { return shelf.run(); }

private:
  void toil() {
    while (!closed)
      if (!shelf.run())
        std::this_thread::yield();
  }
  Shelf shelf;
  std::atomic<bool> closed{false};
  std::thread hand;
};

struct Free {
  boost::lockfree::queue<Job *> jobs{16};
  void put(Job j) { jobs.push(new Job(std::move(j))); }
  bool run() {
    Job *j = nullptr;
    if (!jobs.pop(j))
      return false;
    std::unique_ptr<Job> owned(j);
    (*owned)();
    return true;
  }
};

struct Ring {
  boost::lockfree::spsc_queue<Job, boost::lockfree::capacity<16>> jobs;
  void put(Job j) { jobs.push(std::move(j)); }
  bool run() {
    Job j;
    if (!jobs.pop(j))
      return false;
    j();
    return true;
  }
};

struct Pile {
  boost::lockfree::stack<Job *> jobs{16};
  void put(Job j) { jobs.push(new Job(std::move(j))); }
  bool run() {
    Job *j;
    bool any = jobs.pop(j);
    if (any) {
      (*j)();
      delete j;
    }
    return any;
  }
};

struct Line {
  tbb::concurrent_queue<std::unique_ptr<Job>> jobs;
  void put(Job j) { jobs.push(std::make_unique<Job>(std::move(j))); }
  bool run() {
    std::unique_ptr<Job> j;
    if (!jobs.try_pop(j))
      return false;
    (*j)();
    return true;
  }
};

struct Ranked {
  struct Item {
    int rank = 0;
    Job job;
    bool operator<(const Item &other) const { return rank < other.rank; }
  };
  tbb::concurrent_priority_queue<Item> jobs;
  void put(Job j) { jobs.emplace(Item{1, std::move(j)}); }
  bool run() {
    Item next;
    if (!jobs.try_pop(next))
      return false;
    next.job();
    return true;
  }
};

void freeBad() {
  Cellar<Free> c;
  c.lay([&c] {
     return c.lay([] { return 1; }).get(); // WARN[get]: another task of 'c'
   }).get();
}

void ringBad() {
  Cellar<Ring> c;
  c.lay([&c] {
     return c.lay([] { return 1; }).get(); // WARN[get]: another task of 'c'
   }).get();
}

void pileBad() {
  Cellar<Pile> c;
  c.lay([&c] {
     return c.lay([] { return 1; }).get(); // WARN[get]: another task of 'c'
   }).get();
}

void lineBad() {
  Cellar<Line> c;
  c.lay([&c] {
     return c.lay([] { return 1; }).get(); // WARN[get]: another task of 'c'
   }).get();
}

void rankedBad() {
  Cellar<Ranked> c;
  c.lay([&c] {
     return c.lay([] { return 1; }).get(); // WARN[get]: another task of 'c'
   }).get();
}

// Another cellar.
void otherOk() {
  Cellar<Free> c, d;
  c.lay([&d] { return d.lay([] { return 1; }).get(); }).get();
}

// Another job is run as long as the future is not ready.
void helpedOk() {
  Cellar<Line> c;
  c.lay([&c] {
     auto f = c.lay([] { return 1; });
     const std::chrono::milliseconds none(0);
     while (f.wait_for(none) != std::future_status::ready)
       c.help();
     return f.get();
   }).get();
}

// It is run between waits that give up soon.
void patientOk() {
  Cellar<Line> c;
  c.lay([&c] {
     auto f = c.lay([] { return 1; });
     while (f.wait_for(std::chrono::milliseconds(1)) !=
            std::future_status::ready)
       c.help();
     return 0;
   }).get();
}

// How long a variable says, and nobody changes it.
void askedOk() {
  Cellar<Line> c;
  std::future<int> f;
  c.lay([&] {
     f = c.lay([] { return 1; });
     std::chrono::milliseconds none(0);
     return f.wait_for(none) == std::future_status::ready ? 1 : 0;
   }).get();
  f.get();
}

// It is longer the next time.
void longerBad() {
  Cellar<Line> c;
  std::future<int> f;
  c.lay([&] {
     f = c.lay([] { return 1; });
     std::chrono::milliseconds pause(0);
     while (f.wait_for(pause) != std::future_status::ready) // WARN: of 'c'
       pause += std::chrono::milliseconds(1);
     return 0;
   }).get();
}

#ifdef GRIDLOCK_RUN
#include "../Tidy/self-wait/Inputs/Cases.h"
#define CASE(fn) {#fn, fn}
int main(int argc, char **argv) {
  return runCase(argc, argv, {CASE(freeBad), CASE(ringBad), CASE(pileBad), CASE(lineBad),
                              CASE(rankedBad), CASE(otherOk), CASE(helpedOk), CASE(patientOk),
                              CASE(askedOk), CASE(longerBad)});
}
#endif
