// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

/// \file
/// What was found in a program as bytes, for the next run.

#ifndef GRIDLOCK_PROJECT_STOREDSOLUTION_H
#define GRIDLOCK_PROJECT_STOREDSOLUTION_H

#include "Solve/Solve.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"

namespace gridlock {

struct StoredSolution {
  uint64_t Key = 0; ///< of all that it depends on
  Solution Found;   ///< with its fixes; without rewrites and answers
};

std::string writeSolution(const StoredSolution &Made);

/// Reads what writeSolution() wrote. Bytes of another format, and any that are
/// damaged, are an error.
llvm::Expected<StoredSolution> readSolution(llvm::StringRef Bytes);

} // namespace gridlock

#endif
