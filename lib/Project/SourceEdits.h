// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

/// \file
/// The fixes of findings -> changed sources.

#ifndef GRIDLOCK_PROJECT_SOURCEEDITS_H
#define GRIDLOCK_PROJECT_SOURCEEDITS_H

#include "Project/Project.h"

namespace gridlock {

struct RefusedFix {
  Location Where;     ///< of the finding
  std::string Reason; ///< what stands against it
};

struct FixResult {
  std::vector<bool> IsFixed; ///< by the finding
  std::vector<RefusedFix> Refused;
};

/// Writes the safe fix of each finding that has one into the sources; where
/// \p FromNotes, also a fix that is the only one, safe or not. A fix is made as
/// a whole or not at all: not if it lies over another one, nor if a file is not
/// what the findings were read from. An error is a file that cannot be written;
/// nothing is changed then.
llvm::Expected<FixResult> applyFixes(const ProjectResult &Result,
                                     bool FromNotes);

} // namespace gridlock

#endif
