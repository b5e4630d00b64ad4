// REQUIRES: llvm
// RUN: %python %S/Inputs/names.py %root/models/llvm.yaml %s \
// RUN:   -- %clangxx -std=c++17 %{llvm}

#include <llvm/ADT/FunctionExtras.h>
#include <llvm/ADT/IntrusiveRefCntPtr.h>
#include <llvm/ADT/STLExtras.h>
#include <llvm/Support/Mutex.h>
#include <llvm/Support/Parallel.h>
#include <llvm/Support/RWMutex.h>
#include <llvm/Support/ThreadPool.h>
#include <llvm/Support/Threading.h>
#include <llvm/Support/thread.h>
