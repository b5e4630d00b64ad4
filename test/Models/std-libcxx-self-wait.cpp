// REQUIRES: libcxx
// RUN: %check self-wait %s -- %{libcxx}

#include "Inputs/StdCases.h"
