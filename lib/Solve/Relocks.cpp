// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Solve/Relocks.h"
#include "Solve/Order.h"

namespace gridlock {

static bool blocksOwner(const Event &Acquire) {
  return Acquire.Plain && !Acquire.Tries && !Acquire.Adopts &&
         Acquire.Owner == LockOwner::Thread;
}

std::vector<Cycle> Relocks::cycles() {
  std::vector<Cycle> Found;
  for (const LockRecord &Again : W.Acquires) {
    if (!blocksOwner(*Again.Site) || W.Activations[Again.Activation].Lazy ||
        W.isImpossible(Again.Activation, *Again.Site))
      continue;
    for (unsigned Held : Locks.heldAt(Again.Activation, *Again.Site))
      if (Cycle Made; isAgain(Held, Again, Made.Way)) {
        Made.First = {nullptr, &Again};
        Made.Lock = Held;
        Made.CalledBack = Made.Relocks = true;
        Found.push_back(std::move(Made));
        break;
      }
  }
  return Found;
}

/// Is it a part of the object that the walk started with, or a global: and so
/// one thing, whatever else is not known?
bool Relocks::isCertain(TermId Mutex) const {
  if (!Mutex || W.Terms.isUncertain(Mutex))
    return false;
  const Term &Root = W.Terms[W.Terms.rootOf(Mutex)];
  return Root.Kind == TermKind::Global ||
         (Root.Kind == TermKind::Root && !Root.Number);
}

/// Is what it owns returned to someone out of view, or by the function \p In?
bool Relocks::isReturned(TermId Owner, unsigned In) {
  const auto Finals = W.trace(Owner).Finals;
  for (unsigned A = 0; A < W.Activations.size(); ++A) {
    if (A != In && W.Activations[A].Caller >= 0)
      continue;
    for (TermId Returned : W.Activations[A].Returns)
      for (TermId Final : W.trace(Returned).Finals)
        if (llvm::is_contained(Finals, Final))
          return true;
  }
  return false;
}

/// Is it the end of an object that nobody else owns?
bool Relocks::isLastOwner(const CallStep &Step) {
  for (size_t I = 0; I < W.Ends.size(); ++I)
    if (W.Ends[I].Site == Step.Site && W.Ends[I].Activation == Step.Caller &&
        Lives.isLast({&W.Ends[I], Step.Caller, Step.Site}) &&
        !isReturned(W.Ends[I].Owner, Step.Caller))
      return true;
  return false;
}

/// Is what is entered what the call says, and nothing else? Of objects that
/// were made in view, each is what it says.
bool Relocks::isPlainCall(const CallStep &Step) {
  auto Calls = W.Entered.find({Step.Caller, Step.Site});
  const Activation &Entered = W.Activations[Step.Callee];
  return Step.Site->Kind == EventKind::Call && Step.Site->Callee &&
         !Step.Site->WithClosure && !Entered.Lazy && Calls != W.Entered.end() &&
         (Calls->second.size() == 1 ||
          (Step.Site->Virtual && W.classOf(Entered.This))) &&
         (!Step.Site->LastOwner || isLastOwner(Step));
}

/// Is a place of that name assigned to by one of the functions?
bool Relocks::isStored(Symbol Name, const Functions &Way) const {
  return std::any_of(Way.begin(), Way.end(), [&](const Function *F) {
    return std::any_of(F->Events.begin(), F->Events.end(), [&](const Event &E) {
      return (E.Kind == EventKind::Bind || E.Kind == EventKind::Signal) &&
             F->Values[E.Object].Name == Name;
    });
  });
}

/// May the condition say whether the lock is held already?
bool Relocks::decides(const Function &F, ValueId Condition,
                      const Functions &Way) const {
  const Value &V = F.Values[Condition];
  switch (V.Kind) {
  case ValueKind::Parameter:
    return &F != Way.front();
  case ValueKind::CurrentThread:
  case ValueKind::Lookup:
  case ValueKind::WorkerTest:
    return true;
  case ValueKind::Field:
  case ValueKind::Global:
    return V.ThreadLocal || isStored(V.Name, Way);
  case ValueKind::Element: // what a container holds is no flag
    return false;
  default:
    break;
  }
  return (V.Base && decides(F, V.Base, Way)) ||
         std::any_of(V.Parts.begin(), V.Parts.end(),
                     [&](ValueId Part) { return decides(F, Part, Way); });
}

/// Is there a condition on the way to the acquisition that may know of the
/// lock?
bool Relocks::isOptional(const LockRecord &Again,
                         const std::vector<CallStep> &Way) const {
  Functions Run;
  std::vector<const Event *> Events;
  for (const CallStep &Step : Way) {
    Run.push_back(W.Activations[Step.Caller].Code);
    Events.push_back(Step.Site);
  }
  Run.push_back(W.Activations[Again.Activation].Code);
  Events.push_back(Again.Site);
  for (size_t I = 0; I < Run.size(); ++I)
    for (const Guard &G : Events[I]->Guards)
      if (decides(*Run[I], G.Condition, Run))
        return true;
  return false;
}

/// The event in \p Outer that leads to the acquisition; null where that is not
/// by plain calls.
const Event *Relocks::wayIn(const LockRecord &Acquired, unsigned Outer) {
  const Event *At = Acquired.Site;
  for (unsigned A = Acquired.Activation; A != Outer;) {
    const Activation &In = W.Activations[A];
    if (In.Caller < 0 ||
        !isPlainCall({static_cast<unsigned>(In.Caller), In.Site, A}))
      return nullptr;
    At = In.Site;
    A = In.Caller;
  }
  return At;
}

bool Relocks::isAgain(unsigned Held, const LockRecord &Again,
                      std::vector<CallStep> &Way) {
  const LockRecord &First = *Locks[Held].Acquired;
  TermId Mutex = Locks[Held].Final;
  if (&First == &Again || !blocksOwner(*First.Site) ||
      First.Frame != Again.Frame || !isCertain(Mutex) ||
      Locks[Locks.lockOf(Again)].Final != Mutex ||
      (First.Site->Shared && Again.Site->Shared) ||
      (First.Activation == Again.Activation &&
       First.Site->Where.Token == Again.Site->Where.Token))
    return false;
  if (!Locks.isOwn(Held, Again.Activation)) {
    Way = Locks.way(Again.Activation, Held,
                    [&](const CallStep &Step) { return true; });
    if (Way.empty())
      return false;
  }
  unsigned Outer = Way.empty() ? Again.Activation : Way.front().Caller;
  const Event *Second = Way.empty() ? Again.Site : Way.front().Site;
  const Event *Before = wayIn(First, Outer);
  if (!Before || Before == Second || isOptional(Again, Way) ||
      !std::all_of(Way.begin(), Way.end(),
                   [&](const CallStep &Step) { return isPlainCall(Step); }))
    return false;
  const Function &F = *W.Activations[Outer].Code;
  if (!alwaysPrecedes(F, *Before, *Second))
    return false;
  return std::none_of(F.Events.begin(), F.Events.end(), [&](const Event &E) {
    return &E != Before && canPrecede(F, *Before, E) &&
           canPrecedeWithout(F, E, *Second, *Before) &&
           Locks.lets(Outer, E, Held);
  });
}

} // namespace gridlock
