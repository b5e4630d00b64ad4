// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Solve/Joins.h"
#include "Solve/Order.h"

namespace gridlock {

Joins::Joins(Walk &W, Judge &Judged, const SolveOptions &Options)
    : W(W), Judged(Judged), Options(Options), Lives(W) {}

std::vector<JoinVerdict> Joins::verdicts() {
  std::vector<JoinVerdict> Found;
  const std::vector<Dying> &Ends = Lives.endings();
  for (size_t I = 0; I < W.Waits.size(); ++I)
    judge(W.Waits[I], nullptr, Found);
  for (const Dying &End : Ends)
    for (size_t I = End.FirstWait; I < End.LastWait; ++I)
      judge(W.EndWaits[I], &End, Found);
  return Found;
}

void Joins::judge(const WaitRecord &Wait, const Dying *End,
                  std::vector<JoinVerdict> &Into) {
  const Frame &In = W.Frames[Wait.Frame];
  if (In.Kind == FrameKind::Outside || Wait.Kind == WaitKind::Helps ||
      Wait.Kind == WaitKind::Timed || Wait.Kind == WaitKind::Suspends)
    return;
  JoinVerdict Found;
  Found.Wait = &Wait;
  Found.End = End;
  Found.Executor = In.Executor;
  auto Starts = Judged.starts(Wait.Frame);
  Walk::Trace Target = W.traceTarget(Wait.Target);
  if (Starts.empty() || Target.Seen.empty())
    return;
  Found.Waiter = Starts.front();
  if (!judgeExecutor(Target, Found) && !judgeThreads(Target, Found) &&
      !judgeSignals(Target, Found))
    return;
  if (W.isImpossible(Wait.Activation, *Wait.Site) ||
      (In.Kind == FrameKind::Thread &&
       W.isFor(/*Workers=*/false, Wait.Activation, *Wait.Site)))
    return;
  if ((Found.Likely && !Options.Strict) ||
      (Found.Kind == JoinVerdict::OwnThread && hasToldItsEnd(Found)))
    return;
  if (!End || Lives.isLast(*End))
    Into.push_back(Found);
}

/// The task joins, or destroys, the executor that runs it.
bool Joins::judgeExecutor(const Walk::Trace &Target, JoinVerdict &Found) {
  const WaitRecord &Wait = *Found.Wait;
  if (!Found.Executor || (!Wait.Joins && !Wait.Site->Destructor))
    return false;
  for (TermId Held : W.holders(Found.Executor))
    if (Target.Seen.count(Held)) {
      Found.Kind = JoinVerdict::OwnExecutor;
      Found.Executor = Held;
      Found.Likely = W.Terms.isUncertain(Held);
      return true;
    }
  return false;
}

bool Joins::servesTask(unsigned Thread, unsigned Task) const {
  if (W.Frames[Task].Kind != FrameKind::Task)
    return false;
  for (TermId Held : W.holders(W.Frames[Task].Executor))
    if (W.Frames[Thread].Serves.count(Held))
      return true;
  return false;
}

/// Is the signal only given when the thread has stopped to run tasks?
bool Joins::isEndOfServing(const SignalRecord &Signal) const {
  bool After = false;
  for (TermId Served : W.Frames[Signal.Frame].Serves) {
    auto Calls = W.Servers.find(Served);
    if (Calls == W.Servers.end())
      continue;
    for (auto [A, Site] : Calls->second) {
      if (W.startOf(A) != W.startOf(Signal.Activation))
        continue;
      if (canFollow(W, Signal.Activation, Signal.Site, A, Site))
        return false;
      After = true;
    }
  }
  return After;
}

/// Is the thread only known to who joins it because it has put itself there,
/// when it ran no task any more?
bool Joins::hasLeft(const Walk::Trace &Target, unsigned Thread) const {
  return llvm::any_of(Target.Seen, [&](TermId Place) {
    std::set<const Event *> All, Own;
    for (auto [A, Site] : W.storesTo(Place)) {
      All.insert(Site);
      if (W.Activations[A].Frame == Thread && W.Activations[A].Again.empty() &&
          isEndOfServing({A, Site, Thread, Place}))
        Own.insert(Site);
    }
    return !All.empty() && All == Own;
  });
}

/// Is it the very thread that waits here, and not another one of its kind?
bool Joins::isOwnThread(const SignalRecord &End,
                        const JoinVerdict &Found) const {
  if (End.Site || End.Frame != Found.Wait->Frame ||
      W.Frames[End.Frame].Kind != FrameKind::Thread)
    return false;
  // What this thread has made itself does not hold it.
  if (Judged.madeAnew(*Found.Wait).second)
    return false;
  // One of many threads: unless all of them are joined, that may be another.
  bool Many = Found.Waiter->Site->InLoop || W.Terms.isUncertain(End.Place);
  return !Many || Found.Wait->Site->InLoop || Found.Wait->Site->Destructor;
}

/// Does a worker give some of these signals between two tasks?
bool Joins::isGivenBetweenTasks(
    const std::vector<const SignalRecord *> &Signals, unsigned Task) const {
  for (const SignalRecord *Signal : Signals)
    if (Signal->Site && W.Frames[Signal->Frame].Kind == FrameKind::Thread &&
        servesTask(Signal->Frame, Task) && !isEndOfServing(*Signal))
      return true;
  return false;
}

bool Joins::judgeThreads(const Walk::Trace &Target, JoinVerdict &Found) {
  unsigned In = Found.Wait->Frame;
  auto Signals = Judged.providers(Target);
  bool Between = isGivenBetweenTasks(Signals, In);
  for (const SignalRecord *Signal : Signals) {
    if (W.Frames[Signal->Frame].Kind != FrameKind::Thread ||
        (Signal->Site && (Between || Found.Wait->Site->OnFuture)))
      continue;
    auto Starts = Judged.starts(Signal->Frame);
    if (Found.Wait->Kind == WaitKind::Destroys &&
        (Starts.empty() || !Starts.front()->Site->Joins))
      continue;
    bool Own = isOwnThread(*Signal, Found);
    bool Worker = servesTask(Signal->Frame, In) &&
                  (!Signal->Site || isEndOfServing(*Signal)) &&
                  !hasLeft(Target, Signal->Frame);
    if (!Own && !Worker)
      continue;
    Found.Kind = Own ? JoinVerdict::OwnThread : JoinVerdict::OwnWorker;
    Found.Thread = Starts.empty() ? nullptr : Starts.front();
    Found.Signal = Signal;
    Found.StartedHere = W.startsIn(Signal->Frame, In) && !Own;
    return true;
  }
  return false;
}

/// Does a task that runs this one give the signal, once this one has returned?
bool Joins::isAfterServing(const JoinVerdict &Found,
                           const SignalRecord &Signal) const {
  auto Calls = W.Servers.find(W.Frames[Found.Wait->Frame].Executor);
  if (!Signal.Site || Calls == W.Servers.end() ||
      W.Frames[Signal.Frame].Kind != FrameKind::Task)
    return false;
  for (auto [A, Site] : Calls->second)
    if (W.startOf(A) == W.startOf(Signal.Activation) &&
        canPrecede(W, A, Site, Signal.Activation, Signal.Site) &&
        !canFollow(W, Signal.Activation, Signal.Site, A, Site))
      return true;
  return false;
}

/// Does the waiting task give the signal only after the wait?
bool Joins::isLater(const JoinVerdict &Found,
                    const SignalRecord &Signal) const {
  const WaitRecord &Wait = *Found.Wait;
  if (Signal.Frame != Wait.Frame)
    return isAfterServing(Found, Signal);
  unsigned A = Found.End ? Found.End->Activation : Wait.Activation;
  const Event *Site = Found.End ? Found.End->Site : Wait.Site;
  return Signal.Site && Site &&
         isOnlyAfter(W, A, Site, Signal.Activation, Signal.Site);
}

/// May something that needs neither this task nor its executor give the signal?
bool Joins::isFreeElsewhere(const SignalRecord &Signal,
                            const JoinVerdict &Found) {
  if (isLater(Found, Signal))
    return false;
  if (Signal.Frame == Found.Wait->Frame)
    return true;
  const Frame &By = W.Frames[Signal.Frame];
  if (By.Kind != FrameKind::Task)
    return true;
  // What another end of the object would do does not end this one.
  if (auto Starts = Judged.starts(Signal.Frame);
      !Starts.empty() && W.isInDestructor(Starts.front()->Activation))
    return false;
  return !intersects(W.holders(Found.Executor), W.holders(By.Executor));
}

/// Is the signal given by one event of the program alone, which one run of the
/// thread comes to?
bool Joins::isGivenOnce(const SignalRecord &Signal,
                        const JoinVerdict &Found) const {
  if (!Signal.Site || Found.Waiter->Site->InLoop ||
      Judged.starts(Signal.Frame).size() != 1)
    return false;
  const Event *Site = Signal.Site;
  for (int Up = Signal.Activation; Up >= 0;
       Site = W.Activations[Up].Site, Up = W.Activations[Up].Caller) {
    const Function &In = *W.Activations[Up].Code;
    const Symbol Name = In.Values[Site->Object].Name;
    if (!Site->Callee && !Name)
      return false;
    for (const Function &F : W.Code.functions())
      for (const Event &E : F.Events)
        if (&E != Site && E.Kind == Site->Kind &&
            (E.Callee ? E.Callee == Site->Callee
                      : F.Values[E.Object].Name == Name))
          return false;
  }
  return true;
}

/// A destructor in a task, or a thread of its own, waits for what only the rest
/// of it does.
bool Joins::judgeSignals(const Walk::Trace &Target, JoinVerdict &Found) {
  const WaitRecord &Wait = *Found.Wait;
  const bool OfThread = W.Frames[Wait.Frame].Kind == FrameKind::Thread;
  if ((!Found.Executor && !OfThread) || Wait.Kind != WaitKind::Blocks ||
      Wait.Joins || Wait.Site->Destructor || Judged.isReady(Wait, Target))
    return false;
  if (!OfThread && ((!Found.End && !W.isInDestructor(Wait.Activation)) ||
                    Judged.isUnbounded(Found.Executor)))
    return false;
  auto Signals = Judged.providers(Target);
  auto IsOwn = [&](const SignalRecord *Signal) {
    return Signal->Frame == Wait.Frame;
  };
  auto IsGivenOnce = [&](const SignalRecord *Signal) {
    return isGivenOnce(*Signal, Found);
  };
  if (OfThread &&
      !(llvm::all_of(Signals, IsOwn) && llvm::all_of(Signals, IsGivenOnce)))
    return false;
  bool All = Wait.NeedsAll || Judged.isCounted(Signals);
  for (const SignalRecord *Signal : Signals) {
    auto Plain = Judged.plainOutcome(Wait, *Signal, Wait.Frame);
    if (Signal->Frame != Wait.Frame && Plain == Judge::Outcome::Ignored)
      continue;
    if (isLater(Found, *Signal))
      Found.Signal = Found.Signal ? Found.Signal : Signal;
    else if (!All && isFreeElsewhere(*Signal, Found))
      return false;
  }
  Found.Kind = JoinVerdict::OwnSignal;
  return Found.Signal != nullptr;
}

} // namespace gridlock
