// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

/// \file
/// What a condition asks of a value.

#ifndef GRIDLOCK_SOLVE_CONDITIONS_H
#define GRIDLOCK_SOLVE_CONDITIONS_H

#include "Facts/Facts.h"

namespace gridlock {

bool compare(Comparison Operator, int64_t Left, int64_t Right);

/// What a variable that is assigned once stands for, or else the value itself.
ValueId assignedOnce(const Function &F, ValueId Id);

/// The condition under the negations, and whether that holds.
Guard withoutNot(const Function &F, Guard G);

/// `Value Operator Against` is \ref Holds; a value that is not compared is
/// asked whether it is not zero.
struct AskedValue {
  ValueId Value = 0;
  Comparison Operator = Comparison::NotEqual;
  int64_t Against = 0;
  bool Holds = true;
};

/// The value that a condition compares with a constant, without the negations
/// around it.
AskedValue askedBy(const Function &F, const Guard &G);

/// What a condition says of the result of a call.
struct CallAnswer {
  const Event *Call = nullptr; ///< null: of no call
  bool Zero = false;           ///< that it is false, or zero
};

CallAnswer answeredBy(const Function &F, const Guard &G);

} // namespace gridlock

#endif
