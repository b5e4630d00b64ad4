// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

/// \file
/// Where each statement of a body stands, and where each variable is used.

#ifndef GRIDLOCK_EXTRACT_BODYMAP_H
#define GRIDLOCK_EXTRACT_BODYMAP_H

#include "clang/AST/Decl.h"
#include "clang/AST/ExprCXX.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/SmallVector.h"

namespace gridlock {

class BodyMap {
public:
  /// Reads the body of \p F, with those of the lambdas in it.
  explicit BodyMap(const clang::FunctionDecl *F);

  const clang::Stmt *parent(const clang::Stmt *S) const {
    return Parents.lookup(S);
  }
  bool isWithin(const clang::Stmt *Inner, const clang::Stmt *Outer) const;
  /// The statement around \p S that stands in a block itself; null where there
  /// is none: a branch without braces, a label, a lambda's body between.
  const clang::Stmt *statement(const clang::Stmt *S) const;
  /// Every mention of a variable; of null: of this.
  llvm::ArrayRef<const clang::Stmt *> uses(const clang::ValueDecl *D) const;
  /// Likewise, inside of \p S.
  unsigned usesIn(const clang::ValueDecl *D, const clang::Stmt *S) const;
  /// The lambda whose class this is, if it stands in the body.
  const clang::LambdaExpr *lambda(const clang::CXXRecordDecl *Class) const {
    return Lambdas.lookup(Class);
  }
  const clang::DeclStmt *declaration(const clang::VarDecl *D) const {
    return Declarations.lookup(D);
  }

private:
  void visit(const clang::Stmt *S, const clang::Stmt *Parent);

  llvm::DenseMap<const clang::Stmt *, const clang::Stmt *> Parents;
  llvm::DenseMap<const clang::ValueDecl *,
                 llvm::SmallVector<const clang::Stmt *, 2>>
      Uses;
  llvm::DenseMap<const clang::VarDecl *, const clang::DeclStmt *> Declarations;
  llvm::DenseMap<const clang::CXXRecordDecl *, const clang::LambdaExpr *>
      Lambdas;
};

} // namespace gridlock

#endif
