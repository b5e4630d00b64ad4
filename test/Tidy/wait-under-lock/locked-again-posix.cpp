// RUN: %check wait-under-lock %s -- -std=c++17

// The locks of POSIX: those that block their own owner, whatever they are made
// with, and those whose attributes decide.

#include <pthread.h>

class Ledger {
public:
  int total() {
    pthread_rwlock_rdlock(&Lock);
    const int Found = Total;
    pthread_rwlock_unlock(&Lock);
    return Found;
  }
  void set(int To) {
    pthread_rwlock_wrlock(&Lock); // WARN: 'Lock' is locked here while this thread holds it already
    Total = To;
    pthread_rwlock_unlock(&Lock);
  }
  void doubledBad() {
    pthread_rwlock_rdlock(&Lock); // NOTE: 'Lock' is locked here
    set(Total * 2);
    pthread_rwlock_unlock(&Lock);
  }
  void doubledOk() {
    const int Before = total();
    set(Before * 2);
  }
  int readTwiceOk() {
    pthread_rwlock_rdlock(&Lock);
    const int Found = total();
    pthread_rwlock_unlock(&Lock);
    return Found;
  }

private:
  pthread_rwlock_t Lock = PTHREAD_RWLOCK_INITIALIZER;
  int Total = 1;
};

// The same behind classes of a project's own.

class ReadWrite {
public:
  ReadWrite() { pthread_rwlock_init(&Inner, nullptr); }
  ~ReadWrite() { pthread_rwlock_destroy(&Inner); }
  void read() {
    if (pthread_rwlock_rdlock(&Inner))
      __builtin_trap();
  }
  void write() {
    if (pthread_rwlock_wrlock(&Inner))
      __builtin_trap();
  }
  void done() { pthread_rwlock_unlock(&Inner); }

private:
  pthread_rwlock_t Inner;
};

template <typename L> class Reading {
public:
  explicit Reading(L &Of) : Of(Of) { Of.read(); }
  ~Reading() { Of.done(); }

private:
  L &Of;
};

template <typename L> class Writing {
public:
  explicit Writing(L &Of) : Of(Of) { Of.write(); }
  ~Writing() { Of.done(); }

private:
  L &Of;
};

class Routes {
public:
  virtual ~Routes() = default;
  virtual void bind(int To) = 0;
};

class Exchange : public virtual Routes {
public:
  void bind(int To) override {
    Writing<ReadWrite> Hold(Lock); // WARN: 'Lock' is locked here while this thread holds it already
    Bound = To;
  }
  void rebindBad() {
    Reading<ReadWrite> Hold(Lock);
    bind(Bound + 1);
  }
  void rebindOk() {
    int To;
    {
      Reading<ReadWrite> Hold(Lock);
      To = Bound + 1;
    }
    bind(To);
  }

private:
  ReadWrite Lock;
  int Bound = 0;
};

// A spin lock has no owner at all.

class Counter {
public:
  Counter() { pthread_spin_init(&Spin, PTHREAD_PROCESS_PRIVATE); }
  void add() {
    pthread_spin_lock(&Spin); // WARN: 'Spin' is locked here while this thread holds it already
    ++Count;
    pthread_spin_unlock(&Spin);
  }
  void addTwiceBad() {
    pthread_spin_lock(&Spin);
    add();
    pthread_spin_unlock(&Spin);
  }
  void addTwiceOk() {
    add();
    add();
  }

private:
  pthread_spinlock_t Spin;
  int Count = 0;
};

// What a mutex does is said by its attributes, at run time.

class Tree {
public:
  Tree() {
    pthread_mutexattr_t Kind;
    pthread_mutexattr_init(&Kind);
    pthread_mutexattr_settype(&Kind, PTHREAD_MUTEX_RECURSIVE);
    pthread_mutex_init(&Lock, &Kind);
  }
  void leaf() {
    pthread_mutex_lock(&Lock);
    pthread_mutex_unlock(&Lock);
  }
  void branchOk() {
    pthread_mutex_lock(&Lock);
    leaf();
    pthread_mutex_unlock(&Lock);
  }

private:
  pthread_mutex_t Lock;
};

#ifdef GRIDLOCK_RUN
#include "../self-wait/Inputs/Cases.h"
#define CASE(class, fn) {#fn, [] { class Object; Object.fn(); }}
int main(int argc, char **argv) {
  return runCase(argc, argv,
                 {CASE(Ledger, doubledBad), CASE(Ledger, doubledOk),
                  CASE(Ledger, readTwiceOk), CASE(Exchange, rebindBad),
                  CASE(Exchange, rebindOk), CASE(Counter, addTwiceBad),
                  CASE(Counter, addTwiceOk), CASE(Tree, branchOk)});
}
#endif
