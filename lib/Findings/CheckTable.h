// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

/// \file
/// The rows of Checks.def, to be read one after the other.

#ifndef GRIDLOCK_FINDINGS_CHECKTABLE_H
#define GRIDLOCK_FINDINGS_CHECKTABLE_H

#include "Findings/Finding.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"

namespace gridlock {

struct CheckRow {
  CheckId Check;
  llvm::StringRef Name; ///< as reports write it: "gridlock-self-wait"
  llvm::StringRef Sentence;
};

/// In the order of Checks.def.
llvm::ArrayRef<CheckRow> checkTable();
const CheckRow &rowOf(CheckId Check);
/// The row of a check by its name, with or without "gridlock-"; null where
/// there is none.
const CheckRow *findCheck(llvm::StringRef Name);

} // namespace gridlock

#endif
