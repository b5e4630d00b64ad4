// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

/// \file
/// Where extraction starts.

#ifndef GRIDLOCK_EXTRACT_USERFUNCTIONS_H
#define GRIDLOCK_EXTRACT_USERFUNCTIONS_H

#include <vector>

namespace clang {
class ASTContext;
class FunctionDecl;
} // namespace clang

namespace gridlock {

/// The functions outside system headers that have a body, instances of
/// templates too, in the order of the source.
std::vector<const clang::FunctionDecl *>
userFunctions(clang::ASTContext &Context);

} // namespace gridlock

#endif
