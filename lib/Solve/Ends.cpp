// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

/// \file
/// What dies, and what its destructor does if nobody else owns it. That is
/// walked apart: whether it happens is for others to say.

#include "Solve/Walk.h"

namespace gridlock {

/// A loop that is run serves the tasks that it was given; in a task of another
/// executor, they hold that one too.
void Walk::runEvent(unsigned A, const Event &E) {
  TermId Loop = settle(evaluate(A, E.Object));
  if (!Loop)
    return;
  unsigned In = Activations[A].Frame;
  Frames[In].Serves.insert(Loop);
  Servers[Loop].insert({A, &E});
  Runs.push_back({A, &E, In, Loop});
  if (Frames[In].Kind == FrameKind::Task && !worksFor(In, Loop))
    Adapts[Loop].insert(Frames[In].Executor);
}

/// Does the event belong to the end of an owner, which is only noted here?
bool Walk::isEnd(unsigned A, const Event &E) {
  bool Callable = E.Kind == EventKind::Call && E.Destructor && !E.Callee;
  bool Dies = E.LastOwner || E.WithClosure || Callable;
  if (WalkingEnd)
    return Dies || (E.Kind != EventKind::Call && E.Kind != EventKind::Wait &&
                    E.Kind != EventKind::Join && E.Kind != EventKind::Bind &&
                    E.Kind != EventKind::Return);
  if (!Dies)
    return false;
  TermId Owner = Activations[A].Lazy ? 0 : evaluate(A, E.Object);
  if (!Owner)
    return true;
  TermId Of = 0;
  if (E.WithClosure)
    Of = E.Task ? evaluate(A, E.Task) : Activations[A].This;
  Ends.push_back({A, &E, Owner, Of});
  return true;
}

void Walk::walkEnd(const EndRecord &End, unsigned A) {
  const Event &E = *End.Site;
  WalkingEnd = true;
  if (E.Kind == EventKind::Wait) {
    EndWaits.push_back(
        {A, &E, Activations[A].Frame, End.Owner, E.Wait, E.NeedsAll, {}});
  } else if (E.Callee) {
    invokeFunction(E.Callee, E.Owned ? settle(End.Owner) : End.Owner, {},
                   E.Virtual, {Activations[A].Frame, static_cast<int>(A), &E});
  }
  WalkingEnd = false;
}

std::set<TermId> Walk::placesOf(TermId Object) {
  std::set<TermId> Places;
  std::vector<TermId> Open{Object};
  while (!Open.empty() && Places.size() < 64) {
    TermId Next = Open.back();
    Open.pop_back();
    auto Held = HeldIn.find(Next);
    if (Held == HeldIn.end())
      continue;
    for (TermId Place : Held->second)
      if (Places.insert(Place).second)
        Open.push_back(Place);
  }
  return Places;
}

bool Walk::isElsewhere(unsigned A, const Event &E) {
  const Event *At = &E;
  for (int In = A; In >= 0 && At;
       At = Activations[In].Site, In = Activations[In].Caller)
    for (const Guard &G : At->Guards) {
      Test Found = testOf(evaluate(In, G.Condition));
      if (Found.Kind == Test::Worker && Found.Positive != G.Holds)
        return true;
    }
  return false;
}

} // namespace gridlock
