// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

/// \file
/// What a type or a method is to a coroutine: a mutex that is awaited, the
/// guard that this gives, an awaiter that never suspends. By the models where
/// they know it, by the declarations where they do not.

#ifndef GRIDLOCK_EXTRACT_COROUTINETYPES_H
#define GRIDLOCK_EXTRACT_COROUTINETYPES_H

#include "Extract/Types.h"
#include "clang/AST/ExprCXX.h"
#include "llvm/ADT/StringRef.h"
#include <string>
#include <vector>

namespace gridlock {

/// What the extraction is told by options: names, separated by semicolons.
struct AwaitNames {
  std::string NeverSuspends; ///< types
  std::string Verbs;         ///< of calls that create something
  std::string Nouns;         ///< what they create
};

/// The words of a name in snake_case or CamelCase, in lower case.
std::vector<std::string> wordsOf(llvm::StringRef Name);

/// What is awaited, as it was written: before await_transform, yield_value and
/// operator co_await.
const clang::Expr *awaitedBy(const clang::CoroutineSuspendExpr *Suspend);

/// The function that a call runs which does nothing but return a value; or
/// null.
const clang::Expr *onlyReturns(const clang::FunctionDecl *Callee);
/// Is it in sight that it does nothing, as in a mutex for a single thread?
bool doesNothing(const clang::FunctionDecl &F);

/// The suspension before the body; null where Clang has made none.
const clang::CoawaitExpr *
initialAwait(const clang::CoroutineBodyStmt &Coroutine);

class CoroutineTypes {
public:
  CoroutineTypes(Types &TypeFacts, const AwaitNames &Names);

  /// What a method does to a mutex, by its name.
  struct LockMethod {
    enum { None, Awaits, Tries, Releases } Does = None;
    bool Shared = false;
  };
  static LockMethod lockMethod(const clang::FunctionDecl &F);

  /// Is it a mutex that is awaited?
  bool isMutex(const clang::CXXRecordDecl *Record);
  bool isMutex(clang::QualType T) { return isMutex(TypeFacts.record(T)); }
  /// Does its destructor unlock a mutex that was awaited?
  bool isGuard(const clang::CXXRecordDecl *Record);
  /// Is it a mutex that is awaited, or a guard of one?
  bool isOwnedByCoroutine(clang::QualType T);

  bool isAwaitable(clang::QualType T);
  bool neverSuspends(const clang::CoroutineSuspendExpr *Suspend);
  /// Does the coroutine run when it is called, up to its first suspension? Else
  /// it waits for someone to start it.
  bool startsAtOnce(const clang::CoroutineBodyStmt &Coroutine);
  /// Does what its promise's initial_suspend returns do something with its
  /// handle?
  bool startsByAwaiter(const clang::CoroutineBodyStmt &Coroutine);
  /// Does the name say that a pool, a session or the like is made?
  bool isCreation(const clang::FunctionDecl &Callee) const;

private:
  bool looksLikeMutex(const clang::CXXRecordDecl &Definition);
  bool looksLikeGuard(const clang::CXXRecordDecl &Definition);
  bool unlocks(const clang::Stmt *Body);
  bool isNamed(clang::QualType T) const;
  bool createsNoun(std::vector<std::string> Words, llvm::StringRef Class) const;

  Types &TypeFacts;
  std::vector<std::string> NeverSuspends, Verbs, Nouns;
  llvm::DenseMap<const clang::CXXRecordDecl *, bool> Mutexes;
  llvm::DenseMap<const clang::CXXRecordDecl *, bool> Guards;
};

} // namespace gridlock

#endif
