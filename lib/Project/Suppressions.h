// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

/// \file
/// NOLINT comments, as clang-tidy reads them.

#ifndef GRIDLOCK_PROJECT_SUPPRESSIONS_H
#define GRIDLOCK_PROJECT_SUPPRESSIONS_H

#include "llvm/ADT/StringRef.h"

namespace gridlock {

/// Does a NOLINT, NOLINTNEXTLINE or NOLINTBEGIN with its NOLINTEND in \p Source
/// say that \p Check is not to be told at \p Line (from 1)?
bool isSuppressed(llvm::StringRef Source, unsigned Line, llvm::StringRef Check);

} // namespace gridlock

#endif
