// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

/// \file
/// Is a function declared `= 0`?

#ifndef GRIDLOCK_COMPAT_PUREVIRTUAL_H
#define GRIDLOCK_COMPAT_PUREVIRTUAL_H

#include "clang/AST/Decl.h"
#include "clang/Basic/Version.h"

namespace gridlock {

inline bool isPureVirtual(const clang::FunctionDecl &F) {
#if CLANG_VERSION_MAJOR >= 18
  return F.isPureVirtual();
#else
  return F.isPure();
#endif
}

} // namespace gridlock

#endif
