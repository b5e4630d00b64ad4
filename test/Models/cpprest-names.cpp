// REQUIRES: llvm-19, cpprest
// RUN: %python %S/Inputs/names.py %root/models/cpprest.yaml %s \
// RUN:   -- %clangxx -std=c++17 %{cpprest}

#include <pplx/pplxtasks.h>
