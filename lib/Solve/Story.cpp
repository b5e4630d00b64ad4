// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Solve/Story.h"

namespace gridlock {

TermId Story::ownerOf(TermId Executor) const {
  QueuePlace Place = W.Queues.find(W.Terms, Executor);
  return Place.Queue ? TaskQueues::ownerOf(W.Terms, Executor, *Place.Queue)
                     : Executor;
}

std::string Story::display(TermId T) const {
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

Story::Point Story::submitPoint(const SubmitRecord &Submit) const {
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

std::string Story::executorName(const SubmitRecord &Submit) const {
  const std::string &Written = submitPoint(Submit).Site->ObjectText;
  if (!Written.empty() && Written != "this")
    return Written;
  return display(ownerOf(Submit.Executor));
}

bool Story::destructorPlace(Point &At) const {
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

bool Story::isAboutOwn(const Function &F, ValueId Id, bool Whole) {
  const Value *V = &F.Values[Id];
  if (!Whole)
    while (V->Kind == ValueKind::Field || V->Kind == ValueKind::Element)
      V = &F.Values[V->Base];
  return !F.IsLambda &&
         V->Kind == (F.HasThis ? ValueKind::This : ValueKind::Parameter);
}

int64_t Story::workers(TermId Executor) const {
  const Class *C = W.Code.classNamed(W.Terms[ownerOf(Executor)].Type);
  return C ? C->Capacity : 0;
}

void Story::addCreation(Finding &Into, TermId Executor,
                        const std::string &Name) const {
  auto Found = W.Made.find(ownerOf(Executor));
  if (Found != W.Made.end())
    Into.Chain.push_back(
        {Found->second.second->Where, "'" + Name + "' is created here"});
}

void Story::addCalls(Finding &Into, unsigned Last, int First) const {
  std::vector<ChainStep> Calls;
  for (int Up = Last; Up >= 0 && Up != First && W.Activations[Up].Caller >= 0;
       Up = W.Activations[Up].Caller) {
    const Event &Site = *W.Activations[Up].Site;
    Calls.push_back(
        {Site.Where,
         "it calls '" + W.Code.name(W.Activations[Up].Code->Name) + "' here"});
  }
  Into.Chain.insert(Into.Chain.end(), Calls.rbegin(), Calls.rend());
}

} // namespace gridlock
