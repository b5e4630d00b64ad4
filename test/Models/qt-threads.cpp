// REQUIRES: qt6
// RUN: %check wait-cycle,nested-loop,self-wait,wait-under-lock %s -- -std=c++17 %{qt6}

// On which thread an object of Qt lives: on that it was moved to; what main makes,
// with the application.

#include <QCoreApplication>
#include <QMetaObject>
#include <QObject>
#include <QThread>
#include <QTimer>

struct Page : QObject {
  void draw(Qt::ConnectionType How) {
    QMetaObject::invokeMethod(qApp, [] {}, Qt::BlockingQueuedConnection);
    (void)How;
  }
  void drawLater() {
    QMetaObject::invokeMethod(qApp, [] {}, Qt::QueuedConnection);
  }
};

struct Printer : QObject {
  Printer() {
    moveToThread(&Thread);
    Thread.start();
  }
  ~Printer() {
    Thread.quit();
    Thread.wait(); // WARN:
  }
  QThread Thread;
  Page First;
};

struct Window : QObject {
  explicit Window(Printer &P) : P(P) {}
  void printBad() {
    const auto Type = Qt::BlockingQueuedConnection;
    QMetaObject::invokeMethod(&P, [this] { P.First.draw(Qt::AutoConnection); }, Type); // WARN:
  }
  void printAndGoOnOk() {
    QMetaObject::invokeMethod(&P, [this] { P.First.draw(Qt::AutoConnection); },
                              Qt::QueuedConnection);
  }
  void printLaterOk() {
    QMetaObject::invokeMethod(&P, [this] { P.First.drawLater(); }, Qt::BlockingQueuedConnection);
  }
  Printer &P;
};

int main(int Count, char **Words) {
  QCoreApplication Application(Count, Words);
  Printer P;
  Window W(P);
  QTimer::singleShot(0, &W, [&W] { W.printBad(); });
  QTimer::singleShot(0, &W, [&W] { W.printAndGoOnOk(); });
  // Another printer: nothing that waits for main stands in its queue.
  Printer Other;
  Window V(Other);
  QTimer::singleShot(0, &V, [&V] { V.printLaterOk(); });
  return Application.exec();
}

// What another function makes may live anywhere.

void elsewhereOk(Window &W) {
  QMetaObject::invokeMethod(&W.P, [&W] { W.P.First.draw(Qt::AutoConnection); },
                            Qt::BlockingQueuedConnection);
}

void moved(QObject &Helper, QThread &Other, Printer &P) {
  Helper.moveToThread(&Other);
  QTimer::singleShot(0, &Helper, [&P] {
    QMetaObject::invokeMethod(&P, [&P] { P.First.draw(Qt::AutoConnection); },
                              Qt::BlockingQueuedConnection);
  });
}
