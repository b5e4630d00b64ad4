// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

/// \file
/// Files of the repository, as texts inside the program. The functions are
/// defined by source files that the build writes.

#ifndef GRIDLOCK_REPORT_EMBEDDEDTEXTS_H
#define GRIDLOCK_REPORT_EMBEDDEDTEXTS_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"

namespace gridlock {

struct EmbeddedText {
  llvm::StringRef FileName;
  llvm::StringRef Text;
};

/// The files of docs/checks, in the order of their names.
llvm::ArrayRef<EmbeddedText> checkPages();
/// Likewise of lib/Report/page: style and script of the page.
llvm::ArrayRef<EmbeddedText> pageParts();

} // namespace gridlock

#endif
