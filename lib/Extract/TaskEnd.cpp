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

/// The task that is submitted, if it may as well return something else.
const LambdaExpr *Rewriter::taskOf(const SubmitSite &Parent) const {
  const auto *Task = dyn_cast_or_null<LambdaExpr>(
      Parent.Task.empty() ? nullptr : asWritten(Parent.Task.front()));
  return Task && takesAnyResult(Parent.Task.front()) &&
                 !Task->hasExplicitResultType() && !Task->isGenericLambda()
             ? Task
             : nullptr;
}

/// Is the result of the submit the same whether the task returns this future,
/// or what it gives?
bool Rewriter::isFlattened(const SubmitSite &Parent, const Expr *Future) const {
  const TypeModel *Model = TypeFacts.model(Future->getType());
  return Parent.Model && Parent.Model->Flattens && Model &&
         TypeFacts.model(Parent.Call->getType()) == Model;
}

/// Does nobody see whether the task returns the future, or what it gives, and
/// does that not end what it stands for?
bool Rewriter::mayReturn(const SubmitSite &Parent, const Expr *Future) const {
  const TypeModel *Model = TypeFacts.model(Future->getType());
  bool Unused = isUnused(Parent.Call);
  return (Unused || isFlattened(Parent, Future)) &&
         !(Unused && Model && Model->Cancels);
}

void Rewriter::returnFuture(const SubmitSite &Parent) {
  const LambdaExpr *Task = taskOf(Parent);
  if (!Task || countReturns(Task->getBody()) != 1)
    return;
  const auto *Block = dyn_cast<CompoundStmt>(Task->getBody());
  const auto *Return = dyn_cast_or_null<ReturnStmt>(
      Block && !Block->body_empty() ? Block->body_back() : nullptr);
  const auto *Get = dyn_cast_or_null<CallExpr>(
      Return ? asWritten(Return->getRetValue()) : nullptr);
  const Expr *Waited = Get ? waitedFor(Get) : nullptr;
  if (!Waited || nameOf(Get).isInvalid() || !mayReturn(Parent, Waited))
    return;
  const Expr *Future = withoutMove(Waited);
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
  if (!Whole || !Given)
    return;
  Edits Made;
  if (Given.Begin != Whole.Begin)
    Made.push_back(Text.replace({Whole.File, Whole.Begin, Given.Begin}, ""));
  Made.push_back(Text.replace({Whole.File, Given.End, Whole.End}, ""));
  bool Flattened = isFlattened(Parent, Waited);
  const auto *Submit = dyn_cast<CallExpr>(Parent.Call);
  const FunctionDecl *Submitter = Submit ? Submit->getDirectCallee() : nullptr;
  note(RewriteKind::ReturnFuture, nameOf(Get), Parent.Where, std::move(Made),
       Flattened && Submitter ? Submitter->getNameAsString() : "");
}

} // namespace gridlock
