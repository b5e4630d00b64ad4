// RUN: %python %S/Inputs/facts.py %s -- %tidy > %t
// RUN: FileCheck %s < %t
// RUN: FileCheck %s --check-prefix=ONCE < %t

// ONCE-COUNT-2: function: "instantiated"
// ONCE-NOT: function: "{{instantiated|neverInstantiated|sort|for_each}}"

// Which functions are read: the user's own, and each instantiation.

#include "Inputs/Pool.h"

#include <algorithm>
#include <vector>

template <typename T> int instantiated(Pool &P, T Value) {
  // CHECK-DAG: {line: [[@LINE+2]], submit: "submit"{{.*}}value: "lambda(Value = parameter 1)"
  // CHECK-DAG: {line: [[@LINE+1]], submit: "submit"{{.*}}value: "lambda(Value = parameter 1)"
  return P.submit([Value] { return Value.size(); }).get();
}
template <typename T> int neverInstantiated(Pool &P, T Value) {
  return P.submit([Value] { return Value.size(); }).get();
}

// CHECK-DAG: {line: [[@LINE+1]], wait: "settle"
static inline void unused(Pool &P) { P.settle(); }

int main() {
  Pool P(2);
  instantiated(P, std::string("a"));
  instantiated(P, std::vector<int>{1});
  std::vector<int> Numbers{3, 1, 2};
  std::sort(Numbers.begin(), Numbers.end());
  // CHECK-DAG: {line: [[@LINE+2]], call: "for_each"{{.*}}object: "lambda(P = P)"
  // CHECK-DAG: {line: [[@LINE+1]], submit: "post"{{.*}}object: "this.P"
  std::for_each(Numbers.begin(), Numbers.end(), [&P](int) { P.post([] {}); });
}
