// RUN: %prove %s %t -- -std=c++17 %{qt6} -lQt6Core
// REQUIRES: qt6
// The pool is a member, and the wait gives a value.

#include <QFuture>
#include <QPromise>
#include <QThreadPool>
#include <memory>

class Counter {
public:
  Counter() { Workers->setMaxThreadCount(1); }
  void start() {
    Workers->start([this] { count(); });
    Workers->waitForDone();
  }
  int Total = 0;

private:
  void count() {
    auto Given = std::make_shared<QPromise<int>>();
    Given->start();
    QFuture<int> Later = Given->future();
    Workers->start([Given] {
      Given->addResult(42);
      Given->finish();
    });
    const int Answer = Later.result();
    Total = Answer;
  }
  std::unique_ptr<QThreadPool> Workers = std::make_unique<QThreadPool>();
};

int main() {
  Counter One;
  One.start();
  return One.Total == 42 ? 0 : 1;
}

// FIXES
// note: fix: a separate pool 'WorkersForChildren' for the tasks that are waited for: costs its threads
// -    Workers->start([Given] {
// +    WorkersForChildren->start([Given] {
// +  std::unique_ptr<QThreadPool> WorkersForChildren = std::make_unique<QThreadPool>();
// note: fix: lend the place of this worker meanwhile: another thread runs what is waited for
// +    Workers->releaseThread();
// +    Workers->reserveThread();
