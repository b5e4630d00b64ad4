// RUN: %check wait-under-lock %s -- -std=c++17

// A latch in the style of a C++ library over POSIX threads: the condition lets
// go of a mutex that it reaches through two classes.

#include <cassert>
#include <pthread.h>

class Lock {
public:
  Lock() { pthread_mutex_init(&Raw, nullptr); }
  void take() { pthread_mutex_lock(&Raw); }
  void give() { pthread_mutex_unlock(&Raw); }
  pthread_mutex_t *raw() { return &Raw; }

private:
  pthread_mutex_t Raw;
};

class Guard {
public:
  explicit Guard(Lock &L) : L(L) { L.take(); }
  ~Guard() { L.give(); }

private:
  Lock &L;
};

class Change {
public:
  explicit Change(Lock &L) : L(L) { pthread_cond_init(&Raw, nullptr); }
  void await() {
    int Failed = pthread_cond_wait(&Raw, L.raw());
    assert(!Failed);
    (void)Failed;
  }
  void tell() { pthread_cond_broadcast(&Raw); }

private:
  Lock &L;
  pthread_cond_t Raw;
};

class Latch {
public:
  explicit Latch(int Count) : C(L), Count(Count) {}
  void wait() {
    Guard G(L);
    while (Count > 0)
      C.await();
  }
  void down() {
    Guard G(L);
    if (--Count == 0)
      C.tell();
  }

private:
  Lock L;
  Change C;
  int Count;
};

class Worker {
public:
  Worker() : Started(1) {}
  void startOk() {
    pthread_create(&Id, nullptr, enter, this);
    Started.wait();
  }
  void startBad() {
    Guard G(Own);
    pthread_create(&Id, nullptr, enter, this);
    Started.wait(); // WARN[wait]: 'Own'
  }

private:
  static void *enter(void *Given) {
    auto *Self = static_cast<Worker *>(Given);
    {
      Guard G(Self->Own);
    }
    Self->Started.down();
    return nullptr;
  }
  Lock Own;
  Latch Started;
  pthread_t Id;
};

void startsOk() {
  Worker W;
  W.startOk();
}

void startsBad() {
  Worker W;
  W.startBad();
}

#ifdef GRIDLOCK_RUN
#include "../self-wait/Inputs/Cases.h"
int main(int argc, char **argv) {
  return runCase(argc, argv,
                 {{"startsOk", startsOk}, {"startsBad", startsBad}});
}
#endif
