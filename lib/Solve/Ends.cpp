// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

/// \file
/// What dies, and what its destructor does if nobody else owns it. That is
/// walked apart: whether it happens is for others to say.

#include "Solve/Walk.h"

namespace gridlock {

/// Does the event belong to the end of an owner, which is only noted here?
bool Walk::isEnd(unsigned A, const Event &E) {
  if (WalkingEnd)
    return E.Kind != EventKind::Call && E.Kind != EventKind::Wait &&
           E.Kind != EventKind::Join && E.Kind != EventKind::Bind &&
           E.Kind != EventKind::Return;
  bool Callable = E.Kind == EventKind::Call && E.Destructor && !E.Callee;
  if (!E.LastOwner && !E.WithClosure && !Callable)
    return false;
  if (!Activations[A].Lazy)
    if (TermId Owner = evaluate(A, E.Object))
      Ends.push_back({A, &E, Owner});
  return true;
}

void Walk::walkEnd(const EndRecord &End) {
  unsigned A = End.Activation;
  const Event &E = *End.Site;
  std::vector<TermId> Ready;
  if (!happens(A, E, Ready))
    return;
  WalkingEnd = true;
  if (E.Kind == EventKind::Wait)
    waitEvent(A, E, std::move(Ready));
  else if (E.Callee)
    invokeFunction(E.Callee, E.Owned ? settle(End.Owner) : End.Owner, {},
                   E.Virtual, {Activations[A].Frame, static_cast<int>(A), &E});
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
