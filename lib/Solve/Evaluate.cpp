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

std::vector<TermId> Walk::rootParameters(const Function &F) {
  std::vector<TermId> Parameters;
  std::vector<Symbol> Types(F.Parameters, 0);
  for (const Value &V : F.Values)
    if (V.Kind == ValueKind::Parameter && size_t(V.Number) < Types.size())
      Types[V.Number] = V.Type;
  for (uint32_t I = 0; I < F.Parameters; ++I) {
    Term T{TermKind::Root, F.Name, Types[I]};
    T.Number = I + 1;
    Parameters.push_back(Terms.intern(std::move(T)));
  }
  return Parameters;
}

void Walk::walkLazily(const Function &F, TermId This) {
  if (!F.HasThis || F.IsLambda || F.IsDestructor || LazyWalks >= MaxLazy ||
      !Code.isActive(F))
    return;
  ++LazyWalks;
  bool Outer = WalkingLazily;
  WalkingLazily = true;
  activate(F, This, {}, {0, -1, nullptr}); // nothing is known of its arguments
  WalkingLazily = Outer;
}

/// What an event stores to, or makes; 0 where it does neither.
static ValueId touched(const Event &E, bool Making) {
  if (Making)
    return E.Kind == EventKind::Call && E.Construction ? E.Object : 0;
  if (E.Kind == EventKind::Bind || E.Kind == EventKind::Adapt)
    return E.Object;
  if (E.Kind == EventKind::Connect)
    return E.Completion;
  // A thread is assigned as it is started.
  return E.Kind == EventKind::Submit && E.Executor == ExecutorKind::Thread
             ? E.Completion
             : 0;
}

/// The object of which the place \p T is a part, if the method stores to that
/// part of its own object, or makes it; 0 if it does not.
TermId Walk::ownerIn(const Function &F, TermId T, bool Making) const {
  for (const Event &E : F.Events) {
    const Value *V = &F.Values[touched(E, Making)];
    while (V->Kind == ValueKind::Element)
      V = &F.Values[V->Base];
    TermId Owner = T;
    for (; V->Kind == ValueKind::Field &&
           Terms[Owner].Kind == TermKind::Field && V->Name == Terms[Owner].Name;
         V = &F.Values[V->Base])
      Owner = Terms[Owner].Base;
    if (Owner != T && V->Kind == ValueKind::This)
      return Owner;
  }
  return 0;
}

/// Is the place looked at for the first time?
bool Walk::isFirstLook(TermId T) {
  if (Finished)
    return false;
  if (T >= Stored.size())
    Stored.resize(2 * T + 1);
  bool First = !Stored[T];
  Stored[T] = true;
  return First;
}

void Walk::ensureStored(TermId T) {
  if (Terms[T].Kind != TermKind::Field || !isFirstLook(T))
    return;
  const Term Place = Terms[T];
  TermKind Root = Terms[Terms.rootOf(T)].Kind;
  if (Root != TermKind::Root && Root != TermKind::Global &&
      Root != TermKind::Opaque)
    return;
  if (const Term Whole = Terms[Place.Base]; Whole.Kind == TermKind::Field) {
    auto Makers = Code.makers(Whole.Name);
    if (Makers.size() <= 4)
      for (const Function *F : Makers)
        if (TermId Owner = ownerIn(*F, Place.Base, true))
          walkLazily(*F, Owner);
  }
  // A template that stores has as many instances as uses; a constructor tells
  // more.
  auto Storers = Code.storers(Place.Name);
  for (const Function *F : Storers)
    if (F->IsConstructor || Storers.size() <= 6)
      if (TermId Owner = ownerIn(*F, T, false);
          Owner &&
          (!Terms[Owner].Type || Code.derives(Terms[Owner].Type, F->Class)))
        walkLazily(*F, Owner);
}

/// The threads of a pool that is made elsewhere are started by its constructor.
void Walk::ensureWorkers(TermId Owner) {
  const Term Pool = Terms[Owner];
  TermKind Root = Terms[Terms.rootOf(Owner)].Kind;
  if (!Pool.Type || Made.count(Owner) || WalkingLazily ||
      (Root != TermKind::Root && Root != TermKind::Global &&
       Root != TermKind::Opaque) ||
      !isFirstLook(Owner))
    return;
  for (const Function *F : Code.constructors(Pool.Type))
    if (Code.startsThread(*F))
      walkLazily(*F, Owner);
}

} // namespace gridlock
