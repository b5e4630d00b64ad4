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
  return (C && C->Capacity == 1) || W.hasOneServer(One.Executor);
}

/// Was the task waited for, by the frame \p In, before \p Before? Null: ever,
/// or for something that it does. Where \p Given is what it does, it is enough
/// that it has done that.
bool Concurrency::isAwaited(const SubmitRecord &Start, unsigned In,
                            const Point *Before, const SignalRecord *Given,
                            const WaitRecord *Except) {
  auto Tells = [&](const SignalRecord &Signal) {
    return Signal.Frame == Start.Child &&
           (!Before || !Signal.Site ||
            (Given && isOnlyAfter(W, Given->Activation, Given->Site,
                                  Signal.Activation, Signal.Site)));
  };
  for (const WaitRecord &Wait : W.Waits) {
    if (Wait.Frame != In || &Wait == Except || Wait.Kind == WaitKind::Timed ||
        (Wait.Kind == WaitKind::Destroys && !Start.Site->Joins) ||
        W.Activations[Wait.Activation].Lazy ||
        (Before && Wait.Site == Before->Site) ||
        !canPrecede(W, Start.Activation, Start.Site, Wait.Activation,
                    Wait.Site))
      continue;
    Walk::Trace Target = W.traceTarget(Wait.Target);
    bool Ends = Start.Executor && Target.Seen.count(Start.Executor);
    for (const SignalRecord *Signal : Judged.providers(Target))
      Ends |= Tells(*Signal);
    if (Ends && (!Before || (canPrecede(W, Wait.Activation, Wait.Site,
                                        Before->Activation, Before->Site) &&
                             !canPrecede(W, Before->Activation, Before->Site,
                                         Start.Activation, Start.Site))))
      return true;
  }
  return false;
}

bool Concurrency::wasGiven(const SignalRecord &Signal, const Blocker &B) {
  auto Starts = Judged.starts(Signal.Frame);
  return std::any_of(
      Starts.begin(), Starts.end(), [&](const SubmitRecord *Start) {
        Point Before{B.activation(), B.site()};
        if (Start->Frame != B.frame()) {
          const SubmitRecord *Beside = W.startBelow(Start->Frame, B.frame());
          if (!Beside)
            return false;
          Before = {Beside->Activation, Beside->Site};
        }
        return isAwaited(*Start, Start->Frame, &Before, &Signal);
      });
}

unsigned Concurrency::rootOf(unsigned In) const {
  for (unsigned Steps = 0; Steps < 16 && W.Frames[In].Submit >= 0; ++Steps)
    In = W.Submits[W.Frames[In].Submit].Frame;
  return In;
}

/// Was it left behind by a task that ended before?
bool Concurrency::outlives(const SubmitRecord &Start, const Blocker &B) {
  if (isAwaited(Start, Start.Frame) ||
      isAwaited(Start, B.frame(), nullptr, nullptr, B.Wait))
    return false;
  auto Parents = Judged.starts(Start.Frame);
  return std::any_of(Parents.begin(), Parents.end(),
                     [&](const SubmitRecord *Parent) {
                       return Parent->Frame == B.frame() &&
                              canPrecede(W, Parent->Activation, Parent->Site,
                                         B.activation(), B.site());
                     });
}

bool Concurrency::isBlockedFor(const SubmitRecord &Start) {
  return llvm::any_of(W.Waits, [&](const WaitRecord &Wait) {
    return Wait.Frame == Start.Frame && Wait.Kind == WaitKind::Blocks &&
           !W.Activations[Wait.Activation].Lazy &&
           llvm::any_of(Judged.providers(W.traceTarget(Wait.Target)),
                        [&](const SignalRecord *Signal) {
                          return Signal->Frame == Start.Child && !Signal->Site;
                        });
  });
}

bool Concurrency::isLive(const SubmitRecord &Start, const Blocker &B,
                         unsigned Depth) {
  if (Start.Frame == B.frame()) {
    if (Judged.staysForNextCall(Start))
      return true;
    Point At{B.activation(), B.site()};
    return (canPrecede(W, Start.Activation, Start.Site, At.Activation,
                       At.Site) ||
            Judged.canComeBefore(Start, At.Activation, At.Site)) &&
           !isAwaited(Start, Start.Frame, &At);
  }
  // Who waits for it keeps the one worker that what blocks would run on.
  if (isSerial(Start.Frame, B.frame()) && isBlockedFor(Start))
    return false;
  // Two functions that never call each other: what the one leaves behind.
  if (rootOf(Start.Frame) != rootOf(B.frame()))
    return W.Frames[Start.Frame].Kind == FrameKind::Outside
               ? !isAwaited(Start, Start.Frame)
               : isConcurrent(B, Start.Frame, Depth + 1);
  if (const SubmitRecord *Beside = W.startBelow(Start.Frame, B.frame())) {
    Point Its{Beside->Activation, Beside->Site};
    Point Own{Start.Activation, Start.Site};
    return Beside == &Start || (!isAwaited(Start, Start.Frame, &Its) &&
                                !isAwaited(*Beside, Beside->Frame, &Own));
  }
  return Start.Frame == Start.Child || outlives(Start, B) ||
         isConcurrent(B, Start.Frame, Depth + 1);
}

bool Concurrency::isConcurrent(const Blocker &B, unsigned In, unsigned Depth) {
  auto Starts = Judged.starts(In);
  return Starts.empty() || Depth > 4 ||
         std::any_of(Starts.begin(), Starts.end(),
                     [&](const SubmitRecord *Start) {
                       return isLive(*Start, B, Depth);
                     });
}

} // namespace gridlock
