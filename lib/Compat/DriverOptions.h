// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

/// \file
/// Which words Clang's driver knows.

#ifndef GRIDLOCK_COMPAT_DRIVEROPTIONS_H
#define GRIDLOCK_COMPAT_DRIVEROPTIONS_H

#include "clang/Basic/Version.h"
#include "llvm/Option/ArgList.h"
#include "llvm/Option/OptTable.h"
#include "llvm/Option/Option.h"

#if CLANG_VERSION_MAJOR < 22
#include "clang/Driver/Options.h"
#else
#include "clang/Options/Options.h"
#endif

namespace gridlock {

/// Is \p Word, which starts with a dash, no option of Clang's driver?
inline bool isUnknownToDriver(const char *Word) {
#if CLANG_VERSION_MAJOR < 22
  const llvm::opt::OptTable &Table = clang::driver::getDriverOptTable();
  constexpr unsigned Unknown = clang::driver::options::OPT_UNKNOWN;
#else
  const llvm::opt::OptTable &Table = clang::getDriverOptTable();
  constexpr unsigned Unknown = clang::options::OPT_UNKNOWN;
#endif
  unsigned MissingIndex = 0, MissingCount = 0;
  llvm::opt::InputArgList Read = Table.ParseArgs(
      llvm::ArrayRef<const char *>(&Word, 1), MissingIndex, MissingCount);
  return Read.hasArg(Unknown);
}

} // namespace gridlock

#endif
