// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

/// \file
/// Is what is waited for ready already?

#include "Solve/Conditions.h"
#include "Solve/Judge.h"
#include "Solve/Order.h"

namespace gridlock {

/// The place, and what it is among the elements of a container.
llvm::SmallSetVector<TermId, 4> Judge::namesOf(TermId Place) {
  llvm::SmallSetVector<TermId, 4> Names;
  for (TermId Name : {Place, W.inContainer(Place)})
    if (Name) {
      Names.insert(Name);
      Names.insert(W.Terms.ofAnyElement(Name));
    }
  return Names;
}

/// Is it what is waited for, \p Own or written alike? An element that is not
/// known is taken for the same one then.
bool Judge::isSame(TermId Ready, TermId Target, TermId Own) {
  if (Ready == Target)
    return true;
  const Walk::Trace Traced = W.trace(Target);
  return (Traced.Finals.size() == 1 && Traced.Seen.count(Ready)) ||
         (Own && W.single(W.trace(Ready)) == Own);
}

bool Judge::isReady(const WaitRecord &Wait, const Walk::Trace &Target) {
  TermId Own = W.single(Target);
  // What it holds beside says nothing against the thing itself.
  if (!Own)
    Own = W.single(W.trace(Wait.Target));
  for (TermId Ready : Wait.Ready)
    if (!Ready || isSame(Ready, Wait.Target, Own))
      return true;
  std::set<unsigned> Asked;
  return isCalledReady(Wait.Activation, Wait.Target, Own, Asked) ||
         wasAwaited(Wait, Target) || wereAllAwaited(Wait, Target);
}

/// Is it known wherever the function is called from? A call on the way back to
/// itself adds nothing to what is known where that began.
bool Judge::isCalledReady(unsigned A, TermId Target, TermId Own,
                          std::set<unsigned> &Asked) {
  auto Calls = CallsOf.find(A);
  if (Calls == CallsOf.end() || W.Activations[A].Caller < 0)
    return false;
  if (!Asked.insert(A).second)
    return true;
  return std::all_of(Calls->second.begin(), Calls->second.end(),
                     [&](const auto &Call) {
                       for (TermId Ready : W.readyAt(Call.first, *Call.second))
                         if (isSame(Ready, Target, Own))
                           return true;
                       return isCalledReady(Call.first, Target, Own, Asked);
                     });
}

/// Has the function always waited for the same thing before? What has ended
/// once stays so.
bool Judge::wasAwaited(const WaitRecord &Wait, const Walk::Trace &Target) {
  TermId Own = Wait.Site->OnFuture ? W.single(Target) : 0;
  const Function &F = *W.Activations[Wait.Activation].Code;
  auto IsSame = [&](const auto &Before) {
    return Before.Activation == Wait.Activation && Before.Site != Wait.Site &&
           alwaysPrecedes(F, *Before.Site, *Wait.Site) &&
           W.single(W.traceTarget(Before.Target)) == Own;
  };
  return Own && (llvm::any_of(W.Suspensions, IsSame) ||
                 llvm::any_of(W.Waits, [&](const WaitRecord &Before) {
                   return Before.Kind == WaitKind::Blocks &&
                          Before.Site->OnFuture && IsSame(Before);
                 }));
}

/// Does the loop that the event stands in come by it in each round, for all
/// that \p Later depends on?
static bool isInEachRound(const Function &F, const Event &E,
                          const Event &Later) {
  return E.InLoop && llvm::all_of(E.Guards, [&](const Guard &G) {
           const ValueId Asked = withoutNot(F, G).Condition;
           return F.Values[Asked].Kind == ValueKind::Compare ||
                  llvm::is_contained(Later.Guards, G);
         });
}

/// Has a loop before waited for each element of what this one is an element of?
bool Judge::wereAllAwaited(const WaitRecord &Wait, const Walk::Trace &Target) {
  auto Containers = [&](const Walk::Trace &Of) {
    std::set<TermId> Names;
    for (TermId Place : Of.Seen)
      for (TermId Name : namesOf(Place))
        if (W.Terms.isUncertain(Name))
          Names.insert(Name);
    return Names;
  };
  const std::set<TermId> Own =
      Wait.Site->OnFuture ? Containers(Target) : std::set<TermId>();
  const Function &F = *W.Activations[Wait.Activation].Code;
  return !Own.empty() && llvm::any_of(W.Waits, [&](const WaitRecord &Before) {
    return Before.Activation == Wait.Activation && Before.Site->OnFuture &&
           Before.Kind == WaitKind::Blocks &&
           isInEachRound(F, *Before.Site, *Wait.Site) &&
           isOnlyAfter(W, Before.Activation, Before.Site, Wait.Activation,
                       Wait.Site) &&
           llvm::any_of(Containers(W.traceTarget(Before.Target)),
                        [&](TermId Name) { return Own.count(Name) != 0; });
  });
}

} // namespace gridlock
