// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

/// \file
/// Findings -> what can be edited, out of the ways in which the source can be
/// written otherwise.

#ifndef GRIDLOCK_FIX_FIXES_H
#define GRIDLOCK_FIX_FIXES_H

#include "Findings/Finding.h"
#include "llvm/ADT/ArrayRef.h"

namespace gridlock {

/// Gives each of \p Findings the fixes that end it and make no other finding.
/// \p Rewrites and the findings speak of the same files. Only edits that would
/// undo what another finding of \p Findings needs are told by them, so all of a
/// program's are wanted.
void addFixes(std::vector<Finding> &Findings, llvm::ArrayRef<Rewrite> Rewrites);

} // namespace gridlock

#endif
