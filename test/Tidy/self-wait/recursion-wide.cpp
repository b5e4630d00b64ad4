// RUN: %check self-wait %s -- -std=c++17

// A recursion through tasks that has many of them on each level: each wait of
// it is looked at, but not by each way through all of the levels.

#include "../wait-under-lock/Inputs/Crew.h"

#include <future>
#include <mutex>

std::mutex Book;

int wideBad(Crew &C, int N);

int noted(Crew &C, int N) {
  { std::lock_guard<std::mutex> L(Book); }
  return wideBad(C, N);
}

int wideBad(Crew &C, int N) {
  if (N <= 0)
    return 1;
  auto A = C.hire([&C, N] { return noted(C, N - 1); });
  auto B = C.hire([&C, N] { return noted(C, N - 2); });
  auto D = C.hire([&C, N] { return noted(C, N - 3); });
  auto E = C.hire([&C, N] { return noted(C, N - 4); });
  auto F = C.hire([&C, N] { return noted(C, N - 5); });
  auto G = C.hire([&C, N] { return noted(C, N - 6); });
  auto H = C.hire([&C, N] { return noted(C, N - 7); });
  auto I = C.hire([&C, N] { return noted(C, N - 8); });
  int Sum = A.get(); // WARN[get]: (and 7 more ways)
  Sum += B.get();    // WARN[get]: until another task of 'C' has run
  Sum += D.get();    // WARN[get]: until another task of 'C' has run
  Sum += E.get();    // WARN[get]: until another task of 'C' has run
  Sum += F.get();    // WARN[get]: until another task of 'C' has run
  Sum += G.get();    // WARN[get]: until another task of 'C' has run
  Sum += H.get();    // WARN[get]: until another task of 'C' has run
  Sum += I.get();    // WARN[get]: until another task of 'C' has run
  return Sum;
}

int runBad() {
  Crew C(2);
  return wideBad(C, 9);
}

// The parts run on a pool of their own, and nothing is divided again there.
int partOk(int N) { return N * N; }

int wideOk(Crew &C, Crew &Parts, int N) {
  if (N <= 0)
    return 1;
  auto A = Parts.hire([N] { return partOk(N - 1); });
  auto B = Parts.hire([N] { return partOk(N - 2); });
  auto D = Parts.hire([N] { return partOk(N - 3); });
  auto E = Parts.hire([N] { return partOk(N - 4); });
  return A.get() + B.get() + D.get() + E.get() + wideOk(C, Parts, N - 1);
}

int runOk() {
  Crew Parts(2), C(2);
  return C.hire([&] { return wideOk(C, Parts, 9); }).get();
}
