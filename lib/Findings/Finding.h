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

/// How easily it hangs, the worst first.
enum class Grade : uint8_t {
  Always,    ///< each time
  Sometimes, ///< under some schedule, as load brings it about
  Stalls,    ///< until a time limit ends
  Likely,    ///< if two paths lead to the same object
};

/// One step of the chain.
struct ChainStep {
  Location Where;
  std::string Text;
};

/// A piece of source that is replaced.
struct Edit {
  uint32_t File = 0;   ///< an index in Solution::Files
  uint32_t Offset = 0; ///< in bytes
  uint32_t Length = 0; ///< in bytes; 0: an insertion
  std::string Text;
};

/// Edits that belong together, none over another.
struct Fix {
  std::string Text; ///< what it does, and what it costs
  std::vector<Edit> Edits;
  bool KeepsBehaviour = false; ///< and is sure to compile: stands on the
                               ///< warning; the others on notes
};

struct Finding {
  CheckId Check = CheckId::SelfWait;
  Grade How = Grade::Sometimes;
  Location Where; ///< File is an index in Solution::Files
  std::string Message;
  std::vector<ChainStep> Chain;
  unsigned OtherWays = 0; ///< how many more chains end in the same wait
  std::vector<Fix> Fixes; ///< the best first
};

} // namespace gridlock

#endif
