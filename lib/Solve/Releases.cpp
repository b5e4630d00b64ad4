// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

/// \file
/// What is let go of where, as sets of the locks that it concerns; and which
/// attempts to lock are taken to have failed.

#include "Solve/Conditions.h"
#include "Solve/LockFlow.h"

namespace gridlock {

bool LockFlow::State::add(const State &More) {
  bool Grows = More.Plain.test(Plain) || More.Given.test(Given) ||
               More.Kept.test(Kept) || More.Gone.test(Gone);
  Plain |= More.Plain;
  Given |= More.Given;
  Kept |= More.Kept;
  Gone |= More.Gone;
  return Grows;
}

void LockFlow::Let::add(const Let &More) {
  Names |= More.Names;
  ByMutex |= More.ByMutex;
  ByGuard |= More.ByGuard;
}

std::set<TermId> LockFlow::namesOf(TermId T) {
  std::set<TermId> Names;
  if (!T)
    return Names;
  Walk::Trace Traced = W.trace(T);
  for (TermId Name : Traced.Seen)
    Names.insert(Name);
  for (TermId Final : Traced.Finals)
    Names.insert(Final);
  return Names;
}

/// Was the guard a temporary that is a part of some object now? That lets go of
/// the mutex then.
static bool wasTakenIn(Walk &W, const LockRecord &End) {
  const Function &F = *W.Activations[End.Activation].Code;
  if (F.Values[End.Site->Object].Kind != ValueKind::Fresh)
    return false;
  auto Places = W.placesOf(End.What);
  return std::any_of(Places.begin(), Places.end(), [&](TermId Place) {
    return W.Terms[Place].Kind == TermKind::Field;
  });
}

/// The coroutine's mutexes that an awaiter is made with: while the coroutine is
/// suspended, it may let go of them, as a condition variable does.
std::set<TermId> LockFlow::givenLocks(const SuspendRecord &Suspended) {
  std::set<TermId> Given;
  for (TermId Awaiter : W.trace(Suspended.Target).Finals) {
    auto Made = W.Made.find(Awaiter);
    if (Made == W.Made.end())
      continue;
    auto [Caller, Site] = Made->second;
    for (ValueId Argument : Site->Arguments)
      for (TermId Name : namesOf(W.evaluate(Caller, Argument)))
        for (const HeldLock &Lock : Locks)
          if (Lock.Acquired->Site->Owner == LockOwner::Coroutine &&
              (Lock.Mutex.count(Name) || Lock.Guard.count(Name)))
            Given.insert(Name);
  }
  return Given;
}

/// Notes that what has these names is let go of at \p Site.
void LockFlow::addLet(unsigned A, const Event *Site,
                      const std::set<TermId> &Names) {
  Let &Of = Released[{A, Site}];
  for (TermId Name : Names) {
    unsigned Index =
        NameIndex.try_emplace(Name, NameIndex.size()).first->second;
    if (Of.Names.size() <= Index)
      Of.Names.resize(Index + 1);
    Of.Names.set(Index);
  }
}

/// A guard that is owned by several may end with any of its owners: there it is
/// taken to let go of what it has acquired as it was made.
void LockFlow::findSharedGuards() {
  std::map<TermId, std::vector<const HeldLock *>> Guards;
  for (const HeldLock &Lock : Locks)
    for (int Up = Lock.Acquired->Activation; Up >= 0;
         Up = W.Activations[Up].Caller)
      if (W.Activations[Up].Code->IsConstructor)
        Guards[W.Activations[Up].This].push_back(&Lock);
  for (const EndRecord &End : W.Ends)
    if (End.Site->LastOwner && !Guards.empty())
      for (TermId Ending : W.trace(End.Owner).Seen)
        if (auto Guard = Guards.find(Ending); Guard != Guards.end())
          for (const HeldLock *Lock : Guard->second)
            addLet(End.Activation, End.Site, Lock->Mutex);
}

/// By mutex, the locks on it that no guard has: who lets go of a mutex by a
/// guard does so too where it was unlocked and locked by hand meanwhile.
std::map<TermId, LockFlow::Locked> LockFlow::lockedByHand() const {
  std::map<TermId, Locked> Found;
  for (unsigned Lock = 0; Lock < Locks.size(); ++Lock)
    if (Locks[Lock].Final && Locks[Lock].Guard.empty() &&
        !Locks[Lock].Acquired->Site->Recursive)
      Found.try_emplace(Locks[Lock].Final, Locks.size())
          .first->second.set(Lock);
  return Found;
}

/// What is let go of where. Of a lock that wraps another one, only the one way
/// in or out may be in view: so one may be a part of the other.
void LockFlow::addLets() {
  for (const LockRecord &Record : W.Releases)
    if (!wasTakenIn(W, Record) &&
        (Record.Site->Kind != EventKind::Call ||
         !W.Entered.count({Record.Activation, Record.Site})))
      addLet(Record.Activation, Record.Site, namesOf(Record.What));
  for (const SuspendRecord &Suspended : W.Suspensions)
    if (std::set<TermId> Given = givenLocks(Suspended); !Given.empty())
      addLet(Suspended.Activation, Suspended.Site, Given);
  findSharedGuards();
  for (const HeldLock &Lock : Locks) // the guard has it from there on
    if (Lock.Acquired->Site->Adopts)
      addLet(Lock.Acquired->Activation, Lock.Acquired->Site, Lock.Mutex);
}

/// What becomes free with each name by which something is let go of.
void LockFlow::findLets() {
  addLets();
  const Locked None(Locks.size());
  NoEffect = {None, {llvm::SmallBitVector(NameIndex.size()), None, None}};
  Lets.assign(NameIndex.size(), NoEffect.Lost);
  const std::map<TermId, Locked> ByHand = lockedByHand();
  std::map<TermId, std::vector<std::pair<TermId, unsigned>>> ByRoot;
  for (unsigned Lock = 0; Lock < Locks.size(); ++Lock) {
    for (TermId M : Locks[Lock].Mutex)
      ByRoot[W.Terms.rootOf(M)].push_back({M, Lock});
    for (TermId Guard : Locks[Lock].Guard)
      if (auto Found = NameIndex.find(Guard); Found != NameIndex.end()) {
        Lets[Found->second].ByGuard.set(Lock);
        if (auto Own = ByHand.find(Locks[Lock].Final); Own != ByHand.end())
          Lets[Found->second].ByMutex |= Own->second;
      }
  }
  for (auto [Name, Index] : NameIndex) {
    Lets[Index].Names.set(Index);
    for (auto [M, Lock] : ByRoot[W.Terms.rootOf(Name)])
      if (W.Terms.isWithin(M, Name) || W.Terms.isWithin(Name, M))
        Lets[Index].ByMutex.set(Lock);
  }
  for (auto &[Where, Of] : Released) {
    const llvm::SmallBitVector Names = std::move(Of.Names);
    Of = NoEffect.Lost;
    for (unsigned Index : Names.set_bits())
      Of.add(Lets[Index]);
  }
}

/// Is the value made of what the event gives?
static bool isOf(const Function &F, ValueId Id, const Event &E,
                 unsigned Depth = 0) {
  const Value &V = F.Values[Id];
  return (V.Kind == ValueKind::Result && &F.Events[V.Number] == &E) ||
         (Id && Depth < 4 &&
          (isOf(F, V.Base, E, Depth + 1) ||
           llvm::any_of(
               V.Parts,
               [&](ValueId Part) { return isOf(F, Part, E, Depth + 1); })));
}

/// Is it an attempt of which nobody in the function asks whether it has
/// succeeded? Whoever asserts it says as often that it has not.
bool LockFlow::wasMissed(unsigned A, const Event &Acquire) const {
  const Function &F = *W.Activations[A].Code;
  return Acquire.Tries &&
         llvm::none_of(
             F.Blocks,
             [&](const Block &B) { return isOf(F, B.Condition, Acquire); }) &&
         llvm::none_of(F.Events, [&](const Event &E) {
           return (E.Kind == EventKind::Return || E.Kind == EventKind::Bind) &&
                  isOf(F, E.Task, Acquire);
         });
}

void LockFlow::release(State &Now, const Let &Gone, bool ByCall) const {
  Locked Inner = Now.Plain;
  Inner &= Gone.ByMutex;
  Inner &= Recursive;
  Now.Plain.reset(Gone.ByMutex);
  Now.Plain.reset(Gone.ByGuard);
  // A guard that was returned does not end with its variable.
  Locked Kept = Now.Given;
  Kept &= Gone.ByGuard;
  Now.Given.reset(Gone.ByMutex);
  Now.Given.reset(Gone.ByGuard);
  if (!ByCall)
    Now.Given |= Kept;
  // Of what is locked several times, the innermost is let go of.
  Locked Let = Gone.ByMutex;
  Let |= Gone.ByGuard;
  if (Inner.any())
    Let.reset(Recursive);
  Now.Kept.reset(Let);
  Now.Gone |= Let;
}

/// A call that was not followed may be the one that lets go of what another
/// call has acquired. What \p A has acquired itself it lets go of in view.
void LockFlow::forget(unsigned A, State &Now) const {
  const Locked Held = Now.Plain;
  for (unsigned Lock : Held.set_bits())
    if (Locks[Lock].Acquired->Activation != A)
      Now.Plain.reset(Lock);
}

/// Is it by a value that is not zero that the function says that its own call
/// has succeeded? \p NonZero: that call says it so itself.
static bool tellsByNonZero(const Function &F, const Event &Call, bool NonZero) {
  for (const Event &E : F.Events) {
    if (E.Kind != EventKind::Return)
      continue;
    if (const CallAnswer Said = answeredBy(F, {E.Task, true});
        Said.Call == &Call)
      return Said.Zero != NonZero;
    const Value &Returned = F.Values[E.Task];
    if (Returned.Kind == ValueKind::Constant)
      for (const Guard &G : E.Guards)
        if (const CallAnswer Said = answeredBy(F, G); Said.Call == &Call)
          return (Returned.Number != 0) == (Said.Zero != NonZero);
  }
  return true;
}

/// Is it said in \p A that the attempt, which may be one of what was called,
/// has not got its lock?
static bool hasFailed(const Walk &W, unsigned A, const LockRecord &Attempt,
                      const CallAnswer &Said) {
  const Event *Call = Attempt.Site;
  bool NonZero = true;
  int Up = Attempt.Activation;
  for (; Up >= 0 && Up != static_cast<int>(A); Up = W.Activations[Up].Caller) {
    NonZero = tellsByNonZero(*W.Activations[Up].Code, *Call, NonZero);
    Call = W.Activations[Up].Site;
  }
  return Up >= 0 && Said.Call == Call && Said.Zero == NonZero;
}

/// Without the locks that were only acquired where the branch goes the other
/// way, and those that an attempt did not get.
LockFlow::State LockFlow::along(unsigned A, const Block &From, size_t Edge,
                                const State &Now) const {
  if (!From.Condition)
    return Now;
  const Guard Taken = {From.Condition, Edge == 0};
  if (W.isSettledAgainst(A, Taken))
    return startState(false);
  const Function &F = *W.Activations[A].Code;
  const Guard Bare = withoutNot(F, Taken);
  const CallAnswer Said = answeredBy(F, Taken);
  State Passed = Now;
  Locked Held = Now.Plain;
  Held |= Now.Given;
  for (unsigned Lock : Held.set_bits()) {
    const LockRecord &Record = *Locks[Lock].Acquired;
    const Event &Site = *Record.Site;
    bool Excluded = Site.Tries && Said.Call && hasFailed(W, A, Record, Said);
    if (Record.Activation == A)
      for (const Guard &G : Site.Guards)
        Excluded |= G.Condition == Bare.Condition && G.Holds != Bare.Holds;
    if (Excluded) {
      Passed.Plain.reset(Lock);
      Passed.Given.reset(Lock);
    }
  }
  return Passed;
}

} // namespace gridlock
