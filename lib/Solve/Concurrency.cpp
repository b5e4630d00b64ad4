// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Solve/Concurrency.h"
#include "Solve/Order.h"

namespace gridlock {

bool Concurrency::isSerial(unsigned A, unsigned B) const {
  const Frame &One = W.Frames[A], &Other = W.Frames[B];
  if (A == B && One.Kind != FrameKind::Task)
    return true;
  if (One.Kind != FrameKind::Task || Other.Kind != FrameKind::Task ||
      One.Executor != Other.Executor)
    return false;
  const Class *C = W.Code.classNamed(W.Terms[One.Executor].Type);
  if (C && C->Capacity == 1)
    return true;
  // One thread that was started outside of a loop serves the queue.
  unsigned Servers = 0;
  for (const SubmitRecord &Thread : W.Submits)
    if (Thread.Kind == ExecutorKind::Thread &&
        W.Frames[Thread.Child].Serves.count(One.Executor))
      Servers += Thread.Site->InLoop ? 2 : 1;
  return Servers == 1;
}

/// Was the task waited for between its submit and \p Before, by the same frame?
bool Concurrency::isAwaited(const SubmitRecord &Start, const Blocker &Before) {
  for (const WaitRecord &Wait : W.Waits) {
    Blocker Between{&Wait, nullptr};
    if (Wait.Frame != Start.Frame || Wait.Kind == WaitKind::Timed ||
        Wait.Site == Before.site())
      continue;
    Walk::Trace Target = W.traceTarget(Wait.Target);
    bool Ends = Target.Seen.count(Start.Executor) && Start.Executor;
    for (const SignalRecord *Signal : Judged.providers(Target))
      Ends |= !Signal->Site && Signal->Frame == Start.Child;
    if (Ends &&
        canPrecede(W, Start.Activation, Start.Site, Between.activation(),
                   Between.site()) &&
        canPrecede(W, Between.activation(), Between.site(), Before.activation(),
                   Before.site()) &&
        !canPrecede(W, Before.activation(), Before.site(), Start.Activation,
                    Start.Site))
      return true;
  }
  return false;
}

bool Concurrency::isConcurrent(const Blocker &B, unsigned In, unsigned Depth) {
  auto Starts = Judged.starts(In);
  if (Starts.empty() || Depth > 4)
    return true;
  for (const SubmitRecord *Start : Starts) {
    if (Start->Frame != B.frame()) {
      if (Start->Frame == In || isConcurrent(B, Start->Frame, Depth + 1))
        return true;
      continue;
    }
    if (canPrecede(W, Start->Activation, Start->Site, B.activation(),
                   B.site()) &&
        !isAwaited(*Start, B))
      return true;
  }
  return false;
}

} // namespace gridlock
