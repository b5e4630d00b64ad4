// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Findings/CheckTable.h"

namespace gridlock {

static const CheckRow Rows[] = {
#define GRIDLOCK_CHECK(Name, Id, Sentence)                                     \
  {CheckId::Name, "gridlock-" Id, Sentence},
#include "Findings/Checks.def"
};

llvm::ArrayRef<CheckRow> checkTable() { return Rows; }

const CheckRow &rowOf(CheckId Check) {
  return Rows[static_cast<size_t>(Check)];
}

const CheckRow *findCheck(llvm::StringRef Name) {
  for (const CheckRow &Row : Rows)
    if (Row.Name == Name ||
        Row.Name.drop_front(sizeof("gridlock-") - 1) == Name)
      return &Row;
  return nullptr;
}

} // namespace gridlock
