// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

/// \file
/// The texts of the files that findings speak of, each read once.

#ifndef GRIDLOCK_FINDINGS_SOURCECACHE_H
#define GRIDLOCK_FINDINGS_SOURCECACHE_H

#include "llvm/ADT/StringMap.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/MemoryBuffer.h"
#include <memory>
#include <optional>

namespace gridlock {

class SourceCache {
public:
  /// None where the file cannot be read. The text lives as long as this.
  std::optional<llvm::StringRef> operator()(llvm::StringRef File);

private:
  llvm::StringMap<std::unique_ptr<llvm::MemoryBuffer>> Texts;
};

} // namespace gridlock

#endif
