// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Solve/JoinText.h"

namespace gridlock {

/// The object that the awaited thread, or what it signals, is a part of.
std::set<TermId> JoinText::pools() const {
  std::set<TermId> Found;
  for (TermId Seen : W.traceTarget(Why.Wait->Target).Seen) {
    while (W.Terms[Seen].Kind == TermKind::Element)
      Seen = W.Terms[Seen].Base;
    if (W.Terms[Seen].Kind == TermKind::Field)
      Found.insert(W.Terms[Seen].Base);
  }
  return Found;
}

/// Is it a method of that object, and the object a pool?
bool JoinText::isOfPool(const Activation &In) const {
  if (!In.Code->HasThis || In.Code->IsLambda || !In.This ||
      Why.Kind != JoinVerdict::OwnWorker || !Why.Waiter->Queue)
    return false;
  // What a thread calls again and again is a callback, and no task of a pool.
  TermId Put = W.evaluate(Why.Waiter->Activation, Why.Waiter->Site->Object);
  return W.Terms[Put].Kind == TermKind::Element && pools().count(In.This);
}

/// The call that waits, outside of the pool's own methods.
Story::Point JoinText::poolPoint() const {
  Story::Point At{Why.Wait->Activation, Why.Wait->Site};
  while (W.Activations[At.Activation].Caller >= 0 &&
         isOfPool(W.Activations[At.Activation]))
    At = {static_cast<unsigned>(W.Activations[At.Activation].Caller),
          W.Activations[At.Activation].Site};
  return At;
}

/// The call that waits, or what ends the object whose destructor waits.
Story::Point JoinText::waitPoint() const {
  Story::Point At{Why.Wait->Activation, Why.Wait->Site};
  return Told.destructorPlace(At) ? At : poolPoint();
}

/// For what dies with a task, where the task is given to the executor: in the
/// function that makes it.
Story::Point JoinText::captured() const {
  Story::Point At{Why.Waiter->Activation, Why.Waiter->Site};
  TermId Callable = Why.End->What->Callable;
  for (int Up = At.Activation; W.Activations[Up].Caller >= 0;
       Up = W.Activations[Up].Caller)
    for (TermId Parameter : W.Activations[Up].Parameters)
      for (TermId Final : W.trace(Parameter).Finals)
        if (Final == Callable)
          At = {static_cast<unsigned>(W.Activations[Up].Caller),
                W.Activations[Up].Site};
  return At;
}

Story::Point JoinText::place() const {
  if (!Why.End)
    return waitPoint();
  if (Why.End->What->Callable)
    return captured();
  return {Why.End->Activation, Why.End->What->Site};
}

/// The awaited thread, or the object that has it, as it is written.
std::string JoinText::threadName() const {
  const Story::Point At = poolPoint();
  TermId Container = 0;
  for (TermId Seen : W.traceTarget(Why.Wait->Target).Seen)
    if (W.Terms[Seen].Kind == TermKind::Element)
      Container = W.Terms[Seen].Base;
  if (Container && At.Site == Why.Wait->Site && !At.Site->Destructor)
    return Told.display(Container);
  if (!At.Site->ObjectText.empty() && At.Site->ObjectText != "this")
    return At.Site->ObjectText;
  return Told.display(W.traceTarget(Why.Wait->Target).Finals.front());
}

/// What becomes of it.
std::string JoinText::fate() const {
  const Class *C = nullptr;
  if (Why.Kind == JoinVerdict::OwnExecutor)
    C = W.Code.classNamed(W.Terms[Why.Executor].Type);
  else if (Why.Thread && !Why.Signal->Site)
    for (TermId Seen : W.traceTarget(Why.Wait->Target).Seen)
      if (const Class *Of = W.Code.classNamed(W.Terms[Seen].Type);
          Of && !Of->SelfJoin.empty())
        C = Of;
  if (!C || C->SelfJoin.empty()) {
    bool Joined =
        Why.Wait->Site->ObjectText.empty() || !Why.Signal || Why.Signal->Site;
    return Joined ? "it hangs" : "a thread cannot join itself";
  }
  return C->SelfJoin;
}

std::string JoinText::nested(const Story::Point &At) const {
  std::string Name = Told.executorName(*Why.Waiter);
  return "handler of '" + Name + "' blocks in '" + At.Site->Text +
         "' until a thread has ended that runs '" + Name +
         "', which waits for this handler: it hangs each time";
}

/// Of a strand and the like, the executor that runs it.
std::string JoinText::executorName() const {
  TermId Innermost = W.holders(Why.Executor).back();
  for (const SubmitRecord &Submit : W.Submits)
    if (Submit.Executor == Innermost)
      return Told.executorName(Submit);
  return Told.executorName(*Why.Waiter);
}

std::string JoinText::sentence(const Story::Point &At) const {
  std::string Name = threadName();
  std::string Who = Why.Executor ? "task of '" + executorName() + "'"
                                 : std::string("a thread");
  std::string Text = Who + " waits in '" + At.Site->Text;
  std::string If;
  if (Why.End) {
    std::string Owned = Why.End->What->Site->ObjectText;
    bool Shared = Why.End->What->Site->LastOwner;
    Text = Who + (Shared ? " may be the last owner of '" : " owns '") + Owned +
           "', whose destructor waits";
    If = Shared ? "then " : "";
  }
  Text += Why.End ? "" : "'";
  switch (Why.Kind) {
  case JoinVerdict::OwnExecutor:
    Text += " for all tasks of '" + Name + "', itself among them";
    break;
  case JoinVerdict::OwnWorker:
    // By a condition variable or the like, which has no end.
    Text += Why.Signal->Site && poolPoint().Site == Why.Wait->Site
                ? " for the end of the thread that runs it"
                : " for the end of '" + Name + "', which runs it";
    break;
  case JoinVerdict::OwnThread:
    Text += " for its own thread '" + Name + "'";
    break;
  case JoinVerdict::OwnSignal:
    Text += Why.Executor ? " for what only the rest of this task does"
                         : " for what only this thread does, later";
    break;
  }
  return Text + ": " + If + fate();
}

void JoinText::addStart(Finding &Into) const {
  Location Where = Told.submitPoint(*Why.Waiter).Site->Where;
  std::string Text = "the thread is started here";
  if (Why.Executor) {
    Told.addCreation(Into, Why.Executor, Told.executorName(*Why.Waiter));
    Text = "the task is submitted to '" + Told.executorName(*Why.Waiter) +
           "' here";
  }
  Into.Chain.push_back({Where, Text});
}

void JoinText::addEnd(Finding &Into) const {
  if (Why.Kind == JoinVerdict::OwnWorker && Why.Thread)
    Into.Chain.push_back({Why.Thread->Site->Where,
                          "the thread that runs the task is started here"});
  if (Why.Signal && Why.Signal->Site)
    Into.Chain.push_back(
        {Why.Signal->Site->Where,
         std::string(Why.Executor ? "the task" : "the thread") +
             " would end the wait here" +
             (Why.Kind == JoinVerdict::OwnSignal ? ", later" : "")});
}

Finding JoinText::finding() {
  Finding Made;
  Story::Point At = place();
  bool Nested = Why.StartedHere && Why.Kind == JoinVerdict::OwnWorker;
  Made.Check = Nested ? CheckId::NestedLoop : CheckId::SelfJoin;
  Made.Where = At.Site->Where;
  Made.Message = Nested ? nested(At) : sentence(At);
  Made.How = Why.End && Why.End->What->Site->LastOwner ? Grade::Sometimes
                                                       : Grade::Always;
  if (Why.Likely) {
    Made.How = Grade::Likely;
    Made.Message = "likely: " + Made.Message;
  }
  addStart(Made);
  if (Why.End)
    Made.Chain.push_back(
        {Why.End->What->Site->Where,
         "it owns '" + Why.End->What->Site->ObjectText + "' by this"});
  Told.addCalls(Made, Why.Wait->Activation);
  if (At.Site != Why.Wait->Site)
    Made.Chain.push_back({Why.Wait->Site->Where, "it waits here"});
  addEnd(Made);
  return Made;
}

} // namespace gridlock
