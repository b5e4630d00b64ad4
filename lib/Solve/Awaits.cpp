// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Solve/Awaits.h"
#include "Solve/Conditions.h"

namespace gridlock {

/// What is awaited runs until it has ended, and so do the coroutines that it
/// is made from.
void Walk::suspendEvent(unsigned A, unsigned Index) {
  const Event &E = Activations[A].Code->Events[Index];
  TermId Target = evaluate(A, E.Object);
  Suspensions.push_back({A, &E, Target});
  CallContext Context{Activations[A].Frame, static_cast<int>(A), &E};
  std::vector<TermId> Returned;
  bool Ran = false;
  std::vector<TermId> Awaited = evaluateAll(A, E.Arguments);
  Awaited.insert(Awaited.begin(), Target);
  for (TermId What : Awaited) {
    if (!What)
      continue;
    for (TermId Final : trace(What).Finals)
      if (Terms[Final].Kind == TermKind::Coroutine) {
        Ran = true;
        Returned.push_back(invokeOne(Final, {}, Context, 0));
      }
  }
  if (TermId Result = Ran ? Terms.any(std::move(Returned)) : Target)
    resultsOf(A)[Index] = Result;
}

bool Awaits::isHeld(unsigned Lock, LockOwner Owner) const {
  return Locks[Lock].Acquired->Site->Owner == Owner;
}

static bool endsWith(llvm::StringRef Name, llvm::StringRef Part) {
  return Name.size() >= Part.size() &&
         Name.substr(Name.size() - Part.size()) == Part;
}

/// Does a lock that was acquired by what \p A calls outlast that call? Where a
/// guard has it that is no part of anything that \p A knows, the guard has
/// died, however it was handed around. What an awaiter locks in order to
/// suspend is its own matter.
bool Awaits::isKept(unsigned Lock, unsigned A) {
  const LockRecord &Acquired = *Locks[Lock].Acquired;
  int Callee = -1;
  for (int Up = Acquired.Activation; Up != static_cast<int>(A);
       Up = W.Activations[Up].Caller)
    Callee = Up;
  if (Callee < 0)
    return true;
  const std::string &Name = W.Code.name(W.Activations[Callee].Code->Name);
  if (endsWith(Name, "await_ready") || endsWith(Name, "await_suspend"))
    return false;
  TermId Root = Acquired.Guard ? W.Terms.rootOf(Acquired.Guard) : 0;
  if (!Root || W.Terms[Root].Kind != TermKind::Object)
    return true;
  for (int Up = A; Up >= 0; Up = W.Activations[Up].Caller)
    if (W.Terms[Root].Number == Up)
      return true;
  const Event *Site = W.Activations[Callee].Site;
  unsigned Index = Site - W.Activations[A].Code->Events.data();
  TermId Result = W.resultsOf(A).lookup(Index);
  return Result && W.trace(Result).Seen.count(Root);
}

/// The innermost function on the way to \p A that has acquired the lock
/// itself, or in what it called; -1 where there is none.
int Awaits::holder(unsigned Lock, unsigned A) const {
  for (int Up = A; Up >= 0; Up = W.Activations[Up].Caller)
    if (Locks.isOwn(Lock, Up))
      return Up;
  return -1;
}

/// The suspension of the holder during which \p At happens.
Story::Point Awaits::awaitIn(unsigned Holder, Story::Point At) const {
  At = {Holder, W.siteIn(Holder, At.Activation, At.Site)};
  // What is called as the awaited thing is made is awaited with it.
  const std::vector<Event> &Events = W.Activations[Holder].Code->Events;
  for (size_t I = At.Site - Events.data(); I < Events.size(); ++I)
    if (isSuspension(Events[I]))
      return {Holder, &Events[I]};
  return At;
}

/// Where a mutex is acquired: for a guard of the user's own, its declaration.
Story::Point Awaits::lockPoint(unsigned Lock) const {
  const LockRecord &Acquired = *Locks[Lock].Acquired;
  Story::Point At{Acquired.Activation, Acquired.Site};
  while (W.Activations[At.Activation].Caller >= 0) {
    const Activation &In = W.Activations[At.Activation];
    if (!In.Code->IsConstructor || !In.Site->Construction)
      break;
    At = {static_cast<unsigned>(In.Caller), In.Site};
  }
  return At;
}

std::string Awaits::mutexName(unsigned Lock) const {
  const LockRecord &Acquired = *Locks[Lock].Acquired;
  const Function &F = *W.Activations[Acquired.Activation].Code;
  // Where a guard was written, its mutex has another name.
  bool OfGuard = F.Values[Acquired.Site->Object].Kind == ValueKind::Held ||
                 lockPoint(Lock).Activation != Acquired.Activation;
  TermId Final = Locks[Lock].Final;
  const std::string &Written = Acquired.Site->ObjectText;
  if (!Written.empty() &&
      (!OfGuard || !Final || W.Terms[Final].Kind == TermKind::Root))
    return Written;
  std::string Name = Final ? Told.display(Final) : Written;
  return Name.empty() ? "a mutex" : Name;
}

void Awaits::addLocked(Finding &Into, unsigned Lock, int Holder) const {
  Story::Point At = lockPoint(Lock);
  // A function that returns with the lock held.
  Told.addCalls(Into, At.Activation, Holder);
  Into.Chain.push_back({At.Site->Where,
                        "'" + mutexName(Lock) + "' is " +
                            (At.Site->Adopts ? "held" : "locked") + " here",
                        StepRole::Lock});
}

/// The awaits and calls from the holder down.
void Awaits::addWay(Finding &Into, unsigned Last, unsigned Holder) const {
  std::vector<ChainStep> Steps;
  for (unsigned Up = Last; Up != Holder; Up = W.Activations[Up].Caller) {
    const Activation &In = W.Activations[Up];
    const char *Does =
        In.Site->Kind == EventKind::Wait ? "it awaits '" : "it calls '";
    Steps.push_back(
        {In.Site->Where, Does + W.Code.name(In.Code->Name) + "' here"});
  }
  Into.Chain.insert(Into.Chain.end(), Steps.rbegin(), Steps.rend());
}

/// What a lambda's body calls a variable that it has captured; 0: nothing.
static ValueId captured(const Function &Body, Symbol Name) {
  for (ValueId Id = 1; Id < Body.Values.size(); ++Id) {
    const Value &V = Body.Values[Id];
    if (V.Kind == ValueKind::Field && V.Name == Name &&
        Body.Values[V.Base].Kind == ValueKind::This)
      return Id;
  }
  return 0;
}

static bool releases(const Function &F, ValueId Guard) {
  return llvm::any_of(F.Events, [&](const Event &E) {
    return E.Kind == EventKind::Release && E.Object == Guard;
  });
}

/// Does a lambda that has captured the guard, or one inside it, let go of it?
/// What is awaited may run it before the coroutine suspends.
static bool isLetGoByLambda(const Program &Code, const Function &F,
                            ValueId Guard, unsigned Depth = 0) {
  auto LetsGo = [&](Symbol Operator, Symbol Name) {
    const Function *Body = Code.function(Operator);
    const ValueId Own = Body ? captured(*Body, Name) : 0;
    return Own && (releases(*Body, Own) ||
                   isLetGoByLambda(Code, *Body, Own, Depth + 1));
  };
  for (const Value &V : F.Values) {
    const Class *Of =
        V.Kind == ValueKind::Closure ? Code.classNamed(V.Name) : nullptr;
    if (!Of || Depth >= 4)
      continue;
    for (const Capture &Taken : V.Captures)
      if (Taken.What == Guard)
        for (Symbol Operator : Of->CallOperators)
          if (LetsGo(Operator, Taken.Name))
            return true;
  }
  return false;
}

/// Does a generator give a value while it holds a mutex of its own? What it has
/// started waits for its next turn then, and is meant to; it is told with
/// `Strict`.
bool Awaits::isOwnTurn(unsigned Lock, const SuspendRecord &Suspended) const {
  const TermId Mutex = Locks[Lock].Final;
  if (Options.Strict || Suspended.Site->Text != "co_yield" || !Mutex)
    return false;
  const Term &Root = W.Terms[W.Terms.rootOf(Mutex)];
  return Root.Kind == TermKind::Object &&
         Root.Number == static_cast<int64_t>(Suspended.Activation);
}

/// A thread's mutex is held while the coroutine gives its thread back.
void Awaits::findSuspended(const SuspendRecord &Suspended) {
  unsigned A = Suspended.Activation;
  for (unsigned Lock : Locks.heldAt(A, *Suspended.Site)) {
    if (!isHeld(Lock, LockOwner::Thread) || !Locks.isOwn(Lock, A) ||
        !isKept(Lock, A) || isOwnTurn(Lock, Suspended))
      continue;
    const LockRecord &Acquired = *Locks[Lock].Acquired;
    if (Acquired.Activation == A && Acquired.Site->Task &&
        isLetGoByLambda(W.Code, *W.Activations[A].Code, Acquired.Site->Task))
      continue;
    std::string Name = mutexName(Lock);
    Finding Made;
    Made.Check = CheckId::AwaitUnderLock;
    Made.Where = Suspended.Site->Where;
    Made.Message = "coroutine suspends in '" + Suspended.Site->Text +
                   "' while it holds '" + Name +
                   "': meanwhile a task that wants '" + Name +
                   "' blocks its whole thread, and the coroutine may go on in "
                   "a thread that does not own '" +
                   Name + "'";
    addLocked(Made, Lock, A);
    Found.push_back(std::move(Made));
    return;
  }
}

bool Awaits::areSame(const HeldLock &Held, const HeldLock &Wanted,
                     bool &Likely) {
  if (Held.Final && Held.Final == Wanted.Final)
    return true;
  Likely = true;
  return Options.Strict &&
         std::any_of(Held.Mutex.begin(), Held.Mutex.end(), [&](TermId Name) {
           return Wanted.Mutex.count(Name) != 0;
         });
}

static std::string takenAgain(const std::string &Name, bool Direct) {
  if (Direct)
    return "coroutine awaits the lock of '" + Name +
           "' while it holds it already: it waits for itself";
  return "coroutine holds '" + Name + "' while it awaits what locks '" + Name +
         "' too: it waits for itself";
}

/// Is the lock awaited because an attempt has not got it? What an earlier call
/// has left locked is another matter, and not what one would read there.
bool Awaits::isMissed(const LockRecord &Attempt,
                      const LockRecord &Wanted) const {
  const Function &F = *W.Activations[Wanted.Activation].Code;
  return Attempt.Site->Tries && Attempt.Activation == Wanted.Activation &&
         llvm::any_of(Wanted.Site->Guards, [&](const Guard &G) {
           const CallAnswer Said = answeredBy(F, G);
           return Said.Zero && Said.Call == Attempt.Site;
         });
}

/// A coroutine's mutex is taken by what is awaited while it is held.
void Awaits::findTakenAgain(const LockRecord &Wanted) {
  const Event &Site = *Wanted.Site;
  if (Site.Owner != LockOwner::Coroutine || Site.Tries || Site.Adopts ||
      Site.Recursive)
    return;
  unsigned Own = Locks.lockOf(Wanted);
  for (unsigned Lock : Locks.heldAt(Wanted.Activation, Site)) {
    const LockRecord &Held = *Locks[Lock].Acquired;
    bool Likely = false;
    // One that is taken again and again in a loop is handed on meanwhile.
    if (!isHeld(Lock, LockOwner::Coroutine) || Lock == Own ||
        Held.Site == Wanted.Site || (Held.Site->Shared && Site.Shared) ||
        isMissed(Held, Wanted) || !areSame(Locks[Lock], Locks[Own], Likely))
      continue;
    int Holder = holder(Lock, Wanted.Activation);
    // So is one that two overrides of one call take, in the rounds of a loop.
    if (Holder < 0 || (Held.Activation != unsigned(Holder) &&
                       W.siteIn(Holder, Held.Activation, nullptr) ==
                           W.siteIn(Holder, Wanted.Activation, nullptr)))
      continue;
    std::string Name = mutexName(Lock);
    Story::Point At = awaitIn(Holder, {Wanted.Activation, Wanted.Site});
    bool Direct = static_cast<int>(Wanted.Activation) == Holder;
    Finding Made;
    Made.Check = CheckId::AwaitUnderLock;
    Made.Where = Direct ? Site.Where : At.Site->Where;
    Made.How = Likely ? Grade::Likely : Grade::Always;
    Made.Message = (Likely ? "likely: " : "") + takenAgain(Name, Direct);
    addLocked(Made, Lock, Holder);
    addWay(Made, Wanted.Activation, Holder);
    if (!Direct)
      Made.Chain.push_back(
          {Site.Where, "'" + mutexName(Own) + "' is awaited here"});
    Found.push_back(std::move(Made));
    return;
  }
}

/// Is it what is awaited that acquires the lock, in an earlier round of a loop?
bool Awaits::isOfAwaited(unsigned Lock, const SuspendRecord &Suspended) const {
  for (int Up = Locks[Lock].Acquired->Activation; Up >= 0;
       Up = W.Activations[Up].Caller)
    if (W.Activations[Up].Caller == static_cast<int>(Suspended.Activation))
      return W.Activations[Up].Site == Suspended.Site ||
             W.Activations[Up].Code->Name == Suspended.Site->Callee;
  return false;
}

/// A pool, a session or the like is created while a coroutine's mutex is held.
void Awaits::findCreation(const SuspendRecord &Suspended) {
  if (!Suspended.Site->Creates)
    return;
  for (unsigned Lock : Locks.heldAt(Suspended.Activation, *Suspended.Site)) {
    int Holder = isHeld(Lock, LockOwner::Coroutine)
                     ? holder(Lock, Suspended.Activation)
                     : -1;
    if (Holder < 0 || isOfAwaited(Lock, Suspended))
      continue;
    std::string Name = mutexName(Lock);
    std::string Creation = W.Code.name(Suspended.Site->Callee);
    Finding Made;
    Made.Check = CheckId::AwaitUnderLock;
    Made.Where =
        awaitIn(Holder, {Suspended.Activation, Suspended.Site}).Site->Where;
    Made.Message =
        "coroutine holds '" + Name + "' while it awaits '" + Creation +
        "': until that is done, each coroutine that wants '" + Name +
        "' waits, and for ever if '" + Creation + "' needs one of them";
    addLocked(Made, Lock, Holder);
    addWay(Made, Suspended.Activation, Holder);
    if (static_cast<int>(Suspended.Activation) != Holder)
      Made.Chain.push_back(
          {Suspended.Site->Where, "it awaits '" + Creation + "' here"});
    Found.push_back(std::move(Made));
    return;
  }
}

std::vector<Finding> Awaits::findings() {
  if (W.Suspensions.empty() || W.Acquires.empty())
    return {};
  for (const LockRecord &Wanted : W.Acquires)
    findTakenAgain(Wanted);
  for (const SuspendRecord &Suspended : W.Suspensions) {
    findSuspended(Suspended);
    findCreation(Suspended);
  }
  // One report for one place: the first of them, and its shortest chain.
  std::vector<Finding> Single;
  for (Finding &Made : Found) {
    auto Same =
        std::find_if(Single.begin(), Single.end(), [&](const Finding &Other) {
          return Other.Where.File == Made.Where.File &&
                 Other.Where.Line == Made.Where.Line &&
                 Other.Where.Column == Made.Where.Column;
        });
    if (Same == Single.end())
      Single.push_back(std::move(Made));
    else if (Made.Message == Same->Message &&
             Made.Chain.size() < Same->Chain.size())
      *Same = std::move(Made);
  }
  return Single;
}

} // namespace gridlock
