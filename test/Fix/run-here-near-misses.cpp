// RUN: %prove --no-run %s %t -- -std=c++17
// Nothing is run here where something stands between, where the result may be
// asked for twice or elsewhere, in macros and templates, and where the call
// would not mean the same.

#include "Crew.h"

#define WAIT_FOR(F) (F).get()
#define RUN_IN(P, F) (P).enqueue(F).get()

static int one() { return 1; }
static void twice(int &X) { X *= 2; }
[[nodiscard]] static int marked() { return 1; }

struct Tally {
  int Count = 0;
  int operator()() { return ++Count; }
};

void between(Crew *Workers, int &State) {
  Workers->enqueue([Workers, &State] {
    auto Child = Workers->enqueue(one);
    State = 1;
    return Child.get() + 0;
  });
}

void shared(Crew *Workers) {
  Workers->enqueue([Workers] {
    auto Child = Workers->enqueue(one).share();
    return Child.get() + Child.get();
  });
}

void escapes(Crew *Workers, std::vector<std::future<int>> &Kept) {
  Workers->enqueue([Workers, &Kept] {
    auto Child = Workers->enqueue(one);
    int X = Child.get();
    Kept.push_back(std::move(Child));
    return X + 0;
  });
}

void inMacro(Crew *Workers) {
  Workers->enqueue([Workers] { return WAIT_FOR(Workers->enqueue(one)) + 0; });
  Workers->enqueue([Workers] { return RUN_IN(*Workers, one) + 0; });
}

template <class T> void inTemplate(Crew *Workers, T Value) {
  Workers->enqueue([=] {
    return Workers->enqueue([Value] { return Value; }).get() + 0;
  });
}
template void inTemplate(Crew *, int);

void copied(Crew *Workers, int X) {
  Workers->enqueue([Workers, X]() mutable {
    Workers->enqueue([](int &Y) { twice(Y); }, std::ref(X)).wait();
    return X + 0;
  });
}

void stateful(Crew *Workers) {
  Workers->enqueue([Workers] {
    Tally Counter;
    int X = Workers->enqueue(Counter).get();
    return X + Counter.Count;
  });
}

void conditional(Crew *Workers, bool Wanted) {
  Workers->enqueue([=] {
    auto Child = Workers->enqueue(one);
    return Wanted ? Child.get() : 0;
  });
}

void unused(Crew *Workers) {
  Workers->enqueue([Workers] { Workers->enqueue(marked).get(); });
}

void branch(Crew *Workers) {
  Workers->enqueue([Workers] {
    return Workers->enqueue(
#ifdef NEVER
        marked
#else
        one
#endif
        ).get() + 0;
  });
}

int main() {
  Crew Workers;
  between(&Workers, *new int);
  shared(&Workers);
  inMacro(&Workers);
}

// FIXES
// note: fix: run the task here: nothing else is done meanwhile
// -  Workers->enqueue([Workers, X]() mutable {
// -    Workers->enqueue([](int &Y) { twice(Y); }, std::ref(X)).wait();
// +  Workers->enqueue([X]() mutable {
// +    [](int &Y) { twice(Y); }(std::ref(X));
