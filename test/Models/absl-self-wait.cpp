// REQUIRES: absl
// RUN: %check self-wait %s -- %{absl}

// Abseil has no pool of its own: its waits in the tasks of another.

#include "Inputs/Pool.h"
#include <absl/functional/any_invocable.h>
#include <absl/functional/bind_front.h>
#include <absl/synchronization/barrier.h>
#include <absl/synchronization/blocking_counter.h>
#include <absl/synchronization/mutex.h>
#include <absl/synchronization/notification.h>
#include <absl/time/clock.h>
#include <memory>
#include <thread>

void notificationBad() {
  Pool P(1);
  P.submit([&P] {
    absl::Notification Done;
    P.submit([&Done] { Done.Notify(); });
    Done.WaitForNotification(); // WARN[WaitForNotification]:
  });
}

void counterBad() {
  Pool P(1);
  P.submit([&P] {
    absl::BlockingCounter Left(2);
    for (int I = 0; I < 2; ++I)
      P.submit([&Left] { Left.DecrementCount(); });
    Left.Wait(); // WARN[Wait]:
  });
}

void barrierBad() {
  Pool P(1);
  P.submit([&P] {
    auto *Meet = new absl::Barrier(2);
    P.submit([Meet] {
      if (Meet->Block())
        delete Meet;
    });
    if (Meet->Block()) // WARN[Block]:
      delete Meet;
  });
}

void conditionBad() {
  Pool P(1);
  P.submit([&P] {
    absl::Mutex M;
    absl::CondVar Changed;
    bool Ready = false;
    P.submit([&] {
      absl::MutexLock Lock(&M);
      Ready = true;
      Changed.SignalAll();
    });
    absl::MutexLock Lock(&M);
    while (!Ready)
      Changed.Wait(&M); // WARN[Wait]:
  });
}

void anyInvocableBad() {
  Pool P(1);
  P.submit([&P] {
    absl::Notification Done;
    absl::AnyInvocable<void()> Work = [&Done] { Done.Notify(); };
    P.submit([&Work] { Work(); });
    Done.WaitForNotification(); // WARN[WaitForNotification]:
  });
}

void notify(absl::Notification *Done) { Done->Notify(); }

void bindFrontBad() {
  Pool P(1);
  P.submit([&P] {
    absl::Notification Done;
    P.submit(absl::bind_front(notify, &Done));
    Done.WaitForNotification(); // WARN[WaitForNotification]:
  });
}

/// Gives up after a while.
void timedWaitBad() {
  Pool P(1);
  P.submit([&P] {
    auto Done = std::make_shared<absl::Notification>();
    P.submit([Done] { Done->Notify(); });
    Done->WaitForNotificationWithTimeout(absl::Milliseconds(100)); // WARN[WaitForNotificationWithTimeout]:
  });
}

void awaitBad() {
  Pool P(1);
  P.submit([&P] {
    absl::Mutex M;
    bool Ready = false;
    P.submit([&] {
      absl::MutexLock Lock(&M);
      Ready = true;
    });
    absl::MutexLock Lock(&M);
    M.Await(absl::Condition(&Ready)); // WARN[Await]: task of 'P' blocks in 'Await'
  });
}

/// Another thread may make it true.
void awaitOtherOk() {
  Pool P(1);
  absl::Mutex M;
  bool Ready = false;
  std::thread Other([&] {
    absl::MutexLock Lock(&M);
    Ready = true;
  });
  P.submit([&] {
    absl::MutexLock Lock(&M);
    M.Await(absl::Condition(&Ready));
  });
  Other.join();
}

/// It is another mutex.
void awaitOtherMutexOk() {
  Pool P(1), Q(1);
  P.submit([&Q] {
    absl::Mutex M;
    bool Ready = false;
    Q.submit([&] {
      absl::MutexLock Lock(&M);
      Ready = true;
    });
    absl::MutexLock Lock(&M);
    M.Await(absl::Condition(&Ready));
  });
}

void onMainOk() {
  Pool P(1);
  absl::Notification Done;
  P.submit([&Done] { Done.Notify(); });
  Done.WaitForNotification();
}

void threadOk() {
  Pool P(1);
  P.submit([] {
    absl::BlockingCounter Left(1);
    std::thread Other([&Left] { Left.DecrementCount(); });
    Left.Wait();
    Other.join();
  });
}

void otherPoolOk() {
  Pool Inner(1), P(1);
  P.submit([&Inner] {
    absl::Notification Done;
    Inner.submit([&Done] { Done.Notify(); });
    Done.WaitForNotification();
  });
}

void readyTestOk() {
  Pool P(1);
  P.submit([&P] {
    auto Done = std::make_shared<absl::Notification>();
    P.submit([Done] { Done->Notify(); });
    if (Done->HasBeenNotified())
      Done->WaitForNotification();
  });
}

void notifiesItselfOk() {
  Pool P(1);
  P.submit([] {
    absl::Notification Done;
    Done.Notify();
    Done.WaitForNotification();
  });
}

void criticalSectionOk() {
  Pool P(1);
  auto M = std::make_shared<absl::Mutex>();
  auto Count = std::make_shared<int>(0);
  for (int I = 0; I < 3; ++I)
    P.submit([M, Count] {
      absl::MutexLock Lock(M.get());
      ++*Count;
    });
}

void sleepOk() {
  Pool P(1);
  P.submit([&P] {
    P.submit([] {});
    absl::SleepFor(absl::Milliseconds(1));
  });
}

/// Each object has a pool of its own.
struct Office {
  Pool P{1};
  void ask() {
    absl::Notification Done;
    P.submit([&Done] { Done.Notify(); });
    Done.WaitForNotification();
  }
};

void twoObjectsOk() {
  Office Inner, Outer;
  Outer.P.submit([&Inner] { Inner.ask(); });
}
