// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

/// \file
/// Which numbers and flags of an object are settled when it is made.

#ifndef GRIDLOCK_EXTRACT_SETTLEDFIELDS_H
#define GRIDLOCK_EXTRACT_SETTLEDFIELDS_H

#include "clang/AST/DeclCXX.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/StringSet.h"

namespace gridlock {

class SettledFields {
public:
  /// Do only constructors store to the field? That is known if it is constant,
  /// or private to a class of which everything is in view.
  bool isSettled(const clang::FieldDecl *Field);

private:
  struct Uses {
    bool AllInView = true;
    llvm::StringSet<> Stored; ///< fields that others than constructors may
                              ///< store to, by name
  };
  const Uses &usesOf(const clang::CXXRecordDecl *Record);
  void addClass(const clang::CXXRecordDecl *Record, Uses &Into);
  void addFunction(const clang::FunctionDecl *F, Uses &Into);

  llvm::DenseMap<const clang::CXXRecordDecl *, Uses> Known;
};

} // namespace gridlock

#endif
