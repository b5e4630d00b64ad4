// RUN: %check self-wait %s -- -std=c++17

// Condition variables and flags in the open, without a class around them.

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

class TaskRail {
public:
  TaskRail() : mEngine(&TaskRail::Run, this) {}

  ~TaskRail() {
    Push([this] { mDone = true; });
    mEngine.join();
  }

  void Push(std::function<void()> wagon) {
    {
      std::lock_guard<std::mutex> l(mMutex);
      mWagons.push_back(std::move(wagon));
    }
    mSignal.notify_one();
  }

private:
  void Run() {
    while (!mDone) {
      std::list<std::function<void()>> train;
      {
        std::unique_lock<std::mutex> l(mMutex);
        mSignal.wait(l, [this] { return !mWagons.empty(); });
        train.splice(train.end(), mWagons, mWagons.begin());
      }
      train.front()();
    }
  }

  std::mutex mMutex;
  std::condition_variable mSignal;
  std::list<std::function<void()>> mWagons;
  bool mDone = false;
  std::thread mEngine;
};

// wait with a predicate; the flag is a local.

void PredicateBad(TaskRail &rail) {
  rail.Push([&rail] {
    std::mutex m;
    std::condition_variable cv;
    bool green = false;
    rail.Push([&] {
      std::lock_guard<std::mutex> l(m);
      green = true;
      cv.notify_one();
    });
    std::unique_lock<std::mutex> l(m);
    cv.wait(l, [&] { return green; }); // WARN:
  });
}

void PredicateOk(TaskRail &rail) {
  std::mutex m;
  std::condition_variable cv;
  bool green = false;
  rail.Push([&] {
    std::lock_guard<std::mutex> l(m);
    green = true;
    cv.notify_one();
  });
  std::unique_lock<std::mutex> l(m);
  cv.wait(l, [&] { return green; });
}

// wait in a while loop; the flag is a member.

class Station {
public:
  explicit Station(TaskRail &rail) : mRail(rail) {}

  void Depart() {
    mRail.Push([this] {
      std::lock_guard<std::mutex> guard(mLock);
      mLeft = true;
      mGone.notify_all();
    });
    std::unique_lock<std::mutex> guard(mLock);
    while (!mLeft)
      mGone.wait(guard); // WARN:
  }

  void DepartQuietly() {
    mRail.Push([this] {
      std::lock_guard<std::mutex> guard(mLock);
      mLeft = true;
      mGone.notify_all();
    });
  }

  void TimetableBad() {
    mRail.Push([this] { Depart(); });
    Whistle();
  }

  void TimetableOk() {
    mRail.Push([this] { DepartQuietly(); });
    Whistle();
  }

private:
  void Whistle() {
    std::unique_lock<std::mutex> guard(mLock);
    while (!mLeft)
      mGone.wait(guard);
  }

  TaskRail &mRail;
  std::mutex mLock;
  std::condition_variable mGone;
  bool mLeft = false;
};

// A counter in a shared struct.

struct Shunt {
  std::mutex lock;
  std::condition_variable idle;
  int pending = 0;
};

void CouplerBad(TaskRail &rail) {
  auto shunt = std::make_shared<Shunt>();
  rail.Push([&rail, shunt] {
    for (int i = 0; i < 4; ++i) {
      {
        std::lock_guard<std::mutex> l(shunt->lock);
        ++shunt->pending;
      }
      rail.Push([shunt] {
        std::lock_guard<std::mutex> l(shunt->lock);
        if (--shunt->pending == 0)
          shunt->idle.notify_one();
      });
    }
    std::unique_lock<std::mutex> l(shunt->lock);
    shunt->idle.wait(l, [&] { return shunt->pending == 0; }); // WARN:
  });
}

void CouplerOk(TaskRail &rail, TaskRail &siding) {
  auto shunt = std::make_shared<Shunt>();
  rail.Push([&siding, shunt] {
    for (int i = 0; i < 4; ++i) {
      {
        std::lock_guard<std::mutex> l(shunt->lock);
        ++shunt->pending;
      }
      siding.Push([shunt] {
        std::lock_guard<std::mutex> l(shunt->lock);
        if (--shunt->pending == 0)
          shunt->idle.notify_one();
      });
    }
    std::unique_lock<std::mutex> l(shunt->lock);
    shunt->idle.wait(l, [&] { return shunt->pending == 0; });
  });
}

// With a time limit: it stalls.

void LimitBad(TaskRail &rail) {
  rail.Push([&rail] {
    auto shunt = std::make_shared<Shunt>();
    shunt->pending = 1;
    rail.Push([shunt] {
      std::lock_guard<std::mutex> l(shunt->lock);
      shunt->pending = 0;
      shunt->idle.notify_one();
    });
    std::unique_lock<std::mutex> l(shunt->lock);
    shunt->idle.wait_for(l, std::chrono::minutes(5), // WARN:
                         [&] { return shunt->pending == 0; });
  });
}

// A flag that is watched without a condition variable.

void SpinBad(TaskRail &rail) {
  rail.Push([&rail] {
    std::atomic<bool> clear{false};
    rail.Push([&clear] { clear = true; });
    while (!clear) // WARN:
      std::this_thread::yield();
  });
}

void SleepBad(TaskRail &rail) {
  rail.Push([&rail] {
    std::atomic<int> axles{2};
    rail.Push([&axles] { axles.fetch_sub(1); });
    rail.Push([&axles] { --axles; });
    do {
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    } while (axles.load(std::memory_order_acquire) > 0); // WARN:
  });
}

void SpinOk(TaskRail &rail) {
  std::atomic<bool> clear{false};
  rail.Push([&clear] { clear = true; });
  while (!clear)
    std::this_thread::yield();
}

// The flag is set by a thread of its own: no worker is needed.

void SpinThreadOk(TaskRail &rail) {
  rail.Push([] {
    std::atomic<bool> clear{false};
    std::thread guard([&clear] { clear = true; });
    while (!clear)
      std::this_thread::yield();
    guard.join();
  });
}

// Either a task or a thread of its own sets the flag: one is enough.

void EitherOk(TaskRail &rail) {
  auto shunt = std::make_shared<Shunt>();
  shunt->pending = 1;
  auto release = [shunt] {
    std::lock_guard<std::mutex> l(shunt->lock);
    shunt->pending = 0;
    shunt->idle.notify_all();
  };
  rail.Push([&rail, shunt, release] {
    rail.Push(release);
    std::thread(release).detach();
    std::unique_lock<std::mutex> l(shunt->lock);
    shunt->idle.wait(l, [&] { return shunt->pending == 0; });
  });
}

// The task announces itself, the waiter is main: no task waits.

void AnnounceOk(TaskRail &rail) {
  Shunt shunt;
  shunt.pending = 1;
  rail.Push([&] {
    std::lock_guard<std::mutex> l(shunt.lock);
    shunt.pending = 0;
    shunt.idle.notify_one();
  });
  std::unique_lock<std::mutex> l(shunt.lock);
  while (shunt.pending)
    shunt.idle.wait(l);
}

#ifdef GRIDLOCK_RUN
#include "Inputs/Cases.h"
#define RIDE(fn) {#fn, [] { TaskRail rail; fn(rail); }}
int main(int argc, char **argv) {
  return runCase(
      argc, argv,
      {RIDE(PredicateBad), RIDE(PredicateOk),
       {"TimetableBad", [] { TaskRail r; Station s(r); s.TimetableBad(); }},
       {"TimetableOk", [] { TaskRail r; Station s(r); s.TimetableOk(); }},
       RIDE(CouplerBad),
       {"CouplerOk", [] { TaskRail s; TaskRail r; CouplerOk(r, s); }},
       RIDE(LimitBad), RIDE(SpinBad), RIDE(SleepBad), RIDE(SpinOk),
       RIDE(SpinThreadOk), RIDE(EitherOk), RIDE(AnnounceOk)});
}
#endif
