// REQUIRES: qt5
// RUN: %check nested-loop %s -- -std=c++17 %{qt5}

// Qt's loops. Nested ones are allowed and return at their own quit(); what hangs
// is a blocking call to the own thread, and a quit that only comes afterwards.

#include <QCoreApplication>
#include <QEventLoop>
#include <QMetaObject>
#include <QObject>
#include <QThread>
#include <QTimer>

// A blocking call to an object of the same thread. Qt warns, and hangs.

void ownThreadBad(QObject &o) {
  QTimer::singleShot(0, &o, [&o] {
    QMetaObject::invokeMethod(&o, [] {}, Qt::BlockingQueuedConnection); // WARN:
    QCoreApplication::quit();
  });
  QCoreApplication::exec();
}

void queuedOk(QObject &o) {
  QTimer::singleShot(0, &o, [&o] {
    QMetaObject::invokeMethod(&o, [] { QCoreApplication::quit(); }, Qt::QueuedConnection);
  });
  QCoreApplication::exec();
}

void directOk(QObject &o) {
  QTimer::singleShot(0, &o, [&o] {
    QMetaObject::invokeMethod(&o, [] {}, Qt::DirectConnection);
    QCoreApplication::quit();
  });
  QCoreApplication::exec();
}

void otherThreadOk() {
  QThread thread;
  QObject there;
  there.moveToThread(&thread);
  thread.start();
  QMetaObject::invokeMethod(&there, [] {}, Qt::BlockingQueuedConnection);
  thread.quit();
  thread.wait();
}

void guardOk(QObject &o) {
  QTimer::singleShot(0, &o, [&o] {
    if (QThread::currentThread() != o.thread())
      QMetaObject::invokeMethod(&o, [] {}, Qt::BlockingQueuedConnection);
    QCoreApplication::quit();
  });
  QCoreApplication::exec();
}

// A loop within a handler of the loop.

void nestedOk(QObject &o) {
  QTimer::singleShot(0, &o, [&o] {
    QEventLoop inner;
    QTimer::singleShot(0, &o, [&inner] { inner.quit(); });
    inner.exec();
    QCoreApplication::quit();
  });
  QCoreApplication::exec();
}

void quitAfterwardsBad(QObject &o) {
  QTimer::singleShot(0, &o, [] {
    QEventLoop inner;
    inner.exec(); // WARN[exec]: 'inner'
    inner.quit();
    QCoreApplication::quit();
  });
  QCoreApplication::exec();
}

#ifdef GRIDLOCK_RUN
#include "../self-wait/Inputs/Cases.h"
static QObject *O;
#define CASE(fn) {#fn, [] { fn(*O); }}
int main(int argc, char **argv) {
  QCoreApplication app(argc, argv);
  QObject object;
  O = &object;
  return runCase(argc, argv,
                 {CASE(ownThreadBad), CASE(queuedOk), CASE(directOk),
                  {"otherThreadOk", otherThreadOk}, CASE(guardOk), CASE(nestedOk),
                  CASE(quitAfterwardsBad)});
}
#endif
