// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

/// \file
/// What a small program can do: all of its schedules, one after the other.
/// Knows nothing of graphs and cycles.

#ifndef GRIDLOCK_TEST_UNIT_SOLVE_EXPLORATION_H
#define GRIDLOCK_TEST_UNIT_SOLVE_EXPLORATION_H

#include "SmallProgram.h"
#include <map>
#include <optional>
#include <set>

namespace gridlock {
namespace byhand {

/// The lines at which threads block when nothing goes on any more.
using StuckState = std::set<uint32_t>;

/// What holds things up.
enum class Limits { All, NoMutexes, OnlySignals };

/// What becomes of a wait that is cured.
enum class Cure {
  Removed,   ///< it is not there
  Helps,     ///< it runs what it waits for, when nothing else goes on
  HelpsOnce, ///< and gives up where that is under way
  OnOwn,     ///< it is not there where its own executor would run that
};

/// By line; a call there is not made.
using CuredWaits = std::map<uint32_t, Cure>;

/// Which of the tasks that stand in its queue an executor takes next.
enum class Takes { Oldest, Any };

/// What becomes of a signal that a wait has seen.
enum class Seen { Stays, IsUsedUp };

/// What a small program does not tell of itself.
struct Setting {
  unsigned Threads = 1; ///< that run the first code
  bool Often = true;    ///< each task is submitted for each worker: a pool of N
                        ///< workers hangs when N tasks do the same at once
  Takes Next = Takes::Oldest;
  Seen Signals = Seen::Stays;
};

/// Each way in which a program can be stuck; none if there are too many states,
/// or if the program is none of those that are judged: a code never runs, or
/// the first one gives a signal itself, which is taken for granted.
/// With OnlySignals there are no mutexes, and workers without number.
std::optional<std::set<StuckState>> stuckStates(const SmallProgram &Program,
                                                Limits Which, Setting In = {},
                                                const CuredWaits &Waits = {});

} // namespace byhand
} // namespace gridlock

#endif
