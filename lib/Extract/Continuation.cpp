// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

/// \file
/// A task that waits, and whose result nobody uses, ends where it would wait:
/// what follows becomes the continuation of the future.

#include "Extract/Rewriter.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallPtrSet.h"

using namespace clang;

namespace gridlock {

/// Can a copy of it be kept? A reference stands for what it refers to.
static bool canCopy(QualType T) {
  const CXXRecordDecl *Record = T->getAsCXXRecordDecl();
  if (T->isArrayType() || (Record && !Record->hasDefinition()))
    return false;
  if (!Record)
    return true;
  if (Record->needsImplicitCopyConstructor())
    return !Record->defaultedCopyConstructorIsDeleted();
  return llvm::any_of(Record->ctors(), [](const CXXConstructorDecl *C) {
    return C->isCopyConstructor() && !C->isDeleted() &&
           C->getAccess() == AS_public;
  });
}

/// How the task has captured a variable; null where it is its own.
static const LambdaCapture *captureOf(const LambdaExpr *Task,
                                      const ValueDecl *D) {
  for (const LambdaCapture &Taken : Task->captures())
    if (D ? Taken.capturesVariable() && Taken.getCapturedVar() == D
          : Taken.capturesThis())
      return &Taken;
  return nullptr;
}

class Tail {
public:
  Tail(const LambdaExpr *Task, llvm::ArrayRef<const Stmt *> Statements)
      : Task(Task) {
    for (const Stmt *S : Statements)
      collect(S);
  }

  /// What a continuation must capture; none where it cannot.
  std::optional<std::string> captures(const Stmt *Future) const;

private:
  void collect(const Stmt *S);

  const LambdaExpr *Task;
  llvm::SmallVector<const ValueDecl *, 8> Used;
  llvm::SmallPtrSet<const Decl *, 8> Own;
};

void Tail::collect(const Stmt *S) {
  if (!S)
    return;
  if (const auto *Reference = dyn_cast<DeclRefExpr>(S))
    if (const auto *Variable = dyn_cast<VarDecl>(Reference->getDecl());
        Variable && Variable->hasLocalStorage() &&
        !llvm::is_contained(Used, Variable))
      Used.push_back(Variable);
  if (isa<CXXThisExpr>(S) && !llvm::is_contained(Used, nullptr))
    Used.push_back(nullptr);
  if (const auto *Lambda = dyn_cast<LambdaExpr>(S)) {
    for (const ParmVarDecl *P : Lambda->getCallOperator()->parameters())
      Own.insert(P);
    for (const LambdaCapture &Taken : Lambda->captures())
      if (Taken.capturesVariable() && Lambda->isInitCapture(&Taken))
        Own.insert(Taken.getCapturedVar());
  }
  if (const auto *Declared = dyn_cast<DeclStmt>(S))
    for (const Decl *D : Declared->decls())
      Own.insert(D);
  for (const Stmt *Child : S->children())
    collect(Child);
}

std::optional<std::string> Tail::captures(const Stmt *Future) const {
  std::string List;
  const auto *Given = dyn_cast<DeclRefExpr>(Future);
  for (const ValueDecl *D : Used) {
    if (Own.count(D) || (Given && Given->getDecl() == D))
      continue;
    const LambdaCapture *Taken = captureOf(Task, D);
    std::string Entry;
    if (!D) {
      if (!Taken || Taken->getCaptureKind() != LCK_This)
        return std::nullopt;
      Entry = "this";
    } else if (Taken ? Taken->getCaptureKind() == LCK_ByRef
                     : D->getType()->isReferenceType()) {
      Entry = "&" + D->getNameAsString();
    } else if (canCopy(D->getType().getNonReferenceType())) {
      Entry = D->getNameAsString();
    } else {
      return std::nullopt;
    }
    List += (List.empty() ? "" : ", ") + Entry;
  }
  return List;
}

static bool hasReturn(const Stmt *S) {
  if (!S || isa<LambdaExpr>(S))
    return false;
  return isa<ReturnStmt>(S) || llvm::any_of(S->children(), [](const Stmt *C) {
           return hasReturn(C);
         });
}

/// The one wait for a future in a statement, if it happens whenever that is
/// reached.
static const CXXMemberCallExpr *waitIn(const Stmt *S, Types &TypeFacts) {
  if (!S ||
      isa<LambdaExpr, CompoundStmt, IfStmt, ForStmt, WhileStmt, DoStmt,
          CXXForRangeStmt, SwitchStmt, CXXTryStmt, AbstractConditionalOperator>(
          S))
    return nullptr;
  const auto *Call = dyn_cast<CXXMemberCallExpr>(S);
  if (Call && !Call->getNumArgs() && Call->getMethodDecl() &&
      TypeFacts.isKind(Call->getObjectType(), TypeKind::Future) &&
      !Call->getObjectType()->isReferenceType())
    return Call;
  const CXXMemberCallExpr *Found = nullptr;
  for (const Stmt *Child : S->children())
    if (const CXXMemberCallExpr *Inner = waitIn(Child, TypeFacts)) {
      if (Found && Found != Inner)
        return nullptr;
      Found = Inner;
    }
  return Found;
}

/// The first statement of a task with a wait; none where it is left before.
static llvm::ArrayRef<Stmt *> fromWait(const CompoundStmt *Block,
                                       Types &TypeFacts) {
  llvm::ArrayRef<Stmt *> Left(Block->body_begin(), Block->size());
  while (!Left.empty() && !waitIn(Left.front(), TypeFacts)) {
    if (hasReturn(Left.front()))
      return {};
    Left = Left.drop_front();
  }
  return Left;
}

/// How the type of the future is written in the continuation.
static std::string nameOf(QualType T, const ASTContext &Context) {
  PrintingPolicy Policy(Context.getLangOpts());
  Policy.SuppressTagKeyword = true;
  return T.getCanonicalType().getUnqualifiedType().getAsString(Policy);
}

/// The futures that a task waits for, and what it does from then on.
struct Rewriter::TaskTail {
  llvm::ArrayRef<Stmt *> Statements;
  const CXXMemberCallExpr *Get = nullptr;
  const Expr *Future = nullptr;
  std::string Then;
};

std::optional<Rewriter::TaskTail>
Rewriter::tailOf(const LambdaExpr *Task) const {
  TaskTail Found;
  const auto *Block = dyn_cast<CompoundStmt>(Task->getBody());
  if (Block)
    Found.Statements = fromWait(Block, TypeFacts);
  if (Found.Statements.empty())
    return std::nullopt;
  Found.Get = waitIn(Found.Statements.front(), TypeFacts);
  Found.Future = asWritten(Found.Get->getImplicitObjectArgument());
  const TypeModel *Model = TypeFacts.model(Found.Get->getObjectType());
  const auto *Named = dyn_cast<DeclRefExpr>(Found.Future);
  if (!Model || Model->Continuation.empty() ||
      (Named ? Body->uses(Named->getDecl()).size() != 1
             : !isa<CallExpr>(Found.Future)) ||
      !hasMethod(Found.Get->getObjectType()->getAsCXXRecordDecl(),
                 Model->Continuation))
    return std::nullopt;
  Found.Then = Model->Continuation;
  return Found;
}

void Rewriter::continueWith(const SubmitSite &Parent) {
  const auto *Task = dyn_cast_or_null<LambdaExpr>(
      Parent.Task.empty() ? nullptr : asWritten(Parent.Task.front()));
  if (!Task || !takesAnyResult(Parent.Task.front()) ||
      Task->hasExplicitResultType() || Task->isGenericLambda() ||
      !isUnused(Parent.Call))
    return;
  auto Left = tailOf(Task);
  if (!Left)
    return;
  auto Captures = Tail(Task, {Left->Statements.begin(), Left->Statements.end()})
                      .captures(Left->Future);
  Span First = Text.statement(Left->Statements.front());
  Span Last = Text.statement(Left->Statements.back());
  Span Given = Text.span(Left->Future->getSourceRange());
  const std::string Name = "Ready";
  const auto *Member =
      dyn_cast<MemberExpr>(Left->Get->getCallee()->IgnoreParenImpCasts());
  if (!Captures || !First || !Last || !Given || !Member || !isFree(Name))
    return;
  Span All{First.File, First.Begin, Last.End};
  std::string Indent = Text.indent(First);
  std::string Head = Text.text(Given).str() + "." + Left->Then + "([" +
                     *Captures + "](" +
                     nameOf(Left->Get->getObjectType(), Builder.context()) +
                     " " + Name + ") mutable {\n" + Indent + "  ";
  Edits Made;
  if (First.Begin == Given.Begin) {
    Made.push_back(Text.replace(Given, Head + Name));
  } else {
    Made.push_back(Text.insert(First, First.Begin, Head));
    Made.push_back(Text.replace(Given, Name));
  }
  Made.push_back(Text.insert(Last, Text.lineEnd(Last), "\n" + Indent + "});"));
  if (Text.isAlone(All) && Text.indentLines(All, Given, Made))
    note(RewriteKind::Continue, Member->getMemberLoc(), Parent.Where,
         std::move(Made), Left->Then);
}

} // namespace gridlock
