// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Solve/Owners.h"
#include "Solve/Order.h"

namespace gridlock {

/// Owners that are parts of each other, looked at from the outermost on.
static constexpr unsigned MaxWithin = 3;

void Owners::note(const EndRecord &What, unsigned A, const Event *Site) {
  Dying End{&What, A, Site};
  End.FirstWait = W.EndWaits.size();
  size_t First = W.InnerEnds.size();
  W.walkEnd(What, What.Within ? What.Activation : A);
  End.LastWait = W.EndWaits.size();
  if (End.FirstWait != End.LastWait)
    Found.push_back(End);
  unsigned Depth = 0;
  for (const EndRecord *Outer = What.Within; Outer; Outer = Outer->Within)
    ++Depth;
  const size_t Last = W.InnerEnds.size();
  for (size_t I = First; I < Last && Depth < MaxWithin; ++I) {
    EndRecord &Part = W.InnerEnds[I];
    Part.Within = &What;
    Part.Callable = What.Callable;
    note(Part, A, Site);
  }
}

/// What dies with a callable.
void Owners::noteClosure(TermId Callable, unsigned A, const Event *Site) {
  for (const EndRecord &What : W.Ends)
    if (What.Callable && What.Callable == Callable && Found.size() < 64) {
      if (What.Site->Callee || What.Site->Kind == EventKind::Wait)
        note(What, A, Site);
      else
        for (TermId Inner : W.trace(What.Owner).Finals)
          if (Inner != Callable)
            noteClosure(Inner, A, Site);
    }
}

const std::vector<Dying> &Owners::endings() {
  if (Walked)
    return Found;
  Walked = true;
  std::vector<EndRecord> Ends(W.Ends);
  for (size_t I = 0; I < Ends.size() && Found.size() < 64; ++I) {
    const EndRecord &What = W.Ends[I];
    const Frame &In = W.Frames[W.Activations[What.Activation].Frame];
    // A thread that serves a queue drops many tasks.
    if (In.Kind == FrameKind::Outside || What.Callable ||
        (In.Kind == FrameKind::Thread && !In.Serves.empty()))
      continue;
    if (What.Site->Callee || What.Site->Kind == EventKind::Wait)
      note(What, What.Activation, What.Site);
    else
      for (TermId Callable : W.trace(What.Owner).Finals)
        noteClosure(Callable, What.Activation, What.Site);
  }
  std::set<unsigned> Started;
  for (unsigned A = 0; A < W.Activations.size() && Found.size() < 64; ++A) {
    const Activation &Start = W.Activations[A];
    const Frame &In = W.Frames[Start.Frame];
    if (Start.Caller >= 0 || In.Submit < 0 || Start.Lazy ||
        !Started.insert(Start.Frame).second)
      continue;
    for (TermId Callable : W.trace(W.Submits[In.Submit].Task).Finals)
      noteClosure(Callable, A, nullptr);
  }
  return Found;
}

bool Owners::isLast(const Dying &End) {
  if (End.What->Within) {
    Dying Outer = End;
    Outer.What = End.What->Within;
    if (!isLast(Outer))
      return false;
  }
  if (!End.What->Site->LastOwner)
    return true;
  auto Finals = W.trace(End.What->Owner).Finals;
  return Finals.size() == 1 && isLast(End, Finals.front());
}

/// Is \p A a call of that lambda, or one that it makes?
static bool isWithin(const Walk &W, unsigned A, TermId Callable) {
  for (int Up = A; Up >= 0; Up = W.Activations[Up].Caller)
    if (W.Activations[Up].This == Callable)
      return true;
  return false;
}

/// Is it the variable itself that is reset, captured or given by reference, and
/// not a copy that the task has? A copy also ends where it was made.
bool Owners::isVariableItself(const Dying &End, TermId Object) const {
  if (!End.What->Site->Resets)
    return false;
  for (const EndRecord &Other : W.Ends) {
    if (&Other == End.What || Other.Owner != End.What->Owner)
      continue;
    if (W.Terms.isPart(Other.Owner) && Other.Owner != Object)
      return false; // a field that is an owner of its own, not a reference
    if (W.isCalledFrom(End.Activation, Other.Activation))
      return false;
  }
  return true;
}

/// Is it captured by a lambda that has reset it, when it dies with it?
bool Owners::isResetBefore(const Dying &End) const {
  if (End.What->Callable)
    for (const EndRecord &Other : W.Ends)
      if (Other.Site->Resets && Other.Owner == End.What->Owner &&
          isWithin(W, Other.Activation, End.What->Callable))
        return true;
  return false;
}

bool Owners::isLast(const Dying &End, TermId Object) {
  // Who owns an object that was made elsewhere is not known.
  if (W.Terms[W.Terms.rootOf(Object)].Kind != TermKind::Object ||
      !(Object == W.Terms.rootOf(Object) || W.Made.count(Object)) ||
      isResetBefore(End))
    return false;
  for (TermId Place : W.placesOf(Object))
    if (!isGone(End, Place))
      return false;
  const TermId Owner = End.What->Owner;
  if (End.What->Callable && isPartOfCopied(End, Owner))
    return false;
  // An object that is made for a variable bears its name; what is captured by
  // value, that of the variable.
  bool Itself =
      W.trace(Owner).Seen.count(Object) && isVariableItself(End, Object);
  bool Copied = End.What->Callable &&
                W.Terms[W.Terms.rootOf(Owner)].Kind == TermKind::Object;
  auto IsSame = [&](const EndRecord &Own) {
    return Own.Owner == Object || (Copied && Own.Owner == Owner);
  };
  for (const EndRecord &Own : W.Ends)
    if (IsSame(Own) && !Own.Callable && Own.Site->LastOwner &&
        &Own != End.What && !Itself && !isEmptied(Own.Owner) &&
        isAfterStart(End, Own) && !isGoneLocal(End, Own.Owner))
      return false;
  return !isKeptByCallable(End, Object);
}

/// Was it moved from, or what it is a part of?
bool Owners::isEmptied(TermId Owner) const {
  for (unsigned Steps = 0; Owner && Steps < 8; ++Steps) {
    if (W.Emptied.count(Owner))
      return true;
    Owner = W.Terms.isPart(Owner) ? W.Terms[Owner].Base : 0;
  }
  return false;
}

/// Is the owner a part of a record of which there is a copy that has not gone?
bool Owners::isPartOfCopied(const Dying &End, TermId Owner) {
  for (TermId Whole = Owner; W.Terms.isPart(Whole);) {
    Whole = W.Terms[Whole].Base;
    for (TermId Place : W.placesOf(Whole))
      if (!isGone(End, Place) && !diesWith(End, Place))
        return true;
  }
  return false;
}

/// Is the place a part of what dies, and so ends what is looked at?
bool Owners::diesWith(const Dying &End, TermId Place) {
  for (const EndRecord *Outer = End.What->Within; Outer; Outer = Outer->Within)
    for (TermId Final : W.trace(Outer->Owner).Finals)
      if (W.Terms.isWithin(Place, Final))
        return true;
  return false;
}

/// Has the place let go of what it held, at the latest when the task goes on
/// alone?
bool Owners::isGone(const Dying &End, TermId Place) {
  if (isEmptied(Place) || W.trace(End.What->Owner).Seen.count(Place))
    return true;
  unsigned Frame = W.Activations[End.Activation].Frame;
  if (W.Terms.isPart(Place)) {
    // Erased or reset before, by the same task.
    for (const EndRecord &Other : W.Ends)
      if (Other.Owner == Place &&
          W.Activations[Other.Activation].Frame == Frame &&
          canPrecede(W, Other.Activation, Other.Site, End.Activation, End.Site))
        return true;
    // Or it dies with the variable that it is a part of, elsewhere.
    const Term Root = W.Terms[W.Terms.rootOf(Place)];
    return W.Queues.find(W.Terms, Place).Queue ||
           (Root.Kind == TermKind::Object &&
            W.Activations[Root.Number].Frame != Frame &&
            endsUnawaited(End, Place, Root.Number));
  }
  return W.Terms[Place].Kind == TermKind::Object &&
         (!isOwner(Place) || isGoneLocal(End, Place));
}

/// Does the end of the variable end what it points to? A plain pointer owns
/// nothing.
bool Owners::isOwner(TermId Place) const {
  return std::any_of(W.Ends.begin(), W.Ends.end(), [&](const EndRecord &Other) {
    return Other.Owner == Place;
  });
}

bool Owners::isGoneLocal(const Dying &End, TermId Place) {
  unsigned A = W.Terms[W.Terms.rootOf(Place)].Number;
  unsigned Frame = W.Activations[End.Activation].Frame;
  if (W.Activations[A].Frame != Frame)
    return endsUnawaited(End, Place, A);
  // In the task itself: what a caller holds is alive.
  for (int Up = End.Activation; Up >= 0; Up = W.Activations[Up].Caller)
    if (Up == static_cast<int>(A)) {
      for (const EndRecord &Other : W.Ends)
        if (Other.Owner == Place && !Other.Callable &&
            (!End.Site || (!canPrecede(W, End.Activation, End.Site,
                                       Other.Activation, Other.Site) &&
                           canPrecede(W, Other.Activation, Other.Site,
                                      End.Activation, End.Site))))
          return true;
      return false;
    }
  return true;
}

/// Does it die once the task may run? A temporary is gone before.
bool Owners::isAfterStart(const Dying &End, const EndRecord &Other) const {
  unsigned Frame = W.Activations[End.Activation].Frame;
  if (W.Activations[Other.Activation].Frame == Frame)
    return true;
  const SubmitRecord *Start =
      W.startBelow(W.Activations[Other.Activation].Frame, Frame);
  return !Start || canPrecede(W, Start->Activation, Start->Site,
                              Other.Activation, Other.Site);
}

/// Is the wait over before it dies in the task, by what the task does until
/// then?
bool Owners::isOverBefore(const WaitRecord &Wait, const Dying &End) {
  const unsigned In = W.Activations[End.Activation].Frame;
  const auto Target = W.traceTarget(Wait.Target);
  bool Given = false;
  for (const SignalRecord &Signal : W.Signals)
    if (Target.Seen.count(Signal.Place)) {
      if (Signal.Frame != In || !Signal.Site || !End.Site ||
          !isOnlyAfter(W, Signal.Activation, Signal.Site, End.Activation,
                       End.Site))
        return false;
      Given = true;
    }
  return Given;
}

/// Does the local variable die after the submit, with no wait in between that
/// may be for the end of the task?
bool Owners::endsUnawaited(const Dying &End, TermId Place, unsigned A) {
  const SubmitRecord *From =
      W.startBelow(W.Activations[A].Frame, W.Activations[End.Activation].Frame);
  if (!From)
    return false;
  unsigned Starter = From->Activation;
  const Event *Start = From->Site;
  for (const EndRecord &Other : W.Ends) {
    if (Other.Owner != Place || Other.Callable ||
        !W.isCalledFrom(Other.Activation, A) ||
        !canPrecede(W, Starter, Start, Other.Activation, Other.Site))
      continue;
    auto Between = [&](unsigned B, const Event *Site, unsigned Frame) {
      return Frame == W.Activations[A].Frame &&
             canPrecede(W, Starter, Start, B, Site) &&
             canPrecede(W, B, Site, Other.Activation, Other.Site);
    };
    bool Awaited = false;
    for (const WaitRecord &Wait : W.Waits)
      Awaited |= Wait.Kind != WaitKind::Destroys &&
                 Between(Wait.Activation, Wait.Site, Wait.Frame) &&
                 !isOverBefore(Wait, End);
    for (const RunRecord &Run : W.Runs)
      Awaited |= Between(Run.Activation, Run.Site, Run.Frame);
    if (!Awaited)
      return true;
  }
  return false;
}

/// Does the callable own the object, by itself or by what it has captured,
/// other than by what dies?
bool Owners::owns(const Dying &End, TermId Callable, TermId Object,
                  unsigned Depth) {
  if (Depth > 4 || Callable == End.What->Callable)
    return false;
  for (const EndRecord &Owned : W.Ends)
    if (Owned.Callable == Callable &&
        !(End.What->Site->Resets && Owned.Owner == End.What->Owner &&
          isWithin(W, End.Activation, Callable)))
      for (TermId Final : W.trace(Owned.Owner).Finals)
        if (Final == Object || owns(End, Final, Object, Depth + 1))
          return true;
  const Term Of = W.Terms[Callable];
  for (TermId Part : Of.Parts)
    for (TermId Final : W.trace(Part).Finals) {
      TermKind Kind = W.Terms[Final].Kind;
      if (Of.Kind == TermKind::Bound && Final == Object)
        return true;
      if ((Kind == TermKind::Bound || Kind == TermKind::Closure) &&
          owns(End, Final, Object, Depth + 1))
        return true;
    }
  return false;
}

/// Is the callable what the task runs at that time, or is it kept for later?
bool Owners::isAlive(const Dying &End, TermId Callable) {
  if (isWithin(W, End.Activation, Callable))
    return true;
  for (TermId Place : W.placesOf(Callable)) {
    const Term &Kept = W.Terms[Place];
    bool Local =
        Kept.Kind == TermKind::Object &&
        W.Frames[W.Activations[Kept.Number].Frame].Kind == FrameKind::Outside;
    if ((Local || Kept.Kind == TermKind::Global ||
         Kept.Kind == TermKind::Field) &&
        !isEmptied(Place) && !W.Queues.find(W.Terms, Place).Queue)
      return true;
  }
  return false;
}

bool Owners::isKeptByCallable(const Dying &End, TermId Object) {
  unsigned Frame = W.Activations[End.Activation].Frame;
  TermId Executor = W.Frames[Frame].Executor;
  // A constructor binds its object to the threads that it starts by a plain
  // pointer: nobody owns it yet.
  std::set<TermId> Plain;
  for (const SubmitRecord &Start : W.Submits)
    if (const Activation &By = W.Activations[Start.Activation];
        Start.Kind == ExecutorKind::Thread && By.Code->IsConstructor &&
        By.This == Object)
      for (TermId Callable : W.trace(Start.Task).Finals)
        Plain.insert(Callable);
  for (unsigned In = 0; In < W.Frames.size(); ++In) {
    // Of several tasks of one executor, one is the last owner.
    bool Ours = In == Frame;
    if (W.Frames[In].Submit < 0 || (Ours && !End.Site) ||
        (!Ours && Executor && W.Frames[In].Executor == Executor))
      continue;
    for (TermId Callable : W.trace(W.Submits[W.Frames[In].Submit].Task).Finals)
      if (!Plain.count(Callable) && owns(End, Callable, Object))
        return true;
  }
  std::set<TermId> Kept(W.Closures.begin(), W.Closures.end());
  for (const EndRecord &Own : W.Ends)
    Kept.insert(Own.Callable);
  for (TermId Callable : Kept)
    if (Callable && !Plain.count(Callable) && owns(End, Callable, Object) &&
        isAlive(End, Callable))
      return true;
  return false;
}

} // namespace gridlock
