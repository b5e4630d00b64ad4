// REQUIRES: qt5, qt6
// RUN: %check wait-cycle,nested-loop,self-join,self-wait,wait-under-lock %s -- -std=c++17 %{qt5}
// RUN: %check wait-cycle,nested-loop,self-join,self-wait,wait-under-lock %s -- -std=c++17 %{qt6}

// Signals: each connection says on which thread the slot runs, and whether who
// emits waits for it.

#include <QCoreApplication>
#include <QMutex>
#include <QObject>
#include <QThread>
#include <QTimer>

#include <functional>
#include <list>
#include <memory>
#include <thread>

class Receiver : public QObject {
  Q_OBJECT
public slots:
  void take(int) { ++Taken; }

public:
  int Taken = 0;
};

// The slot would run on the thread that waits for it.

class OwnThread : public QObject {
  Q_OBJECT
public:
  OwnThread() {
    connect(this, &OwnThread::changed, &Own, &Receiver::take, Qt::BlockingQueuedConnection);
    connect(this, &OwnThread::drawn, &Own, [] {}, Qt::BlockingQueuedConnection);
    connect(this, &OwnThread::passed, this, &OwnThread::changed, Qt::DirectConnection);
    connect(this, &OwnThread::later, &Own, &Receiver::take, Qt::QueuedConnection);
    connect(this, &OwnThread::now, &Own, &Receiver::take);
    connect(this, &OwnThread::elsewhere, &Far, &Receiver::take, Qt::BlockingQueuedConnection);
    connect(this, &OwnThread::left, &Own, &Receiver::take, Qt::BlockingQueuedConnection);
    disconnect(this, &OwnThread::left, &Own, &Receiver::take);
    Far.moveToThread(&Worker);
    Worker.start();
  }
  void changeBad() { emit changed(1); } // WARN:
  void drawBad() { emit drawn(); } // WARN:
  void passBad() { emit passed(1); } // WARN:
  void laterOk() { emit later(1); }
  void nowOk() { emit now(1); }
  void elsewhereOk() { emit elsewhere(1); }
  void leftOk() { emit left(1); }
  void nobodyOk() { emit nobody(1); }
signals:
  void changed(int);
  void drawn();
  void passed(int);
  void later(int);
  void now(int);
  void elsewhere(int);
  void left(int);
  void nobody(int);

private:
  Receiver Own, Far;
  QThread Worker;
};

// In a handler of the application's loop.

class Handler : public QObject {
  Q_OBJECT
public:
  Handler() {
    connect(this, &Handler::changed, &Own, &Receiver::take, Qt::BlockingQueuedConnection);
    QTimer::singleShot(0, this, &Handler::onTimeBad);
  }
  void onTimeBad() { emit changed(1); } // WARN:
signals:
  void changed(int);

private:
  Receiver Own;
};

// Who emits holds what the slot locks.

class Locking : public QObject {
  Q_OBJECT
public:
  explicit Locking(QThread &Worker) {
    connect(this, &Locking::direct, this, &Locking::onDirect, Qt::DirectConnection);
    connect(this, &Locking::automatic, this, &Locking::onAutomatic);
    connect(this, &Locking::called, [this] { QMutexLocker Locked(&Calls); }); // WARN:
    connect(this, &Locking::queued, this, &Locking::onQueued, Qt::QueuedConnection);
    connect(this, &Locking::blocking, &Far, [this] { QMutexLocker Locked(&Blocks); },
            Qt::BlockingQueuedConnection);
    connect(this, &Locking::far, &Far, [this] { QMutexLocker Locked(&Fars); });
    Far.moveToThread(&Worker);
  }
  void run() {
    {
      QMutexLocker Locked(&Directs);
      emit direct();
    }
    {
      QMutexLocker Locked(&Automatics);
      emit automatic();
    }
    {
      QMutexLocker Locked(&Calls);
      emit called();
    }
    {
      QMutexLocker Locked(&Queues);
      emit queued();
    }
    {
      QMutexLocker Locked(&Blocks);
      emit blocking(); // WARN:
    }
    emit blocking();
    {
      QMutexLocker Locked(&Fars);
      emit far();
    }
  }
signals:
  void direct();
  void automatic();
  void called();
  void queued();
  void blocking();
  void far();

private:
  void onDirect() { QMutexLocker Locked(&Directs); } // WARN:
  void onAutomatic() { QMutexLocker Locked(&Automatics); } // WARN:
  void onQueued() { QMutexLocker Locked(&Queues); }
  QMutex Directs, Automatics, Calls, Queues, Blocks, Fars;
  Receiver Far;
};

// What is made with a moved object as its parent is moved with it.

class Part : public QObject {
  Q_OBJECT
public:
  explicit Part(QObject *Parent) : QObject(Parent) {}
};

class Whole : public QObject {
  Q_OBJECT
public:
  explicit Whole(QThread &Worker) : Inner(this) {
    connect(this, &Whole::changed, &Inner, [] {}, Qt::BlockingQueuedConnection);
    moveToThread(&Worker);
  }
  void changeOk() { emit changed(); }
signals:
  void changed();

private:
  Part Inner;
};

// A thread waits for the slot, and the slot's thread for the end of that thread.

class Camera : public QObject {
  Q_OBJECT
public:
  explicit Camera(Qt::ConnectionType) {
    connect(this, &Camera::connected, this, &Camera::onConnected, Qt::BlockingQueuedConnection);
    connect(&Thread, &QThread::started, [this] { emit connected(); });
    Thread.start();
  }
  ~Camera() {
    Thread.quit();
    Thread.wait(); // WARN:
  }
signals:
  void connected();

private:
  void onConnected() {}
  QThread Thread;
};

class Later : public QObject {
  Q_OBJECT
public:
  Later() {
    connect(this, &Later::connected, this, &Later::onConnected, Qt::QueuedConnection);
    connect(&Thread, &QThread::started, [this] { emit connected(); });
    Thread.start();
  }
  ~Later() {
    Thread.quit();
    Thread.wait();
  }
signals:
  void connected();

private:
  void onConnected() {}
  QThread Thread;
};

class Worker : public QObject {
  Q_OBJECT
public slots:
  void work() { emit done(); }
signals:
  void done();
};

class Window : public QObject {
  Q_OBJECT
public:
  Window() {
    Own.moveToThread(&Thread);
    connect(&Thread, &QThread::started, &Own, &Worker::work);
    connect(&Own, &Worker::done, this, &Window::onDone, Qt::BlockingQueuedConnection);
    connect(&Button, &QTimer::timeout, this, &Window::closeBad);
    Thread.start();
  }
  void closeBad() {
    Thread.quit();
    Thread.wait(); // WARN:
  }
  void onDone() {}

private:
  Worker Own;
  QThread Thread;
  QTimer Button;
};

// What the receiver owns emits from its own thread: by default the slot runs where
// the receiver lives.

class Engine {
public:
  ~Engine() { Turns.join(); }
  void whenDone(std::function<void()> Call) { Calls.push_back(Call); }
  void start() {
    Turns = std::thread([this] {
      for (auto &Call : Calls)
        Call();
    });
  }

private:
  std::list<std::function<void()>> Calls;
  std::thread Turns;
};

class Panel : public QObject {
  Q_OBJECT
public:
  Panel() {
    connect(this, &Panel::done, this, [this] { Own.reset(); });
    connect(this, &Panel::over, this, [this] { Other.reset(); }, Qt::DirectConnection); // WARN:
    Own->whenDone([this] { emit done(); });
    Own->start();
    Other->whenDone([this] { emit over(); });
    Other->start();
  }
signals:
  void done();
  void over();

private:
  std::unique_ptr<Engine> Own{new Engine}, Other{new Engine};
};

int main(int Count, char **Words) {
  QCoreApplication Application(Count, Words);
  OwnThread Case;
  Case.changeBad();
  Case.drawBad();
  Case.passBad();
  Case.laterOk();
  Case.nowOk();
  Case.elsewhereOk();
  Case.leftOk();
  Case.nobodyOk();
  Handler Second;
  QThread Far;
  Locking Third(Far);
  Third.run();
  Whole Moved(Far);
  Far.start();
  Moved.changeOk();
  Camera Fourth(Qt::AutoConnection);
  Later Fifth;
  Window Sixth;
  Panel Seventh;
  return Application.exec();
}
