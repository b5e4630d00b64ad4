// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

/// \file
/// Cycles of the hold-and-wait graph that have a mutex, or several executors,
/// on them: what a frame holds, what it waits for, and whether what would end
/// the wait needs what is held.

#ifndef GRIDLOCK_SOLVE_HOLDANDWAIT_H
#define GRIDLOCK_SOLVE_HOLDANDWAIT_H

#include "Solve/Concurrency.h"
#include "Solve/LockFlow.h"

namespace gridlock {

/// One edge: what would end the blocker before it, and where that blocks.
struct CycleStep {
  const SignalRecord *Provider = nullptr; ///< of a wait
  const SubmitRecord *Start = nullptr;    ///< what started its task or thread
  Blocker By;          ///< where it blocks in turn; empty: it is not started
  bool InLine = false; ///< it is not started: other tasks block every worker
};

struct Cycle {
  CheckId Check = CheckId::WaitUnderLock;
  Blocker First;
  int Lock = -1;       ///< what is held, an index in LockFlow; -1: Executor
  TermId Executor = 0; ///< what is held else
  std::vector<CycleStep> Steps;
  bool CalledBack = false;   ///< one thread acquires the mutex twice
  bool Relocks = false;      ///< likewise, by plain calls
  std::vector<CallStep> Way; ///< the calls between the two
  /// The calls by which the wait is reached with the mutex held, where it is
  /// reached without it too.
  std::vector<CallStep> Reached;
  /// What runs other tasks while it holds the mutex: the call, and where it
  /// stands.
  const Event *Helper = nullptr;
  unsigned HelperActivation = 0;
  bool Likely = false;
};

class HoldAndWait {
public:
  HoldAndWait(Walk &W, Judge &Judged, LockFlow &Locks,
              const SolveOptions &Options);

  std::vector<Cycle> cycles();

  /// Is there anything that could be an edge of a longer cycle: a task that
  /// waits, or a thread that blocks while it holds a mutex?
  bool hasEdges() const;

  /// The names of the fields that are waited for while a mutex is held: who
  /// ends such a wait may be called from outside.
  std::vector<Symbol> awaitedUnderLock();

private:
  /// What the frame that waits first holds.
  struct Hold {
    int Lock = -1;
    std::vector<TermId> Executors;
    const Blocker *First = nullptr;
    bool LocksOnly = false; ///< no wait on the way
  };
  std::optional<Cycle> waitCycle(const WaitRecord &Wait);
  void waitCycles(std::vector<Cycle> &Found);
  void lockCycles(std::vector<Cycle> &Found);
  std::vector<TermId> executorsHeld(const WaitRecord &Wait);
  void poolCycle(const WaitRecord &Wait, std::vector<Cycle> &Found);
  bool search(const Hold &H, Cycle &Made);
  bool isBlocked(const Blocker &B, const Hold &H, unsigned Depth);
  bool hasAsWell(const Blocker &B, int Lock) const;
  bool hasPassed(const Blocker &B, const Blocker &Holder, unsigned Wanted);
  bool hasAlready(const Blocker &B, unsigned Wanted) const;
  bool isAcquireBlocked(const Blocker &B, const Hold &H, unsigned Depth);
  bool isWaitBlocked(const Blocker &B, const Hold &H, unsigned Depth);
  bool isProviderBlocked(const Blocker &B, const SignalRecord &Signal,
                         const Hold &H, unsigned Depth);
  bool areAllInView(const WaitRecord &Wait);
  bool isOutsiderBlocked(const Blocker &B, const SignalRecord &Signal,
                         const Hold &H);
  bool isFrameBlocked(unsigned Frame, const SignalRecord *Signal, const Hold &H,
                      unsigned Depth);
  int inFrame(const Function &F, unsigned In) const;
  int callOf(const Function &F, unsigned A) const;
  int besides(const Function &F, unsigned A) const;
  bool hasHandedItselfOver(const Blocker &B, unsigned Thread);
  bool hasToldItsEnd(const Blocker &B, unsigned Thread);
  bool ownsWaiter(const Blocker &B, unsigned By) const;
  bool isStarted(unsigned Thread, const Blocker &B, unsigned A,
                 const Event *Site);
  bool onlyTeller(const WaitRecord &Wait, unsigned Thread,
                  llvm::function_ref<bool(unsigned, const Event *)> IsLast);
  bool isOverFor(const Blocker &B, unsigned A, const Event &Site,
                 const Blocker &Later);
  bool isServerBlocked(const SignalRecord &Signal, const Hold &H,
                       unsigned Depth);
  bool isOwnOf(int Lock, unsigned Frame) const;
  bool isLineBlocked(const SubmitRecord &Start, const Hold &H, unsigned Depth);
  std::vector<Cycle> eachOnce(std::vector<Cycle> Found) const;
  bool areAllTasksBlocked(const Walk::Trace &Target, const Hold &H,
                          unsigned Depth);
  bool conflict(unsigned A, unsigned B);
  void findHelper(Cycle &Found) const;
  bool isCalledBack(unsigned Lock, const LockRecord &Again, Cycle &Made);
  bool haveGate(const Blocker &A, const Blocker &B, unsigned Held,
                unsigned Wanted) const;
  const std::vector<unsigned> &heldAt(const Blocker &B) const;
  std::vector<unsigned> computeHeld(const Blocker &B) const;
  bool holds(const Blocker &B, unsigned Wanted);
  const std::vector<const Blocker *> &holdersOf(unsigned Wanted);
  bool isOneOfMany(unsigned Held, const LockRecord &Again) const;
  std::vector<unsigned> heldAround(unsigned Frame) const;

  Walk &W;
  Judge &Judged;
  LockFlow &Locks;
  const SolveOptions &Options;
  std::map<unsigned, std::vector<Blocker>> BlockersOf; ///< by frame
  std::map<unsigned, std::vector<const Blocker *>>
      HoldersOf; ///< by the lock that they exclude; once asked for
  mutable std::map<std::pair<unsigned, const Event *>, std::vector<unsigned>>
      HeldAt; ///< computed when first asked for
  /// Blockers that were looked at for one hold, and after how many edges.
  std::map<std::pair<unsigned, const Event *>, unsigned> Free;
  /// What is being looked at.
  std::set<std::pair<unsigned, const Event *>> OnPath;
  std::vector<CycleStep> Path;
  Concurrency &Meetings;
  bool Likely = false;
};

} // namespace gridlock

#endif
