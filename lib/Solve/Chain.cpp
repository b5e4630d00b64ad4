// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Solve/Chain.h"

namespace gridlock {

TermId Chain::owner() const {
  QueuePlace Place = W.Queues.find(W.Terms, Why.Executor);
  return Place.Queue ? TaskQueues::ownerOf(W.Terms, Why.Executor, *Place.Queue)
                     : Why.Executor;
}

std::string Chain::display(TermId T) const {
  const Term &Shown = W.Terms[T];
  switch (Shown.Kind) {
  case TermKind::Element:
    return display(Shown.Base) + "[...]";
  case TermKind::Opaque:
    return W.Code.name(Shown.Name) + "()";
  default:
    return W.Code.name(Shown.Name);
  }
}

/// The call by which the user's code submits: outside of the executor's own
/// methods.
Chain::Point Chain::submitPoint(const SubmitRecord &Submit) const {
  Point At{Submit.Activation, Submit.Site};
  if (!Submit.Queue)
    return At;
  while (W.Activations[At.Activation].Caller >= 0) {
    const Activation &In = W.Activations[At.Activation];
    if (!In.This || !W.Terms.isWithin(Submit.Executor, In.This))
      break;
    At = {static_cast<unsigned>(In.Caller), In.Site};
  }
  return At;
}

std::string Chain::executorName() const {
  const std::string &Written = submitPoint(*Why.Waiter).Site->ObjectText;
  if (!Written.empty() && Written != "this")
    return Written;
  return display(owner());
}

/// Is it about a part of the method's own object, or of what a C function is
/// given?
static bool isOwn(const Function &F, ValueId Id, bool Whole) {
  const Value *V = &F.Values[Id];
  if (!Whole)
    while (V->Kind == ValueKind::Field || V->Kind == ValueKind::Element)
      V = &F.Values[V->Base];
  return !F.IsLambda &&
         V->Kind == (F.HasThis ? ValueKind::This : ValueKind::Parameter);
}

bool Chain::isSubmittedIn(const SubmitRecord &Submit, unsigned A) const {
  for (int Up = Submit.Activation; Up >= 0; Up = W.Activations[Up].Caller)
    if (Up == static_cast<int>(A))
      return true;
  return false;
}

/// A wait in a destructor is reported where the object is declared, or deleted.
bool Chain::destructorPlace(Point &At) const {
  for (int Up = At.Activation; Up >= 0; Up = W.Activations[Up].Caller) {
    if (!W.Activations[Up].Code->IsDestructor || W.Activations[Up].Caller < 0)
      continue;
    // A member or a base dies with the whole object.
    while (W.Activations[W.Activations[Up].Caller].Code->IsDestructor &&
           W.Activations[W.Activations[Up].Caller].Caller >= 0)
      Up = W.Activations[Up].Caller;
    At = {static_cast<unsigned>(W.Activations[Up].Caller),
          W.Activations[Up].Site};
    return true;
  }
  return false;
}

/// Where the wait is reported: for a home-made sync object or executor, the
/// call of its method.
Chain::Point Chain::place() {
  Point At{Why.Wait->Activation, Why.Wait->Site};
  if (destructorPlace(At))
    return At;
  // A method that submits what it waits for is no method of a sync object.
  bool OfObject = Why.Provider && Why.Provider->Site &&
                  !(Why.Needed && isSubmittedIn(*Why.Needed, At.Activation));
  TermId Pool = owner();
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
        !(OfPool || (OfObject && Method && isOwn(*In.Code, About, Whole))))
      break;
    Whole = true;
    At = {static_cast<unsigned>(In.Caller), In.Site};
  }
  return At;
}

int64_t Chain::workers() const {
  TermId Owner = owner();
  auto Found = W.Made.find(Owner);
  const Class *C = W.Code.classNamed(W.Terms[Owner].Type);
  if (C && C->Capacity)
    return C->Capacity;
  (void)Found;
  return 0;
}

std::string Chain::sentence(const Point &Place) const {
  std::string Name = executorName();
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
  if (!Why.Needed)
    return Text + "blocks in '" + Place.Site->Text +
           "' until other tasks of '" + Name +
           "' have run, while it holds one of its workers";
  Text += "blocks in '" + Place.Site->Text + "' until another task of '" +
          Name + "' has run";
  if (workers() == 1)
    return Text + ", but holds its only worker";
  return Text + ": it hangs when all workers wait here";
}

void Chain::addCreation(Finding &Into) const {
  auto Found = W.Made.find(owner());
  if (Found == W.Made.end())
    return;
  Into.Chain.push_back({Found->second.second->Where,
                        "'" + executorName() + "' is created here"});
}

void Chain::addSubmit(Finding &Into) const {
  Into.Chain.push_back(
      {submitPoint(*Why.Waiter).Site->Where,
       "the task that waits is submitted to '" + executorName() + "' here"});
}

void Chain::addCalls(Finding &Into, unsigned Last) const {
  std::vector<ChainStep> Calls;
  for (int Up = Last; Up >= 0 && W.Activations[Up].Caller >= 0;
       Up = W.Activations[Up].Caller) {
    const Event &Site = *W.Activations[Up].Site;
    Calls.push_back(
        {Site.Where,
         "it calls '" + W.Code.name(W.Activations[Up].Code->Name) + "' here"});
  }
  Into.Chain.insert(Into.Chain.end(), Calls.rbegin(), Calls.rend());
}

void Chain::addProvider(Finding &Into) const {
  if (Why.Needed)
    Into.Chain.push_back({submitPoint(*Why.Needed).Site->Where,
                          "the task it waits for is submitted to '" +
                              executorName() + "' here"});
  if (Why.Provider && Why.Provider->Site)
    Into.Chain.push_back({Why.Provider->Site->Where,
                          Why.Needed ? "that task would end the wait here"
                                     : "a worker of '" + executorName() +
                                           "' would end the wait here"});
}

Finding Chain::finding() {
  Finding Made;
  Point Place = place();
  Made.Where = Place.Site->Where;
  Made.Message = sentence(Place);
  if (Why.Likely)
    Made.Message = "likely: " + Made.Message;
  addCreation(Made);
  addSubmit(Made);
  addCalls(Made, Place.Activation);
  addProvider(Made);
  return Made;
}

} // namespace gridlock
