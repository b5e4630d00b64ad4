// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

/// \file
/// What can happen before what.

#ifndef GRIDLOCK_SOLVE_ORDER_H
#define GRIDLOCK_SOLVE_ORDER_H

#include "Solve/Walk.h"

namespace gridlock {

/// Can \p First happen before \p Second, in one run of the function?
bool canPrecede(const Function &F, const Event &First, const Event &Second);

/// Can the event \p First of activation \p A happen before \p Second of \p B?
/// True where they have no common caller.
bool canPrecede(const Walk &W, unsigned A, const Event *First, unsigned B,
                const Event *Second);

} // namespace gridlock

#endif
