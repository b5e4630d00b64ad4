// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Solve/HoldAndWait.h"

namespace gridlock {

/// Does an acquisition block its thread?
static bool blocks(const Event &Acquire) {
  return !Acquire.Tries && !Acquire.Adopts &&
         Acquire.Owner == LockOwner::Thread;
}

HoldAndWait::HoldAndWait(Walk &W, Judge &Judged, LockFlow &Locks,
                         const SolveOptions &Options)
    : W(W), Judged(Judged), Locks(Locks), Options(Options),
      Meetings(Judged.meetings()) {
  // What needs the mutex itself is looked at first, and so told.
  for (const LockRecord &Acquire : W.Acquires)
    if (blocks(*Acquire.Site))
      BlockersOf[Acquire.Frame].push_back({nullptr, &Acquire});
  for (const WaitRecord &Wait : W.Waits)
    BlockersOf[Wait.Frame].push_back({&Wait, nullptr});
}

/// The locks that are held by what runs the tasks of a frame's executor.
std::vector<unsigned> HoldAndWait::heldAround(unsigned In) const {
  std::vector<unsigned> Held;
  auto Servers = W.Servers.find(W.Frames[In].Executor);
  if (W.Frames[In].Kind == FrameKind::Task && Servers != W.Servers.end())
    for (auto [A, Site] : Servers->second) {
      if (!W.canRun(W.Submits[W.Frames[In].Submit], A, *Site))
        continue;
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
  const auto Released = W.trace(B.Wait ? B.Wait->Released : TermId(0)).Seen;
  auto May = Locks.heldAt(B.activation(), *B.site());
  auto Around = heldAround(B.frame());
  May.insert(May.end(), Around.begin(), Around.end());
  bool Known = !B.Wait || !B.Wait->Site->Released;
  for (unsigned Lock : May) {
    const HeldLock &Item = Locks[Lock];
    auto Let = [&](TermId Name) { return Released.count(Name) != 0; };
    if (!std::any_of(Item.Mutex.begin(), Item.Mutex.end(), Let) &&
        !std::any_of(Item.Guard.begin(), Item.Guard.end(), Let))
      Held.push_back(Lock);
    else
      Known = true;
  }
  // A lock that is let go was held: under which name is not in view then.
  return Known ? Held : std::vector<unsigned>();
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

/// Where the user's code blocks: all guards of a class acquire at one place.
static const Event *siteIn(const Blocker &B, const LockFlow &Locks) {
  return B.Acquire ? Locks.acquiredAt(*B.Acquire).second : B.site();
}

/// Is \p A easier to remove than \p B? A wait is, and what comes first; and
/// what waits for the other one itself is easier to tell than what stands in
/// line.
static bool isBetter(const Cycle &A, const Cycle &B, const LockFlow &Locks) {
  auto Rank = [&](const Cycle &C) {
    const Location &Where = siteIn(C.First, Locks)->Where;
    bool InLine = llvm::any_of(
        C.Steps, [](const CycleStep &Step) { return Step.InLine; });
    return std::make_tuple(!C.First.Wait, InLine, Where.File, Where.Line,
                           Where.Column);
  };
  return Rank(A) < Rank(B);
}

/// A cycle is found from each of its waits; it is told once.
std::vector<Cycle> HoldAndWait::eachOnce(std::vector<Cycle> Found) const {
  std::map<std::set<const Event *>, Cycle> Kept;
  for (Cycle &One : Found) {
    std::set<const Event *> Sites{siteIn(One.First, Locks)};
    for (const CycleStep &Step : One.Steps)
      if (Step.By.site())
        Sites.insert(siteIn(Step.By, Locks));
    auto [Entry, New] = Kept.try_emplace(Sites, One);
    if (!New && isBetter(One, Entry->second, Locks))
      Entry->second = One;
  }
  std::vector<Cycle> Once;
  for (auto &[Sites, One] : Kept)
    Once.push_back(std::move(One));
  return Once;
}

/// Fills in the way by which what ends the first wait needs what is held;
/// false where there is none.
bool HoldAndWait::search(const Hold &H, Cycle &Made) {
  Path.clear();
  Likely = false;
  if (!isBlocked(*H.First, H, 0))
    return false;
  Made.Steps.assign(Path.rbegin(), Path.rend());
  Made.Likely = Likely;
  return true;
}

/// The shortest cycle by one of the mutexes that are held where the wait is.
std::optional<Cycle> HoldAndWait::waitCycle(const WaitRecord &Wait) {
  Blocker First{&Wait, nullptr};
  std::optional<Cycle> Best;
  for (unsigned Lock : heldAt(First)) {
    Cycle Made;
    Made.First = First;
    if (Locks[Lock].Acquired->Site->Owner == LockOwner::Coroutine ||
        !search({static_cast<int>(Lock), {}, &First}, Made) ||
        (Best && Best->Steps.size() <= Made.Steps.size()))
      continue;
    Made.Lock = Lock;
    if (!Locks.isHeldOnWay(Wait.Activation, Lock))
      Made.Reached = Locks.way(Wait.Activation, Lock,
                               [](const CallStep &) { return true; });
    // Another mutex on the way makes it a longer cycle.
    bool Longer = std::any_of(
        Made.Steps.begin(), Made.Steps.end(), [&](const CycleStep &Step) {
          return Step.By.Acquire && &Step != &Made.Steps.back();
        });
    Made.Check = Longer ? CheckId::WaitCycle : CheckId::WaitUnderLock;
    Best = std::move(Made);
  }
  return Best;
}

void HoldAndWait::waitCycles(std::vector<Cycle> &Found) {
  for (const WaitRecord &Wait : W.Waits) {
    if (auto Made = waitCycle(Wait))
      Found.push_back(std::move(*Made));
    else
      poolCycle(Wait, Found);
  }
}

/// What only the tasks of a frame's executor, or the thread of `main`, run.
std::vector<TermId> HoldAndWait::executorsHeld(const WaitRecord &Wait) {
  const Frame &In = W.Frames[Wait.Frame];
  if (Wait.Kind == WaitKind::Helps)
    return {};
  if (In.Kind == FrameKind::Outside)
    return Wait.Kind == WaitKind::Blocks && W.isOfMain(Wait.Activation)
               ? W.threadsOf(Wait.Frame)
               : std::vector<TermId>();
  if (In.Kind != FrameKind::Task || Judged.isUnbounded(In.Executor) ||
      Judged.isLent(Wait, In.Executor))
    return {};
  return W.holders(In.Executor);
}

/// A task waits for a task of another executor, which waits for one of its own.
void HoldAndWait::poolCycle(const WaitRecord &Wait, std::vector<Cycle> &Found) {
  const Frame &In = W.Frames[Wait.Frame];
  const std::vector<TermId> Held = executorsHeld(Wait);
  Blocker First{&Wait, nullptr};
  Cycle Made;
  Made.First = First;
  if (Held.empty() || !search({-1, Held, &First}, Made))
    return;
  bool Other = In.Kind == FrameKind::Outside;
  // As something dies, others are told before that nobody needs them; but who
  // has called a task of this thread waits for nothing else.
  if (Other && W.isInDestructor(Wait.Activation) &&
      llvm::none_of(Made.Steps, [](const CycleStep &Step) {
        return Step.By.Wait && Step.By.Wait->Submits;
      }))
    return;
  for (const CycleStep &Step : Made.Steps)
    Other |= Step.By.Wait &&
             W.Frames[Step.By.frame()].Kind == FrameKind::Task &&
             W.Frames[Step.By.frame()].Executor != In.Executor;
  if (!Other)
    return; // the task waits for its own executor: a self-wait
  Made.Check = Made.Steps.size() > 1 ? CheckId::WaitCycle : CheckId::SelfWait;
  Made.Executor = In.Executor ? In.Executor : Held.front();
  Found.push_back(std::move(Made));
}

/// Does the call run something that was given: a value, or a listener by a
/// virtual method of its own?
static bool runsGiven(const Walk &W, const CallStep &Step) {
  if (Step.Site->Destructor || Step.Site->Kind != EventKind::Call)
    return false;
  return !Step.Site->Callee || W.Code.isSignal(Step.Site->Callee) ||
         (Step.Site->Virtual &&
          W.Activations[Step.Callee].This != W.Activations[Step.Caller].This);
}

/// Does an object call a method of its own that its class decides, where that
/// class is not known?
static bool isAnyOverride(const Walk &W, const CallStep &Step) {
  auto Targets = W.Entered.find({Step.Caller, Step.Site});
  return Step.Site->Virtual &&
         W.Activations[Step.Callee].This == W.Activations[Step.Caller].This &&
         Targets != W.Entered.end() && Targets->second.size() > 1;
}

/// Is one object, whose class is not known, called as one of two classes: on
/// the way to \p A, which holds the mutex, and on the \p Way to what wants it?
static bool isOfTwoClasses(Walk &W, unsigned A,
                           const std::vector<CallStep> &Way) {
  std::map<std::pair<TermId, Symbol>, const Function *> Taken;
  auto Differs = [&](const Event *Site, unsigned Callee) {
    const Activation &Called = W.Activations[Callee];
    if (!Site || !Site->Virtual || !Called.This)
      return false;
    auto Objects = W.trace(Called.This).Finals;
    return Objects.size() == 1 &&
           Taken.try_emplace({Objects.front(), Site->Callee}, Called.Code)
                   .first->second != Called.Code;
  };
  for (int Up = A; Up >= 0; Up = W.Activations[Up].Caller)
    if (Differs(W.Activations[Up].Site, Up))
      return true;
  return llvm::any_of(Way, [&](const CallStep &Step) {
    return Differs(Step.Site, Step.Callee);
  });
}

/// Does one thread acquire the mutex again, in something that it was given to
/// call?
bool HoldAndWait::isCalledBack(unsigned Lock, const LockRecord &Again,
                               Cycle &Made) {
  const LockRecord &First = *Locks[Lock].Acquired;
  auto Around = heldAround(Again.Frame);
  if (std::find(Around.begin(), Around.end(), Lock) != Around.end())
    return !First.Site->Recursive && !Again.Site->Recursive;
  if (First.Frame != Again.Frame || First.Site->Recursive ||
      Again.Site->Recursive || !Locks.isWithin(Again.Activation, Lock))
    return false;
  Made.Way = Locks.way(Again.Activation, Lock, [&](const CallStep &Step) {
    return runsGiven(W, Step);
  });
  return !Made.Way.empty() && !isOfTwoClasses(W, First.Activation, Made.Way) &&
         llvm::none_of(Made.Way, [&](const CallStep &Step) {
           return isAnyOverride(W, Step);
         });
}

/// A call that runs tasks for somebody who holds the mutex meanwhile.
void HoldAndWait::findHelper(Cycle &Found) const {
  auto Servers = W.Servers.find(W.Frames[Found.First.frame()].Executor);
  if (Servers == W.Servers.end())
    return;
  for (auto [A, Site] : Servers->second) {
    auto Held = Locks.heldAt(A, *Site);
    if (!W.canRun(W.Submits[W.Frames[Found.First.frame()].Submit], A, *Site) ||
        std::find(Held.begin(), Held.end(), Found.Lock) == Held.end())
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
    if (!blocks(*Acquire.Site) ||
        W.isImpossible(Acquire.Activation, *Acquire.Site))
      continue;
    Blocker First{nullptr, &Acquire};
    unsigned Wanted = Locks.lockOf(Acquire);
    for (unsigned Held : heldAt(First)) {
      if (Held == Wanted)
        continue;
      Cycle Made;
      Made.First = First;
      Made.Lock = Held;
      Likely = false;
      if (conflict(Held, Wanted)) {
        if (!isCalledBack(Held, Acquire, Made))
          continue;
        Made.Likely = Likely;
        Made.CalledBack = true;
        findHelper(Made);
      } else if (isOneOfMany(Held, Acquire)) {
        continue;
      } else {
        // A wait on the way would be where the cycle is reported.
        if (!search({static_cast<int>(Held), {}, &First, true}, Made))
          continue;
        Made.Check = CheckId::WaitCycle;
      }
      Found.push_back(std::move(Made));
      break;
    }
  }
}

/// Does each run of the frame make the mutex anew?
bool HoldAndWait::isOwnOf(int Lock, unsigned Frame) const {
  const Term &Root = W.Terms[W.Terms.rootOf(Lock < 0 ? 0 : Locks[Lock].Final)];
  return Root.Kind == TermKind::Object &&
         W.Activations[Root.Number].Frame == Frame;
}

} // namespace gridlock
