// REQUIRES: llvm-19, absl
// RUN: %python %S/Inputs/names.py %root/models/absl.yaml %s \
// RUN:   -- %clangxx -std=c++17 %{absl}

#include <absl/base/call_once.h>
#include <absl/functional/any_invocable.h>
#include <absl/functional/bind_front.h>
#include <absl/functional/function_ref.h>
#include <absl/memory/memory.h>
#include <absl/synchronization/barrier.h>
#include <absl/synchronization/blocking_counter.h>
#include <absl/synchronization/mutex.h>
#include <absl/synchronization/notification.h>
#include <absl/time/clock.h>
