// RUN: %prove --no-run %s %t -- -std=c++17
// There is no second pool where the name is taken, where the first one is
// somebody else's, has to be started, is part of an aggregate or made of what
// only one can own, or is nothing until somebody makes it; and where the child waits for the first pool again, or does
// what is not known.

#include "Crew.h"

static int one() { return 1; }

struct Options {
  std::unique_ptr<Crew> Workers;
};

int nameTaken() {
  Crew Workers;
  int WorkersForChildren = 1, WorkersForParents = 2;
  auto Task = Workers.enqueue([&] {
    auto Child = Workers.enqueue(one);
    int X = WorkersForChildren;
    return X + Child.get();
  });
  return Task.get() + WorkersForParents;
}

int parameter(Crew &Pool) {
  auto Task = Pool.enqueue([&Pool] {
    auto Child = Pool.enqueue(one);
    int X = 1;
    return X + Child.get();
  });
  return Task.get();
}

struct Plain {
  Crew Team{1};
  int run() {
    auto Task = Team.enqueue([this] {
      auto Child = Team.enqueue(one);
      int X = 1;
      return X + Child.get();
    });
    return Task.get();
  }
};

int owned(Options Given) {
  std::unique_ptr<Crew> Mine = std::move(Given.Workers);
  auto Task = Mine->enqueue([&Mine] {
    auto Child = Mine->enqueue(one);
    int X = 1;
    return X + Child.get();
  });
  return Task.get();
}

int depth(Crew *Nested, int Left) {
  if (!Left)
    return 0;
  auto Child = Nested->enqueue([=] { return depth(Nested, Left - 1); });
  int X = 1;
  return X + Child.get();
}

int again() {
  Crew Deep;
  auto Task = Deep.enqueue([&Deep] { return depth(&Deep, 3); });
  return Task.get();
}

/// What the child does is not known.
int unknown(int (*Callee)(Crew &)) {
  Crew Other;
  auto Task = Other.enqueue([&Other, Callee] {
    auto Child = Other.enqueue([&Other, Callee] { return Callee(Other); });
    int X = 1;
    return X + Child.get();
  });
  return Task.get();
}

/// Made when it is needed.
static std::unique_ptr<Crew> Late;

int madeLater() {
  Late = std::make_unique<Crew>();
  auto Task = Late->enqueue([] {
    auto Child = Late->enqueue(one);
    int X = 1;
    return X + Child.get();
  });
  return Task.get();
}

int main() {
  Crew Workers;
  Plain One;
  return nameTaken() + parameter(Workers) + One.run() +
         owned({std::make_unique<Crew>()}) + again() + madeLater();
}

// FIXES
