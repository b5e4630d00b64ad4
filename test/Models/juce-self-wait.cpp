// RUN: %check self-wait,wait-under-lock %s -- -std=c++17

// Debian has no JUCE of its own: what is included declares what its headers do.

#include "Inputs/Juce.h"

#include <memory>

using namespace juce;

// Pools.

void addJobBad() {
  ThreadPool Pool(1);
  Pool.addJob([&Pool] {
    WaitableEvent Done;
    Pool.addJob([&Done] { Done.signal(); });
    Done.wait(); // WARN[wait]: task of 'Pool' blocks in 'wait' until another task of 'Pool' has run, but holds its only worker
  });
}

class Job : public ThreadPoolJob {
public:
  explicit Job(ThreadPool &Pool) : ThreadPoolJob("job"), Pool(Pool) {}
  JobStatus runJob() override {
    WaitableEvent Done;
    Pool.addJob([&Done] { Done.signal(); });
    Done.wait(-1); // WARN[wait]:
    return jobHasFinished;
  }

private:
  ThreadPool &Pool;
};

void runJobBad(ThreadPool &Pool) { Pool.addJob(new Job(Pool), true); }

void limitBad(ThreadPool &Pool) {
  Pool.addJob([&Pool] {
    WaitableEvent Done;
    Pool.addJob([&Done] { Done.signal(); });
    Done.wait(500); // WARN[wait]: until the time limit
  });
}

/// Itself among them.
void removeAllBad(ThreadPool &Pool) {
  Pool.addJob([&Pool] {
    Pool.removeAllJobs(true, -1); // WARN[removeAllJobs]:
  });
}

/// All but those that the selector names.
void removeSomeOk(ThreadPool &Pool, ThreadPool::JobSelector &Others) {
  Pool.addJob([&Pool, &Others] { Pool.removeAllJobs(true, -1, &Others); });
}

void otherOk(ThreadPool &Pool, ThreadPool &Other) {
  Pool.addJob([&Other] {
    WaitableEvent Done;
    Other.addJob([&Done] { Done.signal(); });
    Done.wait();
  });
}

void onMainOk(ThreadPool &Pool) {
  WaitableEvent Done;
  Pool.addJob([&Done] { Done.signal(); });
  Done.wait();
  Pool.removeAllJobs(true, -1);
}

// The message thread.

void callAsyncBad() {
  MessageManager::callAsync([] {
    auto Done = std::make_shared<WaitableEvent>();
    MessageManager::callAsync([Done] { Done->signal(); });
    Done->wait(); // WARN[wait]: task of 'juce::MessageManager' blocks
  });
}

/// Its class may be a thread as well: which method runs is not told.
class FN_Updater : public AsyncUpdater {
public:
  void ask() {
    MessageManager::callAsync([this] {
      triggerAsyncUpdate();
      Done.wait();
    });
  }
  void handleAsyncUpdate() override { Done.signal(); }

private:
  WaitableEvent Done;
};

void update(FN_Updater &U) { U.ask(); }

/// On the message thread itself it runs at once.
void callSyncOk() {
  MessageManager::callAsync([] { MessageManager::callSync([] {}); });
}

void fromPoolOk(ThreadPool &Pool) {
  Pool.addJob([] {
    WaitableEvent Done;
    MessageManager::callAsync([&Done] { Done.signal(); });
    Done.wait();
    MessageManagerLock Lock;
  });
}

void testedOk() {
  auto Done = std::make_shared<WaitableEvent>();
  auto Ask = [Done] {
    if (MessageManager::getInstance()->isThisTheMessageThread())
      return;
    MessageManager::callAsync([Done] { Done->signal(); });
    Done->wait();
  };
  MessageManager::callAsync(Ask);
  Thread::launch(Ask);
}

// Threads and locks.

class Worker : public Thread {
public:
  Worker() : Thread("worker") {}
  void run() override {
    const ScopedLock Held(Lock);
    ++Count;
  }
  void stopBad() {
    const ScopedLock Held(Lock);
    stopThread(-1); // WARN[stopThread]: while it holds 'Lock'
  }
  void stopAfterwardsOk() {
    {
      const ScopedLock Held(Lock);
      ++Count;
    }
    stopThread(-1);
  }
  void stopMeanwhileOk() {
    const ScopedLock Held(Lock);
    const ScopedUnlock Meanwhile(Lock);
    stopThread(-1);
  }
  /// It is recursive.
  void againOk() {
    const ScopedLock Held(Lock);
    run();
  }

private:
  CriticalSection Lock;
  int Count = 0;
};

void work(Worker &W, int How) {
  W.startThread();
  if (How == 0)
    W.stopBad();
  else if (How == 1)
    W.stopAfterwardsOk();
  else if (How == 2)
    W.stopMeanwhileOk();
  else
    W.againOk();
}
