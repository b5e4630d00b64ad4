// RUN: %python %S/Inputs/facts.py %s -- %tidy > %t
// RUN: FileCheck %s < %t
// RUN: FileCheck %s --check-prefix=DEAD < %t

// Under which conditions an event happens.

#include "Inputs/Pool.h"

#include <thread>

int branches(Pool &P, std::future<int> &F, bool Flag) {
  if (P.isWorker())
    // CHECK-DAG: {line: [[@LINE+1]], wait: "get"{{.*}}object: "parameter 1", if: "worker of parameter 0"}
    return F.get();
  // CHECK-DAG: {line: [[@LINE+1]], wait: "wait"{{.*}}object: "parameter 1", unless: "worker of parameter 0"}
  F.wait();
  return 0;
}

void early(Pool &P) {
  if (!P.isWorker())
    return;
  // CHECK-DAG: {line: [[@LINE+1]], wait: "settle"{{.*}}unless: "not worker of parameter 0"}
  P.settle();
}

void both(Pool &P, bool Flag) {
  if (Flag && !P.isWorker())
    // CHECK-DAG: {line: [[@LINE+1]], wait: "settle"{{.*}}if: "parameter 1"{{.*}}if: "not worker of parameter 0"
    P.settle();
}

void merged(Pool &P, bool Flag) {
  if (Flag)
    P.post([] {});
  else
    P.post([] {});
  // CHECK-DAG: {line: [[@LINE+1]], wait: "settle"{{.*}}object: "parameter 0"}
  P.settle();
}

void ready(std::future<int> &F) {
  using namespace std::chrono_literals;
  if (F.wait_for(0s) == std::future_status::ready)
    // CHECK-DAG: {line: [[@LINE+1]], wait: "get"{{.*}}if: "status of parameter 0 == 0"
    F.get();
}

void stillReady(std::future<int> &F) {
  F.wait();
  // CHECK-DAG: {line: [[@LINE+1]], wait: "get"{{.*}}if: "ready parameter 0"
  F.get();
}

static thread_local int Depth = -1;
void depth(Pool &P) {
  if (Depth < 0)
    // CHECK-DAG: {line: [[@LINE+1]], wait: "settle"{{.*}}if: "thread-local Depth < 0"
    P.settle();
}

static std::thread::id Owner;
void compared(Pool &P) {
  if (std::this_thread::get_id() != Owner)
    // CHECK-DAG: {line: [[@LINE+1]], wait: "settle"{{.*}}if: "{{not current thread ==|current thread !=}} global Owner"
    P.settle();
}

// DEAD: function: "constant"
// DEAD-NOT: wait:
void constant(Pool &P) {
  if (false)
    P.settle();
}
