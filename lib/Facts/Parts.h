// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

/// \file
/// What a stored file is made of: which kind of file it is, and parts with
/// their checksums.

#ifndef GRIDLOCK_FACTS_PARTS_H
#define GRIDLOCK_FACTS_PARTS_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"
#include <string>

namespace gridlock {

struct StoredKind {
  llvm::StringLiteral Magic; ///< four bytes
  uint32_t Format;           ///< other formats are rejected
  const char *Name;          ///< "shard"
};

/// A file of these parts.
std::string joinParts(const StoredKind &Kind,
                      llvm::ArrayRef<std::string> Parts);
/// The parts of such a file. Another kind, another format, another number of
/// parts and damage are an error.
llvm::Expected<llvm::SmallVector<llvm::StringRef, 2>>
splitParts(const StoredKind &Kind, unsigned Count, llvm::StringRef Bytes);
/// That bytes are not what they should be.
llvm::Error damaged();

} // namespace gridlock

#endif
