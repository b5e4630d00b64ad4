// RUN: %prove --no-run %s %t -- -std=c++20
// REQUIRES: complete-coroutines
// What would be awaited gives something else, or must not be called here, or nobody
// can tell.

#include "Crew.h"
#include "OwnAwaiters.h"

struct OtherResult : Base {
  Awaiter<long> operator co_await() const { return {}; }
};

Task<int> givesOther(Crew &Workers) {
  OtherResult Later;
  Workers.post([&Later] { Later.set(); });
  co_return Later.get();
}

struct OnlyMoved : Base {
  Awaiter<int> operator co_await() && { return {}; }
};

Task<int> isNotMoved(Crew &Workers) {
  OnlyMoved Later;
  Workers.post([&Later] { Later.set(); });
  co_return Later.get();
}

class Hidden : public Base {
  Awaiter<int> operator co_await() const { return {}; }
};

Task<int> isHidden(Crew &Workers) {
  Hidden Later;
  Workers.post([&Later] { Later.set(); });
  co_return Later.get();
}

struct OfOnePromise : Base {
  bool await_ready() { return false; }
  void await_suspend(std::coroutine_handle<Detached::promise_type>) {}
  int await_resume() { return 1; }
};

Task<int> isForOthers(Crew &Workers) {
  OfOnePromise Later;
  Workers.post([&Later] { Later.set(); });
  co_return Later.get();
}

namespace sized {
struct Constrained : Base {};
template <typename T>
  requires(sizeof(T) < 4)
Awaiter<int> operator co_await(const T &) {
  return {};
}
} // namespace sized
using sized::Constrained;

Task<int> isConstrained(Crew &Workers) {
  Constrained Later;
  Workers.post([&Later] { Later.set(); });
  co_return Later.get();
}

template <typename T, typename U> struct PairAwaiter : Awaiter<T> {};
template <typename T> struct PairAwaiter<T, T> : Awaiter<long> {};
template <typename T> struct Special : Base {
  auto operator co_await() const { return PairAwaiter<T, T>(); }
};

Task<int> isSpecial(Crew &Workers) {
  Special<int> Later;
  Workers.post([&Later] { Later.set(); });
  co_return Later.get();
}

struct Twice : Base {
  Awaiter<int> operator co_await() const { return {}; }
};
Awaiter<long> operator co_await(const Twice &) { return {}; }

Task<int> isInDoubt(Crew &Workers) {
  Twice Later;
  Workers.post([&Later] { Later.set(); });
  co_return Later.get();
}

struct Awaitable : Base {
  Awaiter<int> operator co_await() const { return {}; }
};

Task<int> isAskedAgain(Crew &Workers) {
  Awaitable Later;
  Workers.post([&Later] { Later.set(); });
  int Sum = Later.get();
  co_return Sum + Later.get();
}

struct Looks {
  Awaiter<long> await_transform(const Awaitable &) { return {}; }
};

Task<int, Looks> isLookedAt(Crew &Workers) {
  Awaitable Later;
  Workers.post([&Later] { Later.set(); });
  co_return Later.get();
}

static void use(int) {}

void submitAll(Crew &Workers) {
  Workers.post([&Workers]() -> Detached { use(co_await givesOther(Workers)); });
  Workers.post([&Workers]() -> Detached { use(co_await isNotMoved(Workers)); });
  Workers.post([&Workers]() -> Detached { use(co_await isHidden(Workers)); });
  Workers.post([&Workers]() -> Detached { use(co_await isForOthers(Workers)); });
  Workers.post([&Workers]() -> Detached { use(co_await isConstrained(Workers)); });
  Workers.post([&Workers]() -> Detached { use(co_await isSpecial(Workers)); });
  Workers.post([&Workers]() -> Detached { use(co_await isInDoubt(Workers)); });
  Workers.post([&Workers]() -> Detached { use(co_await isLookedAt(Workers)); });
  Workers.post([&Workers]() -> Detached { use(co_await isAskedAgain(Workers)); });
}

// FIXES
