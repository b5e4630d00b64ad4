// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

/// \file
/// A thread that acquires a mutex which it holds already, by plain calls. Told
/// only where the one acquisition always comes before the other, with nothing
/// between them that lets go, and where both mutexes are the same part of the
/// same object.

#ifndef GRIDLOCK_SOLVE_RELOCKS_H
#define GRIDLOCK_SOLVE_RELOCKS_H

#include "Solve/HoldAndWait.h"
#include "Solve/Owners.h"

namespace gridlock {

class Relocks {
public:
  /// The walk has followed owners.
  Relocks(Walk &W, LockFlow &Locks) : W(W), Locks(Locks), Lives(W) {}

  /// One for each acquisition that comes too late.
  std::vector<Cycle> cycles();

private:
  /// The functions that are under way, the outermost first.
  using Functions = std::vector<const Function *>;

  bool isAgain(unsigned Held, const LockRecord &Again,
               std::vector<CallStep> &Way);
  bool isCertain(TermId Mutex) const;
  bool isPlainCall(const CallStep &Step);
  bool isReturned(TermId Owner, unsigned In);
  bool isLastOwner(const CallStep &Step);
  bool isOptional(const LockRecord &Again,
                  const std::vector<CallStep> &Way) const;
  const Event *wayIn(const LockRecord &Acquired, unsigned Outer);
  bool isStored(Symbol Name, const Functions &Way) const;
  bool decides(const Function &F, ValueId Condition,
               const Functions &Way) const;

  Walk &W;
  LockFlow &Locks;
  Owners Lives;
};

} // namespace gridlock

#endif
