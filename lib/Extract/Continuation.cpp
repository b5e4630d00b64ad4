// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

/// \file
/// A task that waits ends where it would wait: what follows becomes the
/// continuation of the future, which is given the future or its value.

#include "Extract/Rewriter.h"
#include "Extract/Tail.h"
#include "clang/AST/Attr.h"
#include "clang/AST/DeclTemplate.h"
#include "llvm/ADT/STLExtras.h"

using namespace clang;

namespace gridlock {

static bool hasReturn(const Stmt *S) {
  if (!S || isa<LambdaExpr>(S))
    return false;
  return isa<ReturnStmt>(S) || llvm::any_of(S->children(), [](const Stmt *C) {
           return hasReturn(C);
         });
}

/// The future that a call waits for; null where it does not.
const Expr *Rewriter::waitedFor(const CallExpr *Call) const {
  const FunctionDecl *Callee = Call->getDirectCallee();
  const auto *Method = dyn_cast<CXXMemberCallExpr>(Call);
  if (!Callee || isa<CXXOperatorCallExpr>(Call) ||
      Call->getNumArgs() != (Method ? 0 : 1))
    return nullptr;
  const Expr *Future =
      Method ? Method->getImplicitObjectArgument() : Call->getArg(0);
  if (Future->getType()->isPointerType() ||
      !TypeFacts.isKind(Future->getType(), TypeKind::Future))
    return nullptr;
  bool Waits = llvm::any_of(Builder.models(Callee), [](const CallModel *M) {
    return M->Wait && M->Wait->Mode == WaitMode::Blocks;
  });
  return Waits ? asWritten(Future) : nullptr;
}

/// The one wait for a future in a statement, if it happens whenever that is
/// reached.
const CallExpr *Rewriter::waitIn(const Stmt *S) const {
  if (!S ||
      isa<LambdaExpr, CompoundStmt, IfStmt, ForStmt, WhileStmt, DoStmt,
          CXXForRangeStmt, SwitchStmt, CXXTryStmt, AbstractConditionalOperator>(
          S))
    return nullptr;
  if (const auto *Binary = dyn_cast<BinaryOperator>(S))
    if (Binary->isLogicalOp())
      return nullptr;
  const auto *Call = dyn_cast<CallExpr>(S);
  if (Call && waitedFor(Call))
    return Call;
  const CallExpr *Found = nullptr;
  for (const Stmt *Child : S->children())
    if (const CallExpr *Inner = waitIn(Child)) {
      if (Found && Found != Inner)
        return nullptr;
      Found = Inner;
    }
  return Found;
}

unsigned Rewriter::countWaits(const Stmt *S) const {
  if (!S || isa<LambdaExpr>(S))
    return 0;
  const auto *Call = dyn_cast<CallExpr>(S);
  unsigned Count = Call && waitedFor(Call);
  for (const Stmt *Child : S->children())
    Count += countWaits(Child);
  return Count;
}

/// How the type of the future is written in the continuation.
static std::string nameOf(QualType T, const ASTContext &Context) {
  PrintingPolicy Policy(Context.getLangOpts());
  Policy.SuppressTagKeyword = true;
  return T.getCanonicalType().getUnqualifiedType().getAsString(Policy);
}

/// The only wait of a task, and what it does from then on.
struct Rewriter::TaskTail {
  llvm::ArrayRef<Stmt *> Before, Statements;
  const CallExpr *Get = nullptr;
  const Expr *Future = nullptr;
  const TypeModel *Model = nullptr;
  std::string Indent;

  /// The variable that is the future; null where a call gives it.
  const ValueDecl *named() const {
    const auto *Named = dyn_cast<DeclRefExpr>(withoutMove(Future));
    return Named ? Named->getDecl() : nullptr;
  }
};

/// None where the task may be left before, or waits twice.
std::optional<Rewriter::TaskTail>
Rewriter::tailOf(const LambdaExpr *Task) const {
  const auto *Block = dyn_cast<CompoundStmt>(Task->getBody());
  if (!Block || countWaits(Block) != 1)
    return std::nullopt;
  TaskTail Found;
  llvm::ArrayRef<Stmt *> All(Block->body_begin(), Block->size());
  for (size_t I = 0; I < All.size() && !Found.Get; ++I) {
    Found.Get = waitIn(All[I]);
    Found.Before = All.take_front(I);
    Found.Statements = All.drop_front(I);
    if (!Found.Get && hasReturn(All[I]))
      return std::nullopt;
  }
  if (!Found.Get)
    return std::nullopt;
  Found.Future = waitedFor(Found.Get);
  Found.Model = TypeFacts.model(Found.Future->getType());
  return Found;
}

/// Can the method be called only on what is given away?
static bool needsMove(const CXXRecordDecl *Class, llvm::StringRef Name) {
  return llvm::all_of(Class->decls(), [&](const Decl *D) {
    if (const auto *Template = dyn_cast<FunctionTemplateDecl>(D))
      D = Template->getTemplatedDecl();
    const auto *Method = dyn_cast<CXXMethodDecl>(D);
    return !Method || !Method->getIdentifier() || Method->getName() != Name ||
           Method->getRefQualifier() == RQ_RValue;
  });
}

/// Does the future have a continuation, and belong to the task alone?
bool Rewriter::canContinue(const TaskTail &Left) const {
  QualType Type = Left.Future->getType();
  const CXXRecordDecl *Class = Type->getAsCXXRecordDecl();
  if (!Left.Model || Left.Model->Continuation.empty() ||
      !hasMethod(Class, Left.Model->Continuation))
    return false;
  QualType Result = resultOf(Type);
  if (Left.Model->ContinuesWithValue &&
      (Result.isNull() || !Builder.context().getLangOpts().CPlusPlus14 ||
       Left.Get->getType().getCanonicalType().getUnqualifiedType() !=
           Result.getUnqualifiedType() ||
       Left.Get->isLValue()))
    return false;
  const auto *Named = dyn_cast_or_null<VarDecl>(Left.named());
  if (!Named)
    return isa<CallExpr>(Left.Future) && Left.Future->isPRValue();
  return Named->hasLocalStorage() && !Named->getType()->isReferenceType() &&
         Body->uses(Named).size() == 1 &&
         !(Left.Future->isLValue() &&
           needsMove(Class, Left.Model->Continuation));
}

/// What the continuation calls what it is given.
static const char *const Name = "Ready";

static bool knowsMove(ASTContext &Context) {
  auto Found =
      Context.getTranslationUnitDecl()->lookup(&Context.Idents.get("std"));
  const auto *Std =
      Found.empty() ? nullptr : dyn_cast<NamespaceDecl>(Found.front());
  return Std && !Std->lookup(&Context.Idents.get("move")).empty();
}

/// Writes \p Begin before the first statement, and \p Instead for \p Given in
/// it.
void Rewriter::beginWith(const TaskTail &Left, const std::string &Begin,
                         Span Given, const std::string &Instead,
                         Edits &Made) const {
  Span First = Text.statement(Left.Statements.front());
  std::string Lines = Begin + ") mutable {\n" + Left.Indent + "  ";
  if (First.Begin == Given.Begin) {
    Made.push_back(Text.replace(Given, Lines + Instead));
    return;
  }
  Made.push_back(Text.insert(First, First.Begin, Lines));
  Made.push_back(Text.replace(Given, Instead));
}

/// The continuation is given the future, and waits no more. What is replaced;
/// nothing where it cannot be.
Span Rewriter::writeFuture(const TaskTail &Left, const std::string &Head,
                           Edits &Made) const {
  Span Given = Text.span(withoutMove(Left.Future)->getSourceRange());
  if (Given && isFree(Name))
    beginWith(Left,
              Head + nameOf(Left.Future->getType(), Builder.context()) + " " +
                  Name,
              Given, Name, Made);
  return Made.empty() ? Span() : Given;
}

/// The variable that a statement declares, if it starts with that value, and
/// a parameter can take its place.
static const VarDecl *startsWith(const Stmt *S, const Expr *Value) {
  const auto *Declared = dyn_cast<DeclStmt>(S);
  const auto *Variable = dyn_cast_or_null<VarDecl>(
      Declared && Declared->isSingleDecl() ? Declared->getSingleDecl()
                                           : nullptr);
  if (!Variable || isa<DecompositionDecl>(Variable) || Variable->hasAttrs() ||
      !Variable->hasLocalStorage() || Variable->isConstexpr() ||
      Variable->getInitStyle() != VarDecl::CInit ||
      asWritten(Variable->getInit()) != Value)
    return nullptr;
  return Variable;
}

/// The continuation is given what the future holds, by a new name.
Span Rewriter::writeValue(const TaskTail &Left, const std::string &Head,
                          Edits &Made) const {
  QualType Type = Left.Get->getType();
  Span Get = Text.span(Left.Get->getSourceRange());
  bool Copies = Type.isTriviallyCopyableType(Builder.context());
  if (Get && !Type->isVoidType() && isFree(Name) &&
      (Copies || knowsMove(Builder.context())))
    beginWith(Left, Head + "auto " + Name, Get,
              Copies ? Name : std::string("std::move(") + Name + ")", Made);
  return Made.empty() ? Span() : Get;
}

/// Likewise, as the variable that is declared with it, or as nothing where it
/// is not used.
Span Rewriter::writeParameter(const TaskTail &Left, const std::string &Head,
                              Edits &Made) const {
  const Stmt *S = Left.Statements.front();
  Span First = Text.statement(S);
  std::string Given = Left.Get->getType()->isVoidType() ? "" : "auto";
  if (const VarDecl *Variable = startsWith(S, Left.Get)) {
    Span Named = Text.token(Variable->getLocation());
    if (!Named || Named.Begin < First.Begin)
      return {};
    // A parameter that is not used has no name.
    Named.End = Body->uses(Variable).empty() ? Named.Begin : Named.End;
    Given = Text.text({First.File, First.Begin, Named.End}).rtrim().str();
  }
  Made.push_back(Text.replace(First, Head + Given + ") mutable {"));
  return First;
}

/// The edits but for the end; what is replaced, or nothing.
Span Rewriter::writeContinuation(const TaskTail &Left, const std::string &Head,
                                 Edits &Made) const {
  if (!Left.Model->ContinuesWithValue)
    return writeFuture(Left, Head, Made);
  const Stmt *S = Left.Statements.front();
  const auto *Return = dyn_cast<ReturnStmt>(S);
  const auto *Alone = dyn_cast<Expr>(S);
  // The future can be returned as it is.
  if (Return && asWritten(Return->getRetValue()) == Left.Get)
    return {};
  if (!startsWith(S, Left.Get) && !(Alone && asWritten(Alone) == Left.Get))
    return writeValue(Left, Head, Made);
  return Left.Statements.size() > 1 ? writeParameter(Left, Head, Made) : Span();
}

void Rewriter::continueWith(const SubmitSite &Parent) {
  const LambdaExpr *Task = taskOf(Parent);
  auto Left = Task ? tailOf(Task) : std::nullopt;
  if (!Left || !canContinue(*Left) || !mayReturn(Parent, Left->Future))
    return;
  Tail Rest(Task, Left->Before, Left->Statements, Left->Future, *Body);
  auto Captures = Rest.captures();
  Span First = Text.statement(Left->Statements.front());
  Span Last = Text.statement(Left->Statements.back());
  Span Future = Text.span(Left->Future->getSourceRange());
  if (!Captures || !Rest.mayRunLater(TypeFacts) || !First || !Last || !Future)
    return;
  Left->Indent = Text.indent(First);
  // What is returned is the result; else nobody may keep it.
  bool Returns = isFlattened(Parent, Left->Future) ||
                 Left->Future->getType()
                     ->getAsCXXRecordDecl()
                     ->hasAttr<WarnUnusedResultAttr>();
  Edits Made;
  Span Replaced = writeContinuation(
      *Left,
      (Returns ? "return " : "") + Text.text(Future).str() + "." +
          Left->Model->Continuation + "([" + *Captures + "](",
      Made);
  Made.push_back(
      Text.insert(Last, Text.lineEnd(Last), "\n" + Left->Indent + "});"));
  Span All{First.File, First.Begin, Last.End};
  if (Replaced && Text.isAlone(All) && Text.indentLines(All, Replaced, Made))
    note(RewriteKind::Continue, nameOf(Left->Get), Parent.Where,
         std::move(Made), Left->Model->Continuation);
}

} // namespace gridlock
