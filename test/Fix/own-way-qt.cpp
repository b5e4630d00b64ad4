// RUN: %prove %s %t -- -std=c++17 %{qt6} -lQt6Core
// REQUIRES: qt6
// A worker of QThreadPool lends its place while it waits.

#include <QSemaphore>
#include <QThreadPool>
#include <atomic>

static std::atomic<int> Sum{0};

static void add(QThreadPool *Pool, int Count) {
  QSemaphore Added;
  for (int I = 0; I < Count; ++I)
    Pool->start([&Added] {
      ++Sum;
      Added.release();
    });
  Added.acquire(); // One for each.
}

int main() {
  QThreadPool Pool;
  Pool.setMaxThreadCount(1);
  Pool.start([&Pool] { add(&Pool, 1); });
  Pool.waitForDone();
  return Sum == 1 ? 0 : 1;
}

// FIXES
// note: fix: lend the place of this worker meanwhile: another thread runs what is waited for
// +  Pool->releaseThread();
// +  Pool->reserveThread();
