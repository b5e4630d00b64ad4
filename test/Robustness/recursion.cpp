// RUN: %check self-wait %s

// Code that goes in circles: functions, tasks, templates, types.

#include "Inputs/Pool.h"

#include <array>
#include <map>
#include <memory>
#include <string>
#include <tuple>
#include <variant>

// A function that submits itself.
int fibonacciBad(Pool &P, int N) {
  if (N < 2)
    return N;
  auto One = P.submit([&P, N] { return fibonacciBad(P, N - 1); });
  auto Two = P.submit([&P, N] { return fibonacciBad(P, N - 2); });
  return One.get() + // WARN[get]: task of 'P' blocks in 'get'
         Two.get();  // WARN[get]: task of 'P' blocks in 'get'
}

// Three functions that call and submit each other.
int second(Pool &P, int N);
int third(Pool &P, int N);
int firstBad(Pool &P, int N) {
  return P.submit([&P, N] { return second(P, N); }).get(); // WARN[get]: task of 'P' blocks in 'get'
}
int second(Pool &P, int N) { return third(P, N - 1) + (N ? second(P, N - 1) : 0); }
int third(Pool &P, int N) { return N ? firstBad(P, N - 1) + third(P, N - 2) : 0; }

// A lambda that is given itself, and a function object that holds its own kind.
int selfGivenBad(Pool &P) {
  auto Descend = [&P](auto &Self, int N) -> int {
    return N ? P.submit([&] { return Self(Self, N - 1); }).get() : 0; // WARN[get]: task of 'P' blocks in 'get'
  };
  return Descend(Descend, 3);
}
struct Tree {
  std::vector<std::unique_ptr<Tree>> Children;
  std::shared_ptr<Tree> Parent;
  std::function<int(Tree &)> Visit;
  int visitBad(Pool &P) {
    int Sum = 0;
    for (auto &Child : Children)
      Sum += P.submit([&] { return Child->visitBad(P); }).get(); // WARN[get]: task of 'P' blocks in 'get'
    Visit = [this](Tree &T) { return Visit(T); };
    return Sum + (Parent ? Parent->Visit(*this) : 0);
  }
  ~Tree() { Children.clear(); }
};

// Templates that instantiate themselves, through lambdas and through types.
template <int N> int descendBad(Pool &P) {
  if constexpr (N == 0)
    return 0;
  else
    return P.submit([&P] { return descendBad<N - 1>(P); }).get(); // WARN[get]: task of 'P' blocks in 'get'
}
int descendAll(Pool &P) { return descendBad<40>(P); }

template <typename T, int N> struct Deep {
  using Type = std::tuple<typename Deep<T, N - 1>::Type, T>;
};
template <typename T> struct Deep<T, 0> {
  using Type = T;
};
using Tower = Deep<std::map<std::string, std::vector<std::future<int>>>, 60>::Type;
int towerOk(Tower &T) { return std::get<1>(T)["one"].front().get(); }

template <typename Derived> struct Curious {
  int run(Pool &P) { return static_cast<Derived *>(this)->step(P); }
};
struct StepsBad : Curious<StepsBad> {
  int step(Pool &P) {
    return P.submit([this, &P] { return run(P); }).get(); // WARN[get]: task of 'P' blocks in 'get'
  }
};

// Destructors that destroy their own kind.
struct List {
  std::unique_ptr<List> Next;
  std::future<int> Result;
  ~List() {
    if (Result.valid())
      Result.wait();
    Next.reset();
  }
};
int listOk() {
  List L;
  L.Next = std::make_unique<List>();
  L.Next->Next = std::make_unique<List>();
  return 1;
}

// A virtual method whose overrides call each other.
struct Node {
  virtual ~Node() = default;
  virtual int run(Pool &P) = 0;
  Node *Left = nullptr, *Right = nullptr;
};
struct Both : Node {
  int run(Pool &P) override { return Left->run(P) + Right->run(P); }
};
struct ForkBad : Node {
  int run(Pool &P) override {
    return P.submit([this, &P] { return Left->run(P); }).get(); // WARN[get]: task of 'P' blocks in 'get'
  }
};
int runNodes(Pool &P, Node &N) {
  return P.submit([&] { return N.run(P); }).get();
}
