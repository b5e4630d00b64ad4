// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

/// \file
/// What is reported: one wait, and the chain that makes it a deadlock.

#ifndef GRIDLOCK_FINDINGS_FINDING_H
#define GRIDLOCK_FINDINGS_FINDING_H

#include "Facts/Facts.h"
#include <string>
#include <vector>

namespace gridlock {

enum class CheckId : uint8_t {
#define GRIDLOCK_CHECK(Name, Id, Sentence) Name,
#include "Findings/Checks.def"
};

/// One step of the chain.
struct ChainStep {
  Location Where;
  std::string Text;
};

struct Finding {
  CheckId Check = CheckId::SelfWait;
  Location Where; ///< File is an index in Solution::Files
  std::string Message;
  std::vector<ChainStep> Chain;
  unsigned OtherWays = 0; ///< how many more chains end in the same wait
};

} // namespace gridlock

#endif
