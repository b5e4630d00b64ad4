// REQUIRES: llvm-19, thrift
// RUN: %python %S/Inputs/names.py %root/models/thrift.yaml %s \
// RUN:   -- %clangxx -std=c++17 %{thrift}

// What FunctionRunner.h takes for granted.
#include <functional>
#include <unistd.h>

#include <thrift/concurrency/FunctionRunner.h>
#include <thrift/concurrency/Monitor.h>
#include <thrift/concurrency/Mutex.h>
#include <thrift/concurrency/Thread.h>
#include <thrift/concurrency/ThreadFactory.h>
#include <thrift/concurrency/ThreadManager.h>
