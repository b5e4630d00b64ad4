// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

/// \file
/// A file that is written beside the one that it will replace, so that no
/// reader ever sees half of it.

#ifndef GRIDLOCK_PROJECT_NEWFILE_H
#define GRIDLOCK_PROJECT_NEWFILE_H

#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"
#include "llvm/Support/FileSystem.h"

namespace gridlock {

/// What such files are called by.
constexpr llvm::StringLiteral NewFileEnding = ".new";

/// Writes \p Bytes beside \p Path; keep(Path) puts them into its place. Has to
/// be kept or discarded. An error leaves nothing behind.
llvm::Expected<llvm::sys::fs::TempFile> writeNewFile(
    llvm::StringRef Path, llvm::StringRef Bytes,
    unsigned Mode = llvm::sys::fs::all_read | llvm::sys::fs::owner_write);

} // namespace gridlock

#endif
