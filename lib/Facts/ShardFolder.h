// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

/// \file
/// All shards of a folder: what is known of the rest of a program.

#ifndef GRIDLOCK_FACTS_SHARDFOLDER_H
#define GRIDLOCK_FACTS_SHARDFOLDER_H

#include "Facts/Shard.h"

namespace gridlock {

/// Adds the facts of each source that is still there, but not those of
/// \p Source, an absolute path, in an order that is always the same. Shards
/// that cannot be read are left out; a folder that cannot be read is an error.
llvm::Error addShards(llvm::StringRef Folder, llvm::StringRef Source,
                      std::vector<Unit> &Units);

} // namespace gridlock

#endif
