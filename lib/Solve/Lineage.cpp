// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

/// \file
/// Which frame started which, and what serves an executor.

#include "Solve/Walk.h"

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

} // namespace gridlock
