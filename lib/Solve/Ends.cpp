// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

/// \file
/// What dies, and what its destructor does if nobody else owns it. That is
/// walked apart: whether it happens is for others to say. And what is walked
/// once all that is known of a program was walked.

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
  if (WalkingEnd && E.LastOwner)
    if (TermId Owner = evaluate(A, E.Object))
      InnerEnds.push_back({A, &E, Owner});
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
  Ends.push_back({A, &E, Owner, Of, nullptr});
  return !(FollowsOwners && E.LastOwner && E.Callee && !Of);
}

void Walk::walkEnd(const EndRecord &End, unsigned A) {
  const Event &E = *End.Site;
  WalkingEnd = true;
  Holders.clear();
  Impossible.clear();
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

bool Walk::isFor(bool Workers, unsigned A, const Event &E) {
  const Event *At = &E;
  for (int In = A; In >= 0 && At;
       At = Activations[In].Site, In = Activations[In].Caller)
    for (const Guard &G : At->Guards) {
      Test Found = testOf(evaluate(In, G.Condition));
      if (Found.Kind == Test::Worker && (Found.Positive == G.Holds) == Workers)
        return true;
    }
  return false;
}

void Walk::waitEvent(unsigned A, const Event &E, std::vector<TermId> Ready) {
  WaitRecord Wait{
      A,      &E,         Activations[A].Frame, evaluate(A, E.Object),
      E.Wait, E.NeedsAll, std::move(Ready)};
  Wait.Joins = E.Kind == EventKind::Join;
  Wait.Released = evaluate(A, E.Released);
  Wait.Choices = choices(A, E);
  if (Wait.Target)
    (WalkingEnd ? EndWaits : Waits).push_back(std::move(Wait));
}

unsigned Walk::startOf(unsigned A) const {
  while (Activations[A].Caller >= 0)
    A = Activations[A].Caller;
  return A;
}

const Event *Walk::siteIn(unsigned Outer, unsigned Inner,
                          const Event *Site) const {
  int Up = Inner;
  for (; Up >= 0 && Up != static_cast<int>(Outer); Up = Activations[Up].Caller)
    Site = Activations[Up].Site;
  return Up >= 0 ? Site : nullptr;
}

bool Walk::isCalledFrom(unsigned Inner, unsigned Outer) const {
  for (int Up = Inner; Up >= 0; Up = Activations[Up].Caller)
    if (Up == static_cast<int>(Outer))
      return true;
  return false;
}

bool Walk::isInDestructor(unsigned A) const {
  for (int Up = A; Up >= 0; Up = Activations[Up].Caller)
    if (Activations[Up].Code->IsDestructor)
      return true;
  return false;
}

/// What a server does with a task's object is seen only once tasks were put in
/// its queue: each server is walked again, once, when all is known.
bool Walk::rewalkServers() {
  bool Any = false;
  for (unsigned In = 0; In < Frames.size(); ++In) {
    if (Frames[In].Kind != FrameKind::Thread || Frames[In].Serves.empty() ||
        !Rewalked.insert(In).second)
      continue;
    for (auto Entry = Known.begin(); Entry != Known.end();)
      Entry = std::get<3>(Entry->first) == In ? Known.erase(Entry)
                                              : std::next(Entry);
    Open.push_back(Frames[In].Submit);
    Any = true;
  }
  return Any;
}

/// A lambda that was made and given to code out of view: it runs somewhere.
bool Walk::runStray() {
  bool Any = false;
  for (TermId Closure : std::set<TermId>(Closures))
    if (Invoked.insert(Closure).second) {
      Any = true;
      bool Outer = WalkingLazily;
      WalkingLazily = true;
      invoke(Closure, {}, {0, -1, nullptr});
      WalkingLazily = Outer;
    }
  return Any;
}

} // namespace gridlock
