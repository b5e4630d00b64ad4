// RUN: %check wait-cycle,self-wait %s -- -std=c++17

// A recursion is followed some rounds deep. What the first round has made is
// not what the last one would make.

#include "../wait-under-lock/Inputs/Crew.h"

#include <future>

std::future<void> laterOk(Crew &C, int N) {
  return C.hire([N] {
    Crew Own(1);
    if (N > 0)
      laterOk(Own, N - 1).get();
  });
}

std::future<void> laterBad(Crew &C, int N) {
  return C.hire([&C, N] {
    if (N > 0)
      laterBad(C, N - 1).get(); // WARN[get]: until another task of 'C' has run
  });
}

std::future<void> pongBad(Crew &C, Crew &Other, int N) {
  return C.hire([&C, &Other, N] {
    if (N > 0)
      pongBad(Other, C, N - 1).get(); // WARN[get]: in turn
  });
}
