// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

/// \file
/// Clang's tree of one translation unit -> Facts.

#ifndef GRIDLOCK_EXTRACT_EXTRACT_H
#define GRIDLOCK_EXTRACT_EXTRACT_H

#include "Extract/CoroutineTypes.h"
#include "Facts/Facts.h"
#include "Models/ModelSet.h"

namespace clang {
class ASTContext;
class FunctionDecl;
} // namespace clang

namespace gridlock {

/// A body with more statements than this is left out, and counted in
/// Unit::FunctionsCut: generated tables and the like.
constexpr unsigned MaxStatements = 20000;

/// The facts of \p Functions, and of what they reach. Never fails: what cannot
/// be read is left out.
Unit extract(clang::ASTContext &Context, const ModelSet &Models,
             llvm::ArrayRef<const clang::FunctionDecl *> Functions,
             const AwaitNames &Names);

} // namespace gridlock

#endif
