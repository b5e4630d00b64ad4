// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

/// \file
/// What is stored in an object by methods that the walk did not come by.

#include "Solve/Conditions.h"
#include "Solve/Walk.h"

namespace gridlock {

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
static ValueId touched(const Function &F, const Event &E, bool Making) {
  if (Making)
    return E.Kind == EventKind::Call && E.Construction ? E.Object : 0;
  if (E.Kind == EventKind::Bind || E.Kind == EventKind::Adapt)
    return E.Object;
  if (E.Kind == EventKind::Connect)
    return E.Completion;
  // A thread is assigned as it is started, maybe by a reference.
  return E.Kind == EventKind::Submit && E.Executor == ExecutorKind::Thread
             ? assignedOnce(F, E.Completion)
             : 0;
}

namespace {
/// Goes along a path of a function from its end, as far as the end of a place
/// is the same.
class PathEnd {
public:
  PathEnd(const Program &Code, const TermTable &Terms, const Function &F,
          ValueId Id, TermId Place, unsigned Depth = 0)
      : Rest(Place), Id(Id), Code(Code), Terms(Terms), F(&F), Depth(Depth) {
    for (unsigned Steps = 0; Steps < MaxSteps && step(); ++Steps)
      ;
  }

  TermId Rest;                                    ///< of the place
  const Value &root() const { return value(Id); } ///< where the path ends

private:
  static constexpr unsigned MaxSteps = 16;
  static constexpr unsigned MaxCalls = 3;

  const Value &value(ValueId Of) const { return F->Values[Of]; }
  bool step();
  bool stepIntoCall(const Event &Call);

  ValueId Id;
  const Program &Code;
  const TermTable &Terms;
  const Function *F;
  unsigned Depth; ///< calls
};
} // namespace

bool PathEnd::step() {
  const Value &V = value(Id);
  const Term &Part = Terms[Rest];
  if (V.Kind == ValueKind::Variable) {
    const ValueId Meant = assignedOnce(*F, Id);
    return Meant != std::exchange(Id, Meant);
  }
  if (V.Kind == ValueKind::Element) {
    // An iterator stands for its element.
    if (value(assignedOnce(*F, V.Base)).Kind != ValueKind::Element) {
      if (Part.Kind != TermKind::Element)
        return false;
      Rest = Part.Base;
    }
    Id = V.Base;
    return true;
  }
  if (V.Kind == ValueKind::Field && Part.Kind == TermKind::Field &&
      V.Name == Part.Name) {
    Id = V.Base;
    Rest = Part.Base;
    return true;
  }
  return V.Kind == ValueKind::Result && stepIntoCall(F->Events[V.Number]);
}

/// What a call returns may be a part of its object, or of an argument.
bool PathEnd::stepIntoCall(const Event &Call) {
  const Function *Callee = Depth < MaxCalls && Call.Kind == EventKind::Call
                               ? Code.function(Call.Callee)
                               : nullptr;
  if (!Callee)
    return false;
  for (const Event &E : Callee->Events) {
    if (E.Kind != EventKind::Return)
      continue;
    const PathEnd Inner(Code, Terms, *Callee, E.Task, Rest, Depth + 1);
    const Value &From = Inner.root();
    if (From.Kind == ValueKind::This)
      Id = Call.Object;
    else if (From.Kind == ValueKind::Parameter &&
             size_t(From.Number) < Call.Arguments.size())
      Id = Call.Arguments[From.Number];
    else
      continue;
    Rest = Inner.Rest;
    return true;
  }
  return false;
}

namespace {
/// A method that stores to a part of its own object.
struct Storer {
  const Function *Code;
  TermId Owner; ///< the object
};
} // namespace

/// Finds who stores to the place \p T, or makes what is there: \p F itself, or
/// who gives it a part of its own object to do so.
static void addStorers(const Program &Code, const TermTable &Terms,
                       const Function &F, TermId T, bool Making,
                       std::vector<Storer> &Into) {
  auto Add = [&](const Function &By, const PathEnd &End) {
    if (End.root().Kind == ValueKind::This &&
        llvm::none_of(Into, [&](const Storer &One) { return One.Code == &By; }))
      Into.push_back({&By, End.Rest});
  };
  for (const Event &E : F.Events) {
    ValueId Id = touched(F, E, Making);
    while (F.Values[Id].Kind == ValueKind::Element)
      Id = F.Values[Id].Base;
    if (F.Values[Id].Kind == ValueKind::Variable)
      continue; // a store to the variable alone
    const PathEnd End(Code, Terms, F, Id, T);
    if (End.Rest == T)
      continue;
    Add(F, End);
    if (End.root().Kind != ValueKind::Parameter)
      continue;
    const size_t Given = End.root().Number;
    for (const Function *Caller : Code.callers(F.Name))
      for (const Event &Call : Caller->Events)
        if (Call.Callee == F.Name && Given < Call.Arguments.size())
          Add(*Caller,
              PathEnd(Code, Terms, *Caller, Call.Arguments[Given], End.Rest));
  }
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
  std::vector<Storer> Makers, Storers;
  if (const Term Whole = Terms[Place.Base]; Whole.Kind == TermKind::Field)
    for (const Function *F : Code.makers(Whole.Name))
      addStorers(Code, Terms, *F, Place.Base, true, Makers);
  if (Makers.size() <= 4)
    for (const Storer &Maker : Makers)
      walkLazily(*Maker.Code, Maker.Owner);
  for (const Function *F : Code.storers(Place.Name))
    addStorers(Code, Terms, *F, T, false, Storers);
  // A template that stores has as many instances as uses; a constructor tells
  // more.
  const bool Few = Storers.size() <= 6;
  for (const Storer &One : Storers)
    if (const Symbol Type = Terms[One.Owner].Type;
        (One.Code->IsConstructor || Few) &&
        (!Type || Code.derives(Type, One.Code->Class)))
      walkLazily(*One.Code, One.Owner);
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
