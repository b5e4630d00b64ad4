// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Extract/BodyMap.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"
#include "llvm/ADT/STLExtras.h"

using namespace clang;

namespace gridlock {

BodyMap::BodyMap(const FunctionDecl *F) {
  if (const auto *Constructor = dyn_cast<CXXConstructorDecl>(F))
    for (const CXXCtorInitializer *Initializer : Constructor->inits())
      visit(Initializer->getInit(), nullptr);
  visit(F->getBody(), nullptr);
}

void BodyMap::visit(const Stmt *S, const Stmt *Parent) {
  // What a coroutine awaits stands in the tree several times.
  if (!S || !Parents.try_emplace(S, Parent).second)
    return;
  if (const auto *Reference = dyn_cast<DeclRefExpr>(S)) {
    Uses[Reference->getDecl()].push_back(S);
  } else if (isa<CXXThisExpr>(S)) {
    Uses[nullptr].push_back(S);
  } else if (const auto *Lambda = dyn_cast<LambdaExpr>(S)) {
    Lambdas[Lambda->getLambdaClass()] = Lambda;
  } else if (const auto *Declaration = dyn_cast<DeclStmt>(S)) {
    for (const Decl *D : Declaration->decls())
      if (const auto *Variable = dyn_cast<VarDecl>(D))
        Declarations[Variable] = Declaration;
  }
  if (const auto *Coroutine = dyn_cast<CoroutineBodyStmt>(S))
    return visit(Coroutine->getBody(), S);
  if (const auto *Range = dyn_cast<CXXForRangeStmt>(S)) {
    visit(Range->getRangeInit(), S);
    visit(Range->getBody(), S);
  }
  for (const Stmt *Child : S->children())
    visit(Child, S);
}

bool BodyMap::isWithin(const Stmt *Inner, const Stmt *Outer) const {
  while (Inner && Inner != Outer)
    Inner = parent(Inner);
  return Inner != nullptr;
}

const Stmt *BodyMap::statement(const Stmt *S) const {
  for (const Stmt *Up = parent(S); Up; S = Up, Up = parent(Up)) {
    if (isa<CompoundStmt>(Up))
      return S;
    if (!isa<Expr, DeclStmt, ReturnStmt, CoreturnStmt>(Up) ||
        isa<LambdaExpr>(Up))
      return nullptr;
  }
  return nullptr;
}

llvm::ArrayRef<const Stmt *> BodyMap::uses(const ValueDecl *D) const {
  auto Found = Uses.find(D);
  if (Found == Uses.end())
    return {};
  return Found->second;
}

unsigned BodyMap::usesIn(const ValueDecl *D, const Stmt *S) const {
  return llvm::count_if(uses(D),
                        [&](const Stmt *Use) { return isWithin(Use, S); });
}

} // namespace gridlock
