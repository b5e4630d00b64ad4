// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

/// \file
/// A call that does the same without blocking: a coroutine is awaited where it
/// is spawned and waited for; a loop runs only what is ready.

#include "Extract/Rewriter.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/StmtCXX.h"

using namespace clang;

namespace gridlock {

/// Are both instances of one template, and do they differ in the first argument
/// alone?
static bool areAlike(QualType A, QualType B) {
  auto Instance = [](QualType T) {
    return dyn_cast_or_null<ClassTemplateSpecializationDecl>(
        T->getAsCXXRecordDecl());
  };
  const auto *X = Instance(A), *Y = Instance(B);
  if (!X || !Y ||
      X->getSpecializedTemplate()->getCanonicalDecl() !=
          Y->getSpecializedTemplate()->getCanonicalDecl() ||
      X->getTemplateArgs().size() != Y->getTemplateArgs().size())
    return false;
  for (unsigned I = 1; I < X->getTemplateArgs().size(); ++I)
    if (!X->getTemplateArgs()[I].structurallyEquals(Y->getTemplateArgs()[I]))
      return false;
  return true;
}

QualType resultOf(QualType T) {
  const auto *Instance = dyn_cast_or_null<ClassTemplateSpecializationDecl>(
      T.getNonReferenceType()->getAsCXXRecordDecl());
  if (!Instance || !Instance->getTemplateArgs().size() ||
      Instance->getTemplateArgs()[0].getKind() != TemplateArgument::Type)
    return QualType();
  return Instance->getTemplateArgs()[0].getAsType().getCanonicalType();
}

/// May nothing but an operator with a lower rank follow?
static bool needsNoParentheses(const Stmt *Around, const Stmt *Inner) {
  if (const auto *Call = dyn_cast<CallExpr>(Around);
      Call && !isa<CXXOperatorCallExpr>(Call))
    return Call->getCallee() != Inner;
  return !isa<Expr>(Around) || isa<BinaryOperator>(Around);
}

/// May the coroutine suspend where this stands?
bool Rewriter::maySuspendAt(const Expr *Wait) const {
  const Stmt *Up = Body->parent(Wait);
  for (; Up && !isa<CoroutineBodyStmt>(Up); Up = Body->parent(Up)) {
    if (isa<CXXCatchStmt, LambdaExpr>(Up))
      return false;
    if (const auto *Declared = dyn_cast<DeclStmt>(Up))
      for (const Decl *D : Declared->decls())
        if (const auto *Variable = dyn_cast<VarDecl>(D);
            Variable && !Variable->hasLocalStorage())
          return false;
  }
  return Up;
}

/// The call is replaced by one `co_await` of \p Operand; nothing where that
/// cannot be.
std::optional<Edit> Rewriter::awaitInstead(const CXXMemberCallExpr *Get,
                                           llvm::StringRef Operand) const {
  const Stmt *Inner = Get, *Around = Body->parent(Get);
  while (
      isa_and_nonnull<ImplicitCastExpr, ExprWithCleanups,
                      MaterializeTemporaryExpr, CXXBindTemporaryExpr>(Around)) {
    Inner = Around;
    Around = Body->parent(Around);
  }
  Span Whole = Text.span(Get->getSourceRange());
  if (!Whole || !Around || Operand.empty() || !maySuspendAt(Get))
    return std::nullopt;
  std::string Here = "co_await " + Operand.str();
  return Text.replace(
      Whole, needsNoParentheses(Around, Inner) ? Here : "(" + Here + ")");
}

void Rewriter::awaitHere(const WaitSite &Wait) {
  const auto *Get = dyn_cast<CXXMemberCallExpr>(Wait.Wait);
  const CXXMethodDecl *Method = Get ? Get->getMethodDecl() : nullptr;
  if (!Method || Get->getNumArgs() ||
      !isa<CoroutineBodyStmt>(Definition->getBody()) ||
      !TypeFacts.isKind(Get->getObjectType(), TypeKind::Future))
    return;
  auto What = waited(Get->getImplicitObjectArgument());
  if (!What || What->Future || What->Submit->Task.empty() ||
      !isPlain(What->Submit->Executor))
    return;
  const Expr *Spawned = asWritten(What->Submit->Task.front());
  if (!Spawned->isPRValue() ||
      !areAlike(Spawned->getType(), Definition->getReturnType()) ||
      resultOf(Spawned->getType()) !=
          Method->getReturnType().getCanonicalType())
    return;
  auto Awaited =
      awaitInstead(Get, Text.text(Text.span(Spawned->getSourceRange())));
  if (!Awaited)
    return;
  Edits Made{*Awaited};
  if (dropUses(What->Submit->Executor, Made))
    note(RewriteKind::AwaitHere, Wait.Where, What->Submit->Where,
         std::move(Made), "", true);
}

void Rewriter::poll(const LoopSite &Loop) {
  const auto *Run = dyn_cast<CXXMemberCallExpr>(Loop.Run);
  const auto *Member =
      Run ? dyn_cast<MemberExpr>(Run->getCallee()->IgnoreParenImpCasts())
          : nullptr;
  Span Name = Member ? Text.token(Member->getMemberLoc()) : Span();
  if (Name && !Run->getNumArgs() && isUnused(Run))
    note(RewriteKind::Poll, Loop.Where, SourceLocation(),
         {Text.replace(Name, Loop.Instead)}, Loop.Instead);
}

} // namespace gridlock
