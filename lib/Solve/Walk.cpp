// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Solve/Walk.h"

namespace gridlock {

/// What stands for the arguments of a function that is called from outside.
static std::vector<TermId> rootParameters(TermTable &Terms, const Function &F) {
  std::vector<TermId> Parameters;
  std::vector<Symbol> Types(F.Parameters, 0);
  for (const Value &V : F.Values)
    if (V.Kind == ValueKind::Parameter && size_t(V.Number) < Types.size())
      Types[V.Number] = V.Type;
  for (uint32_t I = 0; I < F.Parameters; ++I) {
    Term T{TermKind::Root, F.Name, Types[I]};
    T.Number = I + 1;
    Parameters.push_back(Terms.intern(std::move(T)));
  }
  return Parameters;
}

void Walk::run(const Function &Start) {
  TermId This = 0;
  if (Start.HasThis) {
    Term T{TermKind::Root, Start.Class, Start.Class};
    This = Terms.intern(std::move(T));
  }
  // Each function that is called from outside may be called by another thread.
  if (!Activations.empty())
    Frames.emplace_back();
  unsigned Outside = Activations.empty() ? 0 : Frames.size() - 1;
  activate(Start, This, rootParameters(Terms, Start), {Outside, -1, nullptr});
  runTasks();
}

void Walk::finish() {
  for (int Round = 0; Round < 3; ++Round) {
    auto Count = [&] {
      return Waits.size() + Signals.size() + Acquires.size() + Submits.size();
    };
    size_t Before = Count();
    for (size_t I = 0; I < Waits.size(); ++I)
      for (TermId Target : {Waits[I].Target, inContainer(Waits[I].Target)})
        traceTarget(Target);
    for (size_t I = 0; I < Signals.size(); ++I)
      trace(Signals[I].Place);
    for (size_t I = 0; I < Acquires.size(); ++I)
      trace(Acquires[I].What);
    runTasks();
    if (Count() == Before)
      break;
  }
  Finished = true;
}

void Walk::runTasks() {
  do {
    while (!Open.empty()) {
      unsigned Next = Open.front();
      Open.pop_front();
      runTask(Next);
    }
  } while (runPuts() || runStray() || rewalkServers() || runSuspended());
}

/// The activation that an activation goes back to: its caller, or the one that
/// submitted its task.
int Walk::previous(unsigned A) const {
  if (Activations[A].Caller >= 0)
    return Activations[A].Caller;
  int Record = Frames[Activations[A].Frame].Submit;
  return Record < 0 ? -1 : static_cast<int>(Submits[Record].Activation);
}

int Walk::activate(const Function &F, TermId This,
                   std::vector<TermId> Parameters, const CallContext &Context) {
  if (F.IsCoroutine && StaysInPlace && begins(Context))
    return enter(F, This, std::move(Parameters), {elsewhere(), -1, nullptr});
  int A = enter(F, This, std::move(Parameters), Context);
  // Where a recursion is cut, what it would do to others is not done to these.
  if (A >= 0 && Context.Caller >= 0 && Activations[A].This == This)
    Entered[{static_cast<unsigned>(Context.Caller), Context.Site}].insert(A);
  return A;
}

/// A bound is reached: the call is not followed.
int Walk::cut(const CallContext &Context, bool IsQuiet) {
  ++Cut;
  if (Context.Caller >= 0 && !IsQuiet)
    CutCalls.insert({static_cast<unsigned>(Context.Caller), Context.Site});
  return -1;
}

int Walk::enter(const Function &F, TermId This, std::vector<TermId> Parameters,
                const CallContext &Context) {
  Parameters.resize(F.Parameters);
  const auto [Frame, Caller, Site, Resumes] = Context;
  const bool Begins = F.IsCoroutine && begins(Context);
  // Each call of a function that makes an object makes another one; and the
  // lock that is acquired by one call is held by its caller alone.
  bool Apart = Code.makesObject(F) || Code.leavesHeld(F);
  auto Key = std::make_tuple(&F, This, Parameters, Frame, Apart ? Caller : -1,
                             Apart ? Site : nullptr, Begins);
  // What an end does is told by the way to it.
  auto Found = Known.find(Key);
  if (Found != Known.end() && !WalkingEnd && !isAnswered(Found->second)) {
    for (TermId Place : Activations[Found->second].Unanswered)
      noteUnanswered(Caller, Place);
    Activation &Same = Activations[Found->second];
    const std::pair<int, const Event *> Call{Caller, Site};
    if (Call != std::make_pair(Same.Caller, Same.Site) &&
        !llvm::is_contained(Same.Again, Call))
      Same.Again.push_back(Call);
    return Found->second;
  }
  const bool IsQuiet = Code.isQuiet(F);
  if (Activations.size() >= MaxActivations || Looks >= MaxLooks ||
      (IsQuiet && Quiet >= MaxQuiet))
    return cut(Context, IsQuiet);
  Quiet += IsQuiet;
  Activation Made;
  Made.Code = &F;
  Made.This = This;
  Made.Parameters = std::move(Parameters);
  Made.Frame = Frame;
  Made.Caller = Caller;
  Made.Site = Site;
  Made.Begins = Begins;
  Made.Lazy = WalkingLazily || (Caller >= 0 && Activations[Caller].Lazy);
  int Before = Caller;
  if (Before < 0 && Frames[Frame].Submit >= 0)
    Before = Submits[Frames[Frame].Submit].Activation;
  Made.Depth = Before < 0 ? 0 : Activations[Before].Depth + 1;
  unsigned Same = 0;
  // Each level of a recursion through tasks has several times as many.
  const unsigned Weight = Frames.size() < ManyFrames ? 1 : 2;
  for (int Up = Before; Up >= 0; Up = previous(Up))
    if (Activations[Up].Code == &F &&
        (Same += Activations[Up].Frame == Frame ? 1 : Weight) >= MaxRecursion)
      // What another task has made is not what this one would make.
      return Activations[Up].Frame == Frame ? Up : -1;
  if (Made.Depth > MaxDepth)
    return cut(Context, IsQuiet);
  unsigned A = Activations.size();
  Activations.push_back(std::move(Made));
  Known[Key] = A;
  stepAll(A);
  return A;
}

void Walk::step(unsigned A, unsigned Index) {
  const Event &E = Activations[A].Code->Events[Index];
  std::vector<TermId> Ready;
  if (!happens(A, E, Ready))
    return void(Excluded.emplace_back(A, &E));
  if (isSettledAgainst(A, E) || isEnd(A, E))
    return;
  switch (E.Kind) {
  case EventKind::Bind:
    return bindEvent(A, E);
  case EventKind::Return:
    return returnEvent(A, E);
  case EventKind::Call:
    return callEvent(A, Index);
  case EventKind::Submit:
    return submitEvent(A, Index);
  case EventKind::Wait:
  case EventKind::Join:
    if (isSuspension(E))
      return suspendEvent(A, Index);
    return waitEvent(A, E, std::move(Ready));
  case EventKind::Signal:
    return signalEvent(A, E);
  case EventKind::Adapt:
    return adaptEvent(A, E);
  case EventKind::Acquire:
  case EventKind::Release:
    if (TermId What = evaluate(A, E.Object))
      (E.Kind == EventKind::Acquire ? Acquires : Releases)
          .push_back({A, &E, Activations[A].Frame, What, evaluate(A, E.Task)});
    return;
  case EventKind::Run:
    return runEvent(A, E);
  case EventKind::Lend:
  case EventKind::Reclaim:
    return lendEvent(A, E);
  case EventKind::Connect:
    return connectEvent(A, E);
  }
}

void Walk::bind(TermId To, TermId From) {
  if (!To || !From || To == From || isNull(Terms[From]))
    return;
  if (Terms[From].Kind == TermKind::Any) {
    for (TermId Part : std::vector<TermId>(Terms[From].Parts))
      bind(To, Part);
    return;
  }
  for (TermId Place : Terms[To].Kind == TermKind::Any
                          ? Terms[To].Parts
                          : std::vector<TermId>{To}) {
    // The next node of a list is in the list too.
    auto &Values = Heap[Place];
    if (Terms.isWithin(From, Place) ||
        (Terms.isPart(From) && std::find(Values.begin(), Values.end(),
                                         Terms.rootOf(From)) != Values.end()))
      continue;
    if (Values.size() < 8 &&
        std::find(Values.begin(), Values.end(), From) == Values.end() &&
        Place != From)
      Values.push_back(From), HeldIn[From].insert(Place);
    if (Terms[Place].Kind == TermKind::Element && Terms[Place].Number >= 0)
      Numbered[Terms[Place].Base].insert(Place);
    else if (TermId Any = Terms.ofAnyElement(Place); Any != Place)
      bind(Any, From);
    if (TermId Kept = inContainer(Place))
      bind(Kept, From);
  }
}

void Walk::bindEvent(unsigned A, const Event &E) {
  if (E.Moves)
    Emptied[evaluate(A, E.Task)].push_back({A, &E});
  TermId To = evaluate(A, E.Object);
  TermId From = evaluate(A, E.Task);
  if (E.Settles)
    settleField(A, To, From);
  if (!To || !From)
    return;
  bind(To, From);
  if (WalkingEnd)
    return;
  TermKind Kind = Terms[To].Kind;
  if (Kind != TermKind::Field && Kind != TermKind::Element &&
      Kind != TermKind::Any)
    return;
  for (TermId Place :
       Kind == TermKind::Any ? Terms[To].Parts : std::vector<TermId>{To})
    if (!putInto(A, &E, Place, From))
      Puts.emplace_back(A, &E, Place, From);
}

bool Walk::ownsQueue(Symbol Class) const {
  return std::any_of(
      Queues.owners().begin(), Queues.owners().end(),
      [&](Symbol Owner) { return Owner && Code.derives(Owner, Class); });
}

void Walk::returnEvent(unsigned A, const Event &E) {
  TermId Returned = evaluate(A, E.Task);
  if (!Returned)
    return;
  // `return true` under a test of the thread is the test itself.
  if (Terms[Returned].Kind == TermKind::Constant) {
    bool True = Terms[Returned].Number != 0;
    for (const Guard &G : E.Guards) {
      Test Found = testOf(evaluate(A, G.Condition));
      if (Found.Kind != Test::Worker)
        continue;
      Term Worker{TermKind::WorkerTest, 0, 0, Found.What};
      Returned = Terms.intern(std::move(Worker));
      if ((Found.Positive == G.Holds) != True) {
        Term Not{TermKind::Not, 0, 0, Returned};
        Returned = Terms.intern(std::move(Not));
      }
      break;
    }
  }
  // A method of a pool that tells whether this is a worker speaks of its own.
  if (Test Found = testOf(Returned);
      Found.Kind == Test::Worker && !Found.What &&
      Activations[A].Code->HasThis && ownsQueue(Activations[A].Code->Class)) {
    Term Worker{TermKind::WorkerTest, 0, 0, Activations[A].This};
    Returned = Terms.intern(std::move(Worker));
    if (!Found.Positive) {
      Term Not{TermKind::Not, 0, 0, Returned};
      Returned = Terms.intern(std::move(Not));
    }
  }
  auto &Returns = Activations[A].Returns;
  if (std::find(Returns.begin(), Returns.end(), Returned) == Returns.end())
    Returns.push_back(Returned);
}

/// What is ready when the task of a submit has ended. A result is made here;
/// another completion is an object that is there already.
TermId Walk::completionOf(unsigned A, unsigned Index) {
  const Function &F = *Activations[A].Code;
  const Event &E = F.Events[Index];
  const Value &Named = F.Values[E.Completion];
  bool Result = Named.Kind == ValueKind::Result && Named.Number == Index;
  if (E.Completion && !Result)
    return evaluate(A, E.Completion);
  if (!Result && !E.Synchronous)
    return 0;
  Term T{TermKind::Completion, F.Name, Named.Type, A};
  T.Number = Index;
  TermId Completion = Terms.intern(std::move(T));
  if (Result)
    resultsOf(A)[Index] = Completion;
  return Completion;
}

bool Walk::maySuspend(TermId Task) {
  for (TermId Final : trace(Task).Finals) {
    const Term &Run = Terms[Final];
    bool Made = Run.Kind == TermKind::Coroutine;
    llvm::SmallVector<Symbol, 2> Names{Made ? Terms[Run.Base].Name : Run.Name};
    if (const Class *C =
            Run.Kind == TermKind::Closure ? Code.classNamed(Run.Name) : nullptr)
      Names.assign(C->CallOperators.begin(), C->CallOperators.end());
    for (Symbol Name : Names) {
      const Function *F = Code.function(Name);
      if (F ? F->IsCoroutine && llvm::any_of(F->Events, isSuspension) : Made)
        return true;
    }
  }
  return false;
}

void Walk::signalEvent(unsigned A, const Event &E) {
  if (TermId Place = evaluate(A, E.Object))
    Signals.push_back({A, &E, Activations[A].Frame, Place});
}

void Walk::lendEvent(unsigned A, const Event &E) {
  if (TermId Executor = evaluate(A, E.Object))
    Lendings.push_back({A, &E, Activations[A].Frame, Executor});
}

void Walk::adaptEvent(unsigned A, const Event &E) {
  TermId Inner = evaluate(A, E.Task);
  if (!Inner)
    return;
  if (E.Tries)
    Homes[evaluate(A, E.Object)] = Inner;
  else if (!E.OnFuture)
    Adapts[evaluate(A, E.Object)].insert(Inner);
  else
    for (TermId Future : trace(evaluate(A, E.Object)).Finals)
      Continues[Future] = settle(Inner);
}

/// Of a future, the executors that its continuations run on: those that it was
/// given, or those of its tasks, or whatever made it ready. Of anything else,
/// itself.
TermId Walk::executorOf(TermId Given, bool OnFuture) {
  std::vector<TermId> Found;
  for (TermId One : trace(Given).Finals) {
    const size_t Before = Found.size();
    if (auto Told = Continues.find(One); Told != Continues.end())
      Found.push_back(Told->second);
    else if (Terms[One].Kind == TermKind::Completion)
      for (const SubmitRecord &Submit : Submits)
        if (Submit.Completion == One && Submit.Executor)
          Found.push_back(Submit.Executor);
    if (Found.size() != Before)
      continue;
    Term Own{TermKind::Opaque, Terms[One].Name};
    Own.Parts = {One};
    Found.push_back(OnFuture && One ? Terms.intern(std::move(Own)) : One);
  }
  return Terms.any(std::move(Found));
}

} // namespace gridlock
