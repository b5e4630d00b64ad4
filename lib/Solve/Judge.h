// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

/// \file
/// Which of the waits of a walk wait for themselves.

#ifndef GRIDLOCK_SOLVE_JUDGE_H
#define GRIDLOCK_SOLVE_JUDGE_H

#include "Solve/Solve.h"
#include "Solve/Walk.h"
#include <deque>
#include <memory>
#include <optional>

namespace gridlock {

/// Why a wait of a task cannot end while the task holds its worker.
struct Verdict {
  const WaitRecord *Wait = nullptr;
  const SubmitRecord *Waiter = nullptr; ///< the submit of the task that waits
  const SignalRecord *Provider =
      nullptr; ///< what would end the wait; null: the executor itself
  const SubmitRecord *Needed =
      nullptr; ///< the submit of the task that would give the signal
  /// Where the provider is a thread that waits in turn: why that wait cannot
  /// end. One, or none.
  std::vector<Verdict> InTurn;
  TermId Executor = 0;
  bool Likely = false;
  bool OneChild = false;   ///< nothing but Needed is waited for
  bool ChildWaits = false; ///< Needed may wait for the executor itself
  bool OneParent = false;  ///< nothing but Waiter waits here, and nothing that
                           ///< is stuck waits for it
  bool ParentsAlone = false; ///< and nobody waits for the executor as a whole
  bool OfLoop = false; ///< a call of the event loop that the waiter runs on

  /// The submit of the task that is waited for in the end, be it by a thread;
  /// null: the executor as a whole.
  const SubmitRecord *lastNeeded() const {
    return InTurn.empty() ? Needed : InTurn.front().lastNeeded();
  }
};

class Concurrency;

class Judge {
public:
  Judge(Walk &W, const SolveOptions &Options);
  ~Judge();

  std::vector<Verdict> verdicts();

  /// Which of the tasks and threads meet.
  Concurrency &meetings() { return *Meetings; }

  enum class Outcome { Ignored, Free, Stuck };

  /// What may end a wait.
  std::vector<const SignalRecord *> providers(const Walk::Trace &Target);
  /// What a signal is to a wait in \p Frame, whatever holds what; none: it
  /// depends.
  std::optional<Outcome> plainOutcome(const WaitRecord &Wait,
                                      const SignalRecord &Signal,
                                      unsigned Frame);
  /// Are the signals given only when a count has run down, so that each one is
  /// needed?
  bool isCounted(const std::vector<const SignalRecord *> &Signals) const;
  /// Is it known at the wait that it will not block?
  bool isReady(const WaitRecord &Wait, const Walk::Trace &Target);
  /// Has the task lent its worker's place to other tasks of the executor?
  bool isLent(const WaitRecord &Wait, TermId Executor) const;
  /// Does the function that waits, or a loop around it, run tasks of the
  /// executor meanwhile, or is its place lent?
  bool isHelped(const WaitRecord &Wait, TermId Executor);
  /// Is one thread all that runs the executor's tasks?
  bool hasOneWorker(TermId Executor) const;
  /// Does the executor start a thread whenever it needs one?
  bool isUnbounded(TermId Executor) const;
  /// The submits that start a frame.
  llvm::ArrayRef<const SubmitRecord *> starts(unsigned Frame) const;

  /// Is what was started kept by an object whose method may be called again, so
  /// that a wait that comes first is for what an earlier call has started?
  bool staysForNextCall(const SubmitRecord &Start) const;
  /// Where on the way to the wait, in its frame, what it waits for, or what
  /// that is a part of, is made anew; null for nowhere.
  std::pair<unsigned, const Event *> madeAnew(const WaitRecord &Wait) const;
  /// Can the start come before the event, on any of the ways there? A function
  /// that is called on the same things again is walked once.
  bool canComeBefore(const SubmitRecord &Start, unsigned A,
                     const Event *Site) const;

private:
  bool isStartedSince(std::pair<unsigned, const Event *> Made,
                      const SubmitRecord &Start, const WaitRecord &Wait) const;
  bool helpsBefore(unsigned A, const Event &Later, const WaitRecord &Wait,
                   TermId Executor);
  llvm::SmallSetVector<TermId, 4> namesOf(TermId Place);
  bool isSame(TermId Ready, TermId Target, TermId Own);
  bool isCalledReady(unsigned A, TermId Target, TermId Own,
                     std::set<unsigned> &Asked);
  bool wasGiven(const WaitRecord &Wait, const SignalRecord &Signal) const;
  bool takesOver(const WaitRecord &Wait, const SignalRecord &Signal);
  bool comesAfter(const WaitRecord &Wait, const SignalRecord &Signal) const;
  bool wasAwaited(const WaitRecord &Wait, const Walk::Trace &Target);
  bool wereAllAwaited(const WaitRecord &Wait, const Walk::Trace &Target);
  std::optional<Verdict> judge(const WaitRecord &Wait);
  bool isStuckForSome(const WaitRecord &Wait, const Walk::Trace &Target,
                      const std::vector<TermId> &Held, Verdict &Found);
  bool isStuck(const WaitRecord &Wait, const Walk::Trace &Target,
               unsigned Frame, const std::vector<TermId> &Held, Verdict &Found,
               unsigned Depth);
  Outcome outcome(const WaitRecord &Wait, const SignalRecord &Signal,
                  unsigned Frame, const std::vector<TermId> &Held,
                  Verdict &Found, unsigned Depth);
  Outcome threadOutcome(const SignalRecord &Signal, unsigned Frame,
                        const std::vector<TermId> &Held, Verdict &Found,
                        unsigned Depth);
  bool isBefore(const SubmitRecord &Submit, unsigned Frame) const;
  bool isBehind(const SubmitRecord &Submit, const SignalRecord &Signal,
                unsigned Frame) const;
  bool isBeside(const SubmitRecord &Submit, const WaitRecord &Wait,
                unsigned Frame);
  const SubmitRecord *submittedBehind(const WaitRecord &Wait,
                                      const SignalRecord &Signal,
                                      unsigned Frame);
  void findGrowing();
  void findSections();
  bool isOtherSubmit(const SignalRecord &Signal, const WaitRecord &Wait) const;
  bool isConditional(const SignalRecord &Signal, const WaitRecord &Wait) const;
  bool isSupposed(const SignalRecord &Signal) const;
  bool isFarewell(const SignalRecord &Signal) const;

  Walk &W;
  const SolveOptions &Options;
  std::unique_ptr<Concurrency> Meetings;
  const WaitRecord *Waiting = nullptr; ///< the wait that is judged
  unsigned Followed = 0;               ///< threads, for that wait
  std::map<TermId, std::vector<const SignalRecord *>> SignalsOf;
  /// Of mutexes that are waited for: a critical section of somebody else's may
  /// make true what is waited for (absl::Mutex::Await).
  std::deque<SignalRecord> Sections;
  std::map<unsigned, std::vector<const SubmitRecord *>>
      SubmitsOf; ///< by the frame they start
  /// By activation: the calls that enter it.
  std::map<unsigned, std::vector<std::pair<unsigned, const Event *>>> CallsOf;
  std::set<TermId>
      Growing; ///< executors that start a thread when they need one
  std::set<const Function *> TaskCode; ///< functions that tasks start in
  std::set<const Function *>
      Joiners; ///< functions that wait for a thread's end
};

} // namespace gridlock

#endif
