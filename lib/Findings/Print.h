// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

/// \file
/// Findings as YAML, to be read by people and compared by tests.

#ifndef GRIDLOCK_FINDINGS_PRINT_H
#define GRIDLOCK_FINDINGS_PRINT_H

#include "Findings/Finding.h"
#include "llvm/ADT/ArrayRef.h"

namespace llvm {
class raw_ostream;
} // namespace llvm

namespace gridlock {

void printFindings(llvm::ArrayRef<Finding> Findings,
                   llvm::ArrayRef<std::string> Files, llvm::raw_ostream &Out);

} // namespace gridlock

#endif
