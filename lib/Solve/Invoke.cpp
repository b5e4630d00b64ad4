// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

/// \file
/// Calls: which functions run, with which arguments; and the calls that take
/// a task out of a queue.

#include "Solve/Walk.h"

namespace gridlock {

TermId Walk::opaqueResult(unsigned A, unsigned Index, TermId Object) {
  const Function &F = *Activations[A].Code;
  const Event &E = F.Events[Index];
  Term T{TermKind::Opaque, E.Callee};
  for (const Value &V : F.Values)
    if (V.Kind == ValueKind::Result && V.Number == Index)
      T.Type = V.Type;
  T.Parts = {settle(Object)};
  bool Distinct = false;
  for (ValueId Argument : E.Arguments) {
    TermId Given = settle(evaluate(A, Argument));
    Distinct |= !Given;
    T.Parts.push_back(Given);
  }
  // Asked with something unknown, it may answer differently each time.
  if (Distinct)
    T.Number = (static_cast<int64_t>(A) << 20) + Index + 1;
  return Terms.intern(std::move(T));
}

void Walk::callEvent(unsigned A, unsigned Index) {
  const Event &E = Activations[A].Code->Events[Index];
  CallContext Context{Activations[A].Frame, static_cast<int>(A), &E};
  TermId Object = evaluate(A, E.Object);
  std::vector<TermId> Arguments = evaluateAll(A, E.Arguments);
  TermId Result = 0;
  if (!E.Callee) {
    if (WalkingEnd || !takesFromQueue(A, Object, E, 0))
      Result = invoke(Object, Arguments, Context);
  } else if (E.Construction) {
    Made.try_emplace(Object, A, &E);
    if (const Class *C = Code.classNamed(Terms[Object].Type);
        C && C->AdaptsArgument >= 0 &&
        size_t(C->AdaptsArgument) < Arguments.size())
      Adapts[Object].insert(Arguments[C->AdaptsArgument]);
    // A static object is made once, and not as a part of the task that happens
    // to be first.
    if (Terms[Object].Kind == TermKind::Global)
      Context = {0, -1, nullptr};
    invokeFunction(E.Callee, Object, Arguments, false, Context);
    return;
  } else {
    const Function *Callee = Code.function(E.Callee);
    bool Runs = E.Virtual && !E.Destructor;
    if (const Class *C = Callee ? Code.classNamed(Callee->Class) : nullptr)
      Runs |= std::find(C->CallOperators.begin(), C->CallOperators.end(),
                        E.Callee) != C->CallOperators.end();
    if (Runs && !WalkingEnd && takesFromQueue(A, Object, E, E.Callee))
      return;
    // A plain method by which the tasks of a queue are known to be run.
    if (!Runs && !WalkingEnd && Queues.runsBy(E.Callee) &&
        takesFromQueue(A, Object, E, E.Callee, /*Learn=*/false))
      return;
    bool Itself = E.Destructor && !E.Owned;
    Result = invokeFunction(E.Callee, Itself ? Object : settle(Object),
                            Arguments, E.Virtual, Context);
    if (!Callee && !Result)
      Result = opaqueResult(A, Index, Object);
  }
  if (Result)
    Activations[A].Results[Index] = Result;
}

TermId Walk::invokeFunction(Symbol Name, TermId This,
                            std::vector<TermId> Arguments, bool Virtual,
                            const CallContext &Context) {
  std::vector<TermId> Returned;
  auto Enter = [&](const Function &F, TermId On) {
    if (!Code.isActive(F))
      return;
    int Entered =
        activate(F, On, Arguments, Context.Frame, Context.Caller, Context.Site);
    if (Entered >= 0)
      Returned.insert(Returned.end(), Activations[Entered].Returns.begin(),
                      Activations[Entered].Returns.end());
  };
  if (!Virtual) {
    if (const Function *F = Code.function(Name))
      Enter(*F, This);
    return Terms.any(std::move(Returned));
  }
  std::vector<TermId> Objects{This};
  if (Terms[This].Kind == TermKind::Any)
    Objects = Terms[This].Parts;
  for (TermId Object : Objects) {
    TermKind Kind = Terms[Object].Kind;
    // What was made in view has its very class; anything else may be of a
    // derived one.
    Symbol Type = Kind == TermKind::Object ? Terms[Object].Type : 0;
    auto Targets = Code.dispatch(Name, Type);
    if (Targets.size() > 12) {
      ++Cut;
      continue;
    }
    for (const Function *F : Targets)
      if (!isExcluded(Object, Name, *F, Context))
        Enter(*F, Object);
  }
  return Terms.any(std::move(Returned));
}

TermId Walk::invoke(TermId Callee, const std::vector<TermId> &Arguments,
                    const CallContext &Context, unsigned Depth) {
  std::vector<TermId> Returned;
  if (Depth < 8)
    for (TermId Final : trace(Callee).Finals)
      Returned.push_back(invokeOne(Final, Arguments, Context, Depth));
  return Terms.any(std::move(Returned));
}

TermId Walk::invokeMethod(Symbol Name, const std::vector<TermId> &Arguments,
                          const CallContext &Context) {
  const Function *F = Code.function(Name);
  if (Arguments.empty() || (F && !F->HasThis))
    return invokeFunction(Name, 0, Arguments, false, Context);
  if (!F && Code.dispatch(Name, 0).empty())
    return 0;
  bool Virtual = !F || F->IsVirtual;
  return invokeFunction(Name, settle(Arguments.front()),
                        {Arguments.begin() + 1, Arguments.end()}, Virtual,
                        Context);
}

TermId Walk::invokeBound(const Term &Called,
                         const std::vector<TermId> &Arguments,
                         const CallContext &Context, unsigned Depth) {
  std::vector<TermId> All;
  bool Places = false;
  for (TermId Part : Called.Parts) {
    if (Terms[Part].Kind == TermKind::Placeholder) {
      Places = true;
      size_t Index = Terms[Part].Number;
      Part = Index < Arguments.size() ? Arguments[Index] : 0;
    }
    All.push_back(Part);
  }
  if (!Places)
    All.insert(All.end(), Arguments.begin(), Arguments.end());
  return invoke(Called.Base, All, Context, Depth + 1);
}

/// The call operators that take this many arguments, or all if none does.
TermId Walk::invokeOperators(TermId Callee, const Class &Of,
                             const std::vector<TermId> &Arguments,
                             const CallContext &Context) {
  std::vector<TermId> Returned;
  for (bool Fitting : {true, false}) {
    for (Symbol Operator : Of.CallOperators) {
      const Function *F = Code.function(Operator);
      if (F && (!Fitting || F->Parameters == Arguments.size()))
        Returned.push_back(
            invokeFunction(Operator, Callee, Arguments, false, Context));
    }
    if (!Returned.empty())
      break;
  }
  return Terms.any(std::move(Returned));
}

TermId Walk::invokeOne(TermId Callee, const std::vector<TermId> &Arguments,
                       const CallContext &Context, unsigned Depth) {
  const Term Called = Terms[Callee];
  if (Called.Kind == TermKind::Function)
    return invokeMethod(Called.Name, Arguments, Context);
  if (Called.Kind == TermKind::Coroutine)
    return invoke(Called.Base, Called.Parts, Context, Depth + 1);
  if (Called.Kind == TermKind::Bound)
    return invokeBound(Called, Arguments, Context, Depth);
  if (Called.Kind == TermKind::Closure)
    Invoked.insert(Callee);
  const Class *C = Called.Type ? Code.classNamed(Called.Type) : nullptr;
  if (C && !C->CallOperators.empty())
    return invokeOperators(Callee, *C, Arguments, Context);
  // A task that holds a callable (packaged_task): it runs it and is ready then.
  TermId Held = Terms.held(Callee);
  if (Called.Kind != TermKind::Object || !Heap.count(Held))
    return 0;
  TermId Result = invoke(Held, Arguments, Context, Depth + 1);
  int Start = Frames[Context.Frame].Submit;
  if (Context.Caller < 0 && Start >= 0)
    Signals.push_back(
        {Submits[Start].Activation, nullptr, Context.Frame, Callee});
  return Result;
}

/// Does the path start outside of this frame?
bool Walk::isForeign(TermId Path, unsigned Frame) const {
  const Term &Root = Terms[Terms.rootOf(Path)];
  if (Root.Kind == TermKind::Object)
    return Activations[Root.Number].Frame != Frame;
  return Root.Kind == TermKind::Root || Root.Kind == TermKind::Global ||
         Root.Kind == TermKind::Opaque;
}

/// Does the event stand in a loop of its frame, be it one of a caller?
bool Walk::isInLoop(unsigned A, const Event &E) const {
  bool InLoop = E.InLoop;
  for (int Up = A; Up >= 0 && !InLoop; Up = Activations[Up].Caller)
    InLoop = Activations[Up].Site && Activations[Up].Site->InLoop;
  return InLoop;
}

bool Walk::mayLearn(unsigned A, const Event &E, Symbol Method) const {
  FrameKind Kind = Frames[Activations[A].Frame].Kind;
  // A loop over objects with virtual methods is no queue of tasks.
  if (Method && Kind != FrameKind::Thread)
    return false;
  // A thread that runs one thing and ends is no worker.
  return Kind == FrameKind::Task || isInLoop(A, E);
}

/// Does the place lie in an object that the thread of \p In was started with?
bool Walk::isGivenTo(unsigned In, TermId Place) const {
  int Record = Frames[In].Submit;
  if (Frames[In].Kind != FrameKind::Thread || Record < 0)
    return false;
  const SubmitRecord &Start = Submits[Record];
  TermId Root = Terms.rootOf(Place);
  if (TermId This = Activations[Start.Activation].This;
      This && Terms.isWithin(Place, This))
    return true;
  for (TermId Given : Start.Arguments)
    if (Given && Terms.rootOf(Given) == Root)
      return true;
  return Root && Terms[Root].Kind == TermKind::Global;
}

/// What a task is taken out of: the container of the last element on the path;
/// or, in a thread, a field that others than a constructor store to: a slot,
/// or the head of a list.
TermId Walk::queueContainer(unsigned A, TermId Place) const {
  TermId Slot = 0;
  for (TermId Path = Place; Terms.isPart(Path); Path = Terms[Path].Base) {
    if (Terms[Path].Kind == TermKind::Element)
      return Terms[Path].Base;
    if (Terms[Path].Kind != TermKind::Field ||
        !isGivenTo(Activations[A].Frame, Place))
      continue;
    for (const Function *F : Code.storers(Terms[Path].Name))
      if (!F->IsConstructor)
        Slot = Path;
  }
  return Slot;
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

/// How an element of the queue is run: the outermost call on it, or on a part
/// of it.
TaskCall Walk::taskCall(unsigned A, TermId Place, TermId Container,
                        const Event &E, Symbol Method) {
  TaskCall Call;
  Call.Trail = TaskQueues::trail(Terms, Container, Place);
  Call.Method = Method;
  const std::vector<ValueId> *Arguments = &E.Arguments;
  unsigned In = A;
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
    Call.Trail = TaskQueues::trail(Terms, Container, Part);
    Call.Method = Activations[Up].Code->Name;
    Arguments = &Activations[Up].Site->Arguments;
    In = Activations[Up].Caller;
  }
  for (ValueId Argument : *Arguments) {
    Call.Arguments.emplace_back();
    for (TermId Given : trace(evaluate(In, Argument)).Seen)
      for (TermId Alias : aliases(Given))
        if (Alias != Container && Terms.isWithin(Alias, Container))
          Call.Arguments.back() = TaskQueues::trail(Terms, Container, Alias);
  }
  return Call;
}

/// The queue that a place lies in; learned now where the frame runs what lies
/// there.
QueuePlace Walk::queueAt(unsigned A, TermId Place, bool Learn, const Event &E,
                         Symbol Method) {
  QueuePlace Found = Queues.find(Terms, Place);
  unsigned Frame = Activations[A].Frame;
  bool Foreign = isForeign(Place, Frame);
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
       Terms.rootOf(Place) != Container && !isGivenTo(Frame, Place)))
    return Found;
  TaskCall Call = taskCall(A, Place, Container, E, Method);
  // A task that calls back one of many objects is no server of a queue.
  if (Frames[Frame].Kind == FrameKind::Task && !Call.Trail.empty() &&
      !isInLoop(A, E))
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
  for (TermId Seen : trace(Callee).Seen)
    for (TermId Place : aliases(Seen)) {
      if (!Terms.isPart(Place))
        continue;
      QueuePlace Found = queueAt(A, Place, Learn, E, Method);
      // What is run as a task of the queue was taken out of it already.
      bool Own = Frames[Frame].Kind == FrameKind::Task &&
                 Frames[Frame].Executor == Found.Executor;
      if (!Found.Queue || (Own && Place != Seen))
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

/// The function that takes a task runs tasks of the executor itself, and so
/// does each that calls it in a loop.
void Walk::noteHelper(unsigned A, const Event &E, TermId Executor) {
  bool InLoop = E.InLoop;
  for (int Up = A; Up >= 0; Up = Activations[Up].Caller) {
    Helps[Up].insert(Executor);
    const Event *Site = Activations[Up].Site;
    if (!Site || (!Site->InLoop && !InLoop))
      return;
    InLoop = Site->InLoop;
  }
}

} // namespace gridlock
