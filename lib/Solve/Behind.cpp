// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

/// \file
/// Which submits stand in the queue behind the task that waits.

#include "Solve/Concurrency.h"
#include "Solve/Judge.h"
#include "Solve/Order.h"

namespace gridlock {

/// Did whoever submitted the task of \p Frame submit this one before?
bool Judge::isBefore(const SubmitRecord &Submit, unsigned Frame) const {
  return llvm::any_of(starts(Frame), [&](const SubmitRecord *Waiter) {
    return Submit.Frame == Waiter->Frame &&
           isOnlyAfter(W, Submit.Activation, Submit.Site, Waiter->Activation,
                       Waiter->Site);
  });
}

/// Does the submit stand in the queue behind the task of \p Frame?
bool Judge::isBehind(const SubmitRecord &Submit, const SignalRecord &Signal,
                     unsigned Frame) const {
  if (W.startsIn(Submit.Frame, Frame))
    return true;
  for (const SubmitRecord *Waiter : SubmitsOf.find(Frame)->second) {
    if (&Submit == Waiter && !Signal.Site && !Submit.Site->InLoop)
      return true; // it waits for its own end
    if (Submit.Frame == Waiter->Frame && &Submit > Waiter &&
        (Submit.Site != Waiter->Site ||
         Submit.Activation != Waiter->Activation) &&
        !W.Activations[Submit.Activation].Lazy &&
        !W.Activations[Waiter->Activation].Lazy)
      return true;
  }
  return false;
}

/// Does a thread that the task of \p Frame waits for submit, and then wait for
/// that in turn? It runs beside the task: what it submits may come while the
/// task has the only worker, unless somebody has seen before that it was given.
bool Judge::isBeside(const SubmitRecord &Submit, const WaitRecord &Wait,
                     unsigned Frame) {
  if (Submit.Frame != Wait.Frame || Wait.Frame == Frame ||
      W.Frames[Wait.Frame].Kind != FrameKind::Thread ||
      !hasOneWorker(W.Frames[Frame].Executor))
    return false;
  const SignalRecord Given{Submit.Activation, Submit.Site, Submit.Frame, 0};
  return !Meetings->wasGiven(Given, {Waiting, nullptr});
}

/// The submit that gives the signal, if it stands in the queue behind the task
/// of \p Frame.
const SubmitRecord *Judge::submittedBehind(const WaitRecord &Wait,
                                           const SignalRecord &Signal,
                                           unsigned Frame) {
  auto Providers = SubmitsOf.find(Signal.Frame);
  if (Providers == SubmitsOf.end())
    return nullptr;
  const SubmitRecord *Found = nullptr;
  for (const SubmitRecord *Submit : Providers->second) {
    // The end of a task is the end of that very submit.
    if (!Signal.Site && Submit->Completion &&
        Submit->Completion != Signal.Place)
      continue;
    if (isBehind(*Submit, Signal, Frame) || isBeside(*Submit, Wait, Frame))
      Found = Found ? Found : Submit;
    else if (Signal.Site && !Wait.NeedsAll && isBefore(*Submit, Frame))
      return nullptr; // the same task, submitted before, has given it
  }
  return Found;
}

} // namespace gridlock
