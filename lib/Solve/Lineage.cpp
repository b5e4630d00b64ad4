// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

/// \file
/// Which frame started which, and what serves an executor.

#include "Solve/Order.h"

namespace gridlock {

/// Frames that are followed back; deeper nesting is taken as no relation.
static constexpr unsigned MaxAncestors = 16;

const SubmitRecord *Walk::startBelow(unsigned Ancestor, unsigned In) const {
  for (unsigned Steps = 0; Steps < MaxAncestors && Frames[In].Submit >= 0;
       ++Steps) {
    const SubmitRecord &Start = Submits[Frames[In].Submit];
    if (Start.Frame == Ancestor)
      return &Start;
    In = Start.Frame;
  }
  return nullptr;
}

bool Walk::startsIn(unsigned Inner, unsigned Outer) const {
  return Inner == Outer || startBelow(Outer, Inner);
}

TermId Walk::ownerOf(TermId Executor) {
  QueuePlace Place = Queues.find(Terms, Executor);
  return Place.Queue ? TaskQueues::ownerOf(Terms, Executor, *Place.Queue)
                     : Executor;
}

bool Walk::hasOneServer(TermId Executor) const {
  unsigned Servers = 0;
  for (const SubmitRecord &Thread : Submits)
    if (Thread.Kind == ExecutorKind::Thread &&
        Frames[Thread.Child].Serves.count(Executor))
      Servers += Thread.Site->InLoop ? 2 : 1;
  return Servers == 1;
}

/// Is the task put into the queue of one object only once?
static bool isPutOnce(const Walk &W, const SubmitRecord &Start,
                      unsigned Maker) {
  const auto Making = callsTo(W, Maker, nullptr);
  const Event *Site = Start.Site;
  for (int Up = Start.Activation; Up >= 0;
       Site = W.Activations[Up].Site, Up = W.Activations[Up].Caller) {
    if (!Site || Site->InLoop)
      return false;
    if (Making.count(Up))
      return true;
    if (!W.Activations[Up].Again.empty())
      return false;
  }
  return false;
}

/// Is it the object, a part of it, or a callable that has got it?
static bool mentions(Walk &W, TermId T, TermId Object, unsigned Depth = 0) {
  if (!T || Depth > 4)
    return false;
  for (TermId Seen : W.trace(T).Seen) {
    if (W.Terms.isWithin(Seen, Object))
      return true;
    const Term Callable = W.Terms[Seen];
    bool Captures =
        Callable.Kind == TermKind::Closure || Callable.Kind == TermKind::Bound;
    if (Captures && llvm::any_of(Callable.Parts, [&](TermId Part) {
          return mentions(W, Part, Object, Depth + 1);
        }))
      return true;
  }
  return false;
}

/// Is the object one that nobody else can know when the event happens? Nothing
/// before speaks of it but what makes it.
static bool isUnknownBefore(Walk &W, TermId Object, unsigned A,
                            const Event &At) {
  const unsigned Maker = W.Terms[Object].Number;
  const Event *Site = &At;
  int Up = A;
  for (; Up >= 0 && Up != static_cast<int>(Maker);
       Up = W.Activations[Up].Caller)
    Site = W.Activations[Up].Site;
  if (Up < 0 || !Site)
    return false;
  const Function &F = *W.Activations[Maker].Code;
  auto Speaks = [&](ValueId Id) {
    return Id && mentions(W, W.evaluate(Maker, Id), Object);
  };
  return llvm::none_of(F.Events, [&](const Event &E) {
    return &E != Site && !E.Construction && canPrecede(F, E, *Site) &&
           (Speaks(E.Object) || Speaks(E.Task) ||
            llvm::any_of(E.Arguments, Speaks));
  });
}

bool Walk::canRun(const SubmitRecord &Start, unsigned Server,
                  const Event &Takes) {
  const Term &Object = Terms[Terms.rootOf(Start.Executor)];
  if (Object.Kind != TermKind::Object)
    return true;
  const unsigned Maker = Object.Number;
  if (isUnknownBefore(*this, Terms.rootOf(Start.Executor), Server, Takes))
    return false;
  if (startsIn(Activations[Server].Frame, Start.Child))
    return !isPutOnce(*this, Start, Maker);
  if (startOf(Start.Activation) != startOf(Server))
    return true;
  const auto Making = callsTo(*this, Maker, nullptr);
  const auto Putting = callsTo(*this, Start.Activation, Start.Site);
  const Event *Runs = &Takes;
  for (int Up = Server; Up >= 0;
       Runs = Activations[Up].Site, Up = Activations[Up].Caller) {
    if (Making.count(Up)) {
      auto Put = Putting.find(Up);
      return Put != Putting.end() &&
             canPrecede(*Activations[Up].Code, *Put->second, *Runs);
    }
    if (!Activations[Up].Again.empty())
      return true;
  }
  return true;
}

} // namespace gridlock
