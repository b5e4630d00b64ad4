// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

/// \file
/// Why a wait is reported, or is not.

#ifndef GRIDLOCK_FINDINGS_WAITANSWER_H
#define GRIDLOCK_FINDINGS_WAITANSWER_H

#include "Findings/Finding.h"

namespace gridlock {

/// One way to a wait at the place that was asked for.
struct WaitAnswer {
  Location Where;   ///< the wait; File is an index in Solution::Files
  std::string Text; ///< a sentence
  std::vector<ChainStep> Chain; ///< how it is reached, and what ends it
  bool Reported = false;
};

} // namespace gridlock

#endif
