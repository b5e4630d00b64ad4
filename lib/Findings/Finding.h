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

/// What a step of the chain is to those who would edit it.
enum class StepRole : uint8_t {
  None,
  Parent, ///< the task that waits is submitted here
  Child,  ///< the task that is waited for is submitted here
  Lock,   ///< what is held is locked here
  Start,  ///< what needs the lock is submitted or started here
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
  StepRole Role = StepRole::None;
};

/// Edits that belong together, none over another.
struct Fix {
  std::string Text;            ///< what it does, and what it costs
  std::vector<Edit> Edits;     ///< none: it is said in words only
  bool KeepsBehaviour = false; ///< and is sure to compile: stands on the
                               ///< warning; the others on notes
};

struct Finding {
  CheckId Check = CheckId::SelfWait;
  Grade How = Grade::Sometimes;
  Location Where; ///< File is an index in Solution::Files
  std::string Message;
  std::vector<ChainStep> Chain;
  unsigned OtherWays = 0;     ///< how many more chains end in the same wait
  bool OneChild = false;      ///< nothing but the one child is waited for
  bool OneParent = false;     ///< nothing but the one parent waits here
  bool ChildMayMove = false;  ///< it ends in another executor like this one
  bool ParentMayMove = false; ///< likewise, what waits for it
  std::vector<Fix> Fixes;     ///< the best first
};

} // namespace gridlock

#endif
