// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

/// \file
/// Facts as YAML, to be read by people and compared by tests.

#ifndef GRIDLOCK_FACTS_PRINT_H
#define GRIDLOCK_FACTS_PRINT_H

#include "Facts/Facts.h"

namespace llvm {
class raw_ostream;
} // namespace llvm

namespace gridlock {

/// Writes all functions of \p U, each event on a line.
void printFacts(const Unit &U, llvm::raw_ostream &Out);

} // namespace gridlock

#endif
