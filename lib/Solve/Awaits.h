// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

/// \file
/// Coroutines that suspend while they hold a mutex: one of a thread, or one of
/// the coroutine's own that what they await takes too.

#ifndef GRIDLOCK_SOLVE_AWAITS_H
#define GRIDLOCK_SOLVE_AWAITS_H

#include "Solve/LockFlow.h"
#include "Solve/Solve.h"
#include "Solve/Story.h"

namespace gridlock {

class Awaits {
public:
  Awaits(Walk &W, const LockFlow &Locks, const SolveOptions &Options)
      : W(W), Locks(Locks), Options(Options), Told(W) {}

  std::vector<Finding> findings();

private:
  void findSuspended(const SuspendRecord &Suspended);
  void findCreation(const SuspendRecord &Suspended);
  void findTakenAgain(const LockRecord &Wanted);
  bool areSame(const HeldLock &Held, const HeldLock &Wanted, bool &Likely);
  int holder(unsigned Lock, unsigned A) const;
  Story::Point awaitIn(unsigned Holder, Story::Point At) const;
  Story::Point lockPoint(unsigned Lock) const;
  std::string mutexName(unsigned Lock) const;
  void addLocked(Finding &Into, unsigned Lock, int Holder) const;
  void addWay(Finding &Into, unsigned Last, unsigned Holder) const;
  bool isHeld(unsigned Lock, LockOwner Owner) const;
  bool isKept(unsigned Lock, unsigned A);
  bool isMissed(const LockRecord &Attempt, const LockRecord &Wanted) const;
  bool isOfAwaited(unsigned Lock, const SuspendRecord &Suspended) const;
  bool isOwnTurn(unsigned Lock, const SuspendRecord &Suspended) const;

  Walk &W;
  const LockFlow &Locks;
  const SolveOptions &Options;
  Story Told;
  std::vector<Finding> Found;
};

} // namespace gridlock

#endif
