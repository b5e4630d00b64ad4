// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

/// \file
/// A task that ends with a wait, and whose result nobody uses: it can end
/// without.

#include "Extract/Rewriter.h"
#include "clang/AST/DeclTemplate.h"
#include "llvm/ADT/STLExtras.h"

using namespace clang;

namespace gridlock {

/// Is \p S a statement of its own in \p Around?
static bool isStatementOf(const Stmt *S, const Stmt *Around) {
  if (const auto *If = dyn_cast_or_null<IfStmt>(Around))
    return S == If->getThen() || S == If->getElse();
  if (const auto *For = dyn_cast_or_null<ForStmt>(Around))
    return S == For->getBody();
  if (const auto *While = dyn_cast_or_null<WhileStmt>(Around))
    return S == While->getBody();
  return isa_and_nonnull<CompoundStmt>(Around);
}

/// Is the value of \p E thrown away?
bool Rewriter::isUnused(const Expr *E) const {
  const Stmt *S = E, *Up = Body->parent(E);
  for (; Up && isa<ExprWithCleanups, CXXBindTemporaryExpr,
                   MaterializeTemporaryExpr, ImplicitCastExpr, ParenExpr>(Up);
       Up = Body->parent(Up))
    S = Up;
  if (const auto *Cast = dyn_cast_or_null<CastExpr>(Up))
    return Cast->getCastKind() == CK_ToVoid;
  return isStatementOf(S, Up);
}

static unsigned countReturns(const Stmt *S) {
  if (!S || isa<LambdaExpr>(S))
    return 0;
  unsigned Count = isa<ReturnStmt>(S);
  for (const Stmt *Child : S->children())
    Count += countReturns(Child);
  return Count;
}

/// The name by which a report places a call.
static SourceLocation nameOf(const CXXMemberCallExpr *Call) {
  const auto *Member =
      dyn_cast<MemberExpr>(Call->getCallee()->IgnoreParenImpCasts());
  return Member ? Member->getMemberLoc() : SourceLocation();
}

bool takesAnyResult(const Expr *Given) {
  const CXXRecordDecl *Taken =
      Given->getType().getNonReferenceType()->getAsCXXRecordDecl();
  if (!Taken || Taken->isLambda())
    return Taken;
  // A wrapper: what it is called with, and returns.
  const auto *Wrapper = dyn_cast<ClassTemplateSpecializationDecl>(Taken);
  if (!Wrapper || !Wrapper->getTemplateArgs().size() ||
      Wrapper->getTemplateArgs()[0].getKind() != TemplateArgument::Type)
    return false;
  const auto *Signature =
      Wrapper->getTemplateArgs()[0].getAsType()->getAs<FunctionProtoType>();
  return Signature && Signature->getReturnType()->isVoidType();
}

void Rewriter::returnFuture(const SubmitSite &Parent) {
  const auto *Task = dyn_cast_or_null<LambdaExpr>(
      Parent.Task.empty() ? nullptr : asWritten(Parent.Task.front()));
  if (!Task || !takesAnyResult(Parent.Task.front()) ||
      Task->hasExplicitResultType() || Task->isGenericLambda() ||
      countReturns(Task->getBody()) != 1 || !isUnused(Parent.Call))
    return;
  const auto *Block = dyn_cast<CompoundStmt>(Task->getBody());
  const auto *Return = dyn_cast_or_null<ReturnStmt>(
      Block && !Block->body_empty() ? Block->body_back() : nullptr);
  const auto *Get = dyn_cast_or_null<CXXMemberCallExpr>(
      Return ? asWritten(Return->getRetValue()) : nullptr);
  if (!Get || Get->getNumArgs() || nameOf(Get).isInvalid() ||
      !TypeFacts.isKind(Get->getObjectType(), TypeKind::Future))
    return;
  const Expr *Future = asWritten(Get->getImplicitObjectArgument());
  // A local one is moved out; what is called gives a new one.
  const auto *Reference = dyn_cast<DeclRefExpr>(Future);
  const auto *Local = dyn_cast_or_null<VarDecl>(
      Reference && !Reference->refersToEnclosingVariableOrCapture()
          ? Reference->getDecl()
          : nullptr);
  bool Moves = Local && Local->isLocalVarDecl() && !Local->isStaticLocal() &&
               !Local->getType()->isReferenceType();
  if (!Moves && !(isa<CallExpr>(Future) && Future->isPRValue()))
    return;
  Span Whole = Text.span(Get->getSourceRange());
  Span Given = Text.span(Future->getSourceRange());
  if (!Whole || !Given || Given.Begin != Whole.Begin)
    return;
  note(RewriteKind::ReturnFuture, nameOf(Get), Parent.Where,
       {Text.replace({Whole.File, Given.End, Whole.End}, "")});
}

} // namespace gridlock
