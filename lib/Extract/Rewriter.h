// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

/// \file
/// Finds how the places of one function that may be part of a finding could be
/// written otherwise. What would not compile, or would change a type that
/// others see, is not noted.

#ifndef GRIDLOCK_EXTRACT_REWRITER_H
#define GRIDLOCK_EXTRACT_REWRITER_H

#include "Extract/AwaitOperator.h"
#include "Extract/BodyMap.h"
#include "Extract/WrittenText.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"
#include <optional>

namespace gridlock {

class Rewriter {
public:
  Rewriter(UnitBuilder &Builder, const clang::FunctionDecl *Definition)
      : Builder(Builder), TypeFacts(Builder.types()), Text(Builder),
        Definition(Definition) {}

  /// A call that blocks, a suspension, or a call that may lead to one.
  void wait(const clang::Expr *Wait, clang::SourceLocation Where) {
    Waits.push_back({Wait, Where});
  }
  /// A call that submits \p Task with the arguments that follow it.
  /// \p Executor is null where no expression names one.
  struct SubmitSite {
    const clang::Expr *Call = nullptr;
    clang::SourceLocation Where;
    const clang::Expr *Executor = nullptr;
    llvm::SmallVector<const clang::Expr *, 4> Task; ///< and its arguments
    const SubmitModel *Model = nullptr; ///< null where none tells of it
  };
  void submit(SubmitSite Site) { Submits.push_back(std::move(Site)); }
  /// A guard that is a variable; anything else is passed over.
  void lock(const clang::ValueDecl *Guard, clang::SourceLocation Where) {
    if (const auto *Variable = llvm::dyn_cast_or_null<clang::VarDecl>(Guard))
      Locks.push_back({Variable, Where});
  }

  /// Any lock that is acquired, also by a guard.
  void acquired() { ++Acquired; }

  /// A call that runs a loop, and its method that runs only what is ready.
  void loop(const clang::Expr *Run, clang::SourceLocation Where,
            llvm::StringRef Instead) {
    Loops.push_back({Run, Where, Instead.str()});
  }

  /// Notes the rewrites in the unit.
  void finish();

private:
  struct WaitSite {
    const clang::Expr *Wait = nullptr;
    clang::SourceLocation Where;
  };
  struct LockSite {
    const clang::VarDecl *Guard = nullptr;
    clang::SourceLocation Where;
  };
  struct LoopSite {
    const clang::Expr *Run = nullptr;
    clang::SourceLocation Where;
    std::string Instead;
  };
  using Edits = std::vector<Edit>;

  bool isEditable() const;
  /// Does the unit speak of nothing of that name?
  bool isFree(llvm::StringRef Name) const {
    auto &Known = Builder.context().Idents;
    return Known.find(Name) == Known.end();
  }
  void note(RewriteKind Kind, clang::SourceLocation At,
            clang::SourceLocation Other, Edits Made, std::string Name = "",
            bool KeepsBehaviour = false);

  // The task is called instead (RunHere.cpp).
  void runHere(const WaitSite &Wait);
  std::string callText(const clang::Expr *Task,
                       llvm::ArrayRef<const clang::Expr *> Arguments) const;
  struct Waited {
    const SubmitSite *Submit = nullptr;
    const clang::VarDecl *Future = nullptr; ///< null: the call itself
  };
  std::optional<Waited> waited(const clang::Expr *Future) const;
  bool isNextStatement(const Waited &What, const clang::Expr *Wait) const;
  bool dropFuture(const Waited &What, Edits &Made) const;
  bool dropUses(const clang::Expr *Dropped, Edits &Made);

  // What does the same without blocking (Instead.cpp).
  void awaitHere(const WaitSite &Wait);
  bool maySuspendAt(const clang::Expr *Wait) const;
  std::optional<Edit> awaitInstead(const clang::CXXMemberCallExpr *Get,
                                   llvm::StringRef Operand) const;
  void poll(const LoopSite &Loop);

  // What is waited for is awaited (AwaitResult.cpp).
  void awaitResult(const WaitSite &Wait);
  std::optional<AwaitOutcome>
  outcomeOfAwait(const AwaitOperand &Operand,
                 const clang::CoroutineBodyStmt &Coroutine) const;
  bool isLockedAt(const clang::Expr *Wait) const;
  bool isNeededAfter(const clang::ValueDecl *D, const clang::Stmt *Wait) const;
  bool isLastUse(const clang::Expr *Object, const clang::Stmt *Wait) const;
  bool isAskedAgain(const clang::Expr *Object, const clang::Expr *Wait) const;
  bool mayEndLater(const clang::CoroutineBodyStmt &Coroutine,
                   const clang::Expr *Wait) const;

  // What the library offers to a task that waits (OwnWay.cpp).
  void ownWay(const WaitSite &Wait);
  void helpRun(const WaitSite &Wait);
  void group(const WaitSite &Wait);
  bool putIntoGroup(const clang::Expr *Call, llvm::StringRef Group,
                    Edits &Made) const;
  const clang::Stmt *putAllIntoGroup(const WaitSite &Wait,
                                     const clang::DeclaratorDecl *Pool,
                                     llvm::StringRef Group, Edits &Made) const;
  bool isVisible(const clang::Stmt *S, const clang::Stmt *Place) const;
  std::string readyTest(const clang::Expr *Wait) const;

  // A second executor (SeparatePool.cpp).
  void separate(const SubmitSite &Submit);

  // The end of a task (TaskEnd.cpp, Continuation.cpp).
  struct TaskTail;
  const clang::LambdaExpr *taskOf(const SubmitSite &Parent) const;
  bool mayReturn(const SubmitSite &Parent, const clang::Expr *Future) const;
  bool isFlattened(const SubmitSite &Parent, const clang::Expr *Future) const;
  void returnFuture(const SubmitSite &Parent);
  void continueWith(const SubmitSite &Parent);
  std::optional<TaskTail> tailOf(const clang::LambdaExpr *Task) const;
  const clang::Expr *waitedFor(const clang::CallExpr *Call) const;
  const clang::CallExpr *waitIn(const clang::Stmt *S) const;
  unsigned countWaits(const clang::Stmt *S) const;
  bool canContinue(const TaskTail &Left) const;
  void beginWith(const TaskTail &Left, const std::string &Begin, Span Given,
                 const std::string &Instead, Edits &Made) const;
  Span writeFuture(const TaskTail &Left, const std::string &Head,
                   Edits &Made) const;
  Span writeValue(const TaskTail &Left, const std::string &Head,
                  Edits &Made) const;
  Span writeParameter(const TaskTail &Left, const std::string &Head,
                      Edits &Made) const;
  Span writeContinuation(const TaskTail &Left, const std::string &Head,
                         Edits &Made) const;
  bool isUnused(const clang::Expr *E) const;

  // Locks (Unlock.cpp, LookAgain.cpp).
  /// Where a guard is declared, and what waits behind it.
  struct Region {
    const clang::CompoundStmt *Block = nullptr;
    const clang::Stmt *Guard = nullptr;
    const clang::Stmt *Wait = nullptr;
  };
  void unlock(const WaitSite &Wait);
  bool narrow(const Region &Where, Edits &Made) const;
  std::string lookAgain(const Region &Where) const;
  bool createOutside(const WaitSite &Wait, const LockSite &Lock);
  /// How a guard is told to lock again, after the edits; empty: it cannot.
  std::string relock(const clang::VarDecl *Guard, Edits &Made) const;
  const LockSite *onlyLockAt(const clang::Expr *Wait) const;
  bool mayBeWithout(const clang::VarDecl *Guard, const clang::Expr *Wait) const;

  UnitBuilder &Builder;
  Types &TypeFacts;
  WrittenText Text;
  const clang::FunctionDecl *Definition;
  std::optional<BodyMap> Body;
  std::vector<WaitSite> Waits;
  std::vector<SubmitSite> Submits;
  std::vector<LockSite> Locks;
  unsigned Acquired = 0;
  std::vector<LoopSite> Loops;
};

/// The statements of a block behind \p First and before \p Last.
llvm::SmallVector<const clang::Stmt *, 8>
statementsBetween(const clang::CompoundStmt *Block, const clang::Stmt *First,
                  const clang::Stmt *Last);

/// The variable or field that an expression for an executor is written with.
struct ExecutorRoot {
  const clang::DeclaratorDecl *Declared = nullptr;
  clang::SourceLocation Name;
};
ExecutorRoot rootOf(const clang::Expr *Executor);

/// `pool` and `for children` -> `poolForChildren`, in the style of the name.
std::string derivedName(llvm::StringRef Name, llvm::StringRef Words);

/// May a lambda that is given there return something else?
bool takesAnyResult(const clang::Expr *Given);

/// The name by which a report places a call.
clang::SourceLocation nameOf(const clang::CallExpr *Call);

/// What a future, or a coroutine, of this type gives.
clang::QualType resultOf(clang::QualType T);

/// What is moved, where the expression is `std::move` of it.
const clang::Expr *withoutMove(const clang::Expr *E);

/// Does a class, or a base of it, have a method of that name?
bool hasMethod(const clang::CXXRecordDecl *Class, llvm::StringRef Name);

/// Can it be left out?
bool isPlain(const clang::Expr *E);

/// The function that a lambda stands in; null where it stands in none.
const clang::FunctionDecl *functionAround(const clang::CXXRecordDecl *Lambda);

/// The expression without what nobody wrote.
const clang::Expr *asWritten(const clang::Expr *E);

} // namespace gridlock

#endif
