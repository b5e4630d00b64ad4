// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

/// \file
/// Of the tasks that wait for each other: which could go to another executor.

#ifndef GRIDLOCK_SOLVE_RELATIVES_H
#define GRIDLOCK_SOLVE_RELATIVES_H

#include "Solve/Judge.h"

namespace gridlock {

/// The verdicts of a walk, with whether a single child is waited for, whether
/// it waits itself, and whether a single parent waits.
std::vector<Verdict> relatedVerdicts(Walk &W, Judge &Judged);

} // namespace gridlock

#endif
