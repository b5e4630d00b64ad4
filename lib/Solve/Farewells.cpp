// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

/// \file
/// Threads of which it is known, where they are waited for, that they block
/// nowhere any more.

#include "Solve/HoldAndWait.h"
#include "Solve/Order.h"

namespace gridlock {

/// Is the thread known to who waits for it because it has put itself there,
/// and does it block nowhere after that?
bool HoldAndWait::hasHandedItselfOver(const Blocker &B, unsigned Thread) {
  auto IsLast = [&](const auto &Store) {
    const Function &F = *W.Activations[Store.first].Code;
    return inFrame(F, Thread) >= 0 &&
           llvm::none_of(BlockersOf[Thread], [&](const Blocker &Later) {
             // The function may also have been walked for what it stores alone.
             const int Same = callOf(F, Later.activation());
             const int Own = Same < 0 ? besides(F, Later.activation()) : Same;
             return Own < 0 || canPrecede(W, Own, Store.second,
                                          Later.activation(), Later.site());
           });
  };
  return llvm::any_of(W.traceTarget(B.Wait->Target).Seen, [&](TermId Place) {
    const auto Stores = W.storesTo(Place);
    return !Stores.empty() && llvm::all_of(Stores, IsLast);
  });
}

/// Is it waited for in the destructor of what the thread, or the task, owns as
/// long as it runs?
bool HoldAndWait::ownsWaiter(const Blocker &B, unsigned By) const {
  std::set<TermId> Dying;
  for (int Up = B.activation(); Up >= 0; Up = W.Activations[Up].Caller)
    if (W.Activations[Up].Code->IsDestructor)
      Dying.insert(W.Activations[Up].This);
  if (Dying.empty() || W.Frames[By].Submit < 0)
    return false;
  const auto Tasks = W.trace(W.Submits[W.Frames[By].Submit].Task).Finals;
  return llvm::any_of(W.Ends, [&](const EndRecord &End) {
    if (!End.Callable || !End.Site->LastOwner ||
        !llvm::is_contained(Tasks, End.Callable))
      return false;
    const auto Owned = W.trace(End.Owner).Seen;
    return llvm::any_of(Dying,
                        [&](TermId One) { return Owned.count(One) != 0; });
  });
}

/// The places of which a condition is made.
static void addPlaces(const TermTable &Terms, TermId T,
                      std::set<TermId> &Into) {
  const Term &Of = Terms[T];
  if (Of.Kind == TermKind::Field || Of.Kind == TermKind::Global)
    Into.insert(T);
  else if (Of.Base)
    addPlaces(Terms, Of.Base, Into);
  for (TermId Part : Of.Parts)
    addPlaces(Terms, Part, Into);
}

/// Does the thread, once \p Site of \p A has happened, only block in \p Later
/// with a lock that it had there, and that \p B cannot have before it lets go?
bool HoldAndWait::isOverFor(const Blocker &B, unsigned A, const Event &Site,
                            const Blocker &Later) {
  const std::vector<unsigned> &After = heldAt(Later), &There = heldAt(B);
  return llvm::any_of(Locks.heldAt(A, Site), [&](unsigned Lock) {
    const LockRecord &Acquired = *Locks[Lock].Acquired;
    return llvm::is_contained(After, Lock) &&
           !canFollow(W, A, &Site, Acquired.Activation, Acquired.Site) &&
           llvm::any_of(There,
                        [&](unsigned Own) { return conflict(Lock, Own); });
  });
}

/// Must the thread have been started where that was asked?
bool HoldAndWait::isStarted(unsigned Thread, const Blocker &B, unsigned A,
                            const Event *Site) {
  return llvm::any_of(Judged.starts(Thread), [&](const SubmitRecord *Start) {
    return Judged.staysForNextCall(*Start) ||
           ((Start->Activation != A || Site != B.site()) &&
            canPrecede(W, Start->Activation, Start->Site, A, Site));
  });
}

/// Is the wait ended by the thread alone, and somewhere by what is the last of
/// it?
bool HoldAndWait::onlyTeller(
    const WaitRecord &Wait, unsigned Thread,
    llvm::function_ref<bool(unsigned, const Event *)> IsLast) {
  bool Found = false;
  for (const SignalRecord *By : Judged.providers(W.traceTarget(Wait.Target))) {
    if (By->Frame != Thread && W.Frames[By->Frame].Kind != FrameKind::Outside)
      return false;
    Found |= IsLast(By->Activation, By->Site);
  }
  return Found;
}

/// Does who waits for the thread go on only when the thread has told, in a
/// flag, a promise or the like, that it blocks nowhere any more?
bool HoldAndWait::hasToldItsEnd(const Blocker &B, unsigned Thread) {
  auto IsLast = [&](unsigned A, const Event *Site) {
    return W.Activations[A].Frame == Thread && Site &&
           llvm::none_of(BlockersOf[Thread], [&](const Blocker &Later) {
             return W.startOf(A) == W.startOf(Later.activation()) &&
                    canPrecede(W, A, Site, Later.activation(), Later.site()) &&
                    !isOverFor(B, A, *Site, Later);
           });
  };
  std::set<TermId> Asked;
  const bool Started = isStarted(Thread, B, B.activation(), B.site());
  const Event *At = Started ? B.site() : nullptr;
  for (int In = B.activation(); In >= 0 && At;
       At = W.Activations[In].Site, In = W.Activations[In].Caller)
    for (const Guard &G : At->Guards)
      addPlaces(W.Terms, W.evaluate(In, G.Condition), Asked);
  for (TermId Flag : Asked)
    for (auto [A, Site] : W.storesTo(Flag))
      if (IsLast(A, Site))
        return true;
  return llvm::any_of(W.Waits, [&](const WaitRecord &Before) {
    return Before.Kind == WaitKind::Blocks && !Before.Joins &&
           Before.Frame == B.frame() &&
           isOnlyAfter(W, Before.Activation, Before.Site, B.activation(),
                       B.site()) &&
           isStarted(Thread, B, Before.Activation, Before.Site) &&
           onlyTeller(Before, Thread, IsLast);
  });
}

/// An activation of the function on a frame; -1 for none.
int HoldAndWait::inFrame(const Function &F, unsigned In) const {
  for (unsigned A = 0; A < W.Activations.size(); ++A)
    if (W.Activations[A].Frame == In && W.Activations[A].Code == &F)
      return A;
  return -1;
}

/// An activation of the function that begins as \p A does; -1 for none.
int HoldAndWait::besides(const Function &F, unsigned A) const {
  for (unsigned Other = 0; Other < W.Activations.size(); ++Other)
    if (W.Activations[Other].Code == &F && W.startOf(Other) == W.startOf(A))
      return Other;
  return -1;
}

/// The activation of the function that \p A is, or was called from; -1 for
/// none.
int HoldAndWait::callOf(const Function &F, unsigned A) const {
  int Up = A;
  while (Up >= 0 && W.Activations[Up].Code != &F)
    Up = W.Activations[Up].Caller;
  return Up;
}

} // namespace gridlock
