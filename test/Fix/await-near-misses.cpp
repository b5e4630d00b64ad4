// RUN: %prove --no-run %s %t -- -std=c++20
// REQUIRES: complete-coroutines
// A coroutine cannot suspend there, or must not: under a lock, where what it needs
// behind may have ended, or where nobody is told when it ends. Awaiting may take
// away what is asked for again.

#include "ConcurrencppResults.h"
#include "OwnTasks.h"

using Executor = concurrencpp::thread_pool_executor;
using Result = concurrencpp::result<int>;

static int make() { return 1; }
static int known() noexcept { return 1; }
static Result ask(Executor *Pool) { return Pool->submit([] { return make(); }); }
static void use(int) {}

static std::mutex Mutex;

Result underGuard(Executor *Pool) {
  std::lock_guard<std::mutex> Lock(Mutex);
  use(ask(Pool).get());
  co_return 1;
}

Result underLock(Executor *Pool) {
  Mutex.lock();
  use(ask(Pool).get());
  Mutex.unlock();
  co_return 1;
}

Result inLambda(Executor *Pool) {
  auto Ask = [=] { return ask(Pool).get(); };
  co_return Ask();
}

Result inHandler(Executor *Pool) {
  int Sum = 0;
  try {
    Sum = known();
  } catch (...) {
    Sum = ask(Pool).get();
  }
  co_return Sum;
}

Result once(Executor *Pool) {
  static int Sum = ask(Pool).get();
  co_return Sum;
}

#define GET(R) (R).get()

Result inMacro(Executor *Pool) { co_return GET(ask(Pool)); }

Result usedAgain(Executor *Pool) {
  auto Later = ask(Pool);
  Later.wait();
  co_return Later.get();
}

Result askedTwice(Executor *Pool) {
  auto Later = ask(Pool);
  for (int I = 0; I < 2; ++I)
    use(Later.get());
  co_return 1;
}

Result ofElement(std::vector<Result> &All, Executor *Pool) {
  All.push_back(ask(Pool));
  co_return All.back().get();
}

/// The argument may be a temporary that the caller keeps until it returns.
Result neededLater(Executor *Pool, const int &More) { co_return ask(Pool).get() + More; }

int inFunction(Executor *Pool) { return ask(Pool).get(); }

void submitAll(Executor *Pool) {
  Pool->submit([Pool]() -> Result { co_return co_await underGuard(Pool); });
  Pool->submit([Pool]() -> Result { co_return co_await underLock(Pool); });
  Pool->submit([Pool]() -> Result { co_return co_await inLambda(Pool); });
  Pool->submit([Pool]() -> Result { co_return co_await inHandler(Pool); });
  Pool->submit([Pool]() -> Result { co_return co_await once(Pool); });
  Pool->submit([Pool]() -> Result { co_return co_await inMacro(Pool); });
  Pool->submit([Pool]() -> Result { co_return co_await usedAgain(Pool); });
  Pool->submit([Pool]() -> Result { co_return co_await askedTwice(Pool); });
  Pool->submit([Pool]() -> Result {
    std::vector<Result> All;
    co_return co_await ofElement(All, Pool);
  });
  Pool->submit([Pool]() -> Result { co_return co_await neededLater(Pool, 1); });
  Pool->submit([Pool]() -> Result { co_return inFunction(Pool); });
  // Nobody is told when it ends.
  Pool->post([Pool]() -> Detached {
    use(ask(Pool).get());
    co_return;
  });
  // What it has captured ends with the lambda.
  Pool->submit([Pool]() -> Result {
    int Sum = ask(Pool).get();
    Pool->post([] {});
    co_return Sum;
  });
}

// FIXES
