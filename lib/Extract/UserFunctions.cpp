// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Extract/UserFunctions.h"
#include "clang/AST/RecursiveASTVisitor.h"
#include "clang/Basic/SourceManager.h"

using namespace clang;

namespace gridlock {
namespace {

class Finder : public RecursiveASTVisitor<Finder> {
public:
  explicit Finder(ASTContext &Context) : Sources(Context.getSourceManager()) {}

  bool shouldVisitTemplateInstantiations() const { return true; }
  bool shouldVisitImplicitCode() const { return true; }
  bool shouldVisitLambdaBody() const { return true; }
  bool shouldWalkTypesOfTypeLocs() const { return false; }
  /// From LLVM 22 on it has a second argument.
  template <typename... Ts> bool TraverseTypeLoc(TypeLoc, Ts...) {
    return true;
  }

  /// What a system header declares is most of a unit, and is left alone.
  bool TraverseDecl(Decl *D) {
    if (!D ||
        (D->getDeclContext() && D->getDeclContext()->isFileContext() &&
         Sources.isInSystemHeader(Sources.getExpansionLoc(D->getBeginLoc()))))
      return true;
    return RecursiveASTVisitor::TraverseDecl(D);
  }

  bool VisitFunctionDecl(FunctionDecl *D) {
    if (D->isThisDeclarationADefinition() &&
        !Sources.isInSystemHeader(Sources.getExpansionLoc(D->getBeginLoc())))
      Found.push_back(D);
    return true;
  }

  std::vector<const FunctionDecl *> Found;

private:
  const SourceManager &Sources;
};

} // namespace

std::vector<const FunctionDecl *> userFunctions(ASTContext &Context) {
  Finder All(Context);
  All.TraverseAST(Context);
  return std::move(All.Found);
}

} // namespace gridlock
