// RUN: %python %S/Inputs/facts.py %s -- %tidy | FileCheck %s

// The forms of a task.

#include "Inputs/Pool.h"

#include <thread>

int work(Pool &P, int N);
int work(Pool &P, int N) {
  P.settle();
  return N;
}

struct Job {
  int run(Pool &P) {
    P.settle();
    return 1;
  }
  static void still(Pool &P) { P.settle(); }
  virtual void step(Pool &P) { P.settle(); }
  int operator()() const { return 2; }
};
struct Quick : Job {
  void step(Pool &) override {}
};

void function(Pool &P) {
  // CHECK-DAG: {line: [[@LINE+1]], submit: "call"{{.*}}value: "work", arguments: "parameter 0, 3"
  P.call(work, P, 3);
  // CHECK-DAG: {line: [[@LINE+1]], submit: "call"{{.*}}value: "Job::still", arguments: "parameter 0"
  P.call(&Job::still, P);
}

void method(Pool &P, Job &J) {
  // CHECK-DAG: {line: [[@LINE+1]], submit: "call"{{.*}}value: "Job::run", arguments: "parameter 1, parameter 0"
  P.call(&Job::run, &J, std::ref(P));
}

void bound(Pool &P, Job &J) {
  // CHECK-DAG: {line: [[@LINE+1]], submit: "post"{{.*}}value: "bind(Job::run, parameter 1, parameter 0)"
  P.post(std::bind(&Job::run, &J, std::ref(P)));
  // CHECK-DAG: {line: [[@LINE+1]], bind: ""{{.*}}object: "Later"{{.*}}value: "bind(work, _1, 7)"
  auto Later = std::bind(work, std::placeholders::_1, 7);
  Later(P);
}

void object(Pool &P) {
  Job J;
  // CHECK-DAG: {line: [[@LINE+1]], submit: "submit"{{.*}}value: "J"
  P.submit(J);
}

void variable(Pool &P) {
  // CHECK-DAG: {line: [[@LINE+1]], bind: ""{{.*}}object: "Task"{{.*}}value: "lambda(P = parameter 0)"
  std::function<int()> Task = [&P] { return P.isWorker(); };
  // CHECK-DAG: {line: [[@LINE+1]], submit: "submit"{{.*}}value: "Task"
  P.submit(std::move(Task));
}

void packaged(Pool &P) {
  // CHECK-DAG: {line: [[@LINE+1]], bind: ""{{.*}}object: "held by Task"{{.*}}value: "lambda(P = parameter 0)"
  std::packaged_task<int()> Task([&P] { return P.isWorker(); });
  // CHECK-DAG: {line: [[@LINE+1]], bind: ""{{.*}}object: "Result"{{.*}}value: "Task"
  std::future<int> Result = Task.get_future();
  // CHECK-DAG: {line: [[@LINE+2]], call: "operator()"{{.*}}object: "held by Task"
  // CHECK-DAG: {line: [[@LINE+1]], signal: "operator()"{{.*}}object: "Task"
  Task();
  Result.get();
}

void dispatched(Pool &P, Job &J) {
  // CHECK-DAG: {line: [[@LINE+1]], call: "step", callee: "Job::step", object: "parameter 1", arguments: "parameter 0"
  J.step(P);
  J.Job::step(P);
}

void threads(Pool &P) {
  // CHECK-DAG: {line: [[@LINE+1]], submit: "thread"{{.*}}executor: thread{{.*}}value: "lambda(P = parameter 0)"{{.*}}completion: "Own"
  std::thread Own([&P] { P.settle(); });
  // CHECK-DAG: {line: [[@LINE+1]], wait: "join"{{.*}}object: "Own"
  Own.join();
  // CHECK-DAG: {line: [[@LINE+1]], submit: "async"{{.*}}executor: thread{{.*}}value: "work", arguments: "parameter 0, 1"
  std::async(std::launch::async, work, std::ref(P), 1).get();
  // CHECK-DAG: {line: [[@LINE+1]], submit: "async"{{.*}}executor: inline{{.*}}value: "work"
  std::async(std::launch::deferred, work, std::ref(P), 1).get();
}

template <typename F> void through(Pool &P, F &&Function) {
  // CHECK-DAG: {line: [[@LINE+1]], submit: "post"{{.*}}value: "parameter 1"
  P.post(std::forward<F>(Function));
}
void forwarding(Pool &P) {
  // CHECK-DAG: {line: [[@LINE+1]], call: "through"{{.*}}arguments: "parameter 0, lambda()"
  through(P, [] {});
}

void called(const std::function<void(Pool &)> &Callback, Pool &P) {
  // CHECK-DAG: {line: [[@LINE+1]], call: {{.*}}object: "parameter 0", arguments: "parameter 1"
  Callback(P);
}

void onlyDefined(Pool &P) {
  auto Never = [&P] { P.settle(); };
  (void)Never;
}
