// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

/// \file
/// How a place in the source can be written otherwise: found where the source
/// is read, offered where a finding asks for it.

#ifndef GRIDLOCK_FACTS_REWRITE_H
#define GRIDLOCK_FACTS_REWRITE_H

#include "Facts/Location.h"
#include <string>
#include <vector>

namespace gridlock {

/// A piece of source that is replaced.
struct Edit {
  uint32_t File = 0;   ///< as in a location
  uint32_t Offset = 0; ///< in bytes
  uint32_t Length = 0; ///< in bytes; 0: an insertion
  std::string Text;
};

enum class RewriteKind : uint8_t {
  RunHere,      ///< a wait for a task: the task is called instead
  AwaitHere,    ///< likewise, a coroutine is awaited
  AwaitResult,  ///< a wait in a coroutine: what it waits for is awaited
  ReturnFuture, ///< a task that ends with a wait returns what it waits for
  Continue,     ///< a task that waits leaves the rest to a continuation
  ForChildren,  ///< a submit goes to a second executor beside the first
  ForParents,   ///< likewise, under another name
  Unlock,       ///< a wait under a lock: the lock is let go of meanwhile
  UnlockBefore, ///< likewise, and it is not needed any more
  LookAgain,    ///< likewise, and what was looked up is looked up again
  Narrow,       ///< a block ends the lock before the wait
  Poll,         ///< a loop runs only what is ready
  Lend,         ///< the worker's place is lent while the task waits
  HelpUntil,    ///< other tasks are run until what is waited for is ready
  HelpRun,      ///< likewise, by the method that would have submitted it
  Group,        ///< the tasks are put into a group, which is waited for
};

struct Rewrite {
  RewriteKind Kind = RewriteKind::RunHere;
  Location At;    ///< the event
  Location Other; ///< the submit of what is waited for or of what waits, or
                  ///< the lock; nowhere where there is none
  std::vector<Edit> Edits;
  std::string Name; ///< of what the edits make or use
  bool KeepsBehaviour = false;
};

} // namespace gridlock

#endif
