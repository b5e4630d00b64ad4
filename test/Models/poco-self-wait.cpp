// REQUIRES: poco
// RUN: %check self-wait,self-join,wait-under-lock %s -- -std=c++17 %{poco}

#include <Poco/Condition.h>
#include <Poco/Event.h>
#include <Poco/Mutex.h>
#include <Poco/RunnableAdapter.h>
#include <Poco/Semaphore.h>
#include <Poco/Task.h>
#include <Poco/TaskManager.h>
#include <Poco/Thread.h>
#include <Poco/ThreadPool.h>

void use(int);

// What a pool starts has a thread, or it throws: nothing stands in line.

class Part : public Poco::Runnable {
public:
  explicit Part(Poco::Event &Done) : Done(Done) {}
  void run() override { Done.set(); }

private:
  Poco::Event &Done;
};

class Whole : public Poco::Runnable {
public:
  explicit Whole(Poco::ThreadPool &Pool) : Pool(Pool) {}
  void run() override {
    Poco::Event Done;
    Part P(Done);
    Pool.start(P);
    Done.wait();
  }

private:
  Poco::ThreadPool &Pool;
};

void nestedOk(Poco::ThreadPool &Pool) {
  Whole W(Pool);
  Pool.start(W);
  Pool.joinAll();
}

// All tasks, the caller among them.

class Joins : public Poco::Runnable {
public:
  explicit Joins(Poco::ThreadPool &Pool) : Pool(Pool) {}
  void run() override {
    Pool.joinAll(); // WARN[joinAll]: waits in 'joinAll' for all tasks of 'Pool', itself among them
  }

private:
  Poco::ThreadPool &Pool;
};

void joinAllBad(Poco::ThreadPool &Pool) {
  Joins J(Pool);
  Pool.start(J);
}

void joinOtherOk(Poco::ThreadPool &Pool, Poco::ThreadPool &Other) {
  Joins J(Other);
  Pool.start(J);
}

class Report : public Poco::Task {
public:
  explicit Report(Poco::TaskManager &Manager)
      : Task("report"), Manager(Manager) {}
  void runTask() override {
    Manager.joinAll(); // WARN[joinAll]: itself among them
  }

private:
  Poco::TaskManager &Manager;
};

void managerBad(Poco::TaskManager &Manager) {
  Manager.start(new Report(Manager));
}

// Threads and locks.

class Server : public Poco::Runnable {
public:
  void run() override {
    Poco::FastMutex::ScopedLock Lock(Mutex);
    ++Count;
  }
  void startBad() {
    Thread.start(*this);
    Poco::FastMutex::ScopedLock Lock(Mutex);
    Thread.join(); // WARN[join]: while it holds 'Mutex'
  }
  void startOk() {
    Thread.start(*this);
    {
      Poco::FastMutex::ScopedLock Lock(Mutex);
      ++Count;
    }
    Thread.join();
  }
  void timedBad() {
    Thread.start(*this);
    Poco::FastMutex::ScopedLock Lock(Mutex);
    Thread.tryJoin(100); // WARN[tryJoin]: stalls in 'tryJoin' while it holds 'Mutex'
  }

private:
  Poco::FastMutex Mutex;
  Poco::Thread Thread;
  int Count = 0;
};

void serve(Server &One, Server &Two, Server &Three) {
  One.startBad();
  Two.startOk();
  Three.timedBad();
}

class Adapted {
public:
  void FN_start() {
    Poco::RunnableAdapter<Adapted> Run(*this, &Adapted::work);
    Poco::Thread Other;
    Other.start(Run);
    Poco::FastMutex::ScopedLock Lock(Mutex);
    Other.join(); // FN: what an adapter of the library calls is not followed
  }

private:
  void work() { Poco::FastMutex::ScopedLock Lock(Mutex); }
  Poco::FastMutex Mutex;
};

void adapt(Adapted &A) { A.FN_start(); }
