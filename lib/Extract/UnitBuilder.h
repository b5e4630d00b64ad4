// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

/// \file
/// What the readers of all functions of a unit share: names, places in the
/// source, what the models say of a call, and the list of functions to read.

#ifndef GRIDLOCK_EXTRACT_UNITBUILDER_H
#define GRIDLOCK_EXTRACT_UNITBUILDER_H

#include "Extract/CoroutineTypes.h"
#include "Extract/SettledFields.h"
#include "Facts/Facts.h"
#include "clang/AST/Decl.h"
#include "llvm/ADT/StringMap.h"
#include <vector>

namespace gridlock {

class UnitBuilder {
public:
  UnitBuilder(clang::ASTContext &Context, const ModelSet &Models,
              const AwaitNames &Names)
      : Context(Context), Models(Models), TypeFacts(Context, Models),
        Coroutines(TypeFacts, Names) {}

  clang::ASTContext &context() { return Context; }
  Types &types() { return TypeFacts; }
  CoroutineTypes &coroutines() { return Coroutines; }
  SettledFields &settled() { return Settled; }

  /// A name for a declaration, the same for each redeclaration.
  Symbol symbol(const clang::NamedDecl *D);
  /// A name that is no declaration's.
  Symbol symbol(llvm::StringRef Key, llvm::StringRef Name);
  /// A name for the object that is made at \p Where.
  Symbol site(clang::SourceLocation Where, llvm::StringRef Name);
  Location locate(clang::SourceLocation Where);

  /// What the models say of a call of \p Callee; empty where they are silent.
  llvm::ArrayRef<const CallModel *> models(const clang::FunctionDecl *Callee);
  /// Likewise for the constructors of a type.
  llvm::ArrayRef<const CallModel *>
  constructorModels(const clang::CXXRecordDecl *Record);

  /// The class of an object of type \p T, noted as a fact; 0 for none.
  Symbol classOf(clang::QualType T);
  Symbol classSymbol(const clang::CXXRecordDecl *Record);

  /// Asks for the facts of a function, if its body is in view and may matter;
  /// false where it cannot be read.
  bool want(const clang::FunctionDecl *Callee);
  /// The next function to read, or null.
  const clang::FunctionDecl *next();

  Unit &unit() { return Facts; }

private:
  std::string keyOf(const clang::NamedDecl *D);
  llvm::ArrayRef<const CallModel *> modelsNamed(const clang::Decl *Key,
                                                llvm::StringRef Identifier,
                                                const clang::NamedDecl &D);
  void noteClass(Symbol Name, const clang::CXXRecordDecl *Record);
  bool mayEnter(const clang::FunctionDecl *Definition);

  clang::ASTContext &Context;
  const ModelSet &Models;
  Types TypeFacts;
  CoroutineTypes Coroutines;
  SettledFields Settled;
  Unit Facts;
  llvm::DenseMap<const clang::Decl *, Symbol> Symbols;
  llvm::StringMap<Symbol> Keys;
  llvm::StringMap<unsigned> Copies; ///< how many declarations share a key
  llvm::DenseMap<clang::FileID, uint32_t> Files;
  llvm::DenseMap<const clang::Decl *, llvm::SmallVector<const CallModel *, 1>>
      CallModels;
  llvm::DenseMap<const clang::Decl *, bool> Wanted;
  llvm::DenseMap<const clang::CXXRecordDecl *, Symbol> ClassNames;
  std::vector<const clang::FunctionDecl *> Queue;
  size_t Read = 0;
};

} // namespace gridlock

#endif
