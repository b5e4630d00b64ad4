// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

/// \file
/// Calls: which functions run, with which arguments.

#include "Solve/Conditions.h"
#include "Solve/Order.h"
#include "Solve/Walk.h"

namespace gridlock {

TermId Walk::opaqueResult(unsigned A, unsigned Index, TermId Object) {
  const Function &F = *Activations[A].Code;
  const Event &E = F.Events[Index];
  Term T{TermKind::Opaque, E.Callee};
  for (const Value &V : F.Values)
    if (V.Kind == ValueKind::Result && V.Number == Index)
      T.Type = V.Type;
  T.Parts = {settle(Object)};
  bool Distinct = false;
  for (ValueId Argument : E.Arguments) {
    TermId Given = settle(evaluate(A, Argument));
    Distinct |= !Given;
    T.Parts.push_back(Given);
  }
  // Asked with something unknown, it may answer differently each time.
  if (Distinct)
    T.Number = (static_cast<int64_t>(A) << 20) + Index + 1;
  return Terms.intern(std::move(T));
}

void Walk::construct(TermId Object, const Event &E,
                     const std::vector<TermId> &Arguments,
                     CallContext Context) {
  Made.try_emplace(Object, Context.Caller, &E);
  if (!Code.function(E.Callee))
    for (TermId Given : Arguments)
      for (TermId Final : trace(Given).Finals)
        Parents[Object].insert(Final);
  // A base is made as a part of what is made.
  if (const Function *Constructor = Code.function(E.Callee);
      Context.Caller < 0 || Activations[Context.Caller].This != Object)
    MadeAs[Object].insert(Constructor ? Constructor->Class : 0);
  if (const Class *C = Code.classNamed(Terms[Object].Type);
      C && C->AdaptsArgument >= 0 &&
      size_t(C->AdaptsArgument) < Arguments.size())
    Adapts[Object].insert(Arguments[C->AdaptsArgument]);
  // A static object is made once, and not as a part of the task that happens to
  // be first.
  if (Terms[Object].Kind == TermKind::Global)
    Context = {0, -1, nullptr};
  invokeFunction(E.Callee, Object, Arguments, false, Context);
}

/// Does the condition say that the owner, or what it holds, is nothing?
static bool saysNothing(const Function &F, const Guard &G, ValueId Owner) {
  const AskedValue Asked = askedBy(F, G);
  const Value &V = F.Values[Asked.Value];
  const bool Equal = Asked.Operator == Comparison::Equal;
  return (Equal || Asked.Operator == Comparison::NotEqual) &&
         Asked.Against == 0 && Asked.Holds == Equal &&
         (Asked.Value == Owner ||
          (V.Kind == ValueKind::Element && V.Base == Owner));
}

/// Is the owner known to hold nothing when it dies, as on an early return?
static bool isTestedEmpty(const Function &F, const Event &E) {
  auto Fills = [&](const Event &Other, const Guard &Tested) {
    return (Other.Kind == EventKind::Bind || Other.Construction) &&
           Other.Object == E.Object && llvm::is_contained(Other.Guards, Tested);
  };
  return llvm::any_of(E.Guards, [&](const Guard &G) {
    return saysNothing(F, G, E.Object) &&
           llvm::none_of(F.Events,
                         [&](const Event &Other) { return Fills(Other, G); });
  });
}

/// Has another function moved from the owner before it dies: a callee that it
/// was given to by reference, or a method of what it is a part of?
bool Walk::wasEmptied(unsigned A, const Event &E, TermId Owner) const {
  // What a call returns is what it has moved.
  const Value &Dies = Activations[A].Code->Values[E.Object];
  return (Dies.Kind == ValueKind::Variable || Dies.Kind == ValueKind::Field) &&
         isEmptiedBefore(A, E, Owner);
}

bool Walk::isEmptiedBefore(unsigned A, const Event &E, TermId Owner) const {
  auto Moves = Emptied.find(Owner);
  return Moves != Emptied.end() &&
         llvm::any_of(Moves->second, [&](const auto &Move) {
           return Activations[Move.first].Frame == Activations[A].Frame &&
                  isOnlyAfter(*this, Move.first, Move.second, A, &E);
         });
}

/// Is nothing left to end with the owner, or is it a handle, and not the last?
bool Walk::endsNothing(unsigned A, const Event &E, TermId Owner) {
  if (!E.Owned)
    return isHandleOfCalled(A, Owner);
  return (!E.Resets && wasEmptied(A, E, Owner)) ||
         isTestedEmpty(*Activations[A].Code, E);
}

/// Was nothing put where the callable, or the object, should be?
bool Walk::isEmpty(TermId Place) {
  const Trace Found = trace(Place);
  // An element that is picked has the name of the variable.
  return llvm::all_of(Found.Finals, [&](TermId Final) {
    return Terms.isPart(Final) || (Final == Place && Found.Seen.size() > 1);
  });
}

/// What calls a place before something was put there is to be walked again
/// when it is called again.
void Walk::noteUnanswered(int Caller, TermId Place) {
  constexpr unsigned MaxPlaces = 4;
  for (int Up = Caller; Up >= 0; Up = Activations[Up].Caller) {
    auto &Places = Activations[Up].Unanswered;
    if (Places.size() >= MaxPlaces || llvm::is_contained(Places, Place))
      return;
    Places.push_back(Place);
  }
}

bool Walk::isAnswered(unsigned A) {
  const auto Places = Activations[A].Unanswered;
  return llvm::any_of(Places, [&](TermId Place) { return !isEmpty(Place); });
}

void Walk::callEvent(unsigned A, unsigned Index) {
  const Event &E = Activations[A].Code->Events[Index];
  CallContext Context{Activations[A].Frame, static_cast<int>(A), &E};
  TermId Object = evaluate(A, E.Object);
  if (E.Destructor && endsNothing(A, E, Object))
    return;
  std::vector<TermId> Arguments = evaluateAll(A, E.Arguments);
  TermId Result = 0;
  if (Object && (!E.Callee || E.Virtual) && isEmpty(Object))
    noteUnanswered(A, Object);
  if (!E.Callee) {
    if (WalkingEnd || !takesFromQueue(A, Object, E, 0))
      Result = invoke(Object, Arguments, Context);
  } else if (E.Construction) {
    return construct(Object, E, Arguments, Context);
  } else {
    const Function *Callee = Code.function(E.Callee);
    bool Runs = E.Virtual && !E.Destructor;
    if (const Class *C = Callee ? Code.classNamed(Callee->Class) : nullptr)
      Runs |= std::find(C->CallOperators.begin(), C->CallOperators.end(),
                        E.Callee) != C->CallOperators.end();
    if (Runs && !WalkingEnd && takesFromQueue(A, Object, E, E.Callee))
      return;
    // A plain method by which the tasks of a queue are known to be run.
    if (!Runs && !WalkingEnd && Queues.runsBy(E.Callee) &&
        takesFromQueue(A, Object, E, E.Callee, /*Learn=*/false))
      return;
    bool Itself = E.Destructor && !E.Owned;
    Result = invokeFunction(E.Callee, Itself ? Object : settle(Object),
                            Arguments, E.Virtual, Context);
    if (TermId Lent = Callee ? 0 : evaluate(A, E.Released))
      Releases.push_back({A, &E, Activations[A].Frame, Lent, 0});
    if (!Callee && !Result)
      Result = opaqueResult(A, Index, Object);
  }
  if (Result)
    resultsOf(A)[Index] = Result;
}

Symbol Walk::classOf(TermId Object) const {
  if (Terms[Object].Kind == TermKind::Object)
    return Terms[Object].Type;
  auto Classes = MadeAs.find(Object);
  return Classes != MadeAs.end() && Classes->second.size() == 1
             ? *Classes->second.begin()
             : 0;
}

TermId Walk::invokeFunction(Symbol Name, TermId This,
                            std::vector<TermId> Arguments, bool Virtual,
                            const CallContext &Context) {
  if (Context.Caller >= 0 && Code.isSignal(Name))
    emitSignal(Name, This, Arguments, Context.Caller, Context.Site);
  std::vector<TermId> Returned;
  auto Enter = [&](const Function &F, TermId On) {
    if (!Code.isActive(F))
      return;
    int Entered = activate(F, On, Arguments, Context);
    if (Entered >= 0)
      Returned.insert(Returned.end(), Activations[Entered].Returns.begin(),
                      Activations[Entered].Returns.end());
  };
  if (!Virtual) {
    if (const Function *F = Code.function(Name)) {
      if (F->IsLambda)
        Invoked.insert(This);
      Enter(*F, This);
    }
    return Terms.any(std::move(Returned));
  }
  std::vector<TermId> Objects{This};
  if (Terms[This].Kind == TermKind::Any)
    Objects = Terms[This].Parts;
  for (TermId Object : Objects) {
    auto Targets = Code.dispatch(Name, classOf(Object));
    if (Targets.size() > 12) {
      ++Cut;
      continue;
    }
    for (const Function *F : Targets)
      if (!isExcluded(Object, Name, *F, Context))
        Enter(*F, Object);
  }
  return Terms.any(std::move(Returned));
}

TermId Walk::invoke(TermId Callee, const std::vector<TermId> &Arguments,
                    const CallContext &Context, unsigned Depth) {
  std::vector<TermId> Returned;
  if (Depth < 8)
    for (TermId Final : trace(Callee).Finals)
      Returned.push_back(invokeOne(Final, Arguments, Context, Depth));
  return Terms.any(std::move(Returned));
}

TermId Walk::invokeMethod(Symbol Name, const std::vector<TermId> &Arguments,
                          const CallContext &Context) {
  const Function *F = Code.function(Name);
  if (Arguments.empty() || (F && !F->HasThis))
    return invokeFunction(Name, 0, Arguments, false, Context);
  if (!F && !Code.isSignal(Name) && Code.dispatch(Name, 0).empty())
    return 0;
  bool Virtual = !F || F->IsVirtual;
  return invokeFunction(Name, settle(Arguments.front()),
                        {Arguments.begin() + 1, Arguments.end()}, Virtual,
                        Context);
}

TermId Walk::invokeBound(const Term &Called,
                         const std::vector<TermId> &Arguments,
                         const CallContext &Context, unsigned Depth) {
  std::vector<TermId> All;
  bool Places = false;
  for (TermId Part : Called.Parts) {
    if (Terms[Part].Kind == TermKind::Placeholder) {
      Places = true;
      size_t Index = Terms[Part].Number;
      Part = Index < Arguments.size() ? Arguments[Index] : 0;
    }
    All.push_back(Part);
  }
  if (!Places)
    All.insert(All.end(), Arguments.begin(), Arguments.end());
  return invoke(Called.Base, All, Context, Depth + 1);
}

/// The call operators that take this many arguments, or all if none does.
TermId Walk::invokeOperators(TermId Callee, const Class &Of,
                             const std::vector<TermId> &Arguments,
                             const CallContext &Context) {
  std::vector<TermId> Returned;
  for (bool Fitting : {true, false}) {
    for (Symbol Operator : Of.CallOperators) {
      const Function *F = Code.function(Operator);
      if (F && (!Fitting || F->Parameters == Arguments.size()))
        Returned.push_back(
            invokeFunction(Operator, Callee, Arguments, false, Context));
    }
    if (!Returned.empty())
      break;
  }
  return Terms.any(std::move(Returned));
}

TermId Walk::invokeOne(TermId Callee, const std::vector<TermId> &Arguments,
                       const CallContext &Context, unsigned Depth) {
  const Term Called = Terms[Callee];
  if (Called.Kind == TermKind::Function)
    return invokeMethod(Called.Name, Arguments, Context);
  if (Called.Kind == TermKind::Coroutine)
    return invoke(Called.Base, Called.Parts, Context, Depth + 1);
  if (TermId Started = Terms.coroutineOf(Callee)) {
    CallContext Handle = Context;
    Handle.Resumes = true;
    return invokeOne(Started, Arguments, Handle, Depth + 1);
  }
  if (Called.Kind == TermKind::Rest) {
    resume(Called, Context);
    return 0;
  }
  if (Called.Kind == TermKind::Bound)
    return invokeBound(Called, Arguments, Context, Depth);
  if (Called.Kind == TermKind::Closure)
    Invoked.insert(Callee);
  const Class *C = Called.Type ? Code.classNamed(Called.Type) : nullptr;
  if (C && !C->CallOperators.empty())
    return invokeOperators(Callee, *C, Arguments, Context);
  // A task that holds a callable (packaged_task): it runs it and is ready then.
  TermId Held = Terms.held(Callee);
  if (Called.Kind != TermKind::Object || !Heap.count(Held))
    return 0;
  TermId Result = invoke(Held, Arguments, Context, Depth + 1);
  int Start = Frames[Context.Frame].Submit;
  if (Context.Caller < 0 && Start >= 0)
    Signals.push_back(
        {Submits[Start].Activation, nullptr, Context.Frame, Callee});
  return Result;
}

} // namespace gridlock
