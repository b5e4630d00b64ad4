// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

/// \file
/// How a report speaks of what a walk has seen: names, places, calls.

#ifndef GRIDLOCK_SOLVE_STORY_H
#define GRIDLOCK_SOLVE_STORY_H

#include "Findings/Finding.h"
#include "Solve/Walk.h"

namespace gridlock {

class Story {
public:
  explicit Story(Walk &W) : W(W) {}

  /// A call or an event, and the activation it stands in.
  struct Point {
    unsigned Activation;
    const Event *Site;
  };

  /// The last name on a path.
  std::string display(TermId T) const;
  /// All names on a path.
  std::string path(TermId T) const;
  /// The call by which the user's code submits: outside of the executor's own
  /// methods.
  Point submitPoint(const SubmitRecord &Submit) const;
  /// The executor of a task as the user wrote it where it was submitted.
  std::string executorName(const SubmitRecord &Submit) const;
  /// Where an object that dies is declared, or deleted, if \p At stands in a
  /// destructor; not further out than in the activation \p Holder.
  bool destructorPlace(Point &At, int Holder = -1) const;
  /// Is it about a part of the method's own object, or of what a C function is
  /// given? \p Whole: or about that object itself.
  static bool isAboutOwn(const Function &F, ValueId Id, bool Whole);
  /// How many tasks of the executor run at once; 0: not known, -1: no bound.
  int64_t workers(TermId Executor) const;
  /// Does what is submitted find threads that were started as the executor was
  /// made?
  bool hasOwnThreads(const SubmitRecord &Submit) const;
  /// When a task that blocks until another one has run hangs.
  std::string grade(TermId Executor) const;
  /// Adds where the executor is made, if that is in view.
  void addCreation(Finding &Into, TermId Executor,
                   const std::string &Name) const;
  /// Adds the calls from the start of the frame, or from \p First, to
  /// \p Last.
  void addCalls(Finding &Into, unsigned Last, int First = -1) const;

private:
  int64_t threads(const SubmitRecord &Start) const;

  Walk &W;
};

} // namespace gridlock

#endif
