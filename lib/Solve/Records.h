// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

/// \file
/// What one walk through the program records: frames, activations, and what
/// happens in them.

#ifndef GRIDLOCK_SOLVE_RECORDS_H
#define GRIDLOCK_SOLVE_RECORDS_H

#include "Facts/Facts.h"
#include "Solve/Term.h"
#include "llvm/ADT/DenseMap.h"
#include <set>
#include <vector>

namespace gridlock {

struct TaskQueue;

enum class FrameKind : uint8_t {
  Outside, ///< a thread of which nothing is known: main, a caller not in view
  Thread,  ///< a thread of its own
  Task,    ///< a task on an executor
};

/// One run of something on a thread or an executor.
struct Frame {
  FrameKind Kind = FrameKind::Outside;
  TermId Executor = 0;     ///< of a task
  int Submit = -1;         ///< index in Walk::Submits of what started it
  std::set<TermId> Serves; ///< the task queues whose tasks this thread runs
};

/// One function with its arguments, on one frame.
struct Activation {
  const Function *Code = nullptr;
  TermId This = 0;
  std::vector<TermId> Parameters;
  unsigned Frame = 0;
  int Caller = -1; ///< index in Walk::Activations; -1 for the start of a frame
  const Event *Site = nullptr; ///< the call in the caller
  unsigned Depth = 0;
  /// Other calls on the same things: the caller, and the call.
  std::vector<std::pair<int, const Event *>> Again;
  /// Places that calls in it, or in what it calls, found empty.
  llvm::SmallVector<TermId, 2> Unanswered;
  /// Of the rest of a coroutine: the activation that has begun it, and the
  /// suspension behind which it goes on.
  int Begun = -1;
  const Event *Behind = nullptr;
  bool Begins =
      false; ///< a coroutine that nobody awaits: to its first suspension
  bool Lazy =
      false; ///< walked only to learn what it stores: when it runs is not known
  std::vector<TermId> Returns;
  llvm::DenseMap<unsigned, TermId> Results;
};

/// A worker's place is lent to another task, or taken back.
struct LendRecord {
  unsigned Activation;
  const Event *Site;
  unsigned Frame;
  TermId Executor;
};

struct SubmitRecord {
  unsigned Activation;
  const Event *Site;
  ExecutorKind Kind;
  TermId Executor; ///< of Pool
  TermId Task;
  std::vector<TermId> Arguments;
  TermId Completion;
  unsigned Frame;                   ///< where it is submitted
  unsigned Child = 0;               ///< the frame that the task runs on
  const TaskQueue *Queue = nullptr; ///< where the executor is an inferred one
  const Event *Connected = nullptr; ///< of a signal: what has connected it

  /// What says how the task is run.
  const Event &how() const { return Connected ? *Connected : *Site; }
};

/// What a call of a signal submits.
struct ConnectionRecord {
  const Event *Site;
  TermId Executor; ///< of Pool
  TermId Task;
};

struct WaitRecord {
  unsigned Activation;
  const Event *Site;
  unsigned Frame;
  TermId Target;
  WaitKind Kind;
  bool NeedsAll;
  std::vector<TermId>
      Ready;           ///< what is known to be ready here; 0: the target itself
  bool Joins = false;  ///< waits for the end of the target's threads
  TermId Released = 0; ///< the lock that is let go meanwhile
  bool Helped = false;
  std::vector<TermId> Choices; ///< what the target may be, by what came before
  const Event *Submits = nullptr; ///< what says how the awaited task is run,
                                  ///< where the waiting call submits it
};

/// Something that dies in a task, or with it, together with what it owns.
struct EndRecord {
  unsigned Activation;
  const Event *Site;
  TermId Owner;        ///< the place that owned it
  TermId Callable = 0; ///< what it dies with: a lambda, or bound arguments
  /// The owner that it is a part of: that has to be the last one too.
  const EndRecord *Within = nullptr;
};

/// A loop that is run.
struct RunRecord {
  unsigned Activation;
  const Event *Site;
  unsigned Frame;
  TermId Loop;
};

/// A mutex that is acquired, or let go of.
struct LockRecord {
  unsigned Activation;
  const Event *Site;
  unsigned Frame;
  TermId What; ///< the mutex; of a release also the guard
  TermId Guard = 0;
};

/// A coroutine that gives its thread back.
struct SuspendRecord {
  unsigned Activation;
  const Event *Site;
  TermId Target;
};

struct SignalRecord {
  unsigned Activation;
  const Event *Site; ///< null: the end of a task
  unsigned Frame;
  TermId Place;
};

} // namespace gridlock

#endif
