// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

/// \file
/// Does what would end a wait need what is held?

#include "Solve/HoldAndWait.h"
#include "Solve/Order.h"

namespace gridlock {

/// Edges followed from the first wait on; longer cycles are not looked for.
static constexpr unsigned MaxEdges = 5;

/// Can what \p B waits for never come while \p H is held?
bool HoldAndWait::isBlocked(const Blocker &B, const Hold &H, unsigned Depth) {
  if (Depth > MaxEdges)
    return false;
  if (Depth == 0)
    Free.clear();
  const std::pair<unsigned, const Event *> Key{B.activation(), B.site()};
  auto [Entry, New] = Free.try_emplace(Key, Depth);
  // It was found to end already, or is being looked at.
  if (!New && (Entry->second <= Depth || OnPath.count(Key)))
    return false;
  Entry->second = Depth;
  if (++W.Looks > MaxLooks) {
    ++W.Cut;
    return false;
  }
  OnPath.insert(Key);
  bool Blocked =
      B.Wait ? isWaitBlocked(B, H, Depth) : isAcquireBlocked(B, H, Depth);
  OnPath.erase(Key);
  if (Blocked)
    Free.erase(Key);
  return Blocked;
}

/// Is there a mutex that both hold, so that they never meet?
bool HoldAndWait::haveGate(const Blocker &A, const Blocker &B, unsigned Held,
                           unsigned Wanted) const {
  for (unsigned One : heldAt(A))
    for (unsigned Other : heldAt(B))
      if (Locks[One].Final && Locks[One].Final == Locks[Other].Final &&
          Locks[One].Final != Locks[Held].Final &&
          Locks[One].Final != Locks[Wanted].Final)
        return true;
  return false;
}

/// Does who acquires the mutex hold it?
bool HoldAndWait::hasAlready(const Blocker &B, unsigned Wanted) const {
  return Locks[Wanted].Final && llvm::any_of(heldAt(B), [&](unsigned Lock) {
           return Lock != Wanted && Locks[Lock].Final == Locks[Wanted].Final;
         });
}

/// Does it hold alone what is held alone where the search began?
bool HoldAndWait::hasAsWell(const Blocker &B, int Lock) const {
  auto IsAlone = [&](unsigned Of) { return !Locks[Of].Acquired->Site->Shared; };
  return Lock >= 0 && Locks[Lock].Final && IsAlone(Lock) &&
         llvm::any_of(heldAt(B), [&](unsigned Own) {
           return Locks[Own].Final == Locks[Lock].Final && IsAlone(Own);
         });
}

/// Has the frame of \p B acquired what \p Holder has held since before it
/// started that frame? Then one of them is not there yet.
bool HoldAndWait::hasPassed(const Blocker &B, const Blocker &Holder,
                            unsigned Wanted) {
  const SubmitRecord *Start = W.startBelow(Holder.frame(), B.frame());
  if (!Start)
    return false;
  const auto Since = Locks.heldAt(Start->Activation, *Start->Site);
  auto Keeps = [&](unsigned Lock) {
    return conflict(Lock, Wanted) && llvm::is_contained(Since, Lock);
  };
  return llvm::any_of(heldAt(Holder), Keeps) &&
         llvm::any_of(W.Acquires, [&](const LockRecord &Own) {
           return Own.Frame == B.frame() && !Own.Site->Tries &&
                  Locks.lockOf(Own) != Wanted &&
                  conflict(Locks.lockOf(Own), Wanted) &&
                  isOnlyAfter(W, Own.Activation, Own.Site, B.activation(),
                              B.site());
         });
}

bool HoldAndWait::isAcquireBlocked(const Blocker &B, const Hold &H,
                                   unsigned Depth) {
  unsigned Wanted = Locks.lockOf(*B.Acquire);
  if (B.Acquire->Site->Recursive && hasAlready(B, Wanted))
    return false;
  if (Depth && H.Lock >= 0 && conflict(H.Lock, Wanted))
    return true;
  // Who holds it may be blocked in turn.
  for (const Blocker *Inner : holdersOf(Wanted)) {
    const unsigned In = Inner->frame();
    if (Meetings.isSerial(In, B.frame()) ||
        (In == B.frame() && isOwnOf(Wanted, In)) || hasAsWell(*Inner, H.Lock) ||
        (H.First && Meetings.isSerial(In, H.First->frame())) ||
        (H.LocksOnly && Inner->Wait) ||
        haveGate(B, *Inner, H.Lock < 0 ? Wanted : H.Lock, Wanted) ||
        (H.First && hasPassed(*H.First, *Inner, Wanted)) ||
        !Meetings.isConcurrent(B, In) ||
        !Meetings.isConcurrent(*Inner, B.frame()) ||
        !isBlocked(*Inner, H, Depth + 1))
      continue;
    holds(*Inner, Wanted); // notes whether it is the same mutex for sure
    const auto Starts = Judged.starts(In);
    Path.push_back(
        {nullptr, Starts.empty() ? nullptr : Starts.front(), *Inner, false});
    return true;
  }
  return false;
}

/// What blocks while it holds a lock that excludes \p Wanted.
const std::vector<const Blocker *> &HoldAndWait::holdersOf(unsigned Wanted) {
  auto [Entry, New] = HoldersOf.try_emplace(Wanted);
  if (New)
    for (const auto &[In, Blockers] : BlockersOf)
      for (const Blocker &Inner : Blockers)
        if (holds(Inner, Wanted))
          Entry->second.push_back(&Inner);
  return Entry->second;
}

/// Is a lock held at \p B that excludes \p Wanted?
bool HoldAndWait::holds(const Blocker &B, unsigned Wanted) {
  if (B.Acquire && Locks.lockOf(*B.Acquire) == Wanted)
    return false;
  return llvm::any_of(heldAt(B), [&](unsigned Lock) {
    return conflict(Lock, Wanted) &&
           !(B.Acquire && isOneOfMany(Lock, *B.Acquire));
  });
}

/// Are both acquired at one place in the source: in one step, or by objects
/// that are nested, from the outer ones to the inner ones?
bool HoldAndWait::isOneOfMany(unsigned Held, const LockRecord &Again) const {
  const LockRecord &First = *Locks[Held].Acquired;
  auto IsOnePlace = [](const Location &A, const Location &B) {
    return std::tie(A.File, A.Line, A.Column) ==
           std::tie(B.File, B.Line, B.Column);
  };
  return IsOnePlace(Locks.acquiredAt(First).second->Where,
                    Locks.acquiredAt(Again).second->Where) ||
         (First.Activation == Again.Activation &&
          IsOnePlace(First.Site->Where, Again.Site->Where));
}

bool HoldAndWait::isWaitBlocked(const Blocker &B, const Hold &H,
                                unsigned Depth) {
  const WaitRecord &Wait = *B.Wait;
  if (Wait.Kind == WaitKind::Suspends ||
      (Depth && Wait.Kind == WaitKind::Timed))
    return false;
  Walk::Trace Target = W.traceTarget(Wait.Target);
  if (Judged.isReady(Wait, Target) ||
      W.isImpossible(Wait.Activation, *Wait.Site))
    return false;
  if (areAllTasksBlocked(Target, H, Depth))
    return true;
  auto Signals = Judged.providers(Target);
  // One of many futures or threads, and each of them in a loop.
  bool OneOfMany =
      (Wait.Site->OnFuture ||
       llvm::none_of(Signals,
                     [](const SignalRecord *By) { return By->Site; })) &&
      std::any_of(Target.Seen.begin(), Target.Seen.end(), [&](TermId T) {
        return W.Terms.isUncertain(T) || W.inContainer(T);
      });
  bool NeedsAll = Wait.NeedsAll || OneOfMany || Judged.isCounted(Signals);
  bool AnyBlocked = false, AnyFree = false;
  std::vector<CycleStep> Kept;
  for (const SignalRecord *Signal : Signals) {
    auto Plain = Judged.plainOutcome(Wait, *Signal, Wait.Frame);
    if (Plain == Judge::Outcome::Ignored)
      continue;
    size_t Before = Path.size();
    bool Blocked = Plain ? isOutsiderBlocked(B, *Signal, H)
                         : isProviderBlocked(B, *Signal, H, Depth) &&
                               !(Signal->Site && Meetings.wasGiven(*Signal, B));
    AnyFree |= !Blocked;
    if (Blocked && !AnyBlocked)
      Kept.assign(Path.begin() + Before, Path.end());
    AnyBlocked |= Blocked;
    Path.resize(Before);
  }
  if (!AnyBlocked || (!NeedsAll && AnyFree))
    return false;
  Path.insert(Path.end(), Kept.begin(), Kept.end());
  return true;
}

/// The end of all tasks of an executor, or of its threads, is waited for.
bool HoldAndWait::areAllTasksBlocked(const Walk::Trace &Target, const Hold &H,
                                     unsigned Depth) {
  for (const SubmitRecord &Submit : W.Submits) {
    // Also of those that the tasks of another one run on: a thread ends when
    // what was moved to it has run.
    if (!Submit.Executor ||
        llvm::none_of(W.holders(Submit.Executor), [&](TermId Held) {
          return Target.Seen.count(Held) != 0;
        }))
      continue;
    if (H.First && !Meetings.isConcurrent(*H.First, Submit.Child))
      continue;
    if (isFrameBlocked(Submit.Child, nullptr, H, Depth)) {
      Path.back().Start = &Submit;
      return true;
    }
  }
  return false;
}

bool HoldAndWait::isProviderBlocked(const Blocker &B,
                                    const SignalRecord &Signal, const Hold &H,
                                    unsigned Depth) {
  const Frame &By = W.Frames[Signal.Frame];
  const SubmitRecord &Start = W.Submits[By.Submit];
  bool Waits = By.Kind == FrameKind::Task && !Start.Site->Steals &&
               !Judged.isUnbounded(By.Executor);
  // It does not start while every worker is taken. Of tasks that wait for their
  // own executor others judge.
  bool First = H.First && H.First->frame() == B.frame() &&
               W.Frames[B.frame()].Kind == FrameKind::Task;
  if ((Depth || !First) && Waits &&
      intersects(W.holders(By.Executor), H.Executors)) {
    Path.push_back({&Signal, &Start, {}, false});
    return true;
  }
  if (By.Kind == FrameKind::Thread && !Signal.Site &&
      (hasHandedItselfOver(B, Signal.Frame) || hasToldItsEnd(B, Signal.Frame)))
    return false;
  if (ownsWaiter(B, Signal.Frame))
    return false;
  if (isFrameBlocked(Signal.Frame, &Signal, H, Depth)) {
    Path.back().Provider = &Signal;
    Path.back().Start = &Start;
    return true;
  }
  if (Waits)
    for (const SubmitRecord *Put : Judged.starts(Signal.Frame))
      if ((Signal.Site || !Put->Completion ||
           Put->Completion == Signal.Place) &&
          isLineBlocked(*Put, H, Depth)) {
        Path.back().Provider = &Signal;
        return true;
      }
  return By.Kind == FrameKind::Thread && isServerBlocked(Signal, H, Depth);
}

/// A worker gives the signal after tasks that it runs, or when it ends: such a
/// task may need what is held.
bool HoldAndWait::isServerBlocked(const SignalRecord &Signal, const Hold &H,
                                  unsigned Depth) {
  for (TermId Served : W.Frames[Signal.Frame].Serves) {
    auto Servers = W.Servers.find(Served);
    bool Before = !Signal.Site;
    if (Servers != W.Servers.end() && Signal.Site)
      for (auto [A, Site] : Servers->second)
        Before |= W.Activations[A].Frame == Signal.Frame &&
                  W.startOf(A) == W.startOf(Signal.Activation) &&
                  canPrecede(W, A, Site, Signal.Activation, Signal.Site);
    for (const SubmitRecord &Task : W.Submits)
      if (Before && Task.Executor == Served &&
          (!H.First || Meetings.isConcurrent(*H.First, Task.Child)) &&
          isFrameBlocked(Task.Child, nullptr, H, Depth)) {
        Path.back().Start = &Task;
        return true;
      }
  }
  return false;
}

/// Does the frame block before it gives the signal? Null: before it ends.
bool HoldAndWait::isFrameBlocked(unsigned In, const SignalRecord *Signal,
                                 const Hold &H, unsigned Depth) {
  for (const Blocker &Inner : BlockersOf[In]) {
    if (Inner.Wait &&
        (Inner.Wait->Joins || Inner.Wait->Kind == WaitKind::Helps))
      continue;
    if (Signal && Signal->Site &&
        (W.startOf(Inner.activation()) != W.startOf(Signal->Activation) ||
         !canPrecede(W, Inner.activation(), Inner.site(), Signal->Activation,
                     Signal->Site)))
      continue;
    if (W.isImpossible(Inner.activation(), *Inner.site()))
      continue;
    if (isBlocked(Inner, H, Depth + 1)) {
      Path.push_back({Signal, nullptr, Inner, false});
      return true;
    }
  }
  return false;
}

/// May every worker be taken by tasks that wait for what is held?
bool HoldAndWait::isLineBlocked(const SubmitRecord &Start, const Hold &H,
                                unsigned Depth) {
  for (const SubmitRecord &Other : W.Submits) {
    if (!Other.Executor || Other.Child == Start.Child || !H.First ||
        (Other.Executor != Start.Executor &&
         (!W.shareThread(Other.Child, Start.Child) ||
          // It has let go of the thread before: it has started what waits.
          W.startsIn(H.First->frame(), Other.Child))) ||
        isOwnOf(H.Lock, Other.Child) ||
        // What the awaited task submits itself stands behind it.
        W.startsIn(Other.Frame, Start.Child) ||
        Meetings.isSerial(Other.Child, H.First->frame()) ||
        (Other.Frame == Start.Frame &&
         !canPrecede(W, Other.Activation, Other.Site, Start.Activation,
                     Start.Site)) ||
        !Meetings.isConcurrent(*H.First, Other.Child))
      continue;
    for (const Blocker &Inner : BlockersOf[Other.Child])
      // A worker that runs other tasks while it waits is not taken.
      if (!(Inner.Wait && (Inner.Wait->Kind == WaitKind::Helps ||
                           Judged.isLent(*Inner.Wait, Start.Executor))) &&
          isBlocked(Inner, H, Depth + 1)) {
        Path.push_back({nullptr, &Other, Inner, true});
        return true;
      }
  }
  return false;
}

} // namespace gridlock
