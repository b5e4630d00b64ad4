// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Extract/Rewriter.h"
#include "clang/AST/DeclTemplate.h"

using namespace clang;

namespace gridlock {

const Expr *asWritten(const Expr *E) {
  return E ? E->IgnoreUnlessSpelledInSource()->IgnoreParens() : nullptr;
}

bool hasMethod(const CXXRecordDecl *Class, llvm::StringRef Name) {
  if (!Class || !Class->hasDefinition())
    return false;
  bool Found = llvm::any_of(Class->decls(), [&](const Decl *D) {
    const auto *Method = dyn_cast<NamedDecl>(D);
    return Method && Method->getIdentifier() && Method->getName() == Name;
  });
  return Found || llvm::any_of(Class->bases(), [&](const CXXBaseSpecifier &B) {
           return hasMethod(B.getType()->getAsCXXRecordDecl(), Name);
         });
}

/// One source for several instances: an edit that suits the one may not suit
/// the other.
static bool isInstance(const FunctionDecl *F) {
  for (const DeclContext *Up = F; Up; Up = Up->getParent()) {
    TemplateSpecializationKind Kind = TSK_Undeclared;
    if (const auto *Function = dyn_cast<FunctionDecl>(Up))
      Kind = Function->getTemplateSpecializationKind();
    else if (const auto *Record = dyn_cast<CXXRecordDecl>(Up))
      Kind = Record->getTemplateSpecializationKind();
    if (Kind == TSK_ImplicitInstantiation ||
        Kind == TSK_ExplicitInstantiationDeclaration ||
        Kind == TSK_ExplicitInstantiationDefinition || Up->isDependentContext())
      return true;
  }
  return false;
}

bool Rewriter::isEditable() const {
  return !Definition->isImplicit() && !Definition->isDefaulted() &&
         !isInstance(Definition) &&
         Text.token(Definition->getBody()->getBeginLoc());
}

void Rewriter::note(RewriteKind Kind, SourceLocation At, SourceLocation Other,
                    Edits Made, std::string Name, bool KeepsBehaviour) {
  Rewrite Noted;
  Noted.Kind = Kind;
  Noted.At = Builder.locate(At);
  if (Other.isValid())
    Noted.Other = Builder.locate(Other);
  Noted.Edits = std::move(Made);
  Noted.Name = std::move(Name);
  Noted.KeepsBehaviour = KeepsBehaviour;
  Builder.unit().Rewrites.push_back(std::move(Noted));
}

void Rewriter::finish() {
  bool Waiting =
      !Waits.empty() && (!Submits.empty() || !Locks.empty() ||
                         isa<CoroutineBodyStmt>(Definition->getBody()));
  if ((!Waiting && Submits.empty() && Loops.empty()) || !isEditable())
    return;
  Body.emplace(Definition);
  for (const WaitSite &Wait : Waits) {
    runHere(Wait);
    awaitHere(Wait);
    awaitResult(Wait);
    ownWay(Wait);
    helpRun(Wait);
    group(Wait);
    unlock(Wait);
  }
  for (const SubmitSite &Submit : Submits) {
    separate(Submit);
    returnFuture(Submit);
    continueWith(Submit);
  }
  for (const LoopSite &Loop : Loops)
    poll(Loop);
}

} // namespace gridlock
