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
    int Up = Wait.Activation;
    while (Up >= 0 && !W.Activations[Up].Code->IsDestructor)
      Up = W.Activations[Up].Caller;
    if (Up >= 0 || W.Frames[Wait.Frame].Kind == FrameKind::Thread)
      continue;
    for (TermId Target : W.trace(Wait.Target).Seen)
      if (Target == Executor || W.Terms.isWithin(Target, Owner))
        return true;
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
    if (V.Needed)
      Children.insert(Told.submitPoint(*V.Needed).Site);
  }
  for (Verdict &V : Found) {
    std::set<const Event *> Awaited;
    for (const SignalRecord *Signal :
         Judged.providers(W.traceTarget(V.Wait->Target)))
      for (const Event *Site : sitesOf(Told, Judged.starts(Signal->Frame)))
        Awaited.insert(Site);
    V.OneChild = V.Needed && Awaited.size() == 1;
    V.ChildWaits = V.Needed && Parents.count(Told.submitPoint(*V.Needed).Site);
    const Event *Parent = Told.submitPoint(*V.Waiter).Site;
    V.OneParent = sitesOf(Told, Judged.starts(V.Wait->Frame)).size() == 1 &&
                  !Children.count(Parent);
    V.ParentsAlone = V.OneParent && !isWaitedForAsWhole(W, V.Executor);
  }
  return Found;
}

} // namespace gridlock
