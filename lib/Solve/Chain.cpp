// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Solve/Chain.h"

namespace gridlock {

bool Chain::isSubmittedIn(const SubmitRecord &Submit, unsigned A) const {
  for (int Up = Submit.Activation; Up >= 0; Up = W.Activations[Up].Caller)
    if (Up == static_cast<int>(A))
      return true;
  return false;
}

/// Where the wait is reported: for a home-made sync object or executor, the
/// call of its method.
Story::Point Chain::place() {
  Story::Point At{Why.Wait->Activation, Why.Wait->Site};
  if (Told.destructorPlace(At))
    return At;
  // A method that submits what it waits for is no method of a sync object.
  bool OfObject = Why.Provider && Why.Provider->Site &&
                  !(Why.Needed && isSubmittedIn(*Why.Needed, At.Activation));
  TermId Pool = W.ownerOf(Why.Executor);
  bool Whole = false;
  while (!Why.Wait->Site->OnFuture &&
         W.Activations[At.Activation].Caller >= 0) {
    const Activation &In = W.Activations[At.Activation];
    bool OfPool = Pool != Why.Executor && In.Code->HasThis && In.This &&
                  W.Terms.isWithin(In.This, Pool);
    ValueId About = At.Site->Object || At.Site->Arguments.empty()
                        ? At.Site->Object
                        : At.Site->Arguments.front();
    bool Method = In.Code->HasThis ||
                  At.Site->ObjectText.empty(); // or a function of a C library
    if (In.Code->IsLambda ||
        !(OfPool ||
          (OfObject && Method && Story::isAboutOwn(*In.Code, About, Whole))))
      break;
    Whole = true;
    At = {static_cast<unsigned>(In.Caller), In.Site};
  }
  return At;
}

/// A handler that waits for its own loop.
std::string Chain::loopSentence(const Story::Point &Place) const {
  // Who emits a signal names its sender, and not whose loop runs the slot.
  const bool Emits = Why.Needed && Why.Needed->Connected;
  std::string Loop = Told.executorName(Emits ? *Why.Needed : *Why.Waiter);
  if (Why.Needed && !Emits)
    for (int Up = Why.Needed->Activation, Last = -1; Up >= 0;
         Last = Up, Up = W.Activations[Up].Caller) {
      const Event *Site =
          Last < 0 ? Why.Needed->Site : W.Activations[Last].Site;
      if (!Site->ObjectText.empty() && Site->ObjectText != "this" &&
          W.isCalledFrom(Why.Wait->Activation, Up)) {
        Loop = Site->ObjectText;
        break;
      }
    }
  std::string Text = "' has run another handler, but it runs on that loop "
                     "itself: ";
  if (!Why.Wait->Site->Fate.empty())
    return "handler waits in '" + Place.Site->Text + "' until '" + Loop + Text +
           Why.Wait->Site->Fate;
  return "handler blocks in '" + Place.Site->Text + "' until '" + Loop + Text +
         (Why.Wait->Kind == WaitKind::Timed ? "it stalls for the time limit"
                                            : "it hangs each time");
}

std::string Chain::sentence(const Story::Point &Place) const {
  std::string Name = Told.executorName(*Why.Waiter);
  if (Why.OfLoop)
    return loopSentence(Place);
  std::string Text = "task of '" + Name + "' ";
  if (Why.Wait->Kind == WaitKind::Timed)
    return Text + "waits in '" + Place.Site->Text + "' for another task of '" +
           Name +
           "': with all workers here, none is left to run it until the time "
           "limit";
  bool Full = Why.Wait->Site->Kind == EventKind::Submit &&
              Why.Wait->Site->BlocksWhenFull;
  if (Full)
    return Text + "blocks in '" + Place.Site->Text + "' while the queue of '" +
           Name + "' is full: with all workers here, none is left to empty it";
  if (!Why.lastNeeded())
    return Text + "blocks in '" + Place.Site->Text +
           "' until other tasks of '" + Name +
           "' have run, while it holds one of its workers";
  return Text + "blocks in '" + Place.Site->Text + "' until another task of '" +
         Name + "' has run" + Told.grade(Why.Executor);
}

void Chain::addSubmit(Finding &Into) const {
  Into.Chain.push_back({Told.submitPoint(*Why.Waiter).Site->Where,
                        "the task that waits is submitted to '" +
                            Told.executorName(*Why.Waiter) + "' here",
                        StepRole::Parent});
}

void Chain::addProvider(Finding &Into, const Verdict &Of) const {
  std::string Name = Told.executorName(*Why.Waiter);
  if (Of.Needed)
    Into.Chain.push_back(
        {Told.submitPoint(*Of.Needed).Site->Where,
         "the task it waits for is submitted to '" + Name + "' here",
         StepRole::Child});
  if (!Of.InTurn.empty())
    return addThread(Into, *Of.Provider, Of.InTurn.front());
  if (!Of.Provider || !Of.Provider->Site)
    return;
  const Location &Where = Of.Provider->Site->Where;
  if (Of.Needed)
    return Into.Chain.push_back({Where, "that task would end the wait here"});
  Into.Chain.push_back(
      {Where, "a worker of '" + Name + "' would end the wait here"});
}

/// The thread that would give the signal waits in turn.
void Chain::addThread(Finding &Into, const SignalRecord &Signal,
                      const Verdict &InTurn) const {
  if (Signal.Site)
    Into.Chain.push_back(
        {Signal.Site->Where, "a thread that waits for '" +
                                 Told.executorName(*Why.Waiter) +
                                 "' in turn would end the wait here"});
  else if (int Start = W.Frames[Signal.Frame].Submit; Start >= 0)
    Into.Chain.push_back(
        {W.Submits[Start].Site->Where, "the thread is started here"});
  Into.Chain.push_back({InTurn.Wait->Site->Where,
                        "it waits in '" + InTurn.Wait->Site->Text + "' here"});
  addProvider(Into, InTurn);
}

Grade Chain::grade() const {
  if (Why.Likely)
    return Grade::Likely;
  if (Why.Wait->Kind == WaitKind::Timed)
    return Grade::Stalls;
  return Why.OfLoop || Told.workers(Why.Executor) == 1 ? Grade::Always
                                                       : Grade::Sometimes;
}

Finding Chain::finding() {
  Finding Made;
  Story::Point Place = place();
  Made.Check = Why.OfLoop ? CheckId::NestedLoop : CheckId::SelfWait;
  Made.Where = Place.Site->Where;
  Made.How = grade();
  Made.Message = sentence(Place);
  Made.OneChild = Why.OneChild;
  bool Twin = Told.hasOwnThreads(*Why.Waiter);
  Made.ChildMayMove = Twin && Why.OneChild && !Why.ChildWaits;
  Made.OneParent = Why.OneParent;
  Made.ParentMayMove = Twin && Why.ParentsAlone;
  if (Why.Likely)
    Made.Message = "likely: " + Made.Message;
  Told.addCreation(Made, Why.Executor, Told.executorName(*Why.Waiter));
  addSubmit(Made);
  Told.addCalls(Made, Place.Activation);
  addProvider(Made, Why);
  return Made;
}

} // namespace gridlock
