// RUN: %check self-wait %s -- -std=c++17

// An operation queue in the style of C: nodes that know how they are run and
// are handed to themselves; the thread behind a class of its own, started with
// a functor on the heap.

#include <condition_variable>
#include <future>
#include <mutex>
#include <pthread.h>

class Thread {
  struct Body {
    virtual ~Body() {}
    virtual void run() = 0;
    pthread_t Id;
  };
  template <typename F> struct BodyOf : Body {
    F Call;
    explicit BodyOf(F Call) : Call(Call) {}
    void run() override { Call(); }
  };
  Body *Start;

  static void *enter(void *Given) {
    static_cast<Body *>(Given)->run();
    return nullptr;
  }
  static Body *start(Body *Made) {
    pthread_create(&Made->Id, nullptr, enter, Made);
    return Made;
  }

public:
  Thread() : Start(nullptr) {}
  template <typename F>
  explicit Thread(F Call) : Start(start(new BodyOf<F>(Call))) {}
  Thread(Thread &&Other) : Start(Other.Start) { Other.Start = nullptr; }
  Thread &operator=(Thread &&Other) {
    Start = Other.Start;
    Other.Start = nullptr;
    return *this;
  }
  void join() {
    pthread_join(Start->Id, nullptr);
    delete Start;
  }
};

struct Operation {
  void (*Complete)(Operation *);
  Operation *Next = nullptr;
};

class Loop {
  std::mutex M;
  std::condition_variable Filled;
  Operation *First = nullptr;
  bool Stopped = false;
  Thread Own;

  struct Serve {
    Loop *Of;
    void operator()() { Of->run(); }
  };

public:
  Loop() { Own = Thread(Serve{this}); }
  ~Loop() {
    {
      std::lock_guard<std::mutex> Guard(M);
      Stopped = true;
    }
    Filled.notify_one();
    Own.join();
  }
  void run() {
    std::unique_lock<std::mutex> Guard(M);
    while (true) {
      Filled.wait(Guard, [this] { return First || Stopped; });
      if (!First)
        return;
      Operation *Taken = First;
      First = Taken->Next;
      Guard.unlock();
      Taken->Complete(Taken);
      Guard.lock();
    }
  }
  void post(Operation *Made) {
    {
      std::lock_guard<std::mutex> Guard(M);
      Made->Next = First;
      First = Made;
    }
    Filled.notify_one();
  }
};

template <typename F> struct OperationOf : Operation {
  F Call;
  explicit OperationOf(F Call) : Call(Call) {
    Complete = [](Operation *Base) {
      auto *Self = static_cast<OperationOf *>(Base);
      Self->Call();
      delete Self;
    };
  }
};
template <typename F> void post(Loop &To, F Call) {
  To.post(new OperationOf<F>(Call));
}

// The same program twice: once the child goes to the own loop, once to another.

void childBad() {
  Loop L, Other;
  std::promise<void> Done;
  post(L, [&] {
    post(Other, [] {});
    std::promise<int> Child;
    post(L, [&] { Child.set_value(1); });
    Child.get_future().wait(); // WARN:
    Done.set_value();
  });
  Done.get_future().wait();
}

void childOk() {
  Loop L, Other;
  std::promise<void> Done;
  post(L, [&] {
    post(L, [] {});
    std::promise<int> Child;
    post(Other, [&] { Child.set_value(1); });
    Child.get_future().wait();
    Done.set_value();
  });
  Done.get_future().wait();
}

// The thread that serves the loop is a task of nobody: it may wait for others.

struct Starter {
  Loop *First;
  std::promise<void> *Done;
  void operator()() {
    std::promise<void> Child;
    post(*First, [&] { Child.set_value(); });
    Child.get_future().wait();
    Done->set_value();
  }
};

void otherThreadOk() {
  Loop L;
  std::promise<void> Done;
  Thread Moved;
  Moved = Thread(Starter{&L, &Done});
  Thread Again(std::move(Moved));
  Done.get_future().wait();
  Again.join();
}

#ifdef GRIDLOCK_RUN
#include "Inputs/Cases.h"
int main(int argc, char **argv) {
  return runCase(argc, argv,
                 {{"childBad", childBad},
                  {"childOk", childOk},
                  {"otherThreadOk", otherThreadOk}});
}
#endif
