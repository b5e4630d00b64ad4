// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

/// \file
/// What a task does from one of its statements on, as the body of another
/// lambda: what that one must capture, and whether it may run later, when the
/// task has ended.

#ifndef GRIDLOCK_EXTRACT_TAIL_H
#define GRIDLOCK_EXTRACT_TAIL_H

#include "Extract/BodyMap.h"
#include "Extract/Types.h"
#include "clang/AST/ExprCXX.h"
#include "llvm/ADT/SmallPtrSet.h"
#include <optional>
#include <string>

namespace gridlock {

class Tail {
public:
  /// \p Task does \p Before, and then \p Statements, in which \p Replaced will
  /// be something else.
  Tail(const clang::LambdaExpr *Task, llvm::ArrayRef<clang::Stmt *> Before,
       llvm::ArrayRef<clang::Stmt *> Statements, const clang::Stmt *Replaced,
       const BodyMap &Body);

  /// Does nothing that was done before end with the task, such as a lock?
  bool mayRunLater(Types &TypeFacts) const;

  /// What a lambda must capture that does the same; none where it cannot.
  std::optional<std::string> captures() const;

private:
  void collect(const clang::Stmt *S);
  void collectOwn(const clang::Stmt *S);
  std::string capture(const clang::ValueDecl *D) const;
  bool isShared(const clang::ValueDecl *D) const;
  bool isSharedBy(const clang::ValueDecl *D, const clang::Stmt *Use) const;
  bool isOfTask(const clang::ValueDecl *D) const;
  bool mayPointInto(const clang::Stmt *S) const;
  bool isOutside(const clang::Stmt *S) const;

  const clang::LambdaExpr *Task;
  llvm::ArrayRef<clang::Stmt *> Before, Statements;
  const clang::Stmt *Replaced;
  const BodyMap &Body;
  llvm::SmallVector<const clang::ValueDecl *, 8> Used; ///< null: this
  llvm::SmallPtrSet<const clang::Decl *, 8> Own;
};

} // namespace gridlock

#endif
