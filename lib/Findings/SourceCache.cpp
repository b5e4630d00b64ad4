// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Findings/SourceCache.h"

namespace gridlock {

std::optional<llvm::StringRef> SourceCache::operator()(llvm::StringRef File) {
  auto [Entry, New] = Texts.try_emplace(File);
  if (New) {
    auto Read = llvm::MemoryBuffer::getFile(File, /*IsText=*/false,
                                            /*RequiresNullTerminator=*/false);
    if (Read)
      Entry->second = std::move(*Read);
  }
  if (!Entry->second)
    return std::nullopt;
  return Entry->second->getBuffer();
}

} // namespace gridlock
