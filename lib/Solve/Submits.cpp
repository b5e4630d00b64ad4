// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

/// \file
/// Tasks and threads: how they are submitted, and how they run.

#include "Solve/Walk.h"

namespace gridlock {

void Walk::submitEvent(unsigned A, unsigned Index) {
  const Event &E = Activations[A].Code->Events[Index];
  const ConnectionRecord Order = orderOf(A, E);
  const std::vector<TermId> Arguments = evaluateAll(A, E.Arguments);
  carryOut(Order, Arguments, completionOf(A, Index), {A, &E});
}

/// What is to be run, and where.
ConnectionRecord Walk::orderOf(unsigned A, const Event &E) {
  TermId Task = evaluate(A, E.Task);
  return {&E,
          E.Executor == ExecutorKind::Pool
              ? executorOf(evaluate(A, E.Object), E.OnFuture)
              : 0,
          Task};
}

/// What a submit does, or a signal that is emitted: the call \p At.
void Walk::carryOut(const ConnectionRecord &Order,
                    const std::vector<TermId> &Arguments, TermId Completion,
                    std::pair<unsigned, const Event *> At) {
  const auto [A, Site] = At;
  const Event &How = *Order.Site;
  unsigned Frame = Activations[A].Frame;
  bool Inline = How.Executor == ExecutorKind::Inline ||
                (How.InlineOnWorker && Order.Executor &&
                 isOnThreadOf(A, Order.Executor) && !maySuspend(Order.Task));
  if (Inline) {
    TermId Result =
        invoke(Order.Task, Arguments, {Frame, static_cast<int>(A), Site});
    bind(Terms.element(Completion), Result);
    if (Completion)
      Signals.push_back({A, Site, Frame, Completion});
    return;
  }
  if (How.Executor == ExecutorKind::Pool && !Order.Executor)
    return;
  submitTo(Order, Arguments, Completion, At);
  if (How.Synchronous) {
    Waits.push_back({A, Site, Frame, Completion, WaitKind::Blocks, false, {}});
    Waits.back().Submits = &How;
  }
  if (How.BlocksWhenFull)
    Waits.push_back(
        {A, Site, Frame, Order.Executor, WaitKind::Blocks, true, {}});
}

void Walk::submitTo(const ConnectionRecord &Order,
                    const std::vector<TermId> &Arguments, TermId Completion,
                    std::pair<unsigned, const Event *> At) {
  std::vector<TermId> Choices{Order.Executor};
  if (Terms[Order.Executor].Kind == TermKind::Any)
    Choices = Terms[Order.Executor].Parts;
  for (TermId Choice : Choices) {
    SubmitRecord Record{
        At.first,  At.second,  Order.Site->Executor,       Choice, Order.Task,
        Arguments, Completion, Activations[At.first].Frame};
    if (Order.Site != At.second)
      Record.Connected = Order.Site;
    submit(std::move(Record));
  }
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
