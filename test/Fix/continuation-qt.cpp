// RUN: %prove %s %t -- -std=c++17 %{qt6} -lQt6Core
// REQUIRES: qt6
// A future of Qt's has a continuation.

#include <QFuture>
#include <QPromise>
#include <QSemaphore>
#include <QThreadPool>
#include <memory>

static int Total = 0;

int main() {
  QThreadPool Pool;
  Pool.setMaxThreadCount(1);
  QSemaphore Added;
  Pool.start([&Pool, &Added] {
    auto Given = std::make_shared<QPromise<int>>();
    Given->start();
    QFuture<int> Later = Given->future();
    Pool.start([Given] {
      Given->addResult(42);
      Given->finish();
    });
    Total += Later.result();
    Added.release();
  });
  Added.acquire();
  return Total == 42 ? 0 : 1;
}

// FIXES
// note: fix: leave the rest to a continuation: it runs when the result is there, after this task has ended
// -    Total += Later.result();
// -    Added.release();
// +    Later.then([&Added](QFuture<int> Ready) mutable {
// +      Total += Ready.result();
// +      Added.release();
// +    });
// note: fix: a separate pool 'PoolForChildren' for the tasks that are waited for: costs its threads
// +  QThreadPool PoolForChildren;
// -  Pool.start([&Pool, &Added] {
// +  Pool.start([&PoolForChildren, &Added] {
// -    Pool.start([Given] {
// +    PoolForChildren.start([Given] {
// note: fix: lend the place of this worker meanwhile: another thread runs what is waited for
// +    Pool.releaseThread();
// +    Pool.reserveThread();
