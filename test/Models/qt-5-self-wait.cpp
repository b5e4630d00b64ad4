// REQUIRES: qt5
// RUN: %check self-wait %s -- -std=c++17 %{qt5}

#include "Inputs/QtCases.h"

/// The conversion waits, but runs the function itself.
void conversionOk() {
  Crew C;
  C.Pool.start([&C] {
    int Answer = QtConcurrent::run(&C.Pool, [] { return 1; });
    (void)Answer;
  });
}
