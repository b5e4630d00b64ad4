// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

/// \file
/// Home-made executors, by what they do: a place in an object from which some
/// frame takes callables and runs them. Putting a callable there is a submit.

#ifndef GRIDLOCK_SOLVE_TASKQUEUES_H
#define GRIDLOCK_SOLVE_TASKQUEUES_H

#include "Facts/Value.h"
#include "Solve/Term.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/SmallVector.h"
#include <deque>
#include <optional>
#include <set>

namespace gridlock {

struct Function;

/// What a task is called with: a part of it, or of the owner of its queue.
struct TaskArgument {
  std::vector<Symbol> Fields; ///< the way there
  bool OfOwner = false;
};

/// What is called on an element of a queue.
struct TaskCall {
  /// The fields from the element to what is called.
  std::vector<Symbol> Trail;
  /// The method that is called on it; 0 where it is called itself.
  Symbol Method = 0;
  /// None for what is in neither.
  std::vector<std::optional<TaskArgument>> Arguments;
};

struct TaskQueue {
  /// The fields from the object that owns the queue to the container; or the
  /// one name of a variable.
  std::vector<Symbol> Path;
  bool IsVariable = false;
  /// Queues that the same threads serve are one executor: the first of them.
  const TaskQueue *Chief = nullptr;
  TaskCall Call;
};

/// Where a term lies in a queue.
struct QueuePlace {
  const TaskQueue *Queue = nullptr;
  TermId Container = 0;
  TermId Element = 0;  ///< what lies in the container
  TermId Executor = 0; ///< the container, by its owner and its fields alone
  std::vector<Symbol> Rest; ///< the fields behind the element
};

class TaskQueues {
public:
  /// Is \p Place in a queue that is known?
  QueuePlace find(TermTable &Terms, TermId Place) const;

  /// Notes that one thread serves both.
  void join(const TaskQueue &A, const TaskQueue &B);

  /// Notes that what lies in \p Container is run as \p Call says, by a frame
  /// that
  /// \p Owner is the object of (0: none). False where it cannot be a queue.
  bool learn(const TermTable &Terms, TermId Container, TermId Owner,
             TaskCall Call);

  /// The fields on the path from \p From to \p To.
  static std::vector<Symbol> trail(const TermTable &Terms, TermId From,
                                   TermId To);

  /// The object that a queue of this kind at \p Executor belongs to.
  static TermId ownerOf(const TermTable &Terms, TermId Executor,
                        const TaskQueue &Queue);

  /// Are there queues whose elements are run by calling \p Method on them?
  bool runsBy(Symbol Method) const;

  /// The names of the containers that are queues.
  std::set<Symbol> containers() const;

  /// Changes whenever something was learned.
  size_t version() const { return Version; }

  /// Notes that tasks, or threads, go on with this coroutine behind that
  /// suspension of it.
  void learnResumption(Symbol Coroutine, int64_t Suspension) {
    Version += Resumptions.insert({Coroutine, Suspension}).second;
  }
  bool isResumed(Symbol Coroutine, int64_t Suspension) const {
    return Resumptions.count({Coroutine, Suspension});
  }

  /// The classes of the objects that own a queue.
  const std::set<Symbol> &owners() const { return Owners; }

private:
  bool mayHold(const TermTable &Terms, TermId Place) const;

  std::deque<TaskQueue> Queues;
  /// By the last name of their paths, in the order in which they were learned.
  llvm::DenseMap<Symbol, llvm::SmallVector<const TaskQueue *, 1>> ByName;
  std::set<Symbol> Owners;
  std::set<std::pair<Symbol, int64_t>> Resumptions;
  size_t Version = 0;
};

} // namespace gridlock

#endif
