// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Solve/LockFlow.h"

namespace gridlock {

static std::set<TermId> namesOf(Walk &W, TermId T) {
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

LockFlow::LockFlow(Walk &W) : W(W) {
  for (const LockRecord &Record : W.Acquires) {
    HeldLock Lock;
    Lock.Acquired = &Record;
    Lock.Mutex = namesOf(W, Record.What);
    Lock.Guard = namesOf(W, Record.Guard);
    auto Finals = W.trace(Record.What).Finals;
    if (Finals.size() == 1 && !W.Terms.isUncertain(Finals.front()))
      Lock.Final = Finals.front();
    Acquired[{Record.Activation, Record.Site}] = Locks.size();
    Locks.push_back(std::move(Lock));
  }
  if (Locks.empty())
    return;
  for (const LockRecord &Record : W.Releases)
    if (!wasTakenIn(W, Record))
      Released[{Record.Activation, Record.Site}] = namesOf(W, Record.What);
  for (const SuspendRecord &Suspended : W.Suspensions)
    if (std::set<TermId> Given = givenLocks(Suspended); !Given.empty())
      Released[{Suspended.Activation, Suspended.Site}] = std::move(Given);
  for (unsigned A = 0; A < W.Activations.size(); ++A)
    Changed.insert(A);
  // Entries only grow, so this ends.
  while (!Changed.empty()) {
    unsigned A = *Changed.begin();
    Changed.erase(Changed.begin());
    State Entry = Entries[A];
    flow(A, Entry, /*Record=*/true);
  }
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
      for (TermId Name : namesOf(W, W.evaluate(Caller, Argument)))
        for (const HeldLock &Lock : Locks)
          if (Lock.Acquired->Site->Owner == LockOwner::Coroutine &&
              (Lock.Mutex.count(Name) || Lock.Guard.count(Name)))
            Given.insert(Name);
  }
  return Given;
}

static bool intersect(const std::set<TermId> &A, const std::set<TermId> &B) {
  return std::any_of(A.begin(), A.end(),
                     [&](TermId T) { return B.count(T) != 0; });
}

/// One may be a part of the other: of a lock that wraps another one, only the
/// one way in or out may be in view.
bool LockFlow::isPart(const std::set<TermId> &Mutex,
                      const std::set<TermId> &Names) const {
  return std::any_of(Mutex.begin(), Mutex.end(), [&](TermId M) {
    return std::any_of(Names.begin(), Names.end(), [&](TermId Name) {
      return W.Terms.isWithin(M, Name) || W.Terms.isWithin(Name, M);
    });
  });
}

void LockFlow::release(State &Now, const std::set<TermId> &Names,
                       bool ByCall) const {
  for (auto I = Now.begin(); I != Now.end();) {
    const HeldLock &Lock = Locks[I->first];
    // A guard that was returned does not end with its variable.
    bool Kept = I->second && !ByCall && intersect(Lock.Guard, Names);
    bool Let = isPart(Lock.Mutex, Names) || intersect(Lock.Guard, Names);
    I = Let && !Kept ? Now.erase(I) : std::next(I);
  }
}

/// A guard that is returned is the caller's.
void LockFlow::give(unsigned A, const Event &E, State &Now) const {
  const Value &Returned = W.Activations[A].Code->Values[E.Task];
  State Next;
  for (auto [Lock, Given] : Now) {
    const LockRecord &Record = *Locks[Lock].Acquired;
    bool Own = Record.Activation == A && Record.Site->Task == E.Task &&
               Returned.Kind != ValueKind::Unknown;
    Next.insert({Lock, Given || Own});
  }
  Now = std::move(Next);
}

void LockFlow::passCall(unsigned A, const Event &E, State &Now, bool Record) {
  auto Calls = W.Entered.find({A, &E});
  if (Calls == W.Entered.end())
    return;
  std::set<unsigned> Gained;
  for (unsigned Callee : Calls->second) {
    if (Record) {
      State &Entry = Entries[Callee];
      size_t Before = Entry.size();
      for (const Item &Lock : Now)
        Entry.insert({Lock.first, false});
      if (Entry.size() != Before)
        Changed.insert(Callee);
    }
    const Effect &Of = effect(Callee);
    release(Now, Of.Lost, /*ByCall=*/true);
    Gained.insert(Of.Gained.begin(), Of.Gained.end());
  }
  // What is locked again is held as before, by the guard that has it.
  for (unsigned Lock : Gained)
    if (!holdsSame(Now, Lock))
      Now.insert({Lock, false});
}

/// Is the mutex of a lock held already?
bool LockFlow::holdsSame(const State &Now, unsigned Lock) const {
  return Locks[Lock].Final && llvm::any_of(Now, [&](const Item &Held) {
           return Locks[Held.first].Final == Locks[Lock].Final;
         });
}

void LockFlow::pass(unsigned A, const Event &E, State &Now, bool Record) {
  if (Record && !Now.empty())
    Held[{A, &E}] = Now;
  switch (E.Kind) {
  case EventKind::Acquire: {
    auto Found = Acquired.find({A, &E});
    if (Found == Acquired.end())
      return;
    if (E.Adopts) // the guard has it from here on
      release(Now, Locks[Found->second].Mutex, /*ByCall=*/false);
    Now.insert({Found->second, false});
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
    passCall(A, E, Now, Record);
    if (auto Found = Released.find({A, &E}); Found != Released.end())
      release(Now, Found->second, /*ByCall=*/true);
  }
}

/// Without the locks that were only acquired where the branch goes the other
/// way, and those that an attempt did not get.
LockFlow::State LockFlow::along(unsigned A, const Block &From, size_t Edge,
                                const State &Now) const {
  if (!From.Condition || Now.empty())
    return Now;
  const Function &F = *W.Activations[A].Code;
  ValueId Condition = From.Condition;
  bool Holds = Edge == 0;
  for (; F.Values[Condition].Kind == ValueKind::Not;
       Condition = F.Values[Condition].Base)
    Holds = !Holds;
  State Passed;
  for (const Item &Lock : Now) {
    const LockRecord &Record = *Locks[Lock.first].Acquired;
    const Event &Site = *Record.Site;
    const Value &V = F.Values[Condition];
    bool Excluded = Record.Activation == A && Site.Tries && !Holds &&
                    V.Kind == ValueKind::Result && &F.Events[V.Number] == &Site;
    for (const Guard &G : Site.Guards)
      Excluded |= Record.Activation == A && G.Condition == Condition &&
                  G.Holds != Holds;
    if (!Excluded)
      Passed.insert(Lock);
  }
  return Passed;
}

LockFlow::State LockFlow::flow(unsigned A, const State &Entry, bool Record) {
  const Function &F = *W.Activations[A].Code;
  std::vector<State> Ins(F.Blocks.size());
  State Exit;
  if (F.Blocks.empty()) {
    Exit = Entry;
    for (const Event &E : F.Events)
      pass(A, E, Exit, Record);
    return Exit;
  }
  Ins[0] = Entry;
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
      pass(A, F.Events[I], Now, Record);
    if (B + 1 == F.Blocks.size())
      Exit = Now;
    for (size_t Edge = 0; Edge < F.Blocks[B].Successors.size(); ++Edge) {
      uint32_t Next = F.Blocks[B].Successors[Edge];
      size_t Before = Ins[Next].size();
      State Passed = along(A, F.Blocks[B], Edge, Now);
      Ins[Next].insert(Passed.begin(), Passed.end());
      if (Ins[Next].size() != Before || !Seen.count(Next))
        Open.insert(Next);
    }
  }
  return Exit;
}

/// Locks that are held on return and were not on entry; and what is released
/// that the caller holds.
const LockFlow::Effect &LockFlow::effect(unsigned A) {
  auto [Entry, New] = Effects.try_emplace(A);
  if (!New)
    return Entry->second; // in a recursion: nothing, yet
  Effect Of;
  for (auto [Lock, Given] : flow(A, {}, /*Record=*/false))
    Of.Gained.insert(Lock);
  const Function &F = *W.Activations[A].Code;
  for (const Event &E : F.Events) {
    if (auto Found = Released.find({A, &E}); Found != Released.end())
      Of.Lost.insert(Found->second.begin(), Found->second.end());
    auto Calls = W.Entered.find({A, &E});
    if (Calls != W.Entered.end())
      for (unsigned Callee : Calls->second) {
        const Effect &Inner = effect(Callee);
        Of.Lost.insert(Inner.Lost.begin(), Inner.Lost.end());
      }
  }
  // What is let go of and taken again is held, as before: relocking.
  for (unsigned Lock : Of.Gained)
    for (TermId Name : Locks[Lock].Mutex)
      Of.Lost.erase(Name);
  return Effects[A] = std::move(Of);
}

std::vector<unsigned> LockFlow::heldAt(unsigned A, const Event &E) const {
  std::vector<unsigned> Found;
  auto Now = Held.find({A, &E});
  if (Now == Held.end())
    return Found;
  for (auto [Lock, Given] : Now->second)
    Found.push_back(Lock);
  return Found;
}

unsigned LockFlow::lockOf(const LockRecord &Record) const {
  return Acquired.at({Record.Activation, Record.Site});
}

bool LockFlow::leavesHeld(unsigned A, unsigned Lock) const {
  auto Of = Effects.find(A);
  return Of != Effects.end() && Of->second.Gained.count(Lock);
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
  if (CallersOf.empty())
    for (const auto &[Call, Callees] : W.Entered)
      for (unsigned Callee : Callees)
        CallersOf[Callee].push_back({Call.first, Call.second, Callee});
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
      auto At = Held.find({Step.Caller, Step.Site});
      if (At == Held.end() ||
          (!At->second.count({Lock, false}) && !At->second.count({Lock, true})))
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

bool LockFlow::lets(unsigned A, const Event &E, unsigned Lock) {
  const HeldLock &Held = Locks[Lock];
  auto Names = [&](const std::set<TermId> &Let) {
    return isPart(Held.Mutex, Let) || intersect(Held.Guard, Let);
  };
  if (auto Found = Released.find({A, &E}); Found != Released.end())
    return Names(Found->second);
  auto Calls = W.Entered.find({A, &E});
  return Calls != W.Entered.end() &&
         std::any_of(
             Calls->second.begin(), Calls->second.end(),
             [&](unsigned Callee) { return Names(effect(Callee).Lost); });
}

bool LockFlow::isWithin(unsigned A, unsigned Lock) const {
  auto Entry = Entries.find(A);
  return isOwn(Lock, A) ||
         (Entry != Entries.end() && Entry->second.count({Lock, false}));
}

bool LockFlow::isOwn(unsigned Lock, unsigned A) const {
  for (int Up = Locks[Lock].Acquired->Activation; Up >= 0;
       Up = W.Activations[Up].Caller)
    if (Up == static_cast<int>(A))
      return true;
  return false;
}

} // namespace gridlock
