// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Solve/Concurrency.h"
#include "Solve/Order.h"

namespace gridlock {

bool Concurrency::isSerial(unsigned A, unsigned B) const {
  const Frame &One = W.Frames[A], &Other = W.Frames[B];
  if (A == B && One.Kind != FrameKind::Task)
    return true;
  if (W.shareThread(A, B))
    return true;
  return One.Kind == FrameKind::Task && Other.Kind == FrameKind::Task &&
         One.Executor == Other.Executor && Judged.hasOneWorker(One.Executor);
}

/// Is the signal the last thing that the task does, of what matters?
bool Concurrency::isLast(const SignalRecord &Signal) {
  auto [Known, New] = Last.try_emplace(&Signal);
  if (!New)
    return Known->second;
  auto Follows = [&](const auto &Record) {
    return Record.Frame == Signal.Frame && Record.Site != Signal.Site &&
           canPrecede(W, Signal.Activation, Signal.Site, Record.Activation,
                      Record.Site);
  };
  return Known->second = llvm::none_of(W.Waits, Follows) &&
                         llvm::none_of(W.Submits, Follows) &&
                         llvm::none_of(W.Acquires, Follows);
}

/// Is it the end of the task? It may be submitted more than once.
static bool isEnd(const SignalRecord &Signal, const SubmitRecord &Start) {
  return Signal.Frame == Start.Child && !Signal.Site &&
         (!Start.Completion || Signal.Place == Start.Completion);
}

/// Was the task waited for, by the frame \p In, before \p Before? Null: ever,
/// or for something that it does, where \p Until is given by waits before that.
/// Where \p Given is what it does, it is enough that it has done that.
bool Concurrency::isAwaited(const SubmitRecord &Start, unsigned In,
                            const Point *Before, const SignalRecord *Given,
                            const Point *Until) {
  auto [Known, New] =
      Awaited.try_emplace({&Start, In, Before ? *Before : Point(), Given,
                           Until ? *Until : Point()});
  if (New)
    Known->second = findWaitFor(Start, In, Before, Given, Until);
  return Known->second;
}

bool Concurrency::findWaitFor(const SubmitRecord &Start, unsigned In,
                              const Point *Before, const SignalRecord *Given,
                              const Point *Until) {
  // Whether what blocks waits for that again is for others to judge.
  auto Asks = [&](const SignalRecord &Signal) {
    return Before->Wait &&
           W.traceTarget(Before->Wait->Target).Seen.count(Signal.Place);
  };
  auto Tells = [&](const SignalRecord &Signal) {
    return Signal.Frame == Start.Child &&
           (isEnd(Signal, Start) ||
            (Signal.Site && isLast(Signal) && (!Before || !Asks(Signal))) ||
            (Given && Signal.Site &&
             isOnlyAfter(W, Given->Activation, Given->Site, Signal.Activation,
                         Signal.Site)));
  };
  for (const WaitRecord &Wait : W.Waits) {
    if (Wait.Frame != In || Wait.Kind == WaitKind::Timed ||
        (Wait.Kind == WaitKind::Destroys && !Start.Site->Joins) ||
        W.Activations[Wait.Activation].Lazy ||
        (Before && Wait.Site == Before->Site) ||
        (Until && (Wait.Site == Until->Site ||
                   !canPrecede(W, Wait.Activation, Wait.Site, Until->Activation,
                               Until->Site))) ||
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

/// Where the frame stands when \p B blocks: there, or where it has started what
/// leads to that. Empty if it leads to neither.
std::optional<Concurrency::Point> Concurrency::pointIn(unsigned In,
                                                       const Blocker &B) const {
  if (In == B.frame())
    return Point{B.activation(), B.site(), B.Wait};
  if (const SubmitRecord *Beside = W.startBelow(In, B.frame()))
    return Point{Beside->Activation, Beside->Site, B.Wait};
  return std::nullopt;
}

bool Concurrency::wasGiven(const SignalRecord &Signal, const Blocker &B) {
  auto Starts = Judged.starts(Signal.Frame);
  return llvm::any_of(Starts, [&](const SubmitRecord *Start) {
    auto Before = pointIn(Start->Frame, B);
    return Before && isAwaited(*Start, Start->Frame, &*Before, &Signal);
  });
}

unsigned Concurrency::rootOf(unsigned In) const {
  for (unsigned Steps = 0; Steps < 16 && W.Frames[In].Submit >= 0; ++Steps)
    In = W.Submits[W.Frames[In].Submit].Frame;
  return In;
}

/// Has the frame, which leads to \p B, kept the one worker that \p B needs?
bool Concurrency::hasEnded(unsigned In, const Blocker &B) const {
  return In != B.frame() && isSerial(In, B.frame());
}

/// Can what starts the frame be submitted before \p B blocks, in the course of
/// what the frame that blocks, or one that leads to it, has started?
bool Concurrency::comesBefore(unsigned In, const Blocker &B, unsigned Depth) {
  if (Depth >= 4)
    return false;
  return llvm::any_of(Judged.starts(In), [&](const SubmitRecord *Start) {
    auto At = pointIn(Start->Frame, B);
    if (!At)
      return comesBefore(Start->Frame, B, Depth + 1);
    return hasEnded(Start->Frame, B) ||
           canPrecede(W, Start->Activation, Start->Site, At->Activation,
                      At->Site);
  });
}

/// Was it left behind by a task that ended before?
bool Concurrency::outlives(const SubmitRecord &Start, const Blocker &B) {
  if (isAwaited(Start, Start.Frame) || !comesBefore(Start.Frame, B))
    return false;
  unsigned In = B.frame();
  while (auto At = pointIn(In, B)) {
    if (isAwaited(Start, In, nullptr, nullptr,
                  hasEnded(In, B) ? nullptr : &*At))
      return false;
    if (W.Frames[In].Submit < 0)
      break;
    In = W.Submits[W.Frames[In].Submit].Frame;
  }
  return true;
}

bool Concurrency::isBlockedFor(const SubmitRecord &Start) {
  return llvm::any_of(W.Waits, [&](const WaitRecord &Wait) {
    return Wait.Frame == Start.Frame && Wait.Kind == WaitKind::Blocks &&
           !W.Activations[Wait.Activation].Lazy &&
           llvm::any_of(Judged.providers(W.traceTarget(Wait.Target)),
                        [&](const SignalRecord *Signal) {
                          return isEnd(*Signal, Start);
                        });
  });
}

bool Concurrency::isLive(const SubmitRecord &Start, const Blocker &B,
                         unsigned Depth) {
  if (Start.Frame == B.frame()) {
    if (Judged.staysForNextCall(Start))
      return true;
    Point At{B.activation(), B.site(), B.Wait};
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
  bool Descends = false;
  for (const SubmitRecord *Nearest : Judged.starts(B.frame())) {
    const SubmitRecord *Beside =
        Nearest->Frame == Start.Frame
            ? Nearest
            : W.startBelow(Start.Frame, Nearest->Frame);
    if (!Beside)
      continue;
    Descends = true;
    Point Its{Beside->Activation, Beside->Site};
    Point Own{Start.Activation, Start.Site};
    if (Beside == &Start ||
        (!isAwaited(Start, Start.Frame, &Its) &&
         (!isAwaited(*Beside, Beside->Frame, &Own) ||
          // Of what is awaited, something may be left behind.
          (Beside != Nearest && !isAwaited(*Nearest, Nearest->Frame)))))
      return true;
  }
  if (Descends)
    return false;
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
