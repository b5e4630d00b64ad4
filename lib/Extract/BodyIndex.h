// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

/// \file
/// What must be known of a body before its statements are read in order: for
/// which variable or field an expression makes an object, which loop a call
/// stands in, and which loops only wait.

#ifndef GRIDLOCK_EXTRACT_BODYINDEX_H
#define GRIDLOCK_EXTRACT_BODYINDEX_H

#include "Extract/Types.h"
#include "clang/AST/Expr.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"

namespace gridlock {

/// The expression without casts, temporaries, and copies that make no new
/// thing.
const clang::Expr *withoutWrappers(const clang::Expr *E);

/// Is it nullptr, or a pointer made of nothing?
bool isNothing(const clang::Expr *E);

/// Of a list that initialises a reference, a scalar or an object of the item's
/// own class, its item; else null.
const clang::Expr *soleItem(const clang::Expr *E);

class BodyIndex {
public:
  /// Where an object is made into.
  struct Destination {
    const clang::ValueDecl *Declared = nullptr; ///< a variable
    const clang::FieldDecl *Field = nullptr;    ///< a field of this
    const clang::Expr *Assigned = nullptr;      ///< what is assigned to
    bool IsThis = false;                        ///< a base of this
  };

  explicit BodyIndex(Types &TypeFacts) : TypeFacts(TypeFacts) {}
  void read(const clang::FunctionDecl *Definition);

  const Destination *destination(const clang::Expr *E) const;
  /// Is it moved from before it dies?
  bool isMoved(const clang::CXXBindTemporaryExpr *Temporary) const {
    return Moved.count(Temporary);
  }
  /// The innermost loop around a call, or null.
  const clang::Stmt *loop(const clang::Expr *Call) const {
    return Loops.lookup(Call);
  }
  /// The suspension after which this call is the first one; or null.
  const clang::CoroutineSuspendExpr *resumption(const clang::Expr *Call) const {
    return Resumptions.lookup(Call);
  }
  /// The suspension that asks its awaiter by this call whether, and how, to
  /// suspend; or null.
  const clang::CoroutineSuspendExpr *question(const clang::Expr *Call) const {
    return Questions.lookup(Call);
  }
  /// The suspension that awaits the result of this call; or null.
  const clang::CoroutineSuspendExpr *suspension(const clang::Expr *Call) const {
    return Suspensions.lookup(Call);
  }
  /// Is this test the condition of a loop that does nothing but wait for it?
  bool isSpin(const clang::Expr *Test) const { return Spins.count(Test); }
  /// What a range-for's variable runs over, or null.
  const clang::Expr *range(const clang::VarDecl *Variable) const {
    return Ranges.lookup(Variable);
  }
  /// Is something assigned to the variable once it is there, or its address
  /// taken?
  bool isChanged(const clang::VarDecl *Variable) const {
    return Changed.count(Variable);
  }
  /// How often a loop runs: the bound in its condition; or null.
  static const clang::Expr *bound(const clang::Stmt *Loop);

private:
  bool noteLoop(const clang::Stmt *S);
  void noteMade(const clang::Stmt *S);
  void noteMoved(const clang::Stmt *S);
  void noteChanged(const clang::Stmt *S);
  void visit(const clang::Stmt *S, const clang::Stmt *Loop);
  void note(const clang::Expr *Made, Destination Where);
  void noteSpin(const clang::Expr *Condition, const clang::Stmt *Body);

  Types &TypeFacts;
  llvm::DenseMap<const clang::Expr *, Destination> Destinations;
  llvm::DenseSet<const clang::CXXBindTemporaryExpr *> Moved;
  llvm::DenseMap<const clang::Expr *, const clang::Stmt *> Loops;
  llvm::DenseMap<const clang::Expr *, bool> Spins;
  llvm::DenseMap<const clang::Expr *, const clang::CoroutineSuspendExpr *>
      Resumptions;
  llvm::DenseMap<const clang::Expr *, const clang::CoroutineSuspendExpr *>
      Questions;
  llvm::DenseMap<const clang::Expr *, const clang::CoroutineSuspendExpr *>
      Suspensions;
  llvm::DenseMap<const clang::VarDecl *, const clang::Expr *> Ranges;
  llvm::DenseSet<const clang::VarDecl *> Changed;
};

} // namespace gridlock

#endif
