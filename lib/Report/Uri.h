// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

/// \file
/// Names of files as SARIF and pages refer to them.

#ifndef GRIDLOCK_REPORT_URI_H
#define GRIDLOCK_REPORT_URI_H

#include "llvm/ADT/StringRef.h"
#include <string>

namespace gridlock {

/// A path or the name of a file as a part of a URI.
std::string uriPath(llvm::StringRef Path);
/// An absolute path as a URI.
std::string fileUri(llvm::StringRef Path);

} // namespace gridlock

#endif
