// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

/// \file
/// Facts -> Findings.

#ifndef GRIDLOCK_SOLVE_SOLVE_H
#define GRIDLOCK_SOLVE_SOLVE_H

#include "Findings/Finding.h"
#include "Findings/WaitAnswer.h"
#include "Findings/WaitGraph.h"
#include "llvm/ADT/STLExtras.h"

namespace llvm {
class raw_ostream;
} // namespace llvm

namespace gridlock {

struct SolveOptions {
  /// Report also what is only likely: two paths of which nothing tells whether
  /// they lead to the same object.
  bool Strict = false;
  /// Make Solution::Waits too.
  bool Graph = false;
  /// Make Solution::Answers too, for the waits at this line of this file, or of
  /// each file whose name ends so.
  std::string AskedFile;
  unsigned AskedLine = 0; ///< from 1; 0: nothing is asked
  /// Where each walk is written to, for developers; null for nowhere.
  llvm::raw_ostream *Log = nullptr;
};

struct Solution {
  std::vector<std::string> Files;
  std::vector<Finding> Findings;   ///< ordered by place
  std::vector<Rewrite> Rewrites;   ///< what fixes are made of
  WaitGraph Waits;                 ///< where it was asked for
  std::vector<WaitAnswer> Answers; ///< likewise
  unsigned Walks = 0;              ///< functions that a walk started from
  unsigned Activations = 0;        ///< functions entered, over all walks
  unsigned Cut = 0; ///< calls not followed because a bound was reached
};

/// Finds the waits that cannot end.
Solution solve(std::vector<Unit> Units, const SolveOptions &Options);
/// Likewise in the units that \p Next gives until it returns false.
Solution solve(llvm::function_ref<bool(Unit &)> Next,
               const SolveOptions &Options);

} // namespace gridlock

#endif
