// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Solve/CycleText.h"

namespace gridlock {

/// Where a mutex is acquired: for a guard of the user's own, its declaration.
Story::Point CycleText::lockPoint(const LockRecord &Acquired) const {
  Story::Point At{Acquired.Activation, Acquired.Site};
  while (W.Activations[At.Activation].Caller >= 0) {
    const Activation &In = W.Activations[At.Activation];
    if (!In.Code->IsConstructor || !In.Site->Construction)
      break;
    At = {static_cast<unsigned>(In.Caller), In.Site};
  }
  return At;
}

std::string CycleText::mutexName(const LockRecord &Acquired) const {
  const HeldLock &Lock = Locks[Locks.lockOf(Acquired)];
  const std::string &Written = Acquired.Site->ObjectText;
  bool InGuard =
      W.Activations[Acquired.Activation].Code->IsConstructor && Lock.Final;
  if (!Written.empty() && !InGuard && !Acquired.Site->Task)
    return Written;
  std::string Name = Lock.Final ? Told.display(Lock.Final) : "";
  return Name.empty() ? Written : Name;
}

std::string CycleText::heldName() const {
  return mutexName(*Locks[Why.Lock].Acquired);
}

/// The waiting call: for a method of a sync object or an executor, its call.
Story::Point CycleText::place() const {
  Story::Point At{Why.First.activation(), Why.First.site()};
  if (!Why.First.Wait)
    return At;
  if (Told.destructorPlace(At))
    return At;
  bool Whole = false;
  while (!Why.First.Wait->Site->OnFuture &&
         W.Activations[At.Activation].Caller >= 0) {
    const Activation &In = W.Activations[At.Activation];
    ValueId About = At.Site->Object || At.Site->Arguments.empty()
                        ? At.Site->Object
                        : At.Site->Arguments.front();
    if (In.Code->IsLambda ||
        (Why.Lock >= 0 && Locks.isOwn(Why.Lock, At.Activation)) ||
        !Story::isAboutOwn(*In.Code, About, Whole))
      break;
    Whole = true;
    At = {static_cast<unsigned>(In.Caller), In.Site};
  }
  return At;
}

std::string CycleText::poolSentence(const Story::Point &Place) const {
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
  if (Why.CalledBack)
    return "'" + Held + "' is locked here by what is called back while '" +
           Held + "' is locked: a thread waits for itself";
  std::string Wanted = mutexName(*Why.First.Acquire);
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
             : std::string("the thread that waits is started here")});
  }
}

void CycleText::addHeld(Finding &Into, const Story::Point &Place) const {
  addFrame(Into, Why.First.frame());
  if (Why.Lock < 0)
    return Told.addCalls(Into, Place.Activation);
  const LockRecord &Acquired = *Locks[Why.Lock].Acquired;
  Story::Point At = lockPoint(Acquired);
  Into.Chain.push_back({At.Site->Where, "'" + heldName() + "' is locked here"});
  Told.addCalls(Into, Place.Activation, At.Activation);
}

void CycleText::addStart(Finding &Into, const CycleStep &Step) const {
  if (!Step.Start)
    return;
  Location Where = Told.submitPoint(*Step.Start).Site->Where;
  if (Step.Start->Kind == ExecutorKind::Thread)
    return Into.Chain.push_back({Where, "a thread is started here"});
  std::string Name = Told.executorName(*Step.Start);
  if (Step.InLine)
    return Into.Chain.push_back(
        {Where, "tasks that are submitted to '" + Name + "' here come first"});
  Into.Chain.push_back(
      {Where, std::string(Step.Provider ? "the task it waits for" : "a task") +
                  " is submitted to '" + Name + "' here"});
}

void CycleText::addStep(Finding &Into, const CycleStep &Step) const {
  addStart(Into, Step);
  const Blocker &By = Step.By;
  if (By.Acquire)
    Into.Chain.push_back({lockPoint(*By.Acquire).Site->Where,
                          "it locks '" + mutexName(*By.Acquire) + "' here"});
  if (By.Wait)
    Into.Chain.push_back({By.Wait->Site->Where,
                          "it blocks in '" + By.Wait->Site->Text + "' here"});
}

Finding CycleText::finding() {
  Finding Made;
  Made.Check = Why.Check;
  Story::Point Place = place();
  Made.Where = Place.Site->Where;
  Made.Message = sentence(Place);
  if (Why.Likely)
    Made.Message = "likely: " + Made.Message;
  addHeld(Made, Place);
  for (const CycleStep &Step : Why.Steps)
    addStep(Made, Step);
  return Made;
}

} // namespace gridlock
