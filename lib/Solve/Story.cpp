// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Solve/Story.h"

namespace gridlock {

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

std::string Story::path(TermId T) const {
  const Term &Shown = W.Terms[T];
  if (Shown.Kind != TermKind::Field && Shown.Kind != TermKind::Element)
    return Shown.Kind == TermKind::Root ? "" : display(T);
  std::string Base = path(Shown.Base);
  if (Shown.Kind == TermKind::Element)
    return Base + "[...]";
  return Base + (Base.empty() ? "" : ".") + W.Code.name(Shown.Name);
}

Story::Point Story::submitPoint(const SubmitRecord &Submit) const {
  Point At{Submit.Activation, Submit.Site};
  if (!Submit.Queue)
    return At;
  while (W.Activations[At.Activation].Caller >= 0) {
    const Activation &In = W.Activations[At.Activation];
    // The object that the queue is a part of, or a slot of the queue.
    if (!In.This || (!W.Terms.isWithin(Submit.Executor, In.This) &&
                     !W.Terms.isWithin(In.This, Submit.Executor)))
      break;
    At = {static_cast<unsigned>(In.Caller), In.Site};
  }
  return At;
}

std::string Story::executorName(const SubmitRecord &Submit) const {
  const std::string &Written = Submit.Connected
                                   ? Submit.Connected->ObjectText
                                   : submitPoint(Submit).Site->ObjectText;
  if (!Written.empty() && Written != "this")
    return Written;
  return display(W.ownerOf(Submit.Executor));
}

bool Story::destructorPlace(Point &At, int Holder) const {
  for (int Up = At.Activation; Up >= 0 && Up != Holder;
       Up = W.Activations[Up].Caller) {
    if (!W.Activations[Up].Code->IsDestructor || W.Activations[Up].Caller < 0)
      continue;
    // A member or a base dies with the whole object.
    while (W.Activations[Up].Caller != Holder &&
           W.Activations[W.Activations[Up].Caller].Code->IsDestructor &&
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

/// The value, where it is a constant above zero; else 0.
static int64_t number(Walk &W, unsigned A, ValueId Id) {
  auto Finals = W.trace(W.evaluate(A, Id)).Finals;
  if (Finals.size() != 1 || W.Terms[Finals.front()].Kind != TermKind::Constant)
    return 0;
  return std::max<int64_t>(W.Terms[Finals.front()].Number, 0);
}

/// How many threads a submit starts; 0: not known.
int64_t Story::threads(const SubmitRecord &Start) const {
  int64_t Count = 1;
  const Event *Site = Start.Site;
  for (int Up = Start.Activation; Up >= 0 && Site;
       Site = W.Activations[Up].Site, Up = W.Activations[Up].Caller)
    if (Site->InLoop)
      Count *= number(W, Up, Site->Times);
  return Count;
}

int64_t Story::workers(TermId Executor) const {
  TermId Owner = W.ownerOf(Executor);
  const Class *C = W.Code.classNamed(W.Terms[Owner].Type);
  if (C && C->Capacity)
    return C->Capacity;
  if (C && C->CapacityArgument >= 0) {
    auto Made = W.Made.find(Owner);
    size_t Index = C->CapacityArgument;
    if (Made == W.Made.end() || Index >= Made->second.second->Arguments.size())
      return 0;
    return number(W, Made->second.first, Made->second.second->Arguments[Index]);
  }
  int64_t Count = 0;
  for (const SubmitRecord &Start : W.Submits) {
    if (Start.Kind != ExecutorKind::Thread ||
        !W.Frames[Start.Child].Serves.count(Executor))
      continue;
    // Threads that are started as they are needed, and put into a container.
    if (!Start.Site->Guards.empty() &&
        !W.Activations[Start.Activation].Code->IsConstructor &&
        W.Terms[Start.Completion].Kind != TermKind::Field)
      return 0;
    int64_t Started = threads(Start);
    if (!Started)
      return 0;
    Count += Started;
  }
  return Count;
}

bool Story::hasOwnThreads(const SubmitRecord &Submit) const {
  const Class *C = W.Code.classNamed(W.Terms[W.ownerOf(Submit.Executor)].Type);
  if (!Submit.Queue)
    return !Submit.how().OnLoop && !(C && C->Loop);
  bool Started = false;
  for (const SubmitRecord &Start : W.Submits) {
    if (Start.Kind != ExecutorKind::Thread ||
        !W.Frames[Start.Child].Serves.count(Submit.Executor))
      continue;
    int Up = Start.Activation;
    while (Up >= 0 && !W.Activations[Up].Code->IsConstructor)
      Up = W.Activations[Up].Caller;
    if (Up < 0)
      return false;
    Started = true;
  }
  return Started;
}

std::string Story::grade(TermId Executor) const {
  int64_t Count = workers(Executor);
  if (Count == 1)
    return ", but holds its only worker";
  if (Count > 1)
    return ": it hangs when " + std::to_string(Count) +
           " tasks wait here at once";
  return ": it hangs when all workers wait here";
}

void Story::addCreation(Finding &Into, TermId Executor,
                        const std::string &Name) const {
  auto Found = W.Made.find(W.ownerOf(Executor));
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
