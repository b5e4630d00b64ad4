// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

/// \file
/// What can happen before what.

#ifndef GRIDLOCK_SOLVE_ORDER_H
#define GRIDLOCK_SOLVE_ORDER_H

#include "Solve/Walk.h"

namespace gridlock {

/// The activations that lead to an event of \p A, and the event in each; the
/// start of \p A where it is null.
std::map<unsigned, const Event *> callsTo(const Walk &W, unsigned A,
                                          const Event *Site);

/// Can \p First happen before \p Second, in one run of the function?
bool canPrecede(const Function &F, const Event &First, const Event &Second);

/// Likewise, without \p Between happening between them?
bool canPrecedeWithout(const Function &F, const Event &First,
                       const Event &Second, const Event &Between);

/// Does \p First happen before \p Second whenever that happens?
bool alwaysPrecedes(const Function &F, const Event &First, const Event &Second);

/// Can the event \p First of activation \p A happen before \p Second of \p B?
/// True where they have no common caller.
bool canPrecede(const Walk &W, unsigned A, const Event *First, unsigned B,
                const Event *Second);

/// Likewise, but false without a common caller; and where both stand in one
/// call, in a later round of a loop around it.
bool canFollow(const Walk &W, unsigned A, const Event *First, unsigned B,
               const Event *Second);

/// Can \p Later of \p B only happen after \p First of \p A?
bool isOnlyAfter(const Walk &W, unsigned A, const Event *First, unsigned B,
                 const Event *Later);

} // namespace gridlock

#endif
