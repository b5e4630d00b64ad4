// REQUIRES: qt6
// RUN: %check self-wait %s -- -std=c++17 %{qt6}

#include "Inputs/QtCases.h"
#include <QPromise>
#include <QtConcurrent/qtconcurrenttask.h>

/// Nobody can run a continuation but the pool.
void continuationBad() {
  Crew C;
  C.Pool.start([&C] {
    QtConcurrent::run(&C.Pool, [] { return 1; })
        .then(&C.Pool, [](int N) { return N; })
        .result(); // WARN[result]:
  });
}

void asynchronousContinuationBad() {
  QThreadPool::globalInstance()->setMaxThreadCount(1);
  QThreadPool::globalInstance()->start([] {
    QtConcurrent::run([] { return 1; })
        .then(QtFuture::Launch::Async, [](int N) { return N; })
        .waitForFinished(); // WARN[waitForFinished]:
  });
  QThreadPool::globalInstance()->waitForDone();
}

void promiseOfQtBad() {
  Crew C;
  C.Pool.start([&C] {
    QPromise<int> Given;
    QFuture<int> Answer = Given.future();
    Given.start();
    C.Pool.start([&Given] {
      Given.addResult(1);
      Given.finish();
    });
    Answer.waitForFinished(); // WARN[waitForFinished]:
  });
}

void blockingMapOnPoolBad() {
  Crew C;
  C.Pool.start([&C] {
    QList<int> Numbers{1, 2, 3};
    QtConcurrent::blockingMap(&C.Pool, Numbers, [](int &N) { ++N; }); // WARN[blockingMap]:
  });
}

void mapWatcherBad() {
  Crew C;
  C.Pool.start([&C] {
    QList<int> Numbers{1, 2, 3};
    QFutureWatcher<void> Watcher;
    Watcher.setFuture(QtConcurrent::map(&C.Pool, Numbers, [](int &N) { ++N; }));
    Watcher.waitForFinished(); // WARN[waitForFinished]:
  });
}

void promiseArgumentOk() {
  Crew C;
  C.Pool.start([&C] {
    QtConcurrent::run(&C.Pool, [](QPromise<int> &Given) { Given.addResult(1); }).result();
  });
}

void laterOk() {
  Crew C;
  C.Pool.start([&C] {
    (void)QtConcurrent::run(&C.Pool, [] { return 1; }).then(&C.Pool, [](int) {});
  });
}

// A continuation with an object runs on the thread of that.

void contextOk(QObject &Window) {
  Crew C;
  QtConcurrent::run(&C.Pool, [] { return 1; }).then(&Window, [&C](int) {
    QtConcurrent::run(&C.Pool, [] { return 1; })
        .then([](int N) { return N; })
        .waitForFinished();
  });
}

void withoutContextBad() {
  Crew C;
  QtConcurrent::run(&C.Pool, [] { return 1; }).then([&C](int) {
    QtConcurrent::run(&C.Pool, [] { return 1; })
        .then([](int N) { return N; })
        .waitForFinished(); // WARN[waitForFinished]:
  });
}

void failedContextOk(QObject &Window) {
  Crew C;
  QtConcurrent::run(&C.Pool, [] { return 1; }).onFailed(&Window, [&C] {
    QtConcurrent::run(&C.Pool, [] { return 1; })
        .then([](int N) { return N; })
        .waitForFinished();
    return 1;
  });
}

/// What waits needs the thread of the object itself.
void sameContextBad(QObject &Window) {
  Crew C;
  QtConcurrent::run(&C.Pool, [] { return 1; }).then(&Window, [&](int) {
    QtConcurrent::run(&C.Pool, [] { return 1; })
        .then(&Window, [](int N) { return N; })
        .waitForFinished(); // WARN[waitForFinished]:
  });
}

// A task may be given to another pool than the global one.

void onThreadPoolOk(QThreadPool &Pool) {
  QtConcurrent::task([] { QThreadPool::globalInstance()->waitForDone(); })
      .onThreadPool(Pool)
      .spawn();
}

void onGlobalPoolBad() {
  QtConcurrent::task([] {
    QThreadPool::globalInstance()->waitForDone(); // WARN[waitForDone]:
  }).spawn();
}
