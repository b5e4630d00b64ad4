// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Solve/Judge.h"
#include "Solve/Concurrency.h"
#include "Solve/Order.h"

namespace gridlock {

Judge::Judge(Walk &W, const SolveOptions &Options)
    : W(W), Options(Options),
      Meetings(std::make_unique<Concurrency>(W, *this)) {
  for (const SubmitRecord &Submit : W.Submits)
    SubmitsOf[Submit.Child].push_back(&Submit);
  for (const SignalRecord &Signal : W.Signals)
    for (TermId Place : W.trace(Signal.Place).Seen)
      for (TermId Name : namesOf(Place))
        SignalsOf[Name].push_back(&Signal);
  findSections();
  for (const auto &[Call, Callees] : W.Entered)
    for (unsigned Callee : Callees)
      CallsOf[Callee].push_back(Call);
  findGrowing();
  for (const Activation &A : W.Activations)
    if (A.Caller < 0 && W.Frames[A.Frame].Kind == FrameKind::Task)
      TaskCode.insert(A.Code);
  for (const WaitRecord &Wait : W.Waits)
    for (const SignalRecord *Signal : providers(W.traceTarget(Wait.Target)))
      if (!Signal->Site && W.Frames[Signal->Frame].Kind == FrameKind::Thread)
        for (int Up = Wait.Activation; Up >= 0; Up = W.Activations[Up].Caller)
          Joiners.insert(W.Activations[Up].Code);
}

Judge::~Judge() = default;

void Judge::findSections() {
  std::set<TermId> Awaited;
  for (const WaitRecord &Wait : W.Waits)
    if (Wait.Released && Wait.Released == Wait.Target)
      for (TermId Place : W.trace(Wait.Target).Seen)
        Awaited.insert(Place);
  if (Awaited.empty())
    return;
  for (const LockRecord &Lock : W.Acquires)
    for (TermId Place : W.trace(Lock.What).Seen)
      if (Awaited.count(Place))
        SignalsOf[Place].push_back(&Sections.emplace_back(
            SignalRecord{Lock.Activation, Lock.Site, Lock.Frame, Place}));
}

/// Does a condition on the way to the start of a thread bound the number of
/// threads? That none is idle does not.
static bool isLimited(const Function &F, const Event &Start, Symbol Queue) {
  auto IsZero = [&](ValueId Part) {
    const Value &V = F.Values[Part];
    return V.Kind == ValueKind::Constant && V.Number == 0;
  };
  return std::any_of(
      Start.Guards.begin(), Start.Guards.end(), [&](const Guard &G) {
        const Value &V = F.Values[G.Condition];
        return V.Kind == ValueKind::Compare &&
               V.Number >= static_cast<int64_t>(Comparison::Less) &&
               llvm::none_of(V.Parts, IsZero) &&
               std::none_of(V.Parts.begin(), V.Parts.end(), [&](ValueId Part) {
                 return F.Values[Part].Kind == ValueKind::Element &&
                        F.Values[F.Values[Part].Base].Name == Queue;
               });
      });
}

/// Does what starts the thread end it as well, or is it `main`? It is no submit
/// then that leaves a thread behind.
static bool isOfItsStarter(Walk &W, const SubmitRecord &Thread) {
  return (W.Activations[Thread.Activation].Caller < 0 &&
          W.isOfMain(Thread.Activation)) ||
         llvm::any_of(W.Waits, [&](const WaitRecord &Wait) {
           return Wait.Activation == Thread.Activation &&
                  W.trace(Wait.Target).Seen.count(Thread.Completion);
         });
}

/// An executor whose submit starts a thread whenever none is idle has no bound.
void Judge::findGrowing() {
  for (const SubmitRecord &Thread : W.Submits) {
    if (Thread.Kind != ExecutorKind::Thread || Thread.Site->InLoop)
      continue;
    const Term &Kept = W.Terms[Thread.Completion];
    // One thread, started when it is first needed.
    if (Kept.Kind == TermKind::Field || isOfItsStarter(W, Thread))
      continue;
    for (TermId Served : W.Frames[Thread.Child].Serves)
      for (const SubmitRecord &Put : W.Submits)
        if (Put.Executor == Served && Put.Queue &&
            !isLimited(*W.Activations[Thread.Activation].Code, *Thread.Site,
                       Put.Queue->Path.back()) &&
            (W.isCalledFrom(Put.Activation, Thread.Activation) ||
             W.isCalledFrom(Thread.Activation, Put.Activation)))
          Growing.insert(Served);
  }
}

std::vector<Verdict> Judge::verdicts() {
  std::vector<Verdict> Found;
  for (size_t I = 0; I < W.Waits.size(); ++I) {
    WaitRecord Wait = W.Waits[I];
    if (W.Frames[Wait.Frame].Kind != FrameKind::Task || Wait.Joins ||
        Wait.Kind == WaitKind::Helps)
      continue;
    if (std::optional<Verdict> One = judge(Wait)) {
      One->Wait = &W.Waits[I];
      Found.push_back(*One);
    }
  }
  return Found;
}

bool Judge::hasOneWorker(TermId Executor) const {
  const Class *C = W.Code.classNamed(W.Terms[Executor].Type);
  return (C && C->Capacity == 1) || W.hasOneServer(Executor);
}

bool Judge::isUnbounded(TermId Executor) const {
  const Class *C = W.Code.classNamed(W.Terms[Executor].Type);
  return (C && C->Capacity < 0) || Growing.count(Executor);
}

llvm::ArrayRef<const SubmitRecord *> Judge::starts(unsigned Frame) const {
  auto Found = SubmitsOf.find(Frame);
  if (Found == SubmitsOf.end())
    return {};
  return Found->second;
}

std::vector<const SignalRecord *> Judge::providers(const Walk::Trace &Target) {
  llvm::SetVector<const SignalRecord *> Found;
  auto Add = [&](TermId Name) {
    if (auto Signals = SignalsOf.find(Name); Name && Signals != SignalsOf.end())
      Found.insert(Signals->second.begin(), Signals->second.end());
  };
  for (TermId Place : Target.Seen) {
    Add(Place);
    if (TermId Kept = W.inContainer(Place))
      for (TermId Name : W.trace(Kept).Seen)
        Add(Name);
  }
  return {Found.begin(), Found.end()};
}

bool Judge::isLent(const WaitRecord &Wait, TermId Executor) const {
  auto Before = [&](const LendRecord &One, EventKind Kind) {
    return One.Site->Kind == Kind && One.Frame == Wait.Frame &&
           canPrecede(W, One.Activation, One.Site, Wait.Activation, Wait.Site);
  };
  auto OfIt = [&](const LendRecord &One) {
    auto Named = W.trace(One.Executor).Seen;
    auto Held = W.holders(Executor);
    return std::any_of(Held.begin(), Held.end(),
                       [&](TermId Name) { return Named.count(Name) != 0; });
  };
  return std::any_of(
      W.Lendings.begin(), W.Lendings.end(), [&](const LendRecord &Lent) {
        return Before(Lent, EventKind::Lend) && OfIt(Lent) &&
               std::none_of(W.Lendings.begin(), W.Lendings.end(),
                            [&](const LendRecord &Back) {
                              return Before(Back, EventKind::Reclaim) &&
                                     isOnlyAfter(W, Lent.Activation, Lent.Site,
                                                 Back.Activation, Back.Site);
                            });
      });
}

/// Does an activation run tasks of the executor in a loop that comes before,
/// and goes on for other than that what is waited for is ready already?
bool Judge::helpsBefore(unsigned A, const Event &Later, const WaitRecord &Wait,
                        TermId Executor) {
  const Function &F = *W.Activations[A].Code;
  auto Helps = [&](unsigned Callee) { return W.helps(Callee, Executor); };
  auto IsOver = [&](const Event &E) {
    const TermId Own = W.single(W.traceTarget(Wait.Target));
    return llvm::any_of(W.readyAt(A, E), [&](TermId Ready) {
      return isSame(Ready, Wait.Target, Own);
    });
  };
  return llvm::any_of(F.Events, [&](const Event &E) {
    auto Entered = W.Entered.find({A, &E});
    return E.InLoop && Entered != W.Entered.end() &&
           llvm::any_of(Entered->second, Helps) && canPrecede(F, E, Later) &&
           !IsOver(E);
  });
}

bool Judge::isHelped(const WaitRecord &Wait, TermId Executor) {
  if (isLent(Wait, Executor))
    return true;
  for (int Up = Wait.Activation; Up >= 0; Up = W.Activations[Up].Caller) {
    if (W.helps(Up, Executor))
      return true;
    const Activation &Inner = W.Activations[Up];
    if (Inner.Site && Inner.Caller >= 0 &&
        helpsBefore(Inner.Caller, *Inner.Site, Wait, Executor))
      return true;
    if (!Inner.Site || !Inner.Site->InLoop)
      return false;
  }
  return false;
}

std::optional<Verdict> Judge::judge(const WaitRecord &Wait) {
  TermId Executor = W.Frames[Wait.Frame].Executor;
  if (isUnbounded(Executor) || isHelped(Wait, Executor))
    return std::nullopt;
  Verdict Found;
  Found.Executor = Executor;
  // One of several objects in a container: nothing tells whether it is the same
  // one.
  Found.Likely = W.Terms.isUncertain(W.ownerOf(Executor));
  if (Found.Likely && !Options.Strict)
    return std::nullopt;
  Walk::Trace Target = W.traceTarget(Wait.Target);
  if (isReady(Wait, Target) || W.isImpossible(Wait.Activation, *Wait.Site))
    return std::nullopt;
  const auto &Waiters = SubmitsOf[Wait.Frame];
  Followed = 0;
  Waiting = &Wait;
  if (Waiters.empty() ||
      !isStuckForSome(Wait, Target, W.holders(Executor), Found))
    return std::nullopt;
  Found.Waiter = Waiters.front();
  return Found;
}

bool Judge::isCounted(const std::vector<const SignalRecord *> &Signals) const {
  bool Any = false;
  for (const SignalRecord *Signal : Signals) {
    if (!Signal->Site || isFarewell(*Signal))
      continue;
    const Function &F = *W.Activations[Signal->Activation].Code;
    if (std::none_of(Signal->Site->Guards.begin(), Signal->Site->Guards.end(),
                     [&](const Guard &G) {
                       const Value &V = F.Values[G.Condition];
                       return V.Kind == ValueKind::Compare && G.Holds &&
                              V.Number ==
                                  static_cast<int64_t>(Comparison::Equal);
                     }))
      return false;
    Any = true;
  }
  return Any;
}

bool Judge::isStuck(const WaitRecord &Wait, const Walk::Trace &Target,
                    unsigned Frame, const std::vector<TermId> &Held,
                    Verdict &Found, unsigned Depth) {
  for (TermId Executor : Held)
    if (Target.Seen.count(Executor))
      return true; // everything that the executor was given, this task too
  bool AnyStuck = false;
  auto Signals = providers(Target);
  bool NeedsAll = Wait.NeedsAll || isCounted(Signals);
  // One submit that may go to several executors gives its signal from one of
  // them.
  std::set<std::pair<const Event *, unsigned>> Chosen;
  std::vector<const SignalRecord *> Free;
  for (const SignalRecord *Signal : Signals) {
    Outcome Of = outcome(Wait, *Signal, Frame, Held, Found, Depth);
    if (Of == Outcome::Stuck && Signal->Site &&
        Meetings->wasGiven(*Signal, {&Wait, nullptr}))
      Of = Outcome::Free;
    if (Of == Outcome::Free)
      Free.push_back(Signal);
    if (Of != Outcome::Stuck)
      continue;
    AnyStuck = true;
    if (int Start = W.Frames[Signal->Frame].Submit; Start >= 0)
      Chosen.insert({W.Submits[Start].Site, W.Submits[Start].Activation});
  }
  if (!AnyStuck || NeedsAll)
    return AnyStuck;
  for (const SignalRecord *Signal : Free) {
    int Start = W.Frames[Signal->Frame].Submit;
    if (Start < 0 ||
        !Chosen.count({W.Submits[Start].Site, W.Submits[Start].Activation}))
      return false;
    Found.Likely = true;
  }
  return AnyStuck;
}

} // namespace gridlock
