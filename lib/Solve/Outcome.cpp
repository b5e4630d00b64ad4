// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

/// \file
/// What one signal is to a wait: given anyway, never, or only by what stands
/// behind the waiting task.

#include "Solve/Judge.h"
#include "Solve/Order.h"

namespace gridlock {

/// A signal that is only given when the object ends, or when its threads are
/// joined.
bool Judge::isFarewell(const SignalRecord &Signal) const {
  if (!Signal.Site)
    return false;
  for (int Up = Signal.Activation; Up >= 0; Up = W.Activations[Up].Caller) {
    const Function *F = W.Activations[Up].Code;
    if (!F->HasThis || F->IsLambda || !(F->IsDestructor || Joiners.count(F)))
      continue;
    auto Finals = W.trace(Signal.Place).Finals;
    if (!Finals.empty() &&
        W.Terms.isWithin(Finals.front(), W.Activations[Up].This))
      return true;
  }
  return false;
}

/// A submit that waits for space is not ended by another submit.
bool Judge::isOtherSubmit(const SignalRecord &Signal,
                          const WaitRecord &Wait) const {
  if (!Signal.Site || W.Activations[Signal.Activation].Code !=
                          W.Activations[Wait.Activation].Code)
    return false;
  return std::any_of(
      W.Submits.begin(), W.Submits.end(), [&](const SubmitRecord &Submit) {
        return Submit.Queue && W.Activations[Submit.Activation].Code ==
                                   W.Activations[Wait.Activation].Code;
      });
}

/// Does the waiting task itself give the signal only on some of the ways to the
/// wait?
bool Judge::isConditional(const SignalRecord &Signal,
                          const WaitRecord &Wait) const {
  const Event *Site = Signal.Site;
  // What a task does when it runs is its own matter; what counts is whether it
  // is run here.
  bool Given = true;
  for (int Up = Signal.Activation;
       Up >= 0 && !W.isCalledFrom(Wait.Activation, Up);
       Up = W.Activations[Up].Caller)
    Given &= !TaskCode.count(W.Activations[Up].Code);
  for (int Up = Signal.Activation; Up >= 0 && Site;
       Site = W.Activations[Up].Site, Up = W.Activations[Up].Caller) {
    const Event *Beside = W.siteIn(Up, Wait.Activation, Wait.Site);
    for (const Guard &G : Site->Guards)
      if (Given && !(Beside && llvm::is_contained(Beside->Guards, G)) &&
          !W.isTestOfOther(Up, G))
        return true;
    Given |= TaskCode.count(W.Activations[Up].Code) != 0;
    if (Beside)
      return false;
  }
  return false;
}

/// Is it only supposed to be given by somebody, while it is seen to be given
/// elsewhere?
bool Judge::isSupposed(const SignalRecord &Signal) const {
  return W.Activations[Signal.Activation].Lazy &&
         std::any_of(W.Signals.begin(), W.Signals.end(),
                     [&](const SignalRecord &Other) {
                       return Other.Site == Signal.Site && Signal.Site &&
                              !W.Activations[Other.Activation].Lazy;
                     });
}

/// Was the signal given before the task was submitted that waits?
bool Judge::wasGiven(const WaitRecord &Wait, const SignalRecord &Signal) const {
  const SubmitRecord *Start = W.startBelow(Signal.Frame, Wait.Frame);
  return Signal.Site && Start && Signal.Site->Guards.empty() &&
         isOnlyAfter(W, Signal.Activation, Signal.Site, Start->Activation,
                     Start->Site);
}

/// Does the waiting task give the signal itself when it has waited for some
/// time in vain?
bool Judge::takesOver(const WaitRecord &Wait, const SignalRecord &Signal) {
  const auto Given = W.trace(Signal.Place).Seen;
  return llvm::any_of(W.Waits, [&](const WaitRecord &Before) {
    return Before.Kind == WaitKind::Timed && Before.Frame == Wait.Frame &&
           isOnlyAfter(W, Before.Activation, Before.Site, Signal.Activation,
                       Signal.Site) &&
           llvm::any_of(W.traceTarget(Before.Target).Seen,
                        [&](TermId T) { return Given.count(T) != 0; });
  });
}

/// Does the function make an object in each round of a loop?
static bool makesInLoop(const Function &F) {
  return llvm::any_of(
      F.Events, [](const Event &E) { return E.Construction && E.InLoop; });
}

bool Judge::staysForNextCall(const SubmitRecord &Start) const {
  if (!W.Terms.isPart(Start.Completion))
    return false;
  TermId Object = W.Terms.rootOf(Start.Completion);
  const Term &Root = W.Terms[Object];
  if (Root.Kind == TermKind::Root)
    return !Root.Number && !W.Activations.front().Code->IsConstructor;
  if (Root.Kind != TermKind::Object)
    return false;
  // It was made further above, and what was called from there is called again.
  const int Maker = Root.Number;
  bool Again = false;
  for (int Up = Start.Activation; Up >= 0; Up = W.Activations[Up].Caller) {
    const Activation &In = W.Activations[Up];
    if (Up == Maker || !In.Site)
      return false;
    auto Calls = CallsOf.find(Up);
    Again |= Calls != CallsOf.end() && Calls->second.size() > 1;
    if (In.Caller == Maker)
      return Again ||
             (In.Site->InLoop && !makesInLoop(*W.Activations[Maker].Code));
  }
  return false;
}

std::pair<unsigned, const Event *>
Judge::madeAnew(const WaitRecord &Wait) const {
  const Event *At = Wait.Site;
  const auto Parts = W.trace(Wait.Target).Finals;
  auto Makes = [&](int In, const Event &E) {
    const Function &F = *W.Activations[In].Code;
    if ((!E.Construction && (E.Kind != EventKind::Bind ||
                             F.Values[E.Task].Kind != ValueKind::Fresh)) ||
        !alwaysPrecedes(F, E, *At))
      return false;
    const auto Made = W.trace(W.evaluate(In, E.Object)).Finals;
    return llvm::all_of(Parts, [&](TermId Part) {
      return llvm::any_of(
          Made, [&](TermId Whole) { return W.Terms.isWithin(Part, Whole); });
    });
  };
  for (int In = Wait.Activation; In >= 0 && At;
       At = W.Activations[In].Site, In = W.Activations[In].Caller)
    for (const Event &E : W.Activations[In].Code->Events)
      if (Makes(In, E))
        return {In, &E};
  return {0, nullptr};
}

/// Does the start come between what was made and the wait for it?
bool Judge::isStartedSince(std::pair<unsigned, const Event *> Made,
                           const SubmitRecord &Start,
                           const WaitRecord &Wait) const {
  const auto Way = callsTo(W, Start.Activation, Start.Site);
  const Event *At = Wait.Site;
  for (int In = Wait.Activation; In >= 0 && At;
       At = W.Activations[In].Site, In = W.Activations[In].Caller) {
    const Function &F = *W.Activations[In].Code;
    const bool Last = static_cast<unsigned>(In) == Made.first;
    if (auto First = Way.find(In); First != Way.end())
      if (Last ? canPrecedeWithout(F, *First->second, *At, *Made.second)
               : canPrecede(F, *First->second, *At))
        return true;
    if (Last)
      break;
    // An earlier call may have started it.
    if (auto Calls = CallsOf.find(In);
        Calls != CallsOf.end() && Calls->second.size() > 1)
      return true;
  }
  return false;
}

bool Judge::canComeBefore(const SubmitRecord &Start, unsigned A,
                          const Event *Site) const {
  const auto Way = callsTo(W, Start.Activation, Start.Site);
  std::vector<std::pair<unsigned, const Event *>> Open{{A, Site}};
  std::set<unsigned> Seen{A};
  for (size_t I = 0; I < Open.size(); ++I) {
    auto [In, At] = Open[I];
    if (auto Common = Way.find(In); Common != Way.end())
      if (canPrecede(*W.Activations[In].Code, *Common->second, *At))
        return true;
    if (auto Calls = CallsOf.find(In); Calls != CallsOf.end())
      for (const auto &Call : Calls->second)
        if (Seen.insert(Call.first).second || Way.count(Call.first))
          Open.push_back(Call);
    if (Open.size() > 64)
      break;
  }
  return false;
}

/// Is what gives the signal only started when the wait is over?
bool Judge::comesAfter(const WaitRecord &Wait,
                       const SignalRecord &Signal) const {
  auto Starts = starts(Signal.Frame);
  if (Starts.empty())
    return false;
  if (!Signal.Site && W.Frames[Signal.Frame].Kind == FrameKind::Thread)
    if (auto Made = madeAnew(Wait); Made.second)
      return llvm::none_of(Starts, [&](const SubmitRecord *Start) {
        return isStartedSince(Made, *Start, Wait);
      });
  return std::all_of(
      Starts.begin(), Starts.end(), [&](const SubmitRecord *Start) {
        return Start->Frame == Wait.Frame && !staysForNextCall(*Start) &&
               !canComeBefore(*Start, Wait.Activation, Wait.Site) &&
               isOnlyAfter(W, Wait.Activation, Wait.Site, Start->Activation,
                           Start->Site);
      });
}

std::optional<Judge::Outcome> Judge::plainOutcome(const WaitRecord &Wait,
                                                  const SignalRecord &Signal,
                                                  unsigned Frame) {
  const struct Frame &By = W.Frames[Signal.Frame];
  if (isFarewell(Signal) || isOtherSubmit(Signal, Wait))
    return Outcome::Ignored;
  // What the task has seen to itself does not change while it waits.
  if (Signal.Site && Signal.Site->Kind == EventKind::Acquire &&
      Signal.Frame == Wait.Frame)
    return Outcome::Ignored;
  if (By.Kind == FrameKind::Outside && isSupposed(Signal))
    return Outcome::Ignored;
  // Who is no worker hands it over, and does not do it at once.
  if (By.Kind == FrameKind::Outside && Signal.Frame == Wait.Frame &&
      Signal.Site &&
      W.isFor(/*Workers=*/true, Signal.Activation, *Signal.Site) &&
      !W.isFor(/*Workers=*/true, Wait.Activation, *Wait.Site))
    return Outcome::Ignored;
  if (By.Kind == FrameKind::Outside)
    return Wait.Kind == WaitKind::Destroys ? Outcome::Ignored : Outcome::Free;
  if (wasGiven(Wait, Signal))
    return Outcome::Free;
  if (comesAfter(Wait, Signal))
    return Outcome::Ignored;
  const SubmitRecord &Start = W.Submits[By.Submit];
  if (Wait.Kind == WaitKind::Destroys && (Signal.Site || !Start.Site->Joins))
    return Outcome::Ignored;
  if (Signal.Site && Signal.Frame == Frame && takesOver(Wait, Signal))
    return Outcome::Free;
  if (Signal.Site && Signal.Frame == Frame)
    return isConditional(Signal, Wait) ||
                   (Wait.Frame == Frame &&
                    isOnlyAfter(W, Wait.Activation, Wait.Site,
                                Signal.Activation, Signal.Site))
               ? Outcome::Ignored
               : Outcome::Free;
  return std::nullopt;
}

Judge::Outcome Judge::outcome(const WaitRecord &Wait,
                              const SignalRecord &Signal, unsigned Frame,
                              const std::vector<TermId> &Held, Verdict &Found,
                              unsigned Depth) {
  if (auto Plain = plainOutcome(Wait, Signal, Frame))
    return *Plain;
  const struct Frame &By = W.Frames[Signal.Frame];
  const SubmitRecord &Start = W.Submits[By.Submit];
  if (By.Kind == FrameKind::Thread || isUnbounded(By.Executor)) {
    return threadOutcome(Signal, Frame, Held, Found, Depth);
  }
  bool Taken =
      Start.Site->Steals && !Signal.Site; // who waits for the task runs it
  if (Taken || !intersects(W.holders(By.Executor), Held))
    return Outcome::Free;
  // Tasks of one kind that wait for each other need as many workers as they
  // are.
  if (Signal.Site && SubmitsOf[Frame].size() == 1 &&
      SubmitsOf[Frame].front()->Site == Start.Site &&
      SubmitsOf[Frame].front()->Activation == Start.Activation)
    return Outcome::Free;
  const SubmitRecord *Needed = submittedBehind(Wait, Signal, Frame);
  if (!Needed)
    return Outcome::Free;
  if (!Found.Needed) {
    Found.Provider = &Signal;
    Found.Needed = Needed;
  }
  return Outcome::Stuck;
}

/// Threads that wait for each other, for one wait: each may lead to many.
static constexpr unsigned MaxFollowed = 256;

Judge::Outcome Judge::threadOutcome(const SignalRecord &Signal, unsigned Frame,
                                    const std::vector<TermId> &Held,
                                    Verdict &Found, unsigned Depth) {
  const struct Frame &By = W.Frames[Signal.Frame];
  std::vector<TermId> Served(By.Serves.begin(), By.Serves.end());
  if (intersects(Served, Held)) {
    if (!Signal.Site)
      return Outcome::Free; // the end of a worker is another matter
    if (!Found.Provider)
      Found.Provider = &Signal;
    return Outcome::Stuck;
  }
  if (Depth > 4 || ++Followed > MaxFollowed)
    return Outcome::Free;
  // A thread of its own may wait for this executor in turn.
  for (const WaitRecord &Inner : W.Waits) {
    if (Inner.Frame != Signal.Frame || Inner.Kind == WaitKind::Helps ||
        Inner.Joins ||
        (Signal.Site && isOnlyAfter(W, Signal.Activation, Signal.Site,
                                    Inner.Activation, Inner.Site)))
      continue;
    Walk::Trace Target = W.traceTarget(Inner.Target);
    Verdict InTurn;
    InTurn.Wait = &Inner;
    if (isReady(Inner, Target) ||
        !isStuck(Inner, Target, Frame, Held, InTurn, Depth + 1))
      continue;
    if (!Found.Provider) {
      Found.Provider = &Signal;
      Found.InTurn = {InTurn};
    }
    return Outcome::Stuck;
  }
  return Outcome::Free;
}

} // namespace gridlock
