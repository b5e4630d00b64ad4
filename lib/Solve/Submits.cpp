// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

/// \file
/// Tasks and threads: how they are submitted, and how they run.

#include "Solve/Walk.h"

namespace gridlock {

void Walk::submitEvent(unsigned A, unsigned Index) {
  const Event &E = Activations[A].Code->Events[Index];
  unsigned Frame = Activations[A].Frame;
  TermId Task = evaluate(A, E.Task);
  std::vector<TermId> Arguments = evaluateAll(A, E.Arguments);
  TermId Completion = completionOf(A, Index);
  TermId Executor = E.Executor == ExecutorKind::Pool
                        ? executorOf(evaluate(A, E.Object), E.OnFuture)
                        : 0;
  bool Inline = E.Executor == ExecutorKind::Inline ||
                (E.InlineOnWorker && worksFor(Frame, Executor) && Executor &&
                 !maySuspend(Task));
  if (Inline) {
    TermId Result = invoke(Task, Arguments, {Frame, static_cast<int>(A), &E});
    bind(Terms.element(Completion), Result);
    if (Completion)
      Signals.push_back({A, &E, Frame, Completion});
    return;
  }
  if (E.Executor == ExecutorKind::Pool && !Executor)
    return;
  std::vector<TermId> Choices{Executor};
  if (Terms[Executor].Kind == TermKind::Any)
    Choices = Terms[Executor].Parts;
  for (TermId Choice : Choices) {
    SubmitRecord Record{A,    &E,        E.Executor, Choice,
                        Task, Arguments, Completion, Frame};
    submit(std::move(Record));
  }
  if (E.Synchronous)
    Waits.push_back({A, &E, Frame, Completion, WaitKind::Blocks, false, {}});
  if (E.BlocksWhenFull)
    Waits.push_back({A, &E, Frame, Executor, WaitKind::Blocks, true, {}});
}

void Walk::submit(SubmitRecord Record) {
  auto Key = std::make_tuple(
      Record.Kind == ExecutorKind::Thread ? -1 : 0,
      Record.Kind == ExecutorKind::Thread ? Record.Completion : Record.Executor,
      Record.Task, Record.Arguments);
  auto [Entry, New] = TaskFrames.try_emplace(Key, Frames.size());
  Record.Child = Entry->second;
  if (New) {
    Frame Child;
    Child.Kind = Record.Kind == ExecutorKind::Thread ? FrameKind::Thread
                                                     : FrameKind::Task;
    Child.Executor = Record.Executor;
    Child.Submit = Submits.size();
    Frames.push_back(std::move(Child));
    Open.push_back(Submits.size());
  }
  if (Record.Completion)
    Signals.push_back(
        {Record.Activation, nullptr, Record.Child, Record.Completion});
  Submits.push_back(std::move(Record));
}

void Walk::runTask(unsigned Index) {
  SubmitRecord Record = Submits[Index];
  bool Outer = WalkingLazily;
  WalkingLazily = false;
  CallContext Context{Record.Child, -1, nullptr};
  TermId Result = Record.Queue && Record.Queue->Call.Method
                      ? invokeFunction(Record.Queue->Call.Method, Record.Task,
                                       Record.Arguments, true, Context)
                      : invoke(Record.Task, Record.Arguments, Context);
  WalkingLazily = Outer;
  if (Record.Completion)
    bind(Terms.element(Record.Completion), Result);
}

} // namespace gridlock
