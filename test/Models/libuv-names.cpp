// REQUIRES: llvm-19, libuv
// RUN: %python %S/Inputs/names.py %root/models/libuv.yaml %s \
// RUN:   -- %clangxx -std=c++17 %{libuv}

#include <uv.h>
