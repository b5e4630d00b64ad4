// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

/// \file
/// Coroutines that go on elsewhere: an awaiter gives the handle of what is left
/// of its coroutine to an executor or a thread, which resumes it.

#include "Solve/Order.h"
#include "Solve/Walk.h"

namespace gridlock {

/// The suspensions behind which the coroutine goes on elsewhere; of the rest
/// behind one of them, those that come after.
std::vector<const Event *> Walk::partings(const Activation &Of) const {
  std::vector<const Event *> Found;
  const Function &F = *Of.Code;
  if (F.IsCoroutine && !StaysInPlace)
    for (const Event &E : F.Events)
      if (isSuspension(E) &&
          (Of.Begins || Queues.isResumed(F.Name, F.Values[E.Task].Number)) &&
          (!Of.Behind || (&E != Of.Behind && alwaysPrecedes(F, *Of.Behind, E))))
        Found.push_back(&E);
  return Found;
}

/// Is a coroutine begun there that the caller does not wait for, or awaited by
/// such a one?
bool Walk::begins(const CallContext &Context) const {
  if (Context.Caller < 0 || !Context.Site)
    return false;
  return Context.Resumes || Context.Site->Begins ||
         (isSuspension(*Context.Site) && Activations[Context.Caller].Begins);
}

/// The frame of whoever resumes a coroutine, where nothing is known of it.
unsigned Walk::elsewhere() {
  if (!Elsewhere) {
    Elsewhere = Frames.size();
    Frames.emplace_back();
  }
  return *Elsewhere;
}

void Walk::stepAll(unsigned A) {
  const Function &F = *Activations[A].Code;
  const Event *Behind = Activations[A].Behind;
  const auto Partings = partings(Activations[A]);
  for (const Event *Parting : Partings)
    Parted.insert({beginningOf(A), Parting});
  for (unsigned I = 0; I < F.Events.size(); ++I) {
    const Event &E = F.Events[I];
    auto ComesBefore = [&](const Event *Parting) {
      return Parting != &E && alwaysPrecedes(F, *Parting, E);
    };
    if ((!Behind || ComesBefore(Behind)) &&
        llvm::none_of(Partings, ComesBefore))
      step(A, I);
  }
}

/// Walks what is left of a coroutine behind a suspension.
void Walk::goOn(unsigned Begun, const Event *Behind,
                const CallContext &Context) {
  if (!Resumed.insert({Begun, Behind}).second ||
      Activations.size() >= MaxActivations)
    return;
  Activation Rest;
  const Activation &Of = Activations[Begun];
  Rest.Code = Of.Code;
  Rest.This = Of.This;
  Rest.Parameters = Of.Parameters;
  Rest.Frame = Context.Frame;
  Rest.Caller = Context.Caller;
  Rest.Site = Context.Site;
  Rest.Depth =
      (Context.Caller < 0 ? Of.Depth : Activations[Context.Caller].Depth) + 1;
  Rest.Lazy = Of.Lazy;
  Rest.Begun = Begun;
  Rest.Behind = Behind;
  const unsigned A = Activations.size();
  Activations.push_back(std::move(Rest));
  if (Context.Caller >= 0)
    Entered[{static_cast<unsigned>(Context.Caller), Context.Site}].insert(A);
  stepAll(A);
}

/// The coroutine goes on in the frame of whoever resumes it. What it was
/// walked as before that was known is mended when the program is walked again.
void Walk::resume(const Term &Rest, const CallContext &Context) {
  const unsigned Begun = Rest.Base;
  const Function &F = *Activations[Begun].Code;
  if (StaysInPlace || Frames[Context.Frame].Kind == FrameKind::Outside ||
      Context.Frame == Activations[Begun].Frame)
    return;
  if (!Queues.isResumed(F.Name, Rest.Number))
    return Queues.learnResumption(F.Name, Rest.Number);
  for (const Event &E : F.Events)
    if (isSuspension(E) && F.Values[E.Task].Number == Rest.Number)
      goOn(Begun, &E, Context);
}

/// A coroutine that nobody goes on with in this walk goes on where it was.
bool Walk::runSuspended() {
  const size_t Before = Resumed.size();
  for (auto [Begun, Parting] : std::set(Parted)) {
    const Activation &Of = Activations[Begun];
    goOn(Begun, Parting,
         Of.Begins ? CallContext{elsewhere(), -1, nullptr}
                   : CallContext{Of.Frame, Of.Caller, Of.Site});
  }
  return Resumed.size() != Before;
}

} // namespace gridlock
