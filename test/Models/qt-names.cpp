// REQUIRES: llvm-19, qt5, qt6
// RUN: %python %S/Inputs/names.py %root/models/qt.yaml %s \
// RUN:   -- %clangxx -std=c++17 %{qt5} \
// RUN:   -- %clangxx -std=c++17 %{qt6} -DQT6

#include <QAtomicInt>
#include <QFuture>
#include <QFutureInterface>
#include <QFutureSynchronizer>
#include <QFutureWatcher>
#include <QMutex>
#include <QPointer>
#include <QReadWriteLock>
#include <QRunnable>
#include <QScopedPointer>
#include <QSemaphore>
#include <QSharedPointer>
#include <QEventLoop>
#include <QThread>
#include <QTimer>
#include <QThreadPool>
#include <QWaitCondition>
#include <QtConcurrent>
#include <QtConcurrentFilter>
#include <QtConcurrentMap>
#include <QtConcurrentRun>
#include <QtCore>
#ifdef QT6
#include <QPromise>
#endif
