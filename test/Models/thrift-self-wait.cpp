// REQUIRES: thrift
// RUN: %check self-wait,self-join,wait-under-lock,wait-cycle %s -- -std=c++17 %{thrift}

// What FunctionRunner.h takes for granted.
#include <functional>
#include <unistd.h>

#include <thrift/concurrency/FunctionRunner.h>
#include <thrift/concurrency/Monitor.h>
#include <thrift/concurrency/Mutex.h>
#include <thrift/concurrency/Thread.h>
#include <thrift/concurrency/ThreadFactory.h>
#include <thrift/concurrency/ThreadManager.h>

#include <future>
#include <memory>

using namespace apache::thrift::concurrency;

void use(int);

// The thread manager.

void promiseBad() {
  std::shared_ptr<ThreadManager> Manager = ThreadManager::newSimpleThreadManager(2);
  Manager->start();
  Manager->add(FunctionRunner::create([&] {
    std::promise<int> Done;
    Manager->add(FunctionRunner::create([&] { Done.set_value(1); }));
    use(Done.get_future().get()); // WARN[get]:
  }));
}

void monitorBad(std::shared_ptr<ThreadManager> Manager, Monitor &Changed, bool &Ready) {
  Manager->add(FunctionRunner::create([&, Manager] {
    Manager->add(FunctionRunner::create([&] {
      Synchronized Lock(Changed);
      Ready = true;
      Changed.notify();
    }));
    Synchronized Lock(Changed);
    while (!Ready)
      Changed.wait(); // WARN[wait]:
  }));
}

void stopBad(std::shared_ptr<ThreadManager> Manager) {
  Manager->add(FunctionRunner::create([Manager] {
    Manager->stop(); // WARN[stop]:
  }));
}

void otherOk(std::shared_ptr<ThreadManager> Manager, std::shared_ptr<ThreadManager> Other) {
  Manager->add(FunctionRunner::create([Other] {
    std::promise<int> Done;
    Other->add(FunctionRunner::create([&] { Done.set_value(1); }));
    use(Done.get_future().get());
  }));
}

void onMainOk(std::shared_ptr<ThreadManager> Manager) {
  std::promise<int> Done;
  Manager->add(FunctionRunner::create([&] { Done.set_value(1); }));
  use(Done.get_future().get());
  Manager->stop();
}

/// A shared pointer names it.
class FN_Outer : public Runnable {
public:
  explicit FN_Outer(std::shared_ptr<ThreadManager> Manager) : Manager(Manager) {}
  void run() override {
    std::promise<void> Done;
    Manager->add(FunctionRunner::create([&] { Done.set_value(); }));
    Done.get_future().wait();
  }

private:
  std::shared_ptr<ThreadManager> Manager;
};

void runnable(std::shared_ptr<ThreadManager> Manager) {
  Manager->add(std::make_shared<FN_Outer>(Manager));
}

// Threads.

struct Server {
  Mutex Lock;
  std::shared_ptr<Thread> Serving;
  int Count = 0;

  void serve() {
    Guard Held(Lock);
    ++Count;
  }
  void start() {
    ThreadFactory Factory(false);
    Serving = Factory.newThread(FunctionRunner::create([this] { serve(); }));
    Serving->start();
  }
  void stopBad() {
    Guard Held(Lock);
    Serving->join(); // WARN[join]: while it holds 'Lock'
  }
  void stopOk() {
    {
      Guard Held(Lock);
      ++Count;
    }
    Serving->join();
  }
};

void serve(bool Ok) {
  Server S;
  S.start();
  Ok ? S.stopOk() : S.stopBad();
}

// A mutex is not recursive, nor is that of a monitor.

class Counter {
public:
  void add() {
    Guard Held(M); // WARN[Held]: 'M' is locked here while this thread holds it already
    ++Count;
  }
  void addTwiceBad() {
    Guard Held(M);
    add();
  }
  void addTwiceOk() {
    {
      Guard Held(M);
      ++Count;
    }
    add();
  }

private:
  Mutex M;
  int Count = 0;
};

class Gate {
public:
  void open() {
    Synchronized Held(Changed); // WARN[Held]: 'Changed' is locked here while this thread holds it already
    Open = true;
    Changed.notifyAll();
  }
  void openBad() {
    Synchronized Held(Changed);
    open();
  }

private:
  Monitor Changed;
  bool Open = false;
};

void useAll(Counter &C, Gate &G) {
  C.addTwiceBad();
  C.addTwiceOk();
  G.openBad();
}

/// Two monitors of one mutex: each lets go of it while it waits.
class Queue {
public:
  Queue() : NotEmpty(&M), NotFull(&M) {}
  void put(int I) {
    Guard Held(M);
    while (Count == 10)
      NotFull.wait();
    ++Count;
    NotEmpty.notify();
  }
  void take() {
    Guard Held(M);
    while (!Count)
      NotEmpty.wait();
    --Count;
    NotFull.notify();
  }

private:
  Mutex M;
  Monitor NotEmpty, NotFull;
  int Count = 0;
};

void queueOk(std::shared_ptr<ThreadManager> Manager, Queue &Q) {
  Manager->add(FunctionRunner::create([&] { Q.put(1); }));
  Q.take();
}

/// It stalls for the time limit.
void timedBad(std::shared_ptr<ThreadManager> Manager, Monitor &Changed, bool &Ready) {
  Manager->add(FunctionRunner::create([&, Manager] {
    Manager->add(FunctionRunner::create([&] {
      Synchronized Lock(Changed);
      Ready = true;
      Changed.notify();
    }));
    Synchronized Lock(Changed);
    Changed.waitForTimeRelative(100); // WARN[waitForTimeRelative]: until the time limit
  }));
}
