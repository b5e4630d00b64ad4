// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

/// \file
/// Which waits for the end of an executor or a thread stand in its own task:
/// joins, shutdowns and destructors, and those that the last owner runs.

#ifndef GRIDLOCK_SOLVE_JOINS_H
#define GRIDLOCK_SOLVE_JOINS_H

#include "Solve/Judge.h"
#include "Solve/Owners.h"

namespace gridlock {

/// Why a task cannot see the end that it waits for.
struct JoinVerdict {
  enum Shape {
    OwnExecutor, ///< it joins the executor that runs it
    OwnWorker,   ///< it waits for the end of a thread that runs its tasks
    OwnThread,   ///< the thread waits for itself
    OwnSignal,   ///< only the task or thread itself would end the wait, later
  };
  Shape Kind = OwnExecutor;
  const WaitRecord *Wait = nullptr;
  const SubmitRecord *Waiter = nullptr; ///< what started the task or thread
  const SubmitRecord *Thread = nullptr; ///< what started the awaited thread
  const SignalRecord *Signal = nullptr; ///< OwnSignal: what would end the wait
  const Dying *End = nullptr;           ///< what dies, where that is the cause
  TermId Executor = 0;
  bool StartedHere = false; ///< the task itself started the thread
  bool Likely = false;
};

class Joins {
public:
  Joins(Walk &W, Judge &Judged, const SolveOptions &Options);

  std::vector<JoinVerdict> verdicts();

private:
  void judge(const WaitRecord &Wait, const Dying *End,
             std::vector<JoinVerdict> &Found);
  bool judgeExecutor(const Walk::Trace &Target, JoinVerdict &Found);
  bool judgeThreads(const Walk::Trace &Target, JoinVerdict &Found);
  bool judgeSignals(const Walk::Trace &Target, JoinVerdict &Found);
  bool isOwnThread(const SignalRecord &End, const JoinVerdict &Found) const;
  bool hasToldItsEnd(const JoinVerdict &Found);
  bool isEndOfServing(const SignalRecord &Signal) const;
  bool hasLeft(const Walk::Trace &Target, unsigned Thread) const;
  bool isGivenBetweenTasks(const std::vector<const SignalRecord *> &Signals,
                           unsigned Task) const;
  bool servesTask(unsigned Thread, unsigned Task) const;
  bool isGivenOnce(const SignalRecord &Signal, const JoinVerdict &Found) const;
  bool isFreeElsewhere(const SignalRecord &Signal, const JoinVerdict &Found);
  bool isAfterServing(const JoinVerdict &Found,
                      const SignalRecord &Signal) const;
  bool isLater(const JoinVerdict &Found, const SignalRecord &Signal) const;

  Walk &W;
  Judge &Judged;
  const SolveOptions &Options;
  Owners Lives;
};

} // namespace gridlock

#endif
