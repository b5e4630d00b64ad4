// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

/// \file
/// The blocks that only an exception leads to. Clang's graph has no edge to
/// them: any statement of the try block may throw.

#ifndef GRIDLOCK_EXTRACT_HANDLERS_H
#define GRIDLOCK_EXTRACT_HANDLERS_H

#include "clang/Analysis/CFG.h"
#include "llvm/ADT/DenseMap.h"
#include <vector>

namespace gridlock {

struct HandlerBlocks {
  /// In an order in which they can happen.
  std::vector<const clang::CFGBlock *> Blocks;
  /// A handler's first block -> the block that its try block begins in.
  llvm::DenseMap<const clang::CFGBlock *, const clang::CFGBlock *> Entries;
};

HandlerBlocks findHandlers(const clang::CFG &Graph);

} // namespace gridlock

#endif
