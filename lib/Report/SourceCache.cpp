// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Report/SourceCache.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/Support/Path.h"

namespace gridlock {

std::optional<llvm::StringRef> SourceCache::operator()(llvm::StringRef File) {
  auto [Entry, New] = Texts.try_emplace(File);
  if (New) {
    llvm::SmallString<256> Path(File);
    if (!Folder.empty() && llvm::sys::path::is_relative(Path)) {
      Path = Folder;
      llvm::sys::path::append(Path, File);
    }
    auto Read = llvm::MemoryBuffer::getFile(Path, /*IsText=*/false,
                                            /*RequiresNullTerminator=*/false);
    if (Read)
      Entry->second = std::move(*Read);
  }
  if (!Entry->second)
    return std::nullopt;
  return Entry->second->getBuffer();
}

} // namespace gridlock
