// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

/// \file
/// Which locks may be held at each event of a walk: a forward may-analysis
/// over the blocks of each function, through calls in both directions.

#ifndef GRIDLOCK_SOLVE_LOCKFLOW_H
#define GRIDLOCK_SOLVE_LOCKFLOW_H

#include "Solve/Walk.h"
#include "llvm/ADT/BitVector.h"
#include "llvm/ADT/SmallBitVector.h"

namespace gridlock {

/// One acquisition of a mutex.
struct HeldLock {
  const LockRecord *Acquired = nullptr;
  std::set<TermId> Mutex; ///< the mutex, by each name that it has
  std::set<TermId> Guard; ///< likewise what lets go of it; may be empty
  TermId Final = 0;       ///< the mutex, where one alone is meant
};

/// A call, and what it enters.
struct CallStep {
  unsigned Caller;
  const Event *Site;
  unsigned Callee;
};

class LockFlow {
public:
  explicit LockFlow(Walk &W);

  /// Indices of locks that may be held when the event happens.
  std::vector<unsigned> heldAt(unsigned A, const Event &E) const;
  const HeldLock &operator[](unsigned Lock) const { return Locks[Lock]; }
  /// The lock that an acquisition makes.
  unsigned lockOf(const LockRecord &Acquired) const;
  /// Was the lock acquired by \p A itself, or by a function that it calls?
  bool isOwn(unsigned Lock, unsigned A) const;
  /// Where a mutex is acquired: for a function that returns with it held, such
  /// as a guard's constructor, its call.
  std::pair<unsigned, const Event *>
  acquiredAt(const LockRecord &Acquired) const;
  /// Is the lock held on the way by which \p A was first called? There may be
  /// others.
  bool isHeldOnWay(unsigned A, unsigned Lock);
  /// Is \p A called while the lock is held, or does it hold it itself?
  bool isWithin(unsigned A, unsigned Lock) const;

  /// The calls from an activation that has acquired the lock down to \p A, with
  /// the lock held at each of them; one of them as \p Wanted says. None where
  /// there are no such calls, or none is needed.
  std::vector<CallStep> way(unsigned A, unsigned Lock,
                            llvm::function_ref<bool(const CallStep &)> Wanted);

  /// Does the event of \p A let go of the lock, itself or by what it calls?
  bool lets(unsigned A, const Event &E, unsigned Lock);

private:
  /// Does \p A return with the lock held that it acquired?
  bool leavesHeld(unsigned A, unsigned Lock) const;
  using Locked = llvm::SmallBitVector; ///< a bit a lock
  /// The locks that are held in an activation, whatever its caller holds.
  struct State {
    Locked Plain;
    Locked Given; ///< to the caller, with their guards
    Locked Kept;  ///< of those that the caller may hold
    Locked Gone;  ///< likewise what was let go of, on some way to here

    /// Returns whether there are more now.
    bool add(const State &More);
  };
  /// What is let go of: a bit a name of it, and the locks that have one of the
  /// names.
  struct Let {
    llvm::SmallBitVector Names;
    Locked ByMutex, ByGuard;

    void add(const Let &More);
    bool has(unsigned Lock) const {
      return ByMutex.test(Lock) || ByGuard.test(Lock);
    }
  };
  /// What a call of an activation leaves behind.
  struct Effect {
    Locked Gained;
    Let Lost;
    bool Unsure = false; ///< some of it was not followed
  };
  State startState(bool Entered) const;
  void findActive();
  void enterCalls();
  Locked held(unsigned A, const Event &E) const;
  std::set<TermId> namesOf(TermId T);
  void addLet(unsigned A, const Event *Site, const std::set<TermId> &Names);
  void findSharedGuards();
  std::map<TermId, Locked> lockedByHand() const;
  void addLets();
  void findLets();
  const Effect &effect(unsigned A);
  void addLost(unsigned A, const Event &E, Effect &Of);
  State flow(unsigned A, std::vector<State> *Before);
  void pass(unsigned A, const Event &E, State &Now);
  bool wasMissed(unsigned A, const Event &Acquire) const;
  std::set<TermId> givenLocks(const SuspendRecord &Suspended);
  bool holdsSame(const State &Now, unsigned Lock) const;
  void release(State &Now, const Let &Gone, bool ByCall) const;
  void passCall(unsigned A, const Event &E, State &Now);
  void forget(unsigned A, State &Now) const;
  void give(unsigned A, const Event &E, State &Now) const;
  State along(unsigned A, const Block &From, size_t Edge,
              const State &Now) const;

  Walk &W;
  std::vector<HeldLock> Locks;
  std::map<std::pair<unsigned, const Event *>, unsigned> Acquired;
  std::map<std::pair<unsigned, const Event *>, Let> Released;
  std::map<TermId, unsigned> NameIndex; ///< of what is let go of
  std::vector<Let> Lets;                ///< by the index of a name
  Locked Recursive;       ///< those whose owner may acquire them again
  llvm::BitVector Active; ///< activations that acquire or let go of a lock,
                          ///< themselves or by what they call
  std::map<unsigned, std::vector<State>> Before; ///< each event of those
  std::map<unsigned, Effect> Effects;            ///< likewise
  Effect NoEffect;
  std::vector<Locked> Entries; ///< what may be held by the callers
  std::map<unsigned, std::vector<CallStep>> CallersOf;
};

} // namespace gridlock

#endif
