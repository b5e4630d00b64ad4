// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

/// \file
/// What dies in a task, or with it, and whether it was the last owner then.

#ifndef GRIDLOCK_SOLVE_OWNERS_H
#define GRIDLOCK_SOLVE_OWNERS_H

#include "Solve/Walk.h"

namespace gridlock {

/// An owner that dies in a task or with it.
struct Dying {
  const EndRecord *What = nullptr;
  unsigned Activation = 0;     ///< where it dies
  const Event *Site = nullptr; ///< at which event; null: when it has ended
  /// What its destructor waits for: in Walk::EndWaits.
  size_t FirstWait = 0, LastWait = 0;
};

class Owners {
public:
  explicit Owners(Walk &W) : W(W) {}

  /// Walks what dies in tasks and threads, and with them.
  const std::vector<Dying> &endings();

  /// Does nobody else own it at that time, as far as all owners are in sight?
  bool isLast(const Dying &End);

private:
  void note(const EndRecord &What, unsigned A, const Event *Site);
  void noteClosure(TermId Callable, unsigned A, const Event *Site);
  bool isLast(const Dying &End, TermId Object);
  bool isVariableItself(const Dying &End, TermId Object) const;
  bool isResetBefore(const Dying &End) const;
  bool isEmptied(TermId Owner) const;
  bool isPartOfCopied(const Dying &End, TermId Owner);
  bool diesWith(const Dying &End, TermId Place);
  bool isGone(const Dying &End, TermId Place);
  bool isOwner(TermId Place) const;
  bool isAfterStart(const Dying &End, const EndRecord &Other) const;
  bool isGoneLocal(const Dying &End, TermId Place);
  bool isOverBefore(const WaitRecord &Wait, const Dying &End);
  bool endsUnawaited(const Dying &End, TermId Place, unsigned A);
  bool isKeptByCallable(const Dying &End, TermId Object);
  bool owns(const Dying &End, TermId Callable, TermId Object,
            unsigned Depth = 0);
  bool isAlive(const Dying &End, TermId Callable);

  Walk &W;
  std::vector<Dying> Found;
  bool Walked = false;
};

} // namespace gridlock

#endif
