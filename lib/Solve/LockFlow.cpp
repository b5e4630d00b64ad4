// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Solve/LockFlow.h"

namespace gridlock {

static bool hasAny(const llvm::SmallBitVector &Locks,
                   llvm::function_ref<bool(unsigned)> Wanted) {
  for (unsigned Lock : Locks.set_bits())
    if (Wanted(Lock))
      return true;
  return false;
}

LockFlow::LockFlow(Walk &W) : W(W) {
  for (const LockRecord &Record : W.Acquires) {
    HeldLock Lock;
    Lock.Acquired = &Record;
    Lock.Mutex = namesOf(Record.What);
    Lock.Guard = namesOf(Record.Guard);
    auto Finals = W.trace(Record.What).Finals;
    if (Finals.size() == 1 && !W.Terms.isUncertain(Finals.front()))
      Lock.Final = Finals.front();
    Acquired[{Record.Activation, Record.Site}] = Locks.size();
    Locks.push_back(std::move(Lock));
  }
  if (Locks.empty())
    return;
  findLets();
  Recursive.resize(Locks.size());
  for (unsigned Lock = 0; Lock < Locks.size(); ++Lock)
    Recursive[Lock] = Locks[Lock].Acquired->Site->Recursive;
  findActive();
  for (unsigned A : Active.set_bits())
    effect(A);
  for (unsigned A : Active.set_bits())
    flow(A, &Before[A]);
  enterCalls();
}

/// Nothing is held; where \p Entered, what the caller holds still is.
LockFlow::State LockFlow::startState(bool Entered) const {
  const Locked None(Locks.size());
  return {None, None, Locked(Locks.size(), Entered), None};
}

/// Most activations have nothing to do with locks: what is held when they are
/// entered is held at each of their events.
void LockFlow::findActive() {
  for (const auto &[Call, Callees] : W.Entered)
    for (unsigned Callee : Callees)
      CallersOf[Callee].push_back({Call.first, Call.second, Callee});
  Active.resize(W.Activations.size());
  std::vector<unsigned> Open;
  for (const auto &[Where, Lock] : Acquired)
    Open.push_back(Where.first);
  for (const auto &[Where, Gone] : Released)
    Open.push_back(Where.first);
  for (const auto &Where : W.CutCalls)
    Open.push_back(Where.first);
  while (!Open.empty()) {
    unsigned A = Open.back();
    Open.pop_back();
    if (Active.test(A))
      continue;
    Active.set(A);
    for (const CallStep &Step : CallersOf[A])
      Open.push_back(Step.Caller);
  }
}

/// What is held at a call is held in what it enters. Entries only grow, so this
/// ends.
void LockFlow::enterCalls() {
  Entries.assign(W.Activations.size(), Locked(Locks.size()));
  std::set<unsigned> Changed;
  for (unsigned A = 0; A < W.Activations.size(); ++A)
    Changed.insert(A);
  while (!Changed.empty()) {
    unsigned A = *Changed.begin();
    Changed.erase(Changed.begin());
    for (auto Call = W.Entered.lower_bound({A, nullptr});
         Call != W.Entered.end() && Call->first.first == A; ++Call) {
      const Event *Site = Call->first.second;
      const Locked Now = Site ? held(A, *Site) : Entries[A];
      for (unsigned Callee : Call->second)
        if (Now.test(Entries[Callee])) {
          Entries[Callee] |= Now;
          Changed.insert(Callee);
        }
    }
  }
}

/// The locks that may be held when the event happens.
LockFlow::Locked LockFlow::held(unsigned A, const Event &E) const {
  if (A >= Entries.size())
    return Locked(Locks.size());
  Locked Now = Entries[A];
  auto States = Before.find(A);
  const std::vector<Event> &Events = W.Activations[A].Code->Events;
  // What dies with a task is walked as called from where the task ends.
  if (States == Before.end() || &E < Events.data() ||
      &E >= Events.data() + Events.size())
    return Now;
  const State &At = States->second[&E - Events.data()];
  Now &= At.Kept;
  Locked Own = At.Plain;
  Own |= At.Given;
  // What a callee has locked again is held as before, by the guard that has it.
  const Locked Entered = Now;
  for (unsigned Lock : Own.set_bits()) {
    auto IsSame = [&](unsigned Other) {
      return Other != Lock && Locks[Other].Final == Locks[Lock].Final;
    };
    if (Locks[Lock].Acquired->Activation == A || !Locks[Lock].Final ||
        !hasAny(Entered, IsSame))
      Now.set(Lock);
  }
  return Now;
}

/// A guard that is returned is the caller's.
void LockFlow::give(unsigned A, const Event &E, State &Now) const {
  const Value &Returned = W.Activations[A].Code->Values[E.Task];
  const Locked Held = Now.Plain;
  for (unsigned Lock : Held.set_bits()) {
    const LockRecord &Record = *Locks[Lock].Acquired;
    if (Record.Activation == A && Record.Site->Task == E.Task &&
        Returned.Kind != ValueKind::Unknown) {
      Now.Plain.reset(Lock);
      Now.Given.set(Lock);
    }
  }
}

void LockFlow::passCall(unsigned A, const Event &E, State &Now) {
  if (W.CutCalls.count({A, &E}))
    forget(A, Now);
  auto Calls = W.Entered.find({A, &E});
  if (Calls == W.Entered.end())
    return;
  Locked Gained(Locks.size());
  for (unsigned Callee : Calls->second) {
    const Effect &Of = effect(Callee);
    release(Now, Of.Lost, /*ByCall=*/true);
    if (Of.Unsure)
      forget(A, Now);
    Gained |= Of.Gained;
  }
  // What is locked again is held as before, by the guard that has it.
  for (unsigned Lock : Gained.set_bits())
    if (!holdsSame(Now, Lock))
      Now.Plain.set(Lock);
}

/// Is the mutex of a lock held already?
bool LockFlow::holdsSame(const State &Now, unsigned Lock) const {
  auto IsSame = [&](unsigned Held) {
    return Locks[Held].Final == Locks[Lock].Final;
  };
  return Locks[Lock].Final &&
         (hasAny(Now.Plain, IsSame) || hasAny(Now.Given, IsSame));
}

void LockFlow::pass(unsigned A, const Event &E, State &Now) {
  switch (E.Kind) {
  case EventKind::Acquire: {
    auto Found = Acquired.find({A, &E});
    if (Found == Acquired.end() || wasMissed(A, E))
      return;
    if (E.Adopts)
      release(Now, Released.at({A, &E}), /*ByCall=*/false);
    Now.Plain.set(Found->second);
    return;
  }
  case EventKind::Release: {
    auto Found = Released.find({A, &E});
    if (Found != Released.end())
      release(Now, Found->second, /*ByCall=*/false);
    return;
  }
  case EventKind::Return:
    return give(A, E, Now);
  default:
    passCall(A, E, Now);
    if (auto Found = Released.find({A, &E}); Found != Released.end())
      release(Now, Found->second, /*ByCall=*/true);
  }
}

/// The state at the end of \p A; \p At, unless null, gets those before each
/// event.
LockFlow::State LockFlow::flow(unsigned A, std::vector<State> *At) {
  const Function &F = *W.Activations[A].Code;
  if (At)
    At->assign(F.Events.size(), startState(false));
  auto Pass = [&](size_t Event, State &Now) {
    if (At)
      (*At)[Event] = Now;
    pass(A, F.Events[Event], Now);
  };
  State Exit = startState(F.Blocks.empty());
  if (F.Blocks.empty()) {
    for (size_t I = 0; I < F.Events.size(); ++I)
      Pass(I, Exit);
    return Exit;
  }
  std::vector<State> Ins(F.Blocks.size(), startState(false));
  Ins[0] = startState(true);
  std::set<uint32_t> Open, Seen;
  Open.insert(0);
  while (!Open.empty()) {
    uint32_t B = *Open.begin();
    Open.erase(Open.begin());
    Seen.insert(B);
    State Now = Ins[B];
    size_t Last =
        B + 1 < F.Blocks.size() ? F.Blocks[B + 1].FirstEvent : F.Events.size();
    for (size_t I = F.Blocks[B].FirstEvent; I < Last; ++I)
      Pass(I, Now);
    if (B + 1 == F.Blocks.size())
      Exit = Now;
    for (size_t Edge = 0; Edge < F.Blocks[B].Successors.size(); ++Edge) {
      uint32_t Next = F.Blocks[B].Successors[Edge];
      bool Grows = Ins[Next].add(along(A, F.Blocks[B], Edge, Now));
      if (Grows || !Seen.count(Next))
        Open.insert(Next);
    }
  }
  return Exit;
}

/// What the event lets go of, itself or by what it calls.
void LockFlow::addLost(unsigned A, const Event &E, Effect &Of) {
  if (auto Found = Released.find({A, &E});
      Found != Released.end() && E.Kind != EventKind::Acquire)
    Of.Lost.add(Found->second);
  Of.Unsure |= W.CutCalls.count({A, &E}) != 0;
  auto Calls = W.Entered.find({A, &E});
  if (Calls == W.Entered.end())
    return;
  for (unsigned Callee : Calls->second) {
    const Effect &Its = effect(Callee);
    Of.Lost.add(Its.Lost);
    Of.Unsure |= Its.Unsure;
  }
}

/// Locks that are held on return and were not on entry; and what is released
/// that the caller holds.
const LockFlow::Effect &LockFlow::effect(unsigned A) {
  // What was walked later on is no part of it.
  if (A >= Active.size() || !Active.test(A))
    return NoEffect;
  auto [Entry, New] = Effects.try_emplace(A, NoEffect);
  if (!New)
    return Entry->second; // in a recursion: nothing, yet
  Effect Of = NoEffect;
  const State Left = flow(A, nullptr);
  Of.Gained |= Left.Plain;
  Of.Gained |= Left.Given;
  for (const Event &E : W.Activations[A].Code->Events)
    addLost(A, E, Of);
  // What is let go of and taken again is held, as before: relocking.
  llvm::SmallBitVector Names = Of.Lost.Names;
  for (unsigned Lock : Of.Gained.set_bits())
    for (TermId Name : Locks[Lock].Mutex)
      if (auto Found = NameIndex.find(Name); Found != NameIndex.end())
        Names.reset(Found->second);
  if (Names != Of.Lost.Names) {
    Of.Lost = NoEffect.Lost;
    for (unsigned Index : Names.set_bits())
      Of.Lost.add(Lets[Index]);
  }
  Locked Again = Recursive;
  Again.reset(Left.Gone);
  Of.Lost.ByMutex.reset(Again);
  Of.Lost.ByGuard.reset(Again);
  return Effects[A] = std::move(Of);
}

std::vector<unsigned> LockFlow::heldAt(unsigned A, const Event &E) const {
  std::vector<unsigned> Found;
  const Locked Now = held(A, E);
  for (unsigned Lock : Now.set_bits())
    Found.push_back(Lock);
  return Found;
}

unsigned LockFlow::lockOf(const LockRecord &Record) const {
  return Acquired.at({Record.Activation, Record.Site});
}

bool LockFlow::leavesHeld(unsigned A, unsigned Lock) const {
  auto Of = Effects.find(A);
  return Of != Effects.end() && Of->second.Gained.test(Lock);
}

std::pair<unsigned, const Event *>
LockFlow::acquiredAt(const LockRecord &Record) const {
  unsigned Lock = lockOf(Record), A = Record.Activation;
  const Event *Site = Record.Site;
  while (W.Activations[A].Caller >= 0 && leavesHeld(A, Lock)) {
    Site = W.Activations[A].Site;
    A = W.Activations[A].Caller;
  }
  return {A, Site};
}

std::vector<CallStep>
LockFlow::way(unsigned A, unsigned Lock,
              llvm::function_ref<bool(const CallStep &)> Wanted) {
  // By breadth: the activation, and whether a wanted call is below it.
  using Place = std::pair<unsigned, bool>;
  std::map<Place, std::pair<CallStep, Place>> Below;
  std::deque<Place> Open{{A, false}};
  std::set<Place> Seen{{A, false}};
  while (!Open.empty() && Seen.size() < 64) {
    Place Now = Open.front();
    Open.pop_front();
    if (isOwn(Lock, Now.first)) {
      std::vector<CallStep> Way;
      for (auto Step = Below.find(Now); Now.second && Step != Below.end();
           Step = Below.find(Step->second.second))
        Way.push_back(Step->second.first);
      if (Now.second)
        return Way;
      continue;
    }
    for (const CallStep &Step : CallersOf[Now.first]) {
      if (!held(Step.Caller, *Step.Site).test(Lock))
        continue;
      Place Next{Step.Caller, Now.second || Wanted(Step)};
      if (Seen.insert(Next).second) {
        Below.insert({Next, {Step, Now}});
        Open.push_back(Next);
      }
    }
  }
  return {};
}

bool LockFlow::isHeldOnWay(unsigned A, unsigned Lock) {
  for (int Up = A; Up >= 0; Up = W.Activations[Up].Caller) {
    if (isOwn(Lock, Up))
      return true;
    const Activation &Called = W.Activations[Up];
    if (Called.Caller < 0 || !Called.Site ||
        !held(Called.Caller, *Called.Site).test(Lock))
      return false;
  }
  return false;
}

bool LockFlow::lets(unsigned A, const Event &E, unsigned Lock) {
  if (auto Found = Released.find({A, &E});
      Found != Released.end() && E.Kind != EventKind::Acquire)
    return Found->second.has(Lock);
  auto Calls = W.Entered.find({A, &E});
  return Calls != W.Entered.end() &&
         std::any_of(
             Calls->second.begin(), Calls->second.end(),
             [&](unsigned Callee) { return effect(Callee).Lost.has(Lock); });
}

bool LockFlow::isWithin(unsigned A, unsigned Lock) const {
  return isOwn(Lock, A) || (A < Entries.size() && Entries[A].test(Lock));
}

bool LockFlow::isOwn(unsigned Lock, unsigned A) const {
  for (int Up = Locks[Lock].Acquired->Activation; Up >= 0;
       Up = W.Activations[Up].Caller)
    if (Up == static_cast<int>(A))
      return true;
  return false;
}

} // namespace gridlock
