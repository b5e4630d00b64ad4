// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

/// \file
/// Calls that take a task out of a queue, and so tell that it is one.

#include "Solve/Walk.h"

namespace gridlock {

/// Does the path start outside of this frame?
bool Walk::isForeign(TermId Path, unsigned Frame) const {
  const Term &Root = Terms[Terms.rootOf(Path)];
  if (Root.Kind == TermKind::Object)
    return Activations[Root.Number].Frame != Frame;
  return Root.Kind == TermKind::Root || Root.Kind == TermKind::Global ||
         Root.Kind == TermKind::Opaque;
}

/// Is it called in a loop of its frame, be it one of a caller?
bool Walk::isCalledInLoop(unsigned A) const {
  for (int Up = A; Up >= 0; Up = Activations[Up].Caller)
    if (Activations[Up].Site && Activations[Up].Site->InLoop)
      return true;
  return false;
}

bool Walk::isInLoop(unsigned A, const Event &E) const {
  return E.InLoop || isCalledInLoop(A);
}

bool Walk::mayLearn(unsigned A, const Event &E, Symbol Method) const {
  FrameKind Kind = Frames[Activations[A].Frame].Kind;
  // A loop over objects with virtual methods is no queue of tasks, unless it
  // waits for them.
  if (Method && Kind != FrameKind::Thread &&
      (Kind != FrameKind::Outside || !waitsInTurn(A, E)))
    return false;
  // A thread that runs one thing and ends is no worker.
  return Kind == FrameKind::Task || isInLoop(A, E);
}

/// Does the place lie in an object that the thread of the activation was
/// started with, or in one whose method it has come to?
bool Walk::isGivenTo(unsigned A, TermId Place) const {
  unsigned In = Activations[A].Frame;
  int Record = Frames[In].Submit;
  if (Frames[In].Kind != FrameKind::Thread || Record < 0)
    return false;
  const SubmitRecord &Start = Submits[Record];
  auto IsIn = [&](TermId Object) {
    return Object && Terms.isWithin(Place, Object);
  };
  if (IsIn(Activations[Start.Activation].This))
    return true;
  for (int Up = A; Up >= 0; Up = Activations[Up].Caller)
    if (IsIn(Activations[Up].This))
      return true;
  TermId Root = Terms.rootOf(Place);
  for (TermId Given : Start.Arguments)
    if (Given && Terms.rootOf(Given) == Root)
      return true;
  return Root && Terms[Root].Kind == TermKind::Global;
}

/// Is the place one of the objects that the thread of \p In was started with?
bool Walk::isStartOf(unsigned In, TermId Place) {
  int Record = Frames[In].Submit;
  if (Record < 0)
    return false;
  Trace Way = trace(Place);
  const std::vector<TermId> &Given = Submits[Record].Arguments;
  return std::any_of(Given.begin(), Given.end(), [&](TermId Object) {
    return Object && Way.Seen.count(Object);
  });
}

/// What a task is taken out of: the container of the last element on the path;
/// or, in a thread, a field that others than a constructor store to: a slot,
/// or the head of a list. Where the thread's own start is kept is none.
TermId Walk::queueContainer(unsigned A, TermId Place) {
  TermId Slot = 0;
  for (TermId Path = Place; Terms.isPart(Path); Path = Terms[Path].Base) {
    if (Terms[Path].Kind == TermKind::Element)
      return Terms[Path].Base;
    if (Terms[Path].Kind != TermKind::Field || !isGivenTo(A, Place))
      continue;
    if (isStartOf(Activations[A].Frame, Path))
      return Slot;
    for (const Function *F : Code.storers(Terms[Path].Name))
      if (!F->IsConstructor)
        Slot = Path;
  }
  return Slot;
}

/// Is it a part of an object whose method is called here, and not because the
/// object came out of a container?
bool Walk::isOfCalled(unsigned A, TermId Place) {
  const TermId Root = Terms.rootOf(Place);
  int Outermost = -1;
  for (int Up = A; Up >= 0; Up = Activations[Up].Caller)
    if (Activations[Up].This && Terms.rootOf(Activations[Up].This) == Root)
      Outermost = Up;
  if (Outermost < 0)
    return false;
  const int Caller = Activations[Outermost].Caller;
  const Event *Site = Activations[Outermost].Site;
  if (Caller < 0 || !Site)
    return true;
  const auto Way = trace(evaluate(Caller, Site->Object)).Seen;
  return llvm::none_of(Way, [&](TermId Seen) {
    for (; Terms.isPart(Seen); Seen = Terms[Seen].Base)
      if (Terms[Seen].Kind == TermKind::Element)
        return true;
    return false;
  });
}

/// The outermost object on the way to here that the place lies in.
TermId Walk::queueOwner(unsigned A, TermId Place) const {
  TermId Owner = 0;
  auto Consider = [&](TermId Object) {
    if (Object && Terms[Object].Kind != TermKind::Closure && Object != Place &&
        Terms.isWithin(Place, Object))
      Owner = Object;
  };
  int Up = A;
  for (; Up >= 0; Up = Activations[Up].Caller)
    Consider(Activations[Up].This);
  int Record = Frames[Activations[A].Frame].Submit;
  if (Record >= 0) {
    Consider(Activations[Submits[Record].Activation].This);
  }
  return Owner;
}

/// The part of the container that the place lies in; or the container itself.
TermId Walk::partOf(TermId Container, TermId Place) const {
  while (Place != Container && Terms[Place].Base != Container)
    Place = Terms[Place].Base;
  return Place;
}

/// How what lies at \p Place of the queue is run: the outermost call on it, or
/// on a part of it.
Walk::ElementCall Walk::elementCall(unsigned A, TermId Place, TermId Container,
                                    const Event &E, Symbol Method) {
  ElementCall Call{Place, Method, A, &E};
  for (int Up = A; Up >= 0 && Activations[Up].Caller >= 0;
       Up = Activations[Up].Caller) {
    TermId This = Activations[Up].This, Part = 0;
    for (TermId Choice : Terms[This].Kind == TermKind::Any
                             ? Terms[This].Parts
                             : std::vector<TermId>{This})
      for (TermId Alias : Choice ? aliases(Choice) : std::vector<TermId>())
        if (Alias != Container && Terms.isWithin(Alias, Container))
          Part = Alias;
    if (!Part || !Activations[Up].Site->Callee)
      break;
    Call = {Part, Activations[Up].Code->Name,
            static_cast<unsigned>(Activations[Up].Caller),
            Activations[Up].Site};
  }
  return Call;
}

/// What a queue learns from how an element of it is run.
TaskCall Walk::taskCall(unsigned A, TermId Place, TermId Container,
                        TermId Owner, const Event &E, Symbol Method) {
  ElementCall On = elementCall(A, Place, Container, E, Method);
  TaskCall Call;
  Call.Trail = TaskQueues::trail(Terms, Container, On.Part);
  Call.Method = On.Method;
  bool IsSlot = Terms[partOf(Container, Place)].Kind != TermKind::Element;
  for (ValueId Argument : On.Site->Arguments) {
    Call.Arguments.emplace_back();
    for (TermId Given : trace(evaluate(On.Caller, Argument)).Seen)
      for (TermId Alias : aliases(Given))
        if ((IsSlot || Alias != Container) && Terms.isWithin(Alias, Container))
          Call.Arguments.back() =
              TaskArgument{TaskQueues::trail(Terms, Container, Alias), false};
        else if (Owner && !Call.Arguments.back() && Alias != Container &&
                 Terms.isWithin(Alias, Owner))
          Call.Arguments.back() =
              TaskArgument{TaskQueues::trail(Terms, Owner, Alias), true};
  }
  return Call;
}

/// Does what calls the event in a loop wait in each turn?
bool Walk::waitsInTurn(unsigned A, const Event &E) const {
  return E.InLoop && llvm::any_of(Waits, [&](const WaitRecord &Wait) {
           const Event *Site = siteIn(A, Wait.Activation, Wait.Site);
           return Site && Site->InLoop;
         });
}

/// Is it a part of what a thread has made itself, and whose method it calls
/// again and again, or one that waits for tasks? Such a loop is given its tasks
/// by others too.
bool Walk::isTurnOfLoop(unsigned A, TermId Place, const Event &E) const {
  return Frames[Activations[A].Frame].Kind == FrameKind::Outside &&
         queueOwner(A, Place) && (isCalledInLoop(A) || waitsInTurn(A, E));
}

/// The queue that a place lies in; learned now where the frame runs what lies
/// there.
QueuePlace Walk::queueAt(unsigned A, TermId Place, bool Learn, const Event &E,
                         Symbol Method) {
  QueuePlace Found = Queues.find(Terms, Place);
  unsigned Frame = Activations[A].Frame;
  bool Foreign = isForeign(Place, Frame) || isTurnOfLoop(A, Place, E);
  if (Found.Queue)
    return Foreign || Frames[Frame].Kind == FrameKind::Outside ? Found
                                                               : QueuePlace();
  if (!Learn || !Foreign || !mayLearn(A, E, Method))
    return Found;
  TermId Container = queueContainer(A, Place);
  TermId Owner = Container ? queueOwner(A, Container) : 0;
  // A container that was reached by a variable is known better by its owner.
  if (!Container ||
      (!Owner && Terms[Terms.rootOf(Place)].Kind == TermKind::Object &&
       Terms.rootOf(Place) != Container && !isGivenTo(A, Place)))
    return Found;
  TaskCall Call = taskCall(A, Place, Container, Owner, E, Method);
  // A task that calls back one of many objects is no server of a queue, nor is
  // one that calls what stands at a fixed place of a tuple or an array, or that
  // hands something to a handler that stays where it is.
  const Term &Part = Terms[partOf(Container, Place)];
  bool Fixed = Part.Kind == TermKind::Element && Part.Number >= 0;
  const Function &F = *Activations[A].Code;
  bool Handler = !Method && !E.Arguments.empty() &&
                 F.Values[E.Object].Kind == ValueKind::Element;
  if (Frames[Frame].Kind == FrameKind::Task &&
      (Fixed || Handler || !Call.Trail.empty()) && !isInLoop(A, E))
    return Found;
  if (Queues.learn(Terms, Container, Owner, std::move(Call)))
    Found = Queues.find(Terms, Place);
  return Found;
}

bool Walk::takesFromQueue(unsigned A, TermId Callee, const Event &E,
                          Symbol Method) {
  // A queue that is known explains the call; only where there is none, one is
  // learned.
  for (bool Learn : {false, true})
    if (takesFromQueue(A, Callee, E, Method, Learn))
      return true;
  return false;
}

bool Walk::takesFromQueue(unsigned A, TermId Callee, const Event &E,
                          Symbol Method, bool Learn) {
  bool Takes = false;
  unsigned Frame = Activations[A].Frame;
  auto Way = trace(Callee).Seen;
  // A task that holds its callable was taken out, too.
  if (const Function &F = *Activations[A].Code;
      F.Values[E.Object].Kind == ValueKind::Held)
    for (TermId Task : trace(evaluate(A, F.Values[E.Object].Base)).Seen)
      Way.insert(Task);
  for (TermId Seen : Way)
    for (TermId Place : aliases(Seen)) {
      if (!Terms.isPart(Place))
        continue;
      // What a task was given may lie in a container too.
      if (Learn && Place != Seen && Frames[Frame].Kind == FrameKind::Task)
        continue;
      // So may the object whose method this is: nobody has taken it out.
      if (Learn && Place != Seen && Frames[Frame].Kind == FrameKind::Outside &&
          isOfCalled(A, Seen))
        continue;
      QueuePlace Found = queueAt(A, Place, Learn, E, Method);
      // What is run as a task of the queue was taken out of it already.
      bool Own = Frames[Frame].Kind == FrameKind::Task &&
                 Frames[Frame].Executor == Found.Executor;
      if (!Found.Queue || (Own && Place != Seen))
        continue;
      // Another method of a task does not run it.
      Symbol Runs = Found.Queue->Call.Method;
      if (Runs &&
          elementCall(A, Place, Found.Container, E, Method).Method != Runs)
        continue;
      Takes = true;
      serve(Frame, Found);
      Servers[Found.Executor].insert({A, &E});
      if (Frames[Frame].Kind == FrameKind::Task &&
          !worksFor(Frame, Found.Executor))
        Adapts[Found.Executor].insert(Frames[Frame].Executor);
      noteHelper(A, E, Found.Executor);
    }
  return Takes;
}

/// Notes that the frame runs tasks of that queue.
void Walk::serve(unsigned In, const QueuePlace &Place) {
  TermId Owner = TaskQueues::ownerOf(Terms, Place.Container, *Place.Queue);
  for (TermId Other : Frames[In].Serves)
    if (QueuePlace Beside = Queues.find(Terms, Other);
        Frames[In].Kind == FrameKind::Thread && Beside.Queue &&
        TaskQueues::ownerOf(Terms, Beside.Container, *Beside.Queue) == Owner)
      Queues.join(*Beside.Queue, *Place.Queue);
  Frames[In].Serves.insert(Place.Executor);
}

bool Walk::helps(unsigned A, TermId Executor) const {
  auto Found = Helps.find(A);
  return Found != Helps.end() && Found->second.count(Executor);
}

/// Functions that only pass a call on, between a loop and what takes a task.
static constexpr unsigned MaxPassedOn = 3;

/// The function that takes a task runs tasks of the executor itself, and so
/// does each that calls it in a loop.
void Walk::noteHelper(unsigned A, const Event &E, TermId Executor) {
  Helps[A].insert(Executor);
  bool InLoop = E.InLoop, Looped = InLoop;
  unsigned PassedOn = 0;
  for (int Up = A; Up >= 0 && Activations[Up].Site;) {
    bool Again = Activations[Up].Site->InLoop;
    Up = Activations[Up].Caller;
    if (Up >= 0 && (Again || InLoop))
      Helps[Up].insert(Executor);
    else if (Looped || ++PassedOn > MaxPassedOn)
      return;
    Looped |= Again;
    InLoop = Again;
  }
}

} // namespace gridlock
