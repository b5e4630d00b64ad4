// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Solve/Loops.h"
#include "Solve/Order.h"
#include "Solve/Story.h"

namespace gridlock {

std::vector<LoopVerdict> Loops::verdicts() {
  std::vector<LoopVerdict> Found;
  for (const RunRecord &Run : W.Runs)
    if (W.Frames[Run.Frame].Kind == FrameKind::Task)
      judge(Run, Found);
  for (const WaitRecord &Wait : W.Waits)
    if (W.Frames[Wait.Frame].Kind == FrameKind::Task &&
        Wait.Kind == WaitKind::Blocks && !Wait.Joins && !Wait.Site->OnFuture &&
        !Wait.Site->Destructor)
      judge(Wait, Found);
  return Found;
}

/// Is the signal only given when what stands at \p Site has returned?
bool Loops::isLater(unsigned A, const Event *Site, unsigned Frame,
                    const SignalRecord &Signal) const {
  return Signal.Site && Signal.Frame == Frame &&
         isOnlyAfter(W, A, Site, Signal.Activation, Signal.Site);
}

void Loops::judge(const RunRecord &Run, std::vector<LoopVerdict> &Into) {
  auto Starts = Judged.starts(Run.Frame);
  if (Starts.empty() || W.isImpossible(Run.Activation, *Run.Site))
    return;
  bool Own = false;
  for (TermId Held : W.holders(W.Frames[Run.Frame].Executor))
    Own |= Held == Run.Loop;
  LoopVerdict Found{Run.Activation, Run.Site, Starts.front()};
  Found.Loop = Run.Loop;
  Found.OneTask = !Run.Site->NeedsAll;
  Found.Forbidden = Own && !Run.Site->Fate.empty();
  if (!W.Terms.isUncertain(Run.Loop) &&
      (Found.Forbidden ||
       (Run.Site->Wait != WaitKind::Timed && isStuck(Run, Own, Found))))
    Into.push_back(Found);
}

/// Does nobody stop the loop who can run before the handler has returned? One
/// that is not the handler's own is only judged by a stop that comes too late.
bool Loops::isStuck(const RunRecord &Run, bool Own, LoopVerdict &Found) {
  for (const SignalRecord *Signal : Judged.providers(W.trace(Run.Loop))) {
    if (!isLater(Run.Activation, Run.Site, Run.Frame, *Signal))
      return false;
    Found.Signal = Signal;
  }
  if (!Own)
    return Found.Signal && !isGiven(Run);
  return !Found.OneTask || isStarved(Run);
}

/// Is nothing submitted to the loop that could run in it?
bool Loops::isStarved(const RunRecord &Run) const {
  for (const SubmitRecord &Submit : W.Submits) {
    if (Submit.Executor != Run.Loop || Submit.Child == Run.Frame)
      continue;
    if (Submit.Frame != Run.Frame ||
        canPrecede(W, Submit.Activation, Submit.Site, Run.Activation, Run.Site))
      return false;
  }
  return W.Terms[W.Terms.rootOf(Run.Loop)].Kind == TermKind::Object;
}

/// Is the loop given to something that may stop it?
bool Loops::isGiven(const RunRecord &Run) const {
  const Function &F = *W.Activations[Run.Activation].Code;
  for (const Event &E : F.Events)
    for (ValueId Argument : E.Arguments)
      if (Argument == Run.Site->Object)
        return true;
  return false;
}

/// The activation around the wait that runs tasks of the loop that the handler
/// runs on, or -1.
int Loops::runner(const WaitRecord &Wait, TermId &Loop) {
  auto Held = W.holders(W.Frames[Wait.Frame].Executor);
  for (int Up = Wait.Activation; Up >= 0; Up = W.Activations[Up].Caller)
    for (TermId Executor : Held)
      if (W.helps(Up, Executor)) {
        Loop = Executor;
        return Up;
      }
  return -1;
}

/// Is it a signal that a submit gives?
bool Loops::isOfSubmit(const SignalRecord &Signal, TermId Loop) const {
  for (const SubmitRecord &Submit : W.Submits)
    if (Submit.Executor == Loop && Submit.Activation == Signal.Activation)
      return true;
  return false;
}

/// Is the signal given when a count of the loop's has run down, which the
/// handler is a part of until it returns?
bool Loops::countsHandlers(const SignalRecord &Signal, TermId Loop) {
  const Function &F = *W.Activations[Signal.Activation].Code;
  for (const Guard &G : Signal.Site->Guards) {
    const Value &V = F.Values[G.Condition];
    if (V.Kind != ValueKind::Compare || !G.Holds ||
        V.Number != static_cast<int64_t>(Comparison::Equal))
      continue;
    for (ValueId Part : V.Parts)
      if (TermId Count = W.evaluate(Signal.Activation, Part);
          Count && W.Terms[Count].Kind == TermKind::Field &&
          W.Terms.isWithin(Count, W.ownerOf(Loop)))
        return true;
  }
  return false;
}

/// Does a handler that did not start here give it, once a run of its own has
/// returned?
bool Loops::isBehindOther(unsigned Frame, TermId Loop,
                          const SignalRecord &Signal) const {
  if (!Signal.Site || W.startsIn(Signal.Frame, Frame))
    return false;
  for (auto &[A, Served] : W.Helps)
    if (Served.count(Loop) && W.Activations[A].Site &&
        W.Activations[A].Frame == Signal.Frame &&
        W.Frames[Signal.Frame].Kind == FrameKind::Task &&
        isLater(W.Activations[A].Caller, W.Activations[A].Site, Signal.Frame,
                Signal))
      return true;
  return false;
}

void Loops::judge(const WaitRecord &Wait, std::vector<LoopVerdict> &Into) {
  TermId Loop = 0;
  int In = runner(Wait, Loop);
  auto Starts = Judged.starts(Wait.Frame);
  if (In < 0 || W.Activations[In].Caller < 0 || Starts.empty() ||
      W.Terms.isUncertain(W.ownerOf(Loop)))
    return;
  LoopVerdict Found{static_cast<unsigned>(W.Activations[In].Caller),
                    W.Activations[In].Site, Starts.front()};
  Found.Loop = Loop;
  for (const SignalRecord *Signal :
       Judged.providers(W.traceTarget(Wait.Target))) {
    if (isOfSubmit(*Signal, Loop) || W.Activations[Signal->Activation].Lazy)
      continue;
    bool Later = isLater(Found.Activation, Found.Site, Wait.Frame, *Signal) ||
                 isBehindOther(Wait.Frame, Loop, *Signal);
    if (!Later && !(Signal->Site && countsHandlers(*Signal, Loop)))
      return;
    if (!Found.Signal || Later)
      Found.Signal = Signal;
  }
  if (!Found.Signal || W.isImpossible(Wait.Activation, *Wait.Site))
    return;
  // The call of the loop's own method.
  while (W.Activations[Found.Activation].Caller >= 0) {
    const Activation &Around = W.Activations[Found.Activation];
    if (!Around.Code->HasThis || Around.Code->IsLambda ||
        !W.Terms.isWithin(Loop, Around.This))
      break;
    if (Around.This != W.ownerOf(Loop))
      break;
    Found.Site = Around.Site;
    Found.Activation = Around.Caller;
  }
  Into.push_back(Found);
}

/// One thread runs its tasks, one after the other.
bool Loops::isLoop(TermId Executor) const {
  const Class *C = W.Code.classNamed(W.Terms[Executor].Type);
  if (C && C->Loop)
    return true;
  return W.Queues.find(W.Terms, Executor).Queue && W.hasOneServer(Executor);
}

bool Loops::isCall(const Verdict &Of) const {
  const Event *Submits = Of.Wait->Submits;
  bool Looped = (Submits && Submits->OnLoop) || isLoop(Of.Executor);
  if (Submits)
    return Looped;
  // A coroutine that is started on the loop.
  return Of.Needed && Looped &&
         (W.Terms[Of.Needed->Task].Kind == TermKind::Coroutine ||
          W.maySuspend(Of.Needed->Task));
}

Finding describe(Walk &W, const LoopVerdict &Why) {
  Story Told(W);
  Finding Made;
  Made.Check = CheckId::NestedLoop;
  Made.How = Why.Forbidden || Why.OneTask || Why.Signal ? Grade::Always
                                                        : Grade::Sometimes;
  Made.Where = Why.Site->Where;
  std::string Name = Why.Site->ObjectText;
  if (Name.empty() || Name == "this")
    Name = Told.display(W.ownerOf(Why.Loop));
  std::string Own = Told.executorName(*Why.Waiter);
  Made.Message = "handler of '" + Own + "' runs '" + Name + "' in '" +
                 Why.Site->Text + "'";
  if (Why.Forbidden)
    Made.Message += ", the loop that it runs on: " + Why.Site->Fate;
  else if (Why.OneTask)
    Made.Message += " until another handler has run, but nothing is queued: it "
                    "hangs each time";
  else if (Why.Signal)
    Made.Message += ", which only ends when this handler goes on: it hangs "
                    "each time";
  else
    Made.Message += " until no work is left, but is work itself: it hangs "
                    "unless somebody stops the loop";
  Told.addCreation(Made, Why.Loop, Name);
  Made.Chain.push_back({Told.submitPoint(*Why.Waiter).Site->Where,
                        "the handler is submitted to '" + Own + "' here"});
  Told.addCalls(Made, Why.Activation);
  if (Why.Signal)
    Made.Chain.push_back({Why.Signal->Site->Where, "this would end it, later"});
  return Made;
}

} // namespace gridlock
