// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

/// \file
/// What a type is to the analysis: by the models where they know it, by its
/// declaration where they do not.

#ifndef GRIDLOCK_EXTRACT_TYPES_H
#define GRIDLOCK_EXTRACT_TYPES_H

#include "Models/ModelSet.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/Type.h"
#include "llvm/ADT/DenseMap.h"

namespace gridlock {

/// The name by which models know \p D: qualified, without template arguments,
/// inline and anonymous namespaces.
std::string modelName(const clang::NamedDecl &D);

/// The first method of that name of the class, or of one of its bases; or null.
const clang::CXXMethodDecl *findMethod(const clang::CXXRecordDecl *Record,
                                       llvm::StringRef Name);

/// Is it a callable that hides in raw storage what its constructor is given?
bool erasesCallable(const clang::ASTContext &Context,
                    const clang::CXXRecordDecl &Record);

class Types {
public:
  Types(const clang::ASTContext &Context, const ModelSet &Models)
      : Context(Context), Models(Models) {}

  /// The model of the record that \p T is or refers to, bases included; or
  /// null.
  const TypeModel *model(clang::QualType T);
  const TypeModel *model(const clang::CXXRecordDecl *Record);

  /// The model of a plain type by the name that C gives it, where \p T is
  /// written so, or points to it; or null.
  const TypeModel *aliasModel(clang::QualType T) const;

  /// The record behind references, pointers, arrays and smart pointers; or
  /// null.
  const clang::CXXRecordDecl *record(clang::QualType T);

  /// Can a value of this type take part in waiting: is it, or does it hold, an
  /// object, a callable or a future?
  bool isRelevant(clang::QualType T);

  /// Is it data that holds more of its own kind, and nothing else: a JSON
  /// value, a node of a syntax tree? What stands where in such a tree is not
  /// followed: code that takes trees apart would lead on without an end.
  bool isPlainTree(clang::QualType T);
  bool isPartOfTree(const clang::FieldDecl &Field);
  /// Is it followed where a value of this type is put?
  bool isStored(clang::QualType T) { return isRelevant(T) && !isPlainTree(T); }

  /// Can a value of this type be called: function pointer, lambda, functor,
  /// std::function?
  bool isCallable(clang::QualType T);

  bool isKind(clang::QualType T, TypeKind Kind);

  /// Is it declared in a system header?
  bool isSystem(const clang::Decl *D) const;

  /// Is it a part of the standard library, of a container that a model names,
  /// or of a callable that hides what it holds? Its bodies are not looked at:
  /// it is known what such things do.
  bool isOpaque(const clang::Decl *D);

  /// Holds a library's class what it is given by its members, as a pair or a
  /// tuple does, and not as a container?
  bool isPair(const clang::CXXRecordDecl &Record);

  /// Is it declared in namespace std (or the library's own reserved ones)?
  static bool isStd(const clang::Decl *D);
  /// The number of elements of a std::tuple; 0 of anything else.
  static unsigned tupleSize(const clang::CXXRecordDecl *Record);

  /// The pointee of a smart pointer; null for any other type.
  clang::QualType pointee(clang::QualType T);

  /// The last template argument of a library type that is relevant: what a
  /// container holds.
  clang::QualType heldType(clang::QualType T);

private:
  bool computeRelevant(clang::QualType T);

  const clang::ASTContext &Context;
  const ModelSet &Models;
  llvm::DenseMap<const clang::CXXRecordDecl *, const TypeModel *> Known;
  llvm::DenseMap<const void *, bool> Relevant;

  struct DataSearch;
  bool isPlain(clang::QualType T, DataSearch &Search);
  bool isData(const clang::CXXRecordDecl *Record, const TypeModel *Found);
  llvm::DenseMap<const void *, bool> PlainTrees;
};

} // namespace gridlock

#endif
