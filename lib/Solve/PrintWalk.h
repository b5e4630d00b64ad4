// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

/// \file
/// What a walk recorded, as YAML, to be read by people.

#ifndef GRIDLOCK_SOLVE_PRINTWALK_H
#define GRIDLOCK_SOLVE_PRINTWALK_H

#include "Solve/Walk.h"

namespace llvm {
class raw_ostream;
} // namespace llvm

namespace gridlock {

/// A term as text: `pool.tasks`.
std::string termText(const Walk &W, TermId T, unsigned Depth = 0);

/// Writes the submits, waits and signals of \p W.
void printWalk(Walk &W, llvm::raw_ostream &Out);

} // namespace gridlock

#endif
