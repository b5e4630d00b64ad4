// RUN: %python %S/Inputs/facts.py %s -- %tidy | FileCheck %s

// Loops: what happens in one, how often, and over what.

#include "Inputs/Pool.h"

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <vector>

void counted(Pool &P, int N) {
  for (int I = 0; I < N; ++I)
    // CHECK-DAG: {line: [[@LINE+1]], submit: "post"{{.*}}loop: "parameter 1"
    P.post([] {});
}

void four(Pool &P) {
  for (int I = 0; I < 4; ++I)
    // CHECK-DAG: {line: [[@LINE+1]], submit: "post"{{.*}}loop: "4"
    P.post([] {});
}

void over(std::vector<std::future<int>> &Results) {
  // CHECK-DAG: {line: [[@LINE+1]], bind: ""{{.*}}object: "Result"{{.*}}value: "parameter 0[*]"
  for (auto &Result : Results)
    // CHECK-DAG: {line: [[@LINE+1]], wait: "get"{{.*}}object: "Result"
    Result.get();
}

void indexed(std::vector<std::future<int>> &Results) {
  for (size_t I = 0; I < Results.size(); ++I)
    // CHECK-DAG: {line: [[@LINE+1]], wait: "get"{{.*}}object: "parameter 0[*]"
    Results[I].get();
}

void once(Pool &P) {
  // CHECK-DAG: {line: [[@LINE+1]], submit: "post"{{.*}}object: "parameter 0"{{.*}}value: "lambda()"}
  P.post([] {});
}

// A loop that does nothing but look is a wait.
void spinsAtomic(std::atomic<bool> &Done) {
  // CHECK-DAG: {line: [[@LINE+1]], wait: {{.*}}mode: blocks{{.*}}object: "parameter 0"
  while (!Done.load())
    std::this_thread::yield();
}

void spinsVolatile(volatile bool &Done) {
  // CHECK-DAG: {line: [[@LINE+1]], wait: {{.*}}mode: blocks{{.*}}object: "parameter 0"
  while (!Done)
    ;
}

void spinsReady(std::future<int> &F) {
  using namespace std::chrono_literals;
  // CHECK-DAG: {line: [[@LINE+1]], wait: {{.*}}mode: blocks{{.*}}object: "parameter 0"
  while (F.wait_for(1ms) != std::future_status::ready) {
  }
}

void worksMeanwhile(std::atomic<bool> &Done, Pool &P) {
  while (!Done.load())
    // CHECK-DAG: {line: [[@LINE+1]], submit: "post"{{.*}}loop: 
    P.post([] {});
}

// A condition variable waits only while its predicate is false.
struct Gate {
  std::mutex Mutex;
  std::condition_variable Changed;
  bool Open = false;
  void pass() {
    std::unique_lock<std::mutex> Lock(Mutex);
    // CHECK-DAG: {line: [[@LINE+3]], call: "wait"{{.*}}object: "lambda(this = this)"
    // CHECK-DAG: {line: [[@LINE+2]], return: ""{{.*}}value: "this.this.Open"
    // CHECK-DAG: {line: [[@LINE+1]], wait: "wait"{{.*}}object: "this.Changed", unless: "result 2"
    Changed.wait(Lock, [this] { return Open; });
  }
  void open() {
    Open = true;
    // CHECK-DAG: {line: [[@LINE+1]], signal: "notify_all"{{.*}}object: "this.Changed"
    Changed.notify_all();
  }
};
