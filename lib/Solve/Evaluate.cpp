// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

/// \file
/// Values of a function -> terms of the walk.

#include "Solve/Walk.h"

namespace gridlock {

std::vector<TermId> Walk::evaluateAll(unsigned A,
                                      const std::vector<ValueId> &Ids) {
  std::vector<TermId> Evaluated;
  for (ValueId Id : Ids)
    Evaluated.push_back(evaluate(A, Id));
  return Evaluated;
}

static TermKind testKind(ValueKind Kind) {
  switch (Kind) {
  case ValueKind::CurrentThread:
    return TermKind::CurrentThread;
  case ValueKind::Lookup:
    return TermKind::Lookup;
  case ValueKind::WorkerTest:
    return TermKind::WorkerTest;
  case ValueKind::ReadyTest:
    return TermKind::ReadyTest;
  case ValueKind::Not:
    return TermKind::Not;
  case ValueKind::Compare:
    return TermKind::Compare;
  case ValueKind::All:
    return TermKind::All;
  case ValueKind::Placeholder:
    return TermKind::Placeholder;
  case ValueKind::Constant:
    return TermKind::Constant;
  case ValueKind::Bound:
    return TermKind::Bound;
  case ValueKind::Coroutine:
    return TermKind::Coroutine;
  case ValueKind::Rest:
    return TermKind::Rest;
  default:
    return TermKind::Unknown;
  }
}

/// An object or a function by its own name.
TermId Walk::evaluateName(unsigned A, const Value &V) {
  Term T;
  T.Name = V.Name;
  T.Type = V.Type;
  if (V.Kind == ValueKind::Global) {
    T.Kind = TermKind::Global;
    T.ThreadLocal = V.ThreadLocal;
    T.Number = V.Number;
  } else if (V.Kind == ValueKind::Function) {
    T.Kind = TermKind::Function;
  } else {
    T.Kind = TermKind::Object;
    T.Number = beginningOf(A);
  }
  return Terms.intern(std::move(T));
}

TermId Walk::evaluateClosure(unsigned A, const Value &V) {
  Term T{TermKind::Closure, V.Name, V.Type};
  for (const Capture &C : V.Captures) {
    T.Labels.push_back(C.Name);
    T.Parts.push_back(evaluate(A, C.What));
  }
  return *Closures.insert(Terms.intern(std::move(T))).first;
}

TermId Walk::evaluateElement(unsigned A, const Value &V) {
  int64_t Index = V.Number;
  TermId Given = V.Parts.empty() ? 0 : settle(evaluate(A, V.Parts[0]));
  if (Terms[Given].Kind == TermKind::Constant)
    Index = Terms[Given].Number;
  return elementOf(evaluate(A, V.Base), Index);
}

/// What is asked by a condition, and other values that are made of others.
TermId Walk::evaluateTest(unsigned A, const Value &V) {
  Term T{testKind(V.Kind), V.Name, V.Type};
  T.Number = V.Number;
  T.Base = V.Base ? evaluate(A, V.Base) : 0;
  // Which of its threads runs a task is up to the executor; and what is walked
  // for what it stores alone may have run on any.
  if (const Activation &In = Activations[A];
      V.Kind == ValueKind::CurrentThread && !In.Lazy &&
      Frames[In.Frame].Kind != FrameKind::Task)
    T.Number = In.Frame + 1;
  if (V.Kind == ValueKind::Rest) {
    T.Name = Activations[A].Code->Name;
    T.Base = beginningOf(A);
  }
  T.Parts = evaluateAll(A, V.Parts);
  return Terms.intern(std::move(T));
}

TermId Walk::evaluate(unsigned A, ValueId Id) {
  const Value &V = Activations[A].Code->Values[Id];
  switch (V.Kind) {
  case ValueKind::Unknown:
    return 0;
  case ValueKind::This:
    return Activations[A].This;
  case ValueKind::Parameter: {
    const auto &Parameters = Activations[A].Parameters;
    return size_t(V.Number) < Parameters.size() ? Parameters[V.Number] : 0;
  }
  case ValueKind::Variable:
  case ValueKind::Fresh:
  case ValueKind::Global:
  case ValueKind::Function:
    return evaluateName(A, V);
  case ValueKind::Field:
    return Terms.field(settle(evaluate(A, V.Base)), V.Name, V.Type);
  case ValueKind::Element:
    return evaluateElement(A, V);
  case ValueKind::Held:
    return Terms.held(settle(evaluate(A, V.Base)));
  case ValueKind::Result:
    return resultsOf(A).lookup(V.Number);
  case ValueKind::Closure:
    return evaluateClosure(A, V);
  case ValueKind::Any:
    return Terms.any(evaluateAll(A, V.Parts));
  default:
    return evaluateTest(A, V);
  }
}

} // namespace gridlock
