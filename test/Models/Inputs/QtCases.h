// Qt 5 and Qt 6.

#include <QAtomicInt>
#include <QFuture>
#include <QFutureSynchronizer>
#include <QFutureWatcher>
#include <QMutex>
#include <QRunnable>
#include <QSemaphore>
#include <QSharedPointer>
#include <QThread>
#include <QThreadPool>
#include <QVector>
#include <QWaitCondition>
#include <QtConcurrent>
#include <functional>
#include <future>

/// A pool of one worker that ends when all its tasks have.
struct Crew {
  QThreadPool Pool;
  Crew() { Pool.setMaxThreadCount(1); }
};

void semaphoreBad() {
  Crew C;
  C.Pool.start([&C] {
    QSemaphore Free;
    C.Pool.start([&Free] { Free.release(); });
    Free.acquire(); // WARN[acquire]:
  });
}

void endlessTryAcquireBad() {
  Crew C;
  C.Pool.start([&C] {
    QSemaphore Free;
    C.Pool.start([&Free] { Free.release(); });
    Free.tryAcquire(1, -1); // WARN[tryAcquire]:
  });
}

void conditionBad() {
  Crew C;
  C.Pool.start([&C] {
    QMutex M;
    QWaitCondition Changed;
    bool Ready = false;
    C.Pool.start([&] {
      QMutexLocker Lock(&M);
      Ready = true;
      Changed.wakeAll();
    });
    QMutexLocker Lock(&M);
    while (!Ready)
      Changed.wait(&M); // WARN[wait]:
  });
}

void waitForDoneBad() {
  Crew C;
  C.Pool.start([&C] {
    C.Pool.start([] {});
    C.Pool.waitForDone(); // WARN[waitForDone]:
  });
}

/// What the future does not run itself: a wait of the standard library.
void promiseBad() {
  Crew C;
  C.Pool.start([&C] {
    std::promise<int> Given;
    (void)QtConcurrent::run(&C.Pool, [&Given] { Given.set_value(1); });
    Given.get_future().get(); // WARN[get]:
  });
}

/// The awaited function is not taken over, unlike that of run().
void mapBad() {
  QThreadPool::globalInstance()->setMaxThreadCount(1);
  QThreadPool::globalInstance()->start([] {
    QVector<int> Numbers{1, 2, 3};
    QtConcurrent::map(Numbers, [](int &N) { ++N; }).waitForFinished(); // WARN[waitForFinished]:
  });
  QThreadPool::globalInstance()->waitForDone();
}

void blockingMapBad() {
  QThreadPool::globalInstance()->setMaxThreadCount(1);
  QThreadPool::globalInstance()->start([] {
    QVector<int> Numbers{1, 2, 3};
    QtConcurrent::blockingMap(Numbers, [](int &N) { ++N; }); // WARN[blockingMap]:
  });
  QThreadPool::globalInstance()->waitForDone();
}

class Job : public QRunnable {
public:
  explicit Job(QThreadPool &Pool) : Pool(Pool) {}
  void run() override {
    QSemaphore Free;
    Pool.start([&Free] { Free.release(); });
    Free.acquire(); // WARN[acquire]:
  }

private:
  QThreadPool &Pool;
};

void runnableBad() {
  Crew C;
  C.Pool.start(new Job(C.Pool));
}

class Courier : public QThread {
public:
  explicit Courier(QThreadPool &Pool) : Pool(Pool) {}
  void run() override {
    QSemaphore Free;
    Pool.start([&Free] { Free.release(); });
    Free.acquire();
  }

private:
  QThreadPool &Pool;
};

/// The thread waits for the pool, and the task for the thread.
void threadWaitBad() {
  Crew C;
  C.Pool.start([&C] {
    Courier Other(C.Pool);
    Other.start();
    Other.wait(); // WARN[wait]:
  });
}

/// Gives up after a while.
void timedWaitBad() {
  Crew C;
  C.Pool.start([&C] {
    auto Free = QSharedPointer<QSemaphore>::create();
    C.Pool.start([Free] { Free->release(); });
    Free->tryAcquire(1, 100); // WARN[tryAcquire]:
  });
}

/// The worker lends its place meanwhile.
void releaseThreadOk() {
  Crew C;
  C.Pool.start([&C] {
    QSemaphore Free;
    C.Pool.start([&Free] { Free.release(); });
    C.Pool.releaseThread();
    Free.acquire();
    C.Pool.reserveThread();
  });
}

/// It has taken its place back.
void reserveThreadBad() {
  Crew C;
  C.Pool.start([&C] {
    QSemaphore Free;
    C.Pool.releaseThread();
    C.Pool.reserveThread();
    C.Pool.start([&Free] { Free.release(); });
    Free.acquire(); // WARN[acquire]:
  });
}

/// A guard lends it.
struct Lent {
  explicit Lent(QThreadPool &P) : P(P) { P.releaseThread(); }
  ~Lent() { P.reserveThread(); }
  QThreadPool &P;
};

void lentByGuardOk() {
  Crew C;
  C.Pool.start([&C] {
    QSemaphore Free;
    C.Pool.start([&Free] { Free.release(); });
    Lent Place(C.Pool);
    Free.acquire();
  });
}

void otherPoolLentBad() {
  Crew C, Other;
  C.Pool.start([&] {
    QSemaphore Free;
    C.Pool.start([&Free] { Free.release(); });
    Other.Pool.releaseThread();
    Free.acquire(); // WARN[acquire]:
  });
}

void runOk() {
  Crew C;
  C.Pool.start([&C] {
    QtConcurrent::run(&C.Pool, [] { return 1; }).result();
    QtConcurrent::run(&C.Pool, [] {}).waitForFinished();
  });
}

void watcherOk() {
  Crew C;
  C.Pool.start([&C] {
    QFutureWatcher<int> Watcher;
    Watcher.setFuture(QtConcurrent::run(&C.Pool, [] { return 1; }));
    Watcher.waitForFinished();
  });
}

void synchronizerOk() {
  Crew C;
  C.Pool.start([&C] {
    QFutureSynchronizer<void> All;
    All.addFuture(QtConcurrent::run(&C.Pool, [] {}));
    All.waitForFinished();
  });
}

void onMainOk() {
  Crew C;
  QSemaphore Free;
  C.Pool.start([&Free] { Free.release(); });
  Free.acquire();
  C.Pool.waitForDone();
}

void threadOk() {
  Crew C;
  Courier Other(C.Pool);
  Other.start();
  Other.wait();
}

void otherPoolOk() {
  Crew Inner, C;
  C.Pool.start([&Inner] {
    QSemaphore Free;
    Inner.Pool.start([&Free] { Free.release(); });
    Free.acquire();
    Inner.Pool.waitForDone();
  });
}

void workerTestOk() {
  Crew C;
  auto Work = [&C] {
    if (C.Pool.contains(QThread::currentThread()))
      return;
    QSemaphore Free;
    C.Pool.start([&Free] { Free.release(); });
    Free.acquire();
  };
  C.Pool.start(Work);
}

void readyTestOk() {
  Crew C;
  C.Pool.start([&C] {
    QVector<int> Numbers{1, 2, 3};
    QFuture<void> Mapped = QtConcurrent::run(&C.Pool, [] {});
    if (Mapped.isFinished())
      Mapped.waitForFinished();
  });
}

void tryAcquireOk() {
  Crew C;
  C.Pool.start([&C] {
    auto Free = QSharedPointer<QSemaphore>::create();
    C.Pool.start([Free] { Free->release(); });
    if (Free->tryAcquire(1))
      Free->release();
    Free->tryAcquire(1, 0);
  });
}

/// Each object has a pool of its own.
struct Office {
  Crew C;
  void ask() {
    QSemaphore Free;
    C.Pool.start([&Free] { Free.release(); });
    Free.acquire();
  }
};

void twoObjectsOk() {
  Office Inner, Outer;
  Outer.C.Pool.start([&Inner] { Inner.ask(); });
}
