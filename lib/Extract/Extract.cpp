// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Extract/Extract.h"
#include "Extract/FunctionReader.h"

using namespace clang;

namespace gridlock {
/// Counts statements up to the bound.
static bool isTooLong(const Stmt *Body) {
  unsigned Count = 0;
  llvm::SmallVector<const Stmt *, 64> Open{Body};
  while (!Open.empty()) {
    const Stmt *Current = Open.pop_back_val();
    if (!Current)
      continue;
    if (++Count > MaxStatements)
      return true;
    if (isa<LambdaExpr>(Current))
      continue; // its body is a function of its own
    Open.append(Current->child_begin(), Current->child_end());
  }
  return false;
}

Unit extract(ASTContext &Context, const ModelSet &Models,
             llvm::ArrayRef<const FunctionDecl *> Functions,
             const AwaitNames &Names) {
  UnitBuilder Builder(Context, Models, Names);
  for (const FunctionDecl *Function : Functions)
    Builder.want(Function);
  while (const FunctionDecl *Definition = Builder.next()) {
    if (isTooLong(Definition->getBody())) {
      ++Builder.unit().FunctionsCut;
      continue;
    }
    Function Read = FunctionReader(Builder, Definition).read();
    Builder.unit().Functions.push_back(std::move(Read));
  }
  return std::move(Builder.unit());
}

} // namespace gridlock
