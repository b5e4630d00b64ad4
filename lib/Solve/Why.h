// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

/// \file
/// Tells of the waits at one place why they are reported or not. Only made
/// where it is asked for.

#ifndef GRIDLOCK_SOLVE_WHY_H
#define GRIDLOCK_SOLVE_WHY_H

#include "Findings/WaitAnswer.h"
#include "Solve/Judge.h"
#include "Solve/Story.h"

namespace gridlock {

class Why {
public:
  /// \p Line of the files whose name is \p File, or ends in it; from 1.
  Why(const Program &Code, llvm::StringRef File, unsigned Line);

  /// Adds what one walk has seen at the place.
  void add(Walk &W, Judge &Judged);

  /// Forgets what was added: the walks are done anew.
  void forget() { Answers.clear(); }

  /// The answers, the findings first; where there is no wait, one that says so.
  std::vector<WaitAnswer> finish(llvm::ArrayRef<Finding> Findings) const;

private:
  class OneWalk;
  bool isAsked(const Location &At) const {
    return At.Line == Line && Files.count(At.File);
  }
  void addNew(WaitAnswer Made);
  WaitAnswer nothing() const;

  const Program &Code;
  unsigned Line;
  std::set<uint32_t> Files;
  std::vector<WaitAnswer> Answers;
};

} // namespace gridlock

#endif
