// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Solve/Relatives.h"
#include "Solve/Story.h"

namespace gridlock {

/// The calls of the user's code that submit.
static std::set<const Event *>
sitesOf(const Story &Told, llvm::ArrayRef<const SubmitRecord *> Submits) {
  std::set<const Event *> Sites;
  for (const SubmitRecord *Submit : Submits)
    Sites.insert(Told.submitPoint(*Submit).Site);
  return Sites;
}

/// Does somebody wait until the executor has done all its work, other than its
/// own threads and its destructor?
static bool isWaitedForAsWhole(Walk &W, TermId Executor) {
  TermId Owner = W.ownerOf(Executor);
  for (const WaitRecord &Wait : W.Waits) {
    if (W.isInDestructor(Wait.Activation) ||
        W.Frames[Wait.Frame].Kind == FrameKind::Thread)
      continue;
    for (TermId Target : W.trace(Wait.Target).Seen)
      if (Target == Executor || W.Terms.isWithin(Target, Owner))
        return true;
  }
  return false;
}

/// Is it seen what a call of it does? What was entered, or does nothing.
static bool isKnown(const Walk &W, TermId Callable) {
  const Term &Called = W.Terms[Callable];
  return Called.Kind == TermKind::Function ||
         Called.Kind == TermKind::Closure || Called.Kind == TermKind::Object;
}

/// Does a task call a callable that is not known? It may wait as well.
static bool callsUnknown(Walk &W, unsigned Frame) {
  for (unsigned A = 0; A < W.Activations.size(); ++A) {
    if (W.Activations[A].Frame != Frame)
      continue;
    for (const Event &E : W.Activations[A].Code->Events) {
      if (E.Kind != EventKind::Call || E.Callee || W.Entered.count({A, &E}))
        continue;
      auto Callables = W.trace(W.evaluate(A, E.Object)).Finals;
      if (!llvm::all_of(Callables, [&](TermId C) { return isKnown(W, C); }))
        return true;
    }
  }
  return false;
}

std::vector<Verdict> relatedVerdicts(Walk &W, Judge &Judged) {
  std::vector<Verdict> Found = Judged.verdicts();
  Story Told(W);
  std::set<const Event *> Parents, Children;
  for (const Verdict &V : Found) {
    auto Waiting = sitesOf(Told, Judged.starts(V.Wait->Frame));
    Parents.insert(Waiting.begin(), Waiting.end());
    if (const SubmitRecord *Needed = V.lastNeeded())
      Children.insert(Told.submitPoint(*Needed).Site);
  }
  for (Verdict &V : Found) {
    std::set<const Event *> Awaited;
    bool Known = true;
    for (const SignalRecord *Signal :
         Judged.providers(W.traceTarget(V.Wait->Target))) {
      Known &= !callsUnknown(W, Signal->Frame);
      for (const Event *Site : sitesOf(Told, Judged.starts(Signal->Frame)))
        Awaited.insert(Site);
    }
    V.OneChild = V.Needed && Awaited.size() == 1;
    V.ChildWaits =
        V.Needed && (!Known || Parents.count(Told.submitPoint(*V.Needed).Site));
    const Event *Parent = Told.submitPoint(*V.Waiter).Site;
    V.OneParent = sitesOf(Told, Judged.starts(V.Wait->Frame)).size() == 1 &&
                  !Children.count(Parent);
    V.ParentsAlone = V.OneParent && Known && !isWaitedForAsWhole(W, V.Executor);
  }
  return Found;
}

} // namespace gridlock
