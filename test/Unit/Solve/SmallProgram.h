// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

/// \file
/// Random programs that are small enough to look at each of their schedules.

#ifndef GRIDLOCK_TEST_UNIT_SOLVE_SMALLPROGRAM_H
#define GRIDLOCK_TEST_UNIT_SOLVE_SMALLPROGRAM_H

#include "FactsBuilder.h"
#include <random>

namespace gridlock {
namespace byhand {

enum class StepKind : uint8_t {
  Submit, ///< What: a code; becomes a task of Executor
  Wait,   ///< What: the step of the same code that submitted
  Lock,   ///< What: a mutex
  Unlock, ///< likewise
  Signal, ///< What: a signal; it stays
  Await,  ///< likewise
  Call,   ///< What: a code
};

struct Step {
  StepKind Kind = StepKind::Call;
  unsigned What = 0;
  int Executor = -1; ///< Submit: -1 for a thread of its own
  int NotOn = -1;    ///< does not happen on a worker of this executor
  uint32_t Line = 0; ///< in the facts
};

using Code = std::vector<Step>;

/// What runs is Codes[0], once, in a thread that is no worker. A code submits
/// and calls only those behind it, so all of them end, but for what blocks.
struct SmallProgram {
  std::vector<unsigned> Workers; ///< of each executor
  unsigned Locks = 0;
  unsigned Signals = 0;
  std::vector<Code> Codes;

  std::string text() const;
  /// Gives each step its line.
  FactsBuilder facts();
};

/// A program by chance. What is not random: a code never locks what its thread
/// holds, and a lock ends in the code that it began in.
SmallProgram randomProgram(std::mt19937 &Chance);

} // namespace byhand
} // namespace gridlock

#endif
