// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

/// \file
/// Facts -> Findings.

#ifndef GRIDLOCK_SOLVE_SOLVE_H
#define GRIDLOCK_SOLVE_SOLVE_H

#include "Findings/Finding.h"
#include "Findings/WaitGraph.h"

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
  /// Where each walk is written to, for developers; null for nowhere.
  llvm::raw_ostream *Log = nullptr;
};

struct Solution {
  std::vector<std::string> Files;
  std::vector<Finding> Findings; ///< ordered by place
  WaitGraph Waits;               ///< where it was asked for
  unsigned Walks = 0;            ///< functions that a walk started from
  unsigned Activations = 0;      ///< functions entered, over all walks
  unsigned Cut = 0; ///< calls not followed because a bound was reached
};

/// Finds the waits that cannot end.
Solution solve(std::vector<Unit> Units, const SolveOptions &Options);

} // namespace gridlock

#endif
