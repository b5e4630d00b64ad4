// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

/// \file
/// A task that is waited for where it is submitted, or in the next statement:
/// it can be called instead.

#include "Extract/Rewriter.h"
#include "clang/AST/Attr.h"
#include "llvm/ADT/STLExtras.h"

using namespace clang;

namespace gridlock {

/// The only function that a call of \p Callable can mean, if it does the same
/// for the original as for a copy of it; or null.
static const FunctionDecl *calleeOf(const Expr *Callable) {
  if (const auto *Reference = dyn_cast<DeclRefExpr>(Callable))
    if (const auto *Function = dyn_cast<FunctionDecl>(Reference->getDecl()))
      return isa<CXXMethodDecl>(Function) ? nullptr : Function;
  const CXXRecordDecl *Record = Callable->getType()->getAsCXXRecordDecl();
  if (!Record || !Record->hasDefinition() ||
      (Record->isLambda() && Record->isGenericLambda()))
    return nullptr;
  if (isa<LambdaExpr>(Callable))
    return Record->getLambdaCallOperator();
  const CXXMethodDecl *Found = nullptr;
  for (const Decl *Member : Record->decls()) {
    const auto *Named = dyn_cast<NamedDecl>(Member);
    if (!Named || Named->getDeclName().getCXXOverloadedOperator() != OO_Call)
      continue;
    const auto *Method = dyn_cast<CXXMethodDecl>(Named);
    if (Found || !Method || !Method->isConst())
      return nullptr;
    Found = Method;
  }
  return Found;
}

/// Would the call bind an argument as the task does, which is given a copy?
static bool suits(const ParmVarDecl &Parameter, const Expr &Argument) {
  QualType T = Parameter.getType();
  if (T->isRValueReferenceType())
    return !Argument.isLValue();
  if (!T->isLValueReferenceType() || T->getPointeeType().isConstQualified())
    return true;
  // std::ref: it converts itself.
  const CXXRecordDecl *Given = Argument.getType()->getAsCXXRecordDecl();
  return Given && !Argument.isLValue() && Types::isStd(Given);
}

static bool canTake(const FunctionDecl &Callee,
                    llvm::ArrayRef<const Expr *> Arguments) {
  if (Arguments.size() < Callee.getMinRequiredArguments() ||
      Arguments.size() > Callee.getNumParams() || Callee.isVariadic())
    return false;
  for (unsigned I = 0; I < Arguments.size(); ++I)
    if (!suits(*Callee.getParamDecl(I), *Arguments[I]))
      return false;
  return true;
}

const Expr *withoutMove(const Expr *E) {
  E = asWritten(E);
  const auto *Call = dyn_cast<CallExpr>(E);
  const FunctionDecl *Callee = Call ? Call->getDirectCallee() : nullptr;
  if (Callee && Callee->getIdentifier() && Types::isStd(Callee) &&
      Callee->getName() == "move" && Call->getNumArgs() == 1)
    return asWritten(Call->getArg(0));
  return E;
}

std::optional<Rewriter::Waited> Rewriter::waited(const Expr *Future) const {
  Waited Found;
  const Expr *Given = withoutMove(Future);
  if (const auto *Reference = dyn_cast<DeclRefExpr>(Given)) {
    Found.Future = dyn_cast<VarDecl>(Reference->getDecl());
    if (!Found.Future || !Found.Future->isLocalVarDecl() ||
        Found.Future->isStaticLocal() ||
        Found.Future->getType()->isReferenceType() ||
        !Found.Future->getInit() || Body->uses(Found.Future).size() != 1)
      return std::nullopt;
    Given = asWritten(Found.Future->getInit());
  }
  for (const SubmitSite &Submit : Submits)
    if (asWritten(Submit.Call) == Given) {
      Found.Submit = &Submit;
      return Found;
    }
  return std::nullopt;
}

/// Does the wait stand in the statement behind the submit, and happen whenever
/// that is reached?
bool Rewriter::isNextStatement(const Waited &What, const Expr *Wait) const {
  const DeclStmt *Declared = Body->declaration(What.Future);
  const Stmt *Waiting = Body->statement(Wait);
  const auto *Block =
      dyn_cast_or_null<CompoundStmt>(Waiting ? Body->parent(Waiting) : nullptr);
  if (!Declared || !Block || !Declared->isSingleDecl())
    return false;
  for (const Stmt *Up = Wait; Up != Waiting; Up = Body->parent(Up))
    if (isa<AbstractConditionalOperator>(Up) ||
        (isa<BinaryOperator>(Up) && cast<BinaryOperator>(Up)->isLogicalOp()))
      return false;
  const auto *Next = llvm::find(Block->body(), Declared);
  return Next != Block->body_end() && std::next(Next) != Block->body_end() &&
         *std::next(Next) == Waiting;
}

bool isPlain(const Expr *E) {
  if (!E)
    return true;
  if (const auto *Call = dyn_cast<CallExpr>(E);
      Call && !isa<CXXOperatorCallExpr>(E) && Call->getNumArgs() > 0)
    return false;
  if (isa<CXXNewExpr, CXXThrowExpr, LambdaExpr>(E))
    return false;
  return llvm::all_of(E->children(), [](const Stmt *Child) {
    const auto *Inner = dyn_cast_or_null<Expr>(Child);
    return !Inner || isPlain(Inner);
  });
}

/// A method that only waits keeps what the task has thrown to itself.
static bool givesResult(const CXXMethodDecl &Method) {
  return Method.getName().take_front(4) != "wait";
}

/// The call as it is written; empty where that cannot be read.
std::string Rewriter::callText(const Expr *Task,
                               llvm::ArrayRef<const Expr *> Arguments) const {
  Span Called = Text.span(Task->getSourceRange());
  if (!Called)
    return "";
  std::string Here = Text.text(Called).str() + "(";
  if (!Arguments.empty()) {
    Span Given = Text.span(
        {Arguments.front()->getBeginLoc(), Arguments.back()->getEndLoc()});
    if (!Given)
      return "";
    Here += Text.text(Given).str();
  }
  return Here + ")";
}

/// The declaration of the future goes, where it has a name; false where that
/// cannot be.
bool Rewriter::dropFuture(const Waited &What, Edits &Made) const {
  if (!What.Future)
    return true;
  Span Declared = Text.statement(Body->declaration(What.Future));
  if (Declared)
    Made.push_back(Text.replace(Text.lines(Declared), ""));
  return bool(Declared);
}

void Rewriter::runHere(const WaitSite &Wait) {
  const auto *Get = dyn_cast<CXXMemberCallExpr>(Wait.Wait);
  const CXXMethodDecl *Method = Get ? Get->getMethodDecl() : nullptr;
  if (!Method || !Method->getIdentifier() || Get->getNumArgs() ||
      !TypeFacts.isKind(Get->getObjectType(), TypeKind::Future))
    return;
  auto What = waited(Get->getImplicitObjectArgument());
  if (!What || What->Submit->Task.empty() || !isPlain(What->Submit->Executor) ||
      (What->Future && !isNextStatement(*What, Get)))
    return;
  llvm::ArrayRef<const Expr *> Arguments(What->Submit->Task);
  const Expr *Task = asWritten(Arguments.front());
  Arguments = Arguments.drop_front();
  const FunctionDecl *Callee = calleeOf(withoutMove(Task));
  if (!Callee || !canTake(*Callee, Arguments) ||
      Callee->getReturnType().getCanonicalType() !=
          Method->getReturnType().getCanonicalType())
    return;
  bool Unused = isUnused(Get);
  if (Unused && Callee->hasAttr<WarnUnusedResultAttr>())
    return;
  const auto *Type = Callee->getType()->getAs<FunctionProtoType>();
  bool Keeps = givesResult(*Method) || (Type && Type->isNothrow());
  std::string Here = callText(Task, Arguments);
  Span Whole = Text.span(Get->getSourceRange());
  if (!Whole || Here.empty())
    return;
  Edits Made{Text.replace(Whole, Here)};
  if (!dropFuture(*What, Made))
    return;
  if (!dropUses(What->Submit->Executor, Made))
    return;
  note(RewriteKind::RunHere, Wait.Where, What->Submit->Where, std::move(Made),
       "", Keeps);
}

} // namespace gridlock
