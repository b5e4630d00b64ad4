// RUN: %python %S/Inputs/facts.py %s -- %tidy | FileCheck %s
// RUN: %python %S/Inputs/facts.py %s -- %tidy | FileCheck %s --check-prefix=ABSENT

// How objects begin and end.

#include "Inputs/Pool.h"

#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

struct Joins {
  // CHECK-DAG: {line: [[@LINE+1]], bind: ""{{.*}}object: "this.P"{{.*}}value: "parameter 0"
  explicit Joins(Pool &P) : P(P) {}
  // CHECK-DAG: {line: [[@LINE+1]], wait: "settle"{{.*}}needs: all{{.*}}object: "this.P"
  ~Joins() { P.settle(); }
  Pool &P;
};

void local(Pool &P) {
  // CHECK-DAG: {line: [[@LINE+2]], call: "Joins", callee: "Joins::Joins", object: "Guard", arguments: "parameter 0"
  // CHECK-DAG: {line: [[@LINE+1]], call: "~Joins", callee: "Joins::~Joins", object: "Guard"
  Joins Guard(P);
  P.post([] {});
}

void temporary(Pool &P) {
  // CHECK-DAG: {line: [[@LINE+2]], submit: "post"{{.*}}object: "new Joins.P"
  // CHECK-DAG: {line: [[@LINE+1]], call: "~Joins", callee: "Joins::~Joins", object: "new Joins"
  Joins(P).P.post([] {});
}

void deleted(Joins *Given) {
  // CHECK-DAG: {line: [[@LINE+1]], call: "~Joins", callee: "Joins::~Joins", object: "parameter 0"
  delete Given;
}

void owned(Pool &P) {
  // CHECK-DAG: {line: [[@LINE+1]], call: "Joins", callee: "Joins::Joins", object: "Guard", arguments: "parameter 0"
  auto Guard = std::make_unique<Joins>(P);
  // CHECK-DAG: {line: [[@LINE+1]], call: "~Joins", callee: "Joins::~Joins", resets: true, object: "Guard"
  Guard.reset();
}

struct Holder {
  // CHECK-DAG: {line: [[@LINE+1]], call: "~Joins"{{.*}}object: "this.First"
  Joins First;
  // CHECK-DAG: {line: [[@LINE+1]], call: "~Joins"{{.*}}object: "this.Second"
  std::unique_ptr<Joins> Second;
  ~Holder() {}
};

void poolDies() {
  // CHECK-DAG: {line: [[@LINE+1]], wait: "~Pool"{{.*}}needs: all{{.*}}object: "P"
  Pool P(3);
}

void futureDies(Pool &P) {
  // CHECK-DAG: {line: [[@LINE+3]], submit: "submit"{{.*}}completion: "result [[R:[0-9]+]]"
  // CHECK-DAG: {line: [[@LINE+2]], bind: ""{{.*}}object: "Result"{{.*}}value: "result [[R]]"
  // CHECK-DAG: {line: [[@LINE+1]], wait: "~future"{{.*}}mode: destroys{{.*}}object: "Result"
  std::future<int> Result = P.submit([] { return 1; });
}

void moved(Pool &P) {
  std::future<int> One = P.submit([] { return 1; });
  // CHECK-DAG: {line: [[@LINE+1]], bind: ""{{.*}}object: "Two"{{.*}}value: "One"
  std::future<int> Two = std::move(One);
  Two.get();
}

struct Request {
  std::future<int> Reply;
};

void field(Pool &P, Request &R) {
  // CHECK-DAG: {line: [[@LINE+1]], bind: ""{{.*}}object: "parameter 1.Reply"{{.*}}value: "result
  R.Reply = P.submit([] { return 1; });
  // CHECK-DAG: {line: [[@LINE+1]], wait: "get"{{.*}}object: "parameter 1.Reply"
  R.Reply.get();
}

void container(Pool &P) {
  std::vector<std::future<int>> Results;
  // CHECK-DAG: {line: [[@LINE+1]], bind: ""{{.*}}object: "Results[*]"{{.*}}value: "result
  Results.push_back(P.submit([] { return 1; }));
  // CHECK-DAG: {line: [[@LINE+1]], bind: ""{{.*}}object: "Results[*]"{{.*}}value: "result
  Results.emplace_back(P.submit([] { return 2; }));
  // CHECK-DAG: {line: [[@LINE+1]], wait: "get"{{.*}}object: "Results[*]"
  Results.front().get();
}

// What is looked for is not put there.
bool lookedFor(Joins *Given) {
  std::set<Joins *> Known, Looked;
  // CHECK-DAG: {line: [[@LINE+1]], bind: ""{{.*}}object: "Known[*]"{{.*}}value: "parameter 0"
  Known.insert(Given);
  // ABSENT-NOT: object: "Looked[*]"
  return Looked.find(Given) != Looked.end();
}

void table(Pool &P) {
  std::map<std::string, std::future<int>> Results;
  // CHECK-DAG: {line: [[@LINE+1]], bind: ""{{.*}}object: "Results[{{.*}}]"{{.*}}value: "result
  Results["one"] = P.submit([] { return 1; });
  // CHECK-DAG: {line: [[@LINE+1]], wait: "get"{{.*}}object: "Results[{{.*}}]"
  Results["two"].get();
}

void elements(Pool &P) {
  // CHECK-DAG: {line: [[@LINE+1]], call: "~Joins"{{.*}}object: "Guards[*]"
  std::vector<Joins> Guards;
  // CHECK-DAG: {line: [[@LINE+2]], call: "Joins", callee: "Joins::Joins"{{.*}}arguments: "parameter 0"
  // CHECK-DAG: {line: [[@LINE+1]], bind: ""{{.*}}object: "Guards[*]"
  Guards.emplace_back(P);
}

std::future<int> returned(Pool &P) {
  // CHECK-DAG: {line: [[@LINE+2]], submit: "submit"{{.*}}completion: "result [[R2:[0-9]+]]"
  // CHECK-DAG: {line: [[@LINE+1]], return: ""{{.*}}value: "result [[R2]]"
  return P.submit([] { return 1; });
}
