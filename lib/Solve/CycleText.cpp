// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Solve/CycleText.h"

namespace gridlock {

Story::Point CycleText::lockPoint(const LockRecord &Acquired) const {
  auto [Activation, Site] = Locks.acquiredAt(Acquired);
  return {Activation, Site};
}

/// As it is written where it is acquired; where a method of the user's own
/// lock does that, the name of the lock.
std::string CycleText::mutexName(const LockRecord &Acquired) const {
  const std::string &Written = Acquired.Site->ObjectText;
  TermId Final = Locks[Locks.lockOf(Acquired)].Final;
  const Activation &In = W.Activations[Acquired.Activation];
  bool Climbed = lockPoint(Acquired).Activation != Acquired.Activation;
  if (Climbed && !Acquired.Guard && Final && In.This && Final != In.This &&
      W.Terms.isWithin(Final, In.This))
    Final = In.This;
  bool Nameless = !Final || W.Terms[Final].Kind == TermKind::Root;
  if (!Written.empty() && (!Climbed || Nameless))
    return Written;
  return Nameless ? "a mutex" : Told.display(Final);
}

std::string CycleText::heldName() const {
  return mutexName(*Locks[Why.Lock].Acquired);
}

/// Is it a method that waits for a part of its object, while a lock is held
/// that is not its object's?
bool CycleText::isAboutOwn(const Activation &In) const {
  if (Why.Lock >= 0)
    for (TermId Name : Locks[Why.Lock].Mutex)
      if (W.Terms.isWithin(Name, In.This))
        return false;
  for (TermId Seen : W.traceTarget(Why.First.Wait->Target).Seen)
    if (W.Terms.isWithin(Seen, In.This))
      return true;
  return false;
}

/// The waiting call: for a method of a sync object or an executor, its call.
Story::Point CycleText::place() const {
  if (Why.Helper)
    return {Why.HelperActivation, Why.Helper};
  Story::Point At{Why.First.activation(), Why.First.site()};
  if (!Why.First.Wait)
    return lockPoint(*Why.First.Acquire);
  const int Holder =
      Why.Lock < 0 ? -1 : lockPoint(*Locks[Why.Lock].Acquired).Activation;
  if (Why.Lock < 0 && W.Frames[Why.First.frame()].Kind == FrameKind::Outside)
    return At;
  if (Told.destructorPlace(At, Holder))
    return At;
  while (!Why.First.Wait->Site->OnFuture &&
         W.Activations[At.Activation].Caller >= 0) {
    const Activation &In = W.Activations[At.Activation];
    if (In.Code->IsLambda || !In.Code->HasThis || !isAboutOwn(In))
      break;
    At = {static_cast<unsigned>(In.Caller), In.Site};
  }
  return At;
}

/// The thread of `main` waits, and runs no tasks of what lives on it.
std::string CycleText::homeSentence(const Story::Point &Place) const {
  std::string Own = "a task of '" + Told.executorName(*Why.Steps.back().Start) +
                    "' has run, which only this thread would run";
  if (Why.Steps.size() == 1)
    return "blocks in '" + Place.Site->Text + "' until " + Own;
  return "blocks in '" + Place.Site->Text +
         "' until something has ended that waits until " + Own;
}

std::string CycleText::poolSentence(const Story::Point &Place) const {
  if (W.Frames[Why.First.frame()].Kind == FrameKind::Outside)
    return homeSentence(Place);
  const SubmitRecord &Waiter = W.Submits[W.Frames[Why.First.frame()].Submit];
  const CycleStep &Next = Why.Steps.front();
  std::string Own = Told.executorName(Waiter);
  std::string Other = Next.Start ? Told.executorName(*Next.Start) : "";
  return "task of '" + Own + "' blocks in '" + Place.Site->Text +
         "' until a task of '" + Other + "' has run, which waits for '" + Own +
         "' in turn";
}

std::string CycleText::lockSentence(const Story::Point &Place) const {
  std::string Held = heldName();
  if (Why.Helper)
    return "runs other tasks in '" + Place.Site->Text + "' while it holds '" +
           Held + "', which such a task locks: a thread waits for itself";
  if (Why.Relocks)
    return "'" + Held +
           "' is locked here while this thread holds it already: "
           "it waits for itself";
  if (Why.CalledBack)
    return "'" + Held + "' is locked here by what is called back while '" +
           Held + "' is locked: a thread waits for itself";
  std::string Wanted = mutexName(*Why.First.Acquire);
  if (Wanted == Held) {
    Wanted = Told.path(Locks[Locks.lockOf(*Why.First.Acquire)].Final);
    Held = Told.path(Locks[Why.Lock].Final);
  }
  return "locks '" + Wanted + "' while it holds '" + Held +
         "', and another thread locks them the other way round";
}

std::string CycleText::sentence(const Story::Point &Place) const {
  if (Why.Lock < 0)
    return poolSentence(Place);
  if (Why.First.Acquire)
    return lockSentence(Place);
  bool Timed = Why.First.Wait->Kind == WaitKind::Timed;
  std::string Text = std::string(Timed ? "stalls in '" : "blocks in '") +
                     Place.Site->Text + "' while it holds '" + heldName() +
                     "', ";
  const CycleStep &Last = Why.Steps.back();
  if (Last.InLine)
    return Text + "for which every worker of '" +
           Told.executorName(*Last.Start) +
           "' may stand in line: none is left for what it waits for";
  if (Why.Check == CheckId::WaitCycle)
    return Text + "and what it waits for needs '" + heldName() + "' in turn";
  return Text + "which the awaited work locks too";
}

/// How the frame came to be, where it is a task's or a thread's.
void CycleText::addFrame(Finding &Into, unsigned In) const {
  if (int Record = W.Frames[In].Submit; Record >= 0) {
    const SubmitRecord &Start = W.Submits[Record];
    Into.Chain.push_back(
        {Told.submitPoint(Start).Site->Where,
         W.Frames[In].Kind == FrameKind::Task
             ? "the task that waits is submitted to '" +
                   Told.executorName(Start) + "' here"
             : std::string("the thread that waits is started here"),
         StepRole::Parent});
  }
}

void CycleText::addHeld(Finding &Into, const Story::Point &Place) const {
  addFrame(Into, W.Activations[Place.Activation].Frame);
  if (Why.Lock < 0)
    return Told.addCalls(Into, Place.Activation);
  const LockRecord &Acquired = *Locks[Why.Lock].Acquired;
  Story::Point At = lockPoint(Acquired);
  Into.Chain.push_back(
      {At.Site->Where, "'" + heldName() + "' is locked here", StepRole::Lock});
  if (Why.Way.empty())
    return Told.addCalls(Into, Place.Activation, At.Activation);
  for (const CallStep &Step : Why.Way)
    if (Step.Caller != Place.Activation)
      Into.Chain.push_back(
          {Step.Site->Where,
           "it calls '" + W.Code.name(W.Activations[Step.Callee].Code->Name) +
               "' here"});
}

void CycleText::addStart(Finding &Into, const CycleStep &Step) const {
  if (!Step.Start)
    return;
  Location Where = Told.submitPoint(*Step.Start).Site->Where;
  if (Step.Start->Kind == ExecutorKind::Thread)
    return Into.Chain.push_back(
        {Where, "a thread is started here", StepRole::Start});
  std::string Name = Told.executorName(*Step.Start);
  if (Step.InLine)
    return Into.Chain.push_back(
        {Where, "tasks that are submitted to '" + Name + "' here come first",
         StepRole::Start});
  Into.Chain.push_back(
      {Where,
       std::string(Step.Provider ? "the task it waits for" : "a task") +
           " is submitted to '" + Name + "' here",
       StepRole::Start});
}

/// The function that somebody calls from outside.
std::string CycleText::outermost(const Story::Point &At) const {
  unsigned Up = At.Activation;
  while (W.Activations[Up].Caller >= 0)
    Up = W.Activations[Up].Caller;
  return W.Code.name(W.Activations[Up].Code->Name);
}

void CycleText::addStep(Finding &Into, const CycleStep &Step) const {
  addStart(Into, Step);
  const Blocker &By = Step.By;
  if (By.Acquire) {
    Story::Point At = lockPoint(*By.Acquire);
    Told.addCalls(Into, At.Activation);
    const bool FromOutside = Step.Provider && !Step.Start;
    Into.Chain.push_back(
        {At.Site->Where,
         (FromOutside ? "'" + outermost(At) + "', which ends the wait, locks '"
                      : "it locks '") +
             mutexName(*By.Acquire) + "' here"});
    if (FromOutside)
      Into.Chain.push_back({Step.Provider->Site->Where, "the wait ends here"});
  }
  if (By.Wait) {
    Told.addCalls(Into, By.Wait->Activation);
    Into.Chain.push_back({By.Wait->Site->Where,
                          "it blocks in '" + By.Wait->Site->Text + "' here"});
  }
}

namespace {
/// Tells of an activation that has several callers by way of those in a list.
class ByWay {
public:
  ByWay(Walk &W, const std::vector<CallStep> &Way) : W(W) {
    for (const CallStep &Step : Way) {
      Activation &Called = W.Activations[Step.Callee];
      Before.push_back({Step.Callee, Called.Caller, Called.Site});
      Called.Caller = Step.Caller;
      Called.Site = Step.Site;
    }
  }
  ~ByWay() {
    for (auto &[Callee, Caller, Site] : llvm::reverse(Before)) {
      W.Activations[Callee].Caller = Caller;
      W.Activations[Callee].Site = Site;
    }
  }
  ByWay(const ByWay &) = delete;

private:
  Walk &W;
  std::vector<std::tuple<unsigned, int, const Event *>> Before;
};
} // namespace

Finding CycleText::finding() {
  ByWay Reached(W, Why.Reached);
  Finding Made;
  Made.Check = Why.Check;
  Story::Point Place = place();
  Made.Where = Place.Site->Where;
  Made.Message = sentence(Place);
  if (Why.First.Wait && Why.First.Wait->Kind == WaitKind::Timed)
    Made.How = Grade::Stalls;
  if (Why.Likely) {
    Made.How = Grade::Likely;
    Made.Message = "likely: " + Made.Message;
  }
  addHeld(Made, Place);
  if (Why.Helper)
    addStep(Made, {nullptr, &W.Submits[W.Frames[Why.First.frame()].Submit],
                   Why.First, false});
  for (const CycleStep &Step : Why.Steps)
    addStep(Made, Step);
  return Made;
}

} // namespace gridlock
