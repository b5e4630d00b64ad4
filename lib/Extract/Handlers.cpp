// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Extract/Handlers.h"
#include "clang/AST/StmtCXX.h"
#include "clang/Analysis/Analyses/PostOrderCFGView.h"
#include "llvm/ADT/SmallPtrSet.h"
#include <algorithm>

using namespace clang;

namespace gridlock {

using Reached = llvm::SmallPtrSet<const CFGBlock *, 16>;

static bool holds(const Stmt *Tree, const Stmt *Wanted) {
  if (Tree == Wanted)
    return true;
  for (const Stmt *Child : Tree->children())
    if (Child && holds(Child, Wanted))
      return true;
  return false;
}

/// The first block, in this order, that has a statement of the try block.
static const CFGBlock *beginning(const CXXTryStmt &Try,
                                 llvm::ArrayRef<const CFGBlock *> Order) {
  for (const CFGBlock *Block : Order)
    for (const CFGElement &Element : *Block)
      if (auto S = Element.getAs<CFGStmt>())
        if (holds(Try.getTryBlock(), S->getStmt()))
          return Block;
  return nullptr;
}

static void addReached(const CFGBlock *Block, Reached &Seen,
                       std::vector<const CFGBlock *> &Found) {
  if (!Block || !Seen.insert(Block).second)
    return;
  Found.push_back(Block);
  for (const CFGBlock::AdjacentBlock &Next : Block->succs())
    addReached(Next.getReachableBlock(), Seen, Found);
}

HandlerBlocks findHandlers(const CFG &Graph) {
  HandlerBlocks Found;
  std::vector<const CFGBlock *> Dispatchers;
  for (const CFGBlock *Block : Graph)
    if (isa_and_nonnull<CXXTryStmt>(Block->getTerminatorStmt()))
      Dispatchers.push_back(Block);
  if (Dispatchers.empty())
    return Found;
  PostOrderCFGView View(&Graph);
  std::vector<const CFGBlock *> Order(View.begin(), View.end());
  Reached Seen;
  Seen.insert(Order.begin(), Order.end());
  for (const CFGBlock *Block : Dispatchers) {
    if (Seen.count(Block))
      continue;
    const auto &Try = *cast<CXXTryStmt>(Block->getTerminatorStmt());
    const CFGBlock *Begin = beginning(Try, Order);
    if (!Begin)
      continue;
    for (const CFGBlock::AdjacentBlock &Next : Block->succs())
      if (const CFGBlock *Handler = Next.getReachableBlock();
          Handler && isa_and_nonnull<CXXCatchStmt>(Handler->getLabel()))
        Found.Entries[Handler] = Begin;
    for (const CFGBlock::AdjacentBlock &Next : Block->succs())
      if (const CFGBlock *Handler = Next.getReachableBlock();
          Found.Entries.count(Handler))
        addReached(Handler, Seen, Found.Blocks);
  }
  std::sort(Found.Blocks.begin(), Found.Blocks.end(),
            [](const CFGBlock *A, const CFGBlock *B) {
              return A->getBlockID() > B->getBlockID();
            });
  return Found;
}

} // namespace gridlock
