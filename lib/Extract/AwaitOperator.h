// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

/// \file
/// What `co_await` would give of an object, where its declarations leave no
/// doubt: nobody can ask Clang whether an expression that is not there
/// compiles.

#ifndef GRIDLOCK_EXTRACT_AWAITOPERATOR_H
#define GRIDLOCK_EXTRACT_AWAITOPERATOR_H

#include "Extract/Awaiter.h"
#include "clang/AST/ExprCXX.h"

namespace gridlock {

/// An object that is to be awaited.
struct AwaitOperand {
  clang::QualType Class;
  clang::ExprValueKind Category = clang::VK_LValue;
};

/// By the class of \p Operand, or an operator of its namespace, for a coroutine
/// whose promise has no await_transform.
std::optional<AwaitOutcome> outcomeOf(const AwaitOperand &Operand,
                                      const clang::CXXRecordDecl &Promise);

/// Has the class, or a public base of it, members by which it is awaited?
bool isAwaitedByMembers(const clang::CXXRecordDecl *Class);

} // namespace gridlock

#endif
