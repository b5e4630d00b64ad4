// REQUIRES: llvm-19, glib
// RUN: %python %S/Inputs/names.py %root/models/glib.yaml %s \
// RUN:   -- %clangxx -std=c++17 %{glib}

#include <glib.h>
