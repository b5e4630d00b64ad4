// RUN: %python %S/Inputs/facts.py %s -- %tidy | FileCheck %s

// What a lambda captured is the outer function's thing.

#include "Inputs/Pool.h"

void byReference(Pool &P) {
  int N = 0;
  // CHECK-DAG: {line: [[@LINE+1]], submit: "submit"{{.*}}object: "parameter 0"{{.*}}value: "lambda(P = parameter 0, N = N)"
  P.submit([&P, &N] { return P.isWorker() + N; });
}

void byDefault(Pool &P) {
  // CHECK-DAG: {line: [[@LINE+2]], submit: "post"{{.*}}object: "parameter 0"{{.*}}value: "lambda(P = parameter 0)"
  // CHECK-DAG: {line: [[@LINE+1]], submit: "post"{{.*}}object: "this.P"
  P.post([&] { P.post([=] {}); });
}

void byCopyOfAPointer(Pool *P) {
  // CHECK-DAG: {line: [[@LINE+2]], submit: "post"{{.*}}value: "lambda(P = parameter 0)"
  // CHECK-DAG: {line: [[@LINE+1]], wait: "settle"{{.*}}object: "this.P"
  P->post([P] { P->settle(); });
}

void renamed(Pool &P) {
  // CHECK-DAG: {line: [[@LINE+2]], submit: "post"{{.*}}value: "lambda(Other = parameter 0)"
  // CHECK-DAG: {line: [[@LINE+1]], wait: "settle"{{.*}}object: "this.Other"
  P.post([&Other = P] { Other.settle(); });
}

struct Server {
  Pool Work{1};
  void start() {
    // CHECK-DAG: {line: [[@LINE+2]], submit: "post"{{.*}}object: "this.Work"{{.*}}value: "lambda(this = this)"
    // CHECK-DAG: {line: [[@LINE+1]], wait: "settle"{{.*}}object: "this.this.Work"
    Work.post([this] { Work.settle(); });
  }
};

void generic(Pool &P) {
  // CHECK-DAG: {line: [[@LINE+2]], wait: "get"{{.*}}object: "parameter 0"
  // CHECK-DAG: {line: [[@LINE+1]], wait: "settle"{{.*}}object: "this.P"
  auto Each = [&P](auto &Given) { Given.get(); P.settle(); };
  std::future<int> Result;
  // CHECK-DAG: {line: [[@LINE+1]], call: "operator()"{{.*}}object: "Each"{{.*}}arguments: "Result"
  Each(Result);
}
