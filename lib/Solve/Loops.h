// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

/// \file
/// Loops that are run again by one of their own handlers, and waits of handlers
/// that are calls of their own loop.

#ifndef GRIDLOCK_SOLVE_LOOPS_H
#define GRIDLOCK_SOLVE_LOOPS_H

#include "Findings/Finding.h"
#include "Solve/Judge.h"

namespace gridlock {

/// A nested run that only its own handler would end.
struct LoopVerdict {
  unsigned Activation = 0;
  const Event *Site = nullptr; ///< the call that runs the loop
  const SubmitRecord *Waiter = nullptr;
  const SignalRecord *Signal = nullptr; ///< what would end it, too late
  TermId Loop = 0;
  bool OneTask = false; ///< it waits for one task
  bool Forbidden =
      false; ///< the library ends a run by its own handler some other way
};

class Loops {
public:
  Loops(Walk &W, Judge &Judged) : W(W), Judged(Judged) {}

  std::vector<LoopVerdict> verdicts();

  /// Is the wait a call of the loop that the handler runs on: one that returns
  /// when the loop has run something?
  bool isCall(const Verdict &Of) const;

private:
  void judge(const RunRecord &Run, std::vector<LoopVerdict> &Found);
  void judge(const WaitRecord &Wait, std::vector<LoopVerdict> &Found);
  bool isStuck(const RunRecord &Run, bool Own, LoopVerdict &Found);
  bool isStarved(const RunRecord &Run) const;
  bool isGiven(const RunRecord &Run) const;
  bool isLater(unsigned A, const Event *Site, unsigned Frame,
               const SignalRecord &Signal) const;
  bool isBehindOther(unsigned Frame, TermId Loop,
                     const SignalRecord &Signal) const;
  bool countsHandlers(const SignalRecord &Signal, TermId Loop);
  bool isOfSubmit(const SignalRecord &Signal, TermId Loop) const;
  int runner(const WaitRecord &Wait, TermId &Loop);
  bool isLoop(TermId Executor) const;

  Walk &W;
  Judge &Judged;
};

/// The report of a nested run.
Finding describe(Walk &W, const LoopVerdict &Why);

} // namespace gridlock

#endif
