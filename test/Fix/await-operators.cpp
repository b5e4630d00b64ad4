// RUN: %prove --no-run %s %t -- -std=c++20
// REQUIRES: complete-coroutines
// The ways to say how an object is awaited.

#include "Crew.h"
#include "OwnAwaiters.h"

template <typename T> static void set(Crew &Workers, T &Later) {
  Workers.post([&Later] { Later.set(); });
}

struct Member : Base {
  Awaiter<int> operator co_await() const { return {}; }
};

Task<int> member(Crew &Workers) {
  Member Later;
  set(Workers, Later);
  int Sum = Later.get();
  co_return Sum;
}

struct Nothing {};
struct Inherited : Nothing, Member {};

Task<int> inherited(Crew &Workers) {
  Inherited Later;
  set(Workers, Later);
  while (Later.get() == 2)
    ;
  co_return 1;
}

struct Once : Base {
  Awaiter<int> operator co_await() { return {}; }
};

Task<int> onlyOnce(Crew &Workers) {
  Once Later;
  set(Workers, Later);
  co_return 2 * Later.get();
}

struct Either : Base {
  Awaiter<int> operator co_await() const & { return {}; }
  Awaiter<long> operator co_await() && { return {}; }
};

Task<int> eitherWay(Crew &Workers) {
  Either Later;
  set(Workers, Later);
  if (Later.get())
    co_return 1;
  co_return 2;
}

struct Friendly : Base {
  friend Awaiter<int> operator co_await(Friendly &) { return {}; }
};

Task<int> hasFriend(Crew &Workers) {
  Friendly Later;
  set(Workers, Later);
  co_return Later.get();
}

struct Itself : Base, Awaiter<int> {};

Task<int> isItself(Crew &Workers) {
  Itself Later;
  set(Workers, Later);
  co_return Later.get();
}

template <typename T> struct Nested : Base {
  struct Awaits {
    bool await_ready() { return false; }
    void await_suspend(std::coroutine_handle<>) {}
    T await_resume() { return T(); }
  };
  Awaits operator co_await() const { return {}; }
};

Task<int> hasClass(Crew &Workers) {
  Nested<int> Later;
  set(Workers, Later);
  co_return Later.get();
}

template <typename T> struct Local : Base {
  auto operator co_await() const {
    struct Awaits : Awaiter<T> {};
    return Awaits();
  }
};

Task<int> hasLocalClass(Crew &Workers) {
  Local<int> Later;
  set(Workers, Later);
  co_return Later.get();
}

namespace lib {
inline namespace v1 {
template <typename T> struct Later : Base {};
template <typename T> Awaiter<T> operator co_await(Later<T> &&) { return {}; }
} // namespace v1
} // namespace lib

Task<int> isTemplate(Crew &Workers) {
  lib::Later<int> Later;
  set(Workers, Later);
  co_return std::move(Later).get();
}

struct Looks {
  template <typename T> T &&await_transform(T &&Given) { return std::forward<T>(Given); }
};

Task<int, Looks> isLetThrough(Crew &Workers) {
  Member Later;
  set(Workers, Later);
  int Sum = Later.get();
  Member Next;
  co_return Sum + co_await Next;
}

Task<int> pointer(Crew &Workers, Member *Later) {
  set(Workers, *Later);
  co_return Later->get();
}

static Member Known;
static void use(int) {}

void submitAll(Crew &Workers) {
  Workers.post([&Workers]() -> Detached { use(co_await member(Workers)); });
  Workers.post([&Workers]() -> Detached { use(co_await inherited(Workers)); });
  Workers.post([&Workers]() -> Detached { use(co_await onlyOnce(Workers)); });
  Workers.post([&Workers]() -> Detached { use(co_await eitherWay(Workers)); });
  Workers.post([&Workers]() -> Detached { use(co_await hasFriend(Workers)); });
  Workers.post([&Workers]() -> Detached { use(co_await isItself(Workers)); });
  Workers.post([&Workers]() -> Detached { use(co_await hasClass(Workers)); });
  Workers.post([&Workers]() -> Detached { use(co_await hasLocalClass(Workers)); });
  Workers.post([&Workers]() -> Detached { use(co_await isTemplate(Workers)); });
  Workers.post([&Workers]() -> Detached { use(co_await isLetThrough(Workers)); });
  Workers.post([&Workers]() -> Detached { use(co_await pointer(Workers, &Known)); });
}

// FIXES
// note: fix: await it: the worker is free meanwhile; what follows may run in another thread
// -  int Sum = Later.get();
// +  int Sum = co_await Later;
// note: fix: await it: the worker is free meanwhile; what follows may run in another thread
// -  while (Later.get() == 2)
// +  while (co_await Later == 2)
// note: fix: await it: the worker is free meanwhile; what follows may run in another thread
// -  co_return 2 * Later.get();
// +  co_return 2 * co_await Later;
// note: fix: await it: the worker is free meanwhile; what follows may run in another thread
// -  if (Later.get())
// +  if (co_await Later)
// note: fix: await it: the worker is free meanwhile; what follows may run in another thread
// -  co_return Later.get();
// +  co_return co_await Later;
// note: fix: await it: the worker is free meanwhile; what follows may run in another thread
// -  co_return Later.get();
// +  co_return co_await Later;
// note: fix: await it: the worker is free meanwhile; what follows may run in another thread
// -  co_return Later.get();
// +  co_return co_await Later;
// note: fix: await it: the worker is free meanwhile; what follows may run in another thread
// -  co_return Later.get();
// +  co_return co_await Later;
// note: fix: await it: the worker is free meanwhile; what follows may run in another thread
// -  co_return std::move(Later).get();
// +  co_return co_await std::move(Later);
// note: fix: await it: the worker is free meanwhile; what follows may run in another thread
// -  int Sum = Later.get();
// +  int Sum = co_await Later;
// note: fix: await it: the worker is free meanwhile; what follows may run in another thread
// -  co_return Later->get();
// +  co_return co_await *Later;
