// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Facts/ShardFolder.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include <algorithm>

namespace gridlock {

llvm::Error addShards(llvm::StringRef Folder, llvm::StringRef Source,
                      std::vector<Unit> &Units) {
  std::error_code Fault;
  std::vector<std::string> Names;
  for (llvm::sys::fs::directory_iterator I(Folder, Fault), End;
       I != End && !Fault; I.increment(Fault))
    if (llvm::sys::path::extension(I->path()) == ".shard")
      Names.push_back(I->path());
  if (Fault)
    return llvm::createStringError(
        Fault, "%s: error: cannot read the index: %s", Folder.str().c_str(),
        Fault.message().c_str());
  std::sort(Names.begin(), Names.end());
  for (const std::string &Name : Names) {
    auto Buffer = llvm::MemoryBuffer::getFile(Name, /*IsText=*/false,
                                              /*RequiresNullTerminator=*/false);
    if (!Buffer)
      continue;
    auto Read = readShard((*Buffer)->getBuffer());
    if (!Read)
      llvm::consumeError(Read.takeError());
    else if (Read->From.Source != Source &&
             llvm::sys::fs::exists(Read->From.Source))
      Units.push_back(std::move(Read->Facts));
  }
  return llvm::Error::success();
}

} // namespace gridlock
