// RUN: %check wait-under-lock %s -- -std=c++17

// The awaited task needs no lock, but the tasks before it in the queue do:
// every worker may stand in line for the mutex.

#include "Inputs/Belt.h"
#include "Inputs/Crew.h"

#include <future>
#include <mutex>
#include <thread>
#include <vector>

// Both are queued while the lock is held.

void oneWorkerBad(Crew &c, std::mutex &mutex) {
  std::lock_guard<std::mutex> l(mutex);
  c.hire([&mutex] { std::lock_guard<std::mutex> l(mutex); });
  c.hire([] { return 1; }).get(); // WARN[get]: 'mutex'
}

void oneWorkerOk(Crew &c, std::mutex &mutex) {
  std::lock_guard<std::mutex> l(mutex);
  c.hire([] {});
  c.hire([] { return 1; }).get();
}

void loopBad(std::mutex &mutex) {
  Crew c(3);
  std::vector<std::future<void>> before;
  std::lock_guard<std::mutex> l(mutex);
  for (int i = 0; i < 3; ++i)
    before.push_back(c.hire([&mutex] { std::lock_guard<std::mutex> l(mutex); }));
  auto f = c.hire([] { return 1; });
  f.wait(); // WARN[wait]: 'mutex'
}

// Those that take the lock come after the one that is awaited; the pool is joined
// when the lock is free again.

void afterwardsOk(std::mutex &mutex) {
  Crew c(1);
  std::lock_guard<std::mutex> l(mutex);
  auto f = c.hire([] { return 1; });
  c.hire([&mutex] { std::lock_guard<std::mutex> l(mutex); });
  f.get();
}

void onlyAfterwardsOk(std::mutex &mutex) {
  Crew c(1);
  std::lock_guard<std::mutex> l(mutex);
  c.hire([] { return 1; }).get();
  c.hire([&mutex] { std::lock_guard<std::mutex> l(mutex); });
}

// They run on another pool, or each on a thread of its own.

void otherPoolOk(Crew &c, Crew &d, std::mutex &mutex) {
  std::lock_guard<std::mutex> l(mutex);
  d.hire([&mutex] { std::lock_guard<std::mutex> l(mutex); });
  c.hire([] { return 1; }).get();
}

void threadsOk(std::mutex &mutex) {
  std::future<void> first, second;
  {
    std::lock_guard<std::mutex> l(mutex);
    first = std::async(std::launch::async, [&mutex] { std::lock_guard<std::mutex> l(mutex); });
    second = std::async(std::launch::async, [] {});
    second.get();
  }
  first.get();
}

// A class whose methods never call each other: one queues what takes the lock,
// the other waits with the lock held.

class Ledger {
public:
  explicit Ledger(Belt &b) : belt(b) {}

  void bookLater(int sum) {
    belt.put([this, sum] {
      std::lock_guard<std::mutex> l(mutex);
      total += sum;
    });
  }

  int rate() {
    std::promise<int> answer;
    std::lock_guard<std::mutex> l(mutex);
    belt.put([&answer] { answer.set_value(7); });
    return total * answer.get_future().get(); // WARN[get]: 'mutex'
  }

  std::mutex mutex;

private:
  Belt &belt;
  int total = 1;
};

class Journal {
public:
  explicit Journal(Belt &b) : belt(b) {}

  void bookLater(int sum) {
    belt.put([this, sum] {
      std::lock_guard<std::mutex> l(mutex);
      total += sum;
    });
  }

  int rate() {
    std::promise<int> answer;
    belt.put([&answer] { answer.set_value(7); });
    int factor = answer.get_future().get();
    std::lock_guard<std::mutex> l(mutex);
    return total * factor;
  }

  std::mutex mutex;

private:
  Belt &belt;
  int total = 1;
};

// Those that are queued take another mutex of the same object.

class Almanac {
public:
  explicit Almanac(Belt &b) : belt(b) {}

  void bookLater(int sum) {
    belt.put([this, sum] {
      std::lock_guard<std::mutex> l(books);
      total += sum;
    });
  }

  int rate() {
    std::promise<int> answer;
    std::lock_guard<std::mutex> l(mutex);
    belt.put([&answer] { answer.set_value(7); });
    return answer.get_future().get();
  }

  std::mutex mutex;

private:
  Belt &belt;
  std::mutex books;
  int total = 1;
};

// A thread takes the lock, not a task: it keeps no worker busy.

void threadInLineOk(Crew &c, std::mutex &mutex) {
  std::thread t;
  {
    std::lock_guard<std::mutex> l(mutex);
    t = std::thread([&mutex] { std::lock_guard<std::mutex> l(mutex); });
    c.hire([] { return 1; }).get();
  }
  t.join();
}

// A task waits under the lock for another pool, whose tasks take the lock.

void fromTaskBad(Crew &c, Crew &d, std::mutex &mutex) {
  auto f = c.hire([&] {
    std::lock_guard<std::mutex> l(mutex);
    d.hire([&mutex] { std::lock_guard<std::mutex> l(mutex); });
    return d.hire([] { return 1; }).get(); // WARN[get]: 'mutex'
  });
  f.get();
}

void fromTaskOk(Crew &c, Crew &d, std::mutex &mutex) {
  auto f = c.hire([&] {
    {
      std::lock_guard<std::mutex> l(mutex);
      d.hire([&mutex] { std::lock_guard<std::mutex> l(mutex); });
    }
    return d.hire([] { return 1; }).get();
  });
  f.get();
}

#ifdef GRIDLOCK_RUN
#include "../self-wait/Inputs/Cases.h"
#include <chrono>
static Crew C(1), D(1);
static Belt B;
static std::mutex M;
#define CREW(fn) {#fn, [] { fn(C, M); }}
#define BOTH(fn) {#fn, [] { fn(C, D, M); }}

// The belt stands still until rate() holds the lock, for a short time at most.
template <typename Book> void book() {
  static Book book(B);
  static std::promise<void> held;
  B.put([] { held.get_future().wait(); });
  book.bookLater(2);
  std::thread([] {
    auto started = std::chrono::steady_clock::now();
    while (book.mutex.try_lock()) {
      book.mutex.unlock();
      if (std::chrono::steady_clock::now() - started > std::chrono::milliseconds(300))
        break;
      std::this_thread::yield();
    }
    held.set_value();
  }).detach();
  book.rate();
}

int main(int argc, char **argv) {
  return runCase(argc, argv,
                 {CREW(oneWorkerBad), CREW(oneWorkerOk), {"loopBad", [] { loopBad(M); }},
                  {"afterwardsOk", [] { afterwardsOk(M); }},
                  {"onlyAfterwardsOk", [] { onlyAfterwardsOk(M); }}, BOTH(otherPoolOk),
                  {"threadsOk", [] { threadsOk(M); }}, {"ledgerBad", book<Ledger>},
                  {"journalOk", book<Journal>}, {"almanacOk", book<Almanac>},
                  CREW(threadInLineOk), BOTH(fromTaskBad), BOTH(fromTaskOk)});
}
#endif

// They were left behind by a task that has ended.

void leftBehindBad(Crew &c, Crew &d, std::mutex &mutex) {
  d.hire([&] {
    std::thread t([&] { c.hire([&mutex] { std::lock_guard<std::mutex> l(mutex); }); });
    t.join();
  }).get();
  std::lock_guard<std::mutex> l(mutex);
  c.hire([] { return 1; }).get(); // WARN[get]: 'mutex'
}

void leftBehindAwaitedOk(Crew &c, Crew &d, std::mutex &mutex) {
  d.hire([&] {
    std::thread t([&] { c.hire([&mutex] { std::lock_guard<std::mutex> l(mutex); }).get(); });
    t.join();
  }).get();
  std::lock_guard<std::mutex> l(mutex);
  c.hire([] { return 1; }).get();
}

void leftBehindLaterOk(Crew &c, Crew &d, std::mutex &mutex) {
  {
    std::lock_guard<std::mutex> l(mutex);
    c.hire([] { return 1; }).get();
  }
  d.hire([&] {
    std::thread t([&] { c.hire([&mutex] { std::lock_guard<std::mutex> l(mutex); }); });
    t.join();
  }).get();
}

void leftBehindSaysItsEndOk(Crew &c, Crew &d, std::mutex &mutex) {
  std::promise<void> done;
  d.hire([&] {
    std::thread t([&] {
      c.hire([&] {
        { std::lock_guard<std::mutex> l(mutex); }
        done.set_value();
      });
    });
    t.join();
  }).get();
  done.get_future().wait();
  std::lock_guard<std::mutex> l(mutex);
  c.hire([] { return 1; }).get();
}

// What the awaited task submits itself stands behind it.

void behindOk(Crew &c, std::mutex &mutex) {
  std::lock_guard<std::mutex> l(mutex);
  c.hire([&] { c.hire([&mutex] { std::lock_guard<std::mutex> l(mutex); }); }).get();
}
