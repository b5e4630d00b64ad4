// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Solve/HoldAndWait.h"
#include "Solve/Order.h"

namespace gridlock {

/// Edges followed from the first wait on; longer cycles are not looked for.
static constexpr unsigned MaxEdges = 5;

HoldAndWait::HoldAndWait(Walk &W, Judge &Judged, const LockFlow &Locks,
                         const SolveOptions &Options)
    : W(W), Judged(Judged), Locks(Locks), Options(Options),
      Meetings(W, Judged) {
  for (const WaitRecord &Wait : W.Waits)
    BlockersOf[Wait.Frame].push_back({&Wait, nullptr});
  for (const LockRecord &Acquire : W.Acquires)
    if (!Acquire.Site->Tries && !Acquire.Site->Adopts &&
        Acquire.Site->Owner == LockOwner::Thread)
      BlockersOf[Acquire.Frame].push_back({nullptr, &Acquire});
}

/// The locks that are held by what runs the tasks of a frame's executor.
std::vector<unsigned> HoldAndWait::heldAround(unsigned In) const {
  std::vector<unsigned> Held;
  auto Servers = W.Servers.find(W.Frames[In].Executor);
  if (W.Frames[In].Kind == FrameKind::Task && Servers != W.Servers.end())
    for (auto [A, Site] : Servers->second) {
      auto There = Locks.heldAt(A, *Site);
      Held.insert(Held.end(), There.begin(), There.end());
    }
  return Held;
}

const std::vector<unsigned> &HoldAndWait::heldAt(const Blocker &B) const {
  auto [Entry, New] = HeldAt.try_emplace({B.activation(), B.site()});
  if (New)
    Entry->second = computeHeld(B);
  return Entry->second;
}

std::vector<unsigned> HoldAndWait::computeHeld(const Blocker &B) const {
  std::vector<unsigned> Held;
  std::set<TermId> Released;
  if (B.Wait && B.Wait->Released) {
    Walk::Trace Traced = W.trace(B.Wait->Released);
    for (TermId Name : Traced.Seen)
      Released.insert(Name);
  }
  auto May = Locks.heldAt(B.activation(), *B.site());
  auto Around = heldAround(B.frame());
  May.insert(May.end(), Around.begin(), Around.end());
  for (unsigned Lock : May) {
    const HeldLock &Item = Locks[Lock];
    auto Let = [&](TermId Name) { return Released.count(Name) != 0; };
    if (!std::any_of(Item.Mutex.begin(), Item.Mutex.end(), Let) &&
        !std::any_of(Item.Guard.begin(), Item.Guard.end(), Let))
      Held.push_back(Lock);
  }
  return Held;
}

/// Do two acquisitions exclude each other?
bool HoldAndWait::conflict(unsigned A, unsigned B) {
  const HeldLock &One = Locks[A], &Other = Locks[B];
  if (One.Acquired->Site->Shared && Other.Acquired->Site->Shared)
    return false;
  if (One.Final && Other.Final)
    return One.Final == Other.Final;
  if (!Options.Strict)
    return false;
  bool Maybe =
      std::any_of(One.Mutex.begin(), One.Mutex.end(),
                  [&](TermId Name) { return Other.Mutex.count(Name) != 0; });
  Likely |= Maybe;
  return Maybe;
}

std::vector<Cycle> HoldAndWait::cycles() {
  std::vector<Cycle> Found;
  waitCycles(Found);
  lockCycles(Found);
  return eachOnce(std::move(Found));
}

bool HoldAndWait::hasEdges() const {
  return std::any_of(
      BlockersOf.begin(), BlockersOf.end(), [&](const auto &Entry) {
        bool Task = W.Frames[Entry.first].Kind != FrameKind::Outside;
        return std::any_of(Entry.second.begin(), Entry.second.end(),
                           [&](const Blocker &B) {
                             return (Task && B.Wait) || !heldAt(B).empty();
                           });
      });
}

/// Is \p A easier to remove than \p B? A wait is, and what comes first.
static bool isBetter(const Cycle &A, const Cycle &B) {
  auto Rank = [](const Cycle &C) {
    const Location &Where = C.First.site()->Where;
    return std::make_tuple(!C.First.Wait, Where.File, Where.Line, Where.Column);
  };
  return Rank(A) < Rank(B);
}

/// A cycle is found from each of its waits; it is told once.
std::vector<Cycle> HoldAndWait::eachOnce(std::vector<Cycle> Found) {
  std::map<std::set<const Event *>, Cycle> Kept;
  for (Cycle &One : Found) {
    std::set<const Event *> Sites{One.First.site()};
    for (const CycleStep &Step : One.Steps)
      if (Step.By.site())
        Sites.insert(Step.By.site());
    auto [Entry, New] = Kept.try_emplace(Sites, One);
    if (!New && isBetter(One, Entry->second))
      Entry->second = One;
  }
  std::vector<Cycle> Once;
  for (auto &[Sites, One] : Kept)
    Once.push_back(std::move(One));
  return Once;
}

void HoldAndWait::waitCycles(std::vector<Cycle> &Found) {
  for (const WaitRecord &Wait : W.Waits) {
    Blocker First{&Wait, nullptr};
    Cycle Made;
    Made.First = First;
    for (unsigned Lock : heldAt(First)) {
      if (Locks[Lock].Acquired->Site->Owner == LockOwner::Coroutine)
        continue;
      Path.clear();
      Likely = false;
      if (!isBlocked(First, {static_cast<int>(Lock), {}, &First}, 0))
        continue;
      Made.Lock = Lock;
      Made.Steps.assign(Path.rbegin(), Path.rend());
      Made.Likely = Likely;
      // Another mutex on the way makes it a longer cycle.
      bool Longer = std::any_of(
          Made.Steps.begin(), Made.Steps.end(), [&](const CycleStep &Step) {
            return Step.By.Acquire && &Step != &Made.Steps.back();
          });
      Made.Check = Longer ? CheckId::WaitCycle : CheckId::WaitUnderLock;
      Found.push_back(Made);
      break;
    }
    if (Made.Lock < 0)
      poolCycle(Wait, Found);
  }
}

/// A task waits for a task of another executor, which waits for one of its own.
void HoldAndWait::poolCycle(const WaitRecord &Wait, std::vector<Cycle> &Found) {
  const Frame &In = W.Frames[Wait.Frame];
  if (In.Kind != FrameKind::Task || Wait.Kind == WaitKind::Helps ||
      Judged.isUnbounded(In.Executor))
    return;
  Blocker First{&Wait, nullptr};
  Path.clear();
  Likely = false;
  if (!isBlocked(First, {-1, W.holders(In.Executor), &First}, 0))
    return;
  bool Other = false;
  for (const CycleStep &Step : Path)
    Other |= Step.By.Wait && W.Frames[Step.By.frame()].Kind == FrameKind::Task;
  if (!Other)
    return; // the task waits for its own executor: a self-wait
  Cycle Made;
  Made.Check = CheckId::WaitCycle;
  Made.First = First;
  Made.Executor = In.Executor;
  Made.Steps.assign(Path.rbegin(), Path.rend());
  Made.Likely = Likely;
  Found.push_back(std::move(Made));
}

/// Does one thread acquire the mutex again, in something that it was given to
/// call?
bool HoldAndWait::isCalledBack(unsigned Lock, const LockRecord &Again) const {
  const LockRecord &First = *Locks[Lock].Acquired;
  auto Around = heldAround(Again.Frame);
  if (std::find(Around.begin(), Around.end(), Lock) != Around.end())
    return !First.Site->Recursive && !Again.Site->Recursive;
  if (First.Frame != Again.Frame || First.Site->Recursive ||
      Again.Site->Recursive || !Locks.isWithin(Again.Activation, Lock))
    return false;
  for (int Up = Again.Activation; Up >= 0 && W.Activations[Up].Site;
       Up = W.Activations[Up].Caller) {
    if (Locks.isOwn(Lock, Up))
      return false;
    const Event *Site = W.Activations[Up].Site;
    if (!Site->Callee && !Site->Destructor)
      return true;
  }
  return false;
}

/// A call that runs tasks for somebody who holds the mutex meanwhile.
void HoldAndWait::findHelper(Cycle &Found) const {
  auto Servers = W.Servers.find(W.Frames[Found.First.frame()].Executor);
  if (Servers == W.Servers.end())
    return;
  for (auto [A, Site] : Servers->second) {
    auto Held = Locks.heldAt(A, *Site);
    if (std::find(Held.begin(), Held.end(), Found.Lock) == Held.end())
      continue;
    unsigned At = A;
    while (!Locks.isOwn(Found.Lock, At) && W.Activations[At].Caller >= 0) {
      Found.Helper = W.Activations[At].Site;
      Found.HelperActivation = At = W.Activations[At].Caller;
    }
    if (Site->Kind == EventKind::Run && !Found.Helper) {
      Found.Helper = Site;
      Found.HelperActivation = A;
    }
    if (Found.Helper)
      return;
  }
}

void HoldAndWait::lockCycles(std::vector<Cycle> &Found) {
  for (const LockRecord &Acquire : W.Acquires) {
    if (Acquire.Site->Tries || Acquire.Site->Adopts ||
        Acquire.Site->Owner != LockOwner::Thread)
      continue;
    Blocker First{nullptr, &Acquire};
    unsigned Wanted = Locks.lockOf(Acquire);
    for (unsigned Held : heldAt(First)) {
      // Several that are locked in one step are locked without a fixed order.
      if (Held == Wanted ||
          Locks[Held].Acquired->Site->Where.Token == Acquire.Site->Where.Token)
        continue;
      Cycle Made;
      Made.First = First;
      Made.Lock = Held;
      Path.clear();
      Likely = false;
      if (conflict(Held, Wanted)) {
        if (!isCalledBack(Held, Acquire))
          continue;
        Made.CalledBack = true;
        findHelper(Made);
      } else {
        if (!isBlocked(First, {static_cast<int>(Held), {}, &First}, 0))
          continue;
        // A wait on the way is where the cycle is reported.
        if (std::any_of(Path.begin(), Path.end(),
                        [](const CycleStep &S) { return S.By.Wait; }))
          continue;
        Made.Check = CheckId::WaitCycle;
        Made.Steps.assign(Path.rbegin(), Path.rend());
      }
      Made.Likely = Likely;
      Found.push_back(std::move(Made));
      break;
    }
  }
}

/// Can what \p B waits for never come while \p H is held?
bool HoldAndWait::isBlocked(const Blocker &B, const Hold &H, unsigned Depth) {
  if (Depth > MaxEdges)
    return false;
  if (Depth == 0)
    Free.clear();
  auto [Entry, New] = Free.try_emplace({B.activation(), B.site()}, Depth);
  // It was found to end already, or is being looked at.
  if (!New && (Entry->second <= Depth || OnPath.count(B.site())))
    return false;
  Entry->second = Depth;
  if (++W.Looks > MaxLooks) {
    ++W.Cut;
    return false;
  }
  OnPath.insert(B.site());
  bool Blocked =
      B.Wait ? isWaitBlocked(B, H, Depth) : isAcquireBlocked(B, H, Depth);
  OnPath.erase(B.site());
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

bool HoldAndWait::isAcquireBlocked(const Blocker &B, const Hold &H,
                                   unsigned Depth) {
  unsigned Wanted = Locks.lockOf(*B.Acquire);
  if (Depth && H.Lock >= 0 && conflict(H.Lock, Wanted))
    return true;
  // Who holds it may be blocked in turn.
  for (const auto &[In, Blockers] : BlockersOf) {
    if (Meetings.isSerial(In, B.frame()) ||
        (H.First && Meetings.isSerial(In, H.First->frame())))
      continue;
    for (const Blocker &Inner : Blockers) {
      if (!holds(Inner, Wanted) ||
          haveGate(B, Inner, H.Lock < 0 ? Wanted : H.Lock, Wanted) ||
          !Meetings.isConcurrent(B, In) ||
          !Meetings.isConcurrent(Inner, B.frame()) ||
          !isBlocked(Inner, H, Depth + 1))
        continue;
      const auto Starts = Judged.starts(In);
      Path.push_back(
          {nullptr, Starts.empty() ? nullptr : Starts.front(), Inner, false});
      return true;
    }
  }
  return false;
}

/// Is a lock held at \p B that excludes \p Wanted?
bool HoldAndWait::holds(const Blocker &B, unsigned Wanted) {
  if (B.Acquire && Locks.lockOf(*B.Acquire) == Wanted)
    return false;
  const auto &Held = heldAt(B);
  return std::any_of(Held.begin(), Held.end(),
                     [&](unsigned Lock) { return conflict(Lock, Wanted); });
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
  // One of many futures, and each of them in a loop.
  bool OneOfMany =
      Wait.Site->OnFuture &&
      std::any_of(Target.Seen.begin(), Target.Seen.end(),
                  [&](TermId T) { return W.Terms.isUncertain(T); });
  bool NeedsAll = Wait.NeedsAll || OneOfMany || Judged.isCounted(Signals);
  bool AnyBlocked = false, AnyFree = false;
  std::vector<CycleStep> Kept;
  for (const SignalRecord *Signal : Signals) {
    auto Plain = Judged.plainOutcome(Wait, *Signal, Wait.Frame);
    if (Plain == Judge::Outcome::Ignored)
      continue;
    size_t Before = Path.size();
    bool Blocked = !Plain && isProviderBlocked(B, *Signal, H, Depth);
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
    if (!Submit.Executor || !Target.Seen.count(Submit.Executor))
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

static bool intersects(const std::vector<TermId> &A,
                       const std::vector<TermId> &B) {
  return std::any_of(A.begin(), A.end(), [&](TermId T) {
    return std::find(B.begin(), B.end(), T) != B.end();
  });
}

bool HoldAndWait::isProviderBlocked(const Blocker &B,
                                    const SignalRecord &Signal, const Hold &H,
                                    unsigned Depth) {
  const Frame &By = W.Frames[Signal.Frame];
  const SubmitRecord &Start = W.Submits[By.Submit];
  bool Waits = By.Kind == FrameKind::Task && !Start.Site->Steals &&
               !Judged.isUnbounded(By.Executor);
  // It does not start while every worker is taken.
  if (Depth && Waits && intersects(W.holders(By.Executor), H.Executors)) {
    Path.push_back({&Signal, &Start, {}, false});
    return true;
  }
  if (isFrameBlocked(Signal.Frame, &Signal, H, Depth)) {
    Path.back().Provider = &Signal;
    Path.back().Start = &Start;
    return true;
  }
  if (Waits && isLineBlocked(Start, H, Depth)) {
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
        !canPrecede(W, Inner.activation(), Inner.site(), Signal->Activation,
                    Signal->Site))
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
    if (!Other.Executor || Other.Executor != Start.Executor ||
        Other.Child == Start.Child || !H.First ||
        (Other.Frame == Start.Frame &&
         !canPrecede(W, Other.Activation, Other.Site, Start.Activation,
                     Start.Site)) ||
        !Meetings.isConcurrent(*H.First, Other.Child))
      continue;
    for (const Blocker &Inner : BlockersOf[Other.Child])
      if (isBlocked(Inner, H, Depth + 1)) {
        Path.push_back({nullptr, &Other, Inner, true});
        return true;
      }
  }
  return false;
}

} // namespace gridlock
