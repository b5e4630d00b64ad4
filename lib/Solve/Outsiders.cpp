// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

/// \file
/// Waits that only functions end which somebody calls from outside: the nested
/// monitor of A. Lister, "The problem of nested monitor calls", 1977.

#include "Solve/HoldAndWait.h"
#include "Solve/Order.h"

namespace gridlock {

/// The field that is waited for, or an element of it; 0 for anything else.
static Symbol fieldOf(Walk &W, const WaitRecord &Wait) {
  const Walk::Trace Target = W.trace(Wait.Target);
  if (Target.Finals.size() != 1)
    return 0;
  TermId Place = Target.Finals.front();
  if (TermId Kept = W.inContainer(Place))
    Place = Kept;
  for (TermId Seen : Target.Seen)
    if (W.Terms[Seen].Kind == TermKind::Element)
      Place = Seen;
  while (W.Terms[Place].Kind == TermKind::Element)
    Place = W.Terms[Place].Base;
  return W.Terms[Place].Kind == TermKind::Field ? W.Terms[Place].Name : 0;
}

/// Is it a wait of a kind that outsiders may end?
static bool isForOutsiders(const WaitRecord &Wait) {
  return Wait.Kind == WaitKind::Blocks && !Wait.Joins;
}

std::vector<Symbol> HoldAndWait::awaitedUnderLock() {
  std::vector<Symbol> Fields;
  for (const WaitRecord &Wait : W.Waits)
    if (isForOutsiders(Wait) && !heldAt({&Wait, nullptr}).empty())
      if (Symbol Field = fieldOf(W, Wait))
        Fields.push_back(Field);
  return Fields;
}

static bool names(const Function &F, Symbol Field) {
  return llvm::any_of(F.Values, [&](const Value &V) {
    return V.Kind == ValueKind::Field && V.Name == Field;
  });
}

/// Does the function give what the field is to a call, a callable or another
/// place?
static bool handsOn(const Function &F, Symbol Field) {
  auto IsIt = [&](ValueId Id) { return meantName(F, Id) == Field; };
  return llvm::any_of(F.Values,
                      [&](const Value &V) {
                        return (V.Kind == ValueKind::Bound &&
                                llvm::any_of(V.Parts, IsIt)) ||
                               llvm::any_of(V.Captures, [&](const Capture &C) {
                                 return IsIt(C.What);
                               });
                      }) ||
         llvm::any_of(F.Events, [&](const Event &E) {
           return llvm::any_of(E.Arguments, IsIt) ||
                  (E.Kind == EventKind::Return && IsIt(E.Task)) ||
                  (E.Kind == EventKind::Bind && IsIt(E.Task) &&
                   F.Values[E.Object].Kind != ValueKind::Variable);
         });
}

/// Does each function that may end the wait do so in view? A constructor and a
/// destructor have nobody who waits. A promise may be handed on by whoever
/// names it.
bool HoldAndWait::areAllInView(const WaitRecord &Wait) {
  const Symbol Field = fieldOf(W, Wait);
  if (!Field)
    return false;
  llvm::DenseSet<const Function *> Known;
  for (const SignalRecord *Signal :
       Judged.providers(W.traceTarget(Wait.Target)))
    Known.insert(W.Activations[Signal->Activation].Code);
  return llvm::all_of(W.Code.signallers(Field),
                      [&](const Function *F) {
                        return F->IsConstructor || F->IsDestructor ||
                               Known.count(F);
                      }) &&
         (!Wait.Site->OnFuture ||
          llvm::none_of(W.Code.functions(), [&](const Function &F) {
            return names(F, Field) && handsOn(F, Field);
          }));
}

/// Is the activation entered by one call alone?
static bool hasOneCall(const Walk &W, unsigned A) {
  unsigned Calls = 0;
  for (const auto &[Call, Callees] : W.Entered)
    Calls += llvm::is_contained(Callees, A);
  return Calls <= 1;
}

/// Has \p Inner happened each time that the signal is given?
static bool alwaysComesFirst(const Walk &W, const Blocker &Inner,
                             const SignalRecord &Signal) {
  const auto Way = callsTo(W, Signal.Activation, Signal.Site);
  int Up = Inner.activation();
  const Event *Site = Inner.site();
  for (; Up >= 0 && !Way.count(Up); Up = W.Activations[Up].Caller) {
    if (!Site || !Site->Guards.empty())
      return false;
    Site = W.Activations[Up].Site;
  }
  if (Up < 0 || !Site || !Way.at(Up) ||
      !alwaysPrecedes(*W.Activations[Up].Code, *Site, *Way.at(Up)))
    return false;
  return llvm::all_of(Way, [&](const auto &Step) {
    return Step.first <= static_cast<unsigned>(Up) || hasOneCall(W, Step.first);
  });
}

/// Does who gives the signal, in a function that is called from outside, lock
/// before that what is held where the wait is?
bool HoldAndWait::isOutsiderBlocked(const Blocker &B,
                                    const SignalRecord &Signal, const Hold &H) {
  if (&B != H.First || H.Lock < 0 || !isForOutsiders(*B.Wait) ||
      W.Frames[Signal.Frame].Kind != FrameKind::Outside ||
      W.startsIn(B.frame(), Signal.Frame) ||
      W.Activations[Signal.Activation].Lazy || !areAllInView(*B.Wait))
    return false;
  for (const Blocker &Inner : BlockersOf[Signal.Frame]) {
    if (!Inner.Acquire || !conflict(H.Lock, Locks.lockOf(*Inner.Acquire)) ||
        !alwaysComesFirst(W, Inner, Signal))
      continue;
    Path.push_back({&Signal, nullptr, Inner, false});
    return true;
  }
  return false;
}

} // namespace gridlock
