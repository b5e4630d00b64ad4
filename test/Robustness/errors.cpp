// RUN: not %tidy %s -- -std=c++20 -ferror-limit=0 > %t 2>&1
// RUN: FileCheck %s --implicit-check-not=[gridlock --implicit-check-not=Stack < %t

// Broken code beside code that can be read.

#include <condition_variable>
#include <functional>
#include <future>
#include <mutex>
#include <queue>
#include <thread>

class Pool {
public:
  Pool() : Worker([this] { work(); }) {}
  ~Pool() { Worker.join(); }
  std::future<int> submit(std::function<int()> Function) {
    auto Task = std::make_shared<std::packaged_task<int()>>(std::move(Function));
    std::lock_guard<std::mutex> Lock(Mutex);
    Queue.push([Task] { (*Task)(); });
    Changed.notify_one();
    return Task->get_future();
  }

private:
  void work() {
    for (;;) {
      std::unique_lock<std::mutex> Lock(Mutex);
      Changed.wait(Lock, [this] { return !Queue.empty(); });
      std::function<void()> Task = std::move(Queue.front());
      Queue.pop();
      Lock.unlock();
      Task();
    }
  }
  std::mutex Mutex;
  std::condition_variable Changed;
  std::queue<std::function<void()>> Queue;
  std::thread Worker;
};

// An unknown type, in a parameter, a field, a base and a result.
void unknownParameter(Pool &P, Absent Given) {
  P.submit([&] { return Given.get(); });
}
struct UnknownField {
  Absent Field;
  int wait() { return Field.get(); }
};
struct UnknownBase : Absent {
  UnknownBase() : Absent(1) {}
};
Absent unknownResult(Pool &P) { return P.submit([] { return 1; }); }

// Names that are not there, in a lambda, a capture, a call and a condition.
void unknownNames(Pool &P) {
  P.submit([&P] { return absent(P); });
  P.submit([Absent] { return 1; });
  P.leave([] { return 1; });
  if (P.isWorker())
    P.submit([] { return 1; }).get();
  std::future<int> F = P;
  F.get();
}

// Incomplete classes, and a class that is its own member and base.
struct Later;
void incomplete(Later &L, Pool &P) {
  P.submit([&L] { return L.get(); });
}
struct Self {
  Self Inner;
  std::future<int> Result;
  ~Self() { Result.get(); }
};

// A wrong template, a wrong override, a redefinition, a deleted copy.
template <typename T> int templated(Pool &P) {
  return P.submit([] { return T::absent(); }).get();
}
int instantiated(Pool &P) { return templated<Pool>(P); }
struct Wrong : UnknownField {
  int wait() override { return 1; }
};
int twice(Pool &P) { return P.submit([] { return 1; }).get(); }
int twice(Pool &P) { return P.submit([] { return 2; }).get(); }
Pool copied(Pool &P) { return P; }

// A declaration whose initialiser has no type.
struct Undone;
struct Done {
  explicit Done(std::mutex &M) : Held(M) {}
  std::unique_lock<std::mutex> Held;
};
struct Doing {
  void work() { Done L(Shared->M); }
  std::shared_ptr<Undone> Shared;
};
struct Undone {
  std::mutex M;
};

// What stands beside is still found.
int waitsForItself(Pool &P) {
  return P.submit([&P] {
    return P.submit([] { return 1; }).get(); // CHECK-DAG: :[[@LINE]]:39: warning: task of 'P' blocks in 'get' {{.*}} [gridlock-self-wait]
  }).get();
}

// A function that does not end.
int open(Pool &P) {
  P.submit([&P] {
