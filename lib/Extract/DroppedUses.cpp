// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

/// \file
/// An expression is left out: what only it has used is not captured any more,
/// and a parameter loses its name.

#include "Extract/Rewriter.h"

using namespace clang;

namespace gridlock {

static const LambdaCapture *captureIn(const CXXRecordDecl &Class,
                                      const ValueDecl *D) {
  for (const LambdaCapture &Taken : Class.captures())
    if (D ? Taken.capturesVariable() && Taken.getCapturedVar() == D
          : Taken.capturesThis())
      return &Taken;
  return nullptr;
}

/// The piece of a capture list that takes it away, with its comma.
static Span withComma(Span Taken, llvm::StringRef File) {
  size_t Begin = File.substr(0, Taken.Begin).rtrim().size();
  if (Begin && (File[Begin - 1] == '&' || File[Begin - 1] == '*'))
    Taken.Begin = Begin - 1;
  size_t Next = File.find_first_not_of(" \t\r\n", Taken.End);
  if (Next != llvm::StringRef::npos && File[Next] == ',') {
    Taken.End = File.find_first_not_of(" \t\r\n", Next + 1);
    return Taken;
  }
  Begin = File.substr(0, Taken.Begin).rtrim().size();
  if (Begin && File[Begin - 1] == ',')
    Taken.Begin = Begin - 1;
  return Taken;
}

static const CXXRecordDecl *lambdaOf(const FunctionDecl *F) {
  const auto *Method = dyn_cast<CXXMethodDecl>(F);
  return Method && Method->getParent()->isLambda() ? Method->getParent()
                                                   : nullptr;
}

const FunctionDecl *functionAround(const CXXRecordDecl *Lambda) {
  const DeclContext *Up = Lambda->getParent();
  while (Up && !Up->isFunctionOrMethod())
    Up = Up->getParent();
  return dyn_cast_or_null<FunctionDecl>(Up);
}

/// \p D of \p F, which declares it, has no use any more; false where a compiler
/// would complain.
static bool dropDeclared(const ValueDecl *D, const WrittenText &Text,
                         std::vector<Edit> &Made) {
  if (!D)
    return true;
  if (isa<ParmVarDecl>(D)) {
    Span Name = Text.token(D->getLocation());
    if (!Name)
      return false;
    Made.push_back(Text.replace(Name, "/*" + D->getNameAsString() + "*/"));
    return true;
  }
  const CXXRecordDecl *Record = D->getType()->getAsCXXRecordDecl();
  return Record && Record->hasDefinition() && !Record->hasTrivialDestructor();
}

/// Nothing in \p F speaks of \p D any more: no capture may name it.
static bool dropFrom(const FunctionDecl *F, const ValueDecl *D,
                     const WrittenText &Text, std::vector<Edit> &Made) {
  while (F) {
    const CXXRecordDecl *Lambda = lambdaOf(F);
    const LambdaCapture *Taken = Lambda ? captureIn(*Lambda, D) : nullptr;
    if (!Taken)
      return dropDeclared(D, Text, Made);
    if (Taken->isExplicit()) {
      Span Name = Text.token(Taken->getLocation());
      if (!Name)
        return false;
      Made.push_back(Text.replace(withComma(Name, Text.file(Name)), ""));
    }
    F = functionAround(Lambda);
    if (!F || !F->hasBody())
      return true;
    BodyMap Around(F);
    const LambdaExpr *Made = Around.lambda(Lambda);
    if (!Made || Around.uses(D).size() > Around.usesIn(D, Made))
      return true;
  }
  return true;
}

static void collect(const Stmt *S, llvm::SmallVectorImpl<const ValueDecl *> &To,
                    bool &This) {
  if (!S)
    return;
  if (const auto *Reference = dyn_cast<DeclRefExpr>(S))
    To.push_back(Reference->getDecl());
  This |= isa<CXXThisExpr>(S);
  for (const Stmt *Child : S->children())
    collect(Child, To, This);
}

bool Rewriter::dropUses(const Expr *Dropped, Edits &Made) {
  llvm::SmallVector<const ValueDecl *, 4> Used;
  bool This = false;
  collect(Dropped, Used, This);
  if (This)
    Used.push_back(nullptr);
  for (const ValueDecl *D : Used) {
    const auto *Variable = dyn_cast_or_null<VarDecl>(D);
    if (D && (!Variable || !Variable->hasLocalStorage()))
      continue;
    if (Body->uses(D).size() == Body->usesIn(D, Dropped) &&
        !dropFrom(Definition, D, Text, Made))
      return false;
  }
  return true;
}

} // namespace gridlock
