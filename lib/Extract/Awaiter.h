// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

/// \file
/// The awaiter that an operator gives, as far as its declarations tell.

#ifndef GRIDLOCK_EXTRACT_AWAITER_H
#define GRIDLOCK_EXTRACT_AWAITER_H

#include "clang/AST/DeclTemplate.h"
#include <optional>

namespace gridlock {

using TemplateArguments = llvm::ArrayRef<clang::TemplateArgument>;

/// A class, or the template that it will be made from, with its arguments: what
/// nobody has awaited is not instantiated.
struct AwaiterClass {
  const clang::CXXRecordDecl *Class = nullptr;
  TemplateArguments Given;
};

/// The class of an object that a template with these arguments makes.
AwaiterClass awaiterClass(clang::QualType T, TemplateArguments Given,
                          clang::ASTContext &Context);

/// What it is to await an object.
struct AwaitOutcome {
  clang::QualType Gives;  ///< canonical
  bool Consumes = true;   ///< it may take the object's value away
  bool Nodiscard = false; ///< a compiler complains where it is not used
};

/// By the methods of \p Awaiter, which are called in a coroutine with this
/// promise; nothing where they leave a doubt.
std::optional<AwaitOutcome> outcomeOf(const AwaiterClass &Awaiter,
                                      const clang::CXXRecordDecl &Promise);

/// Can anybody call it?
bool isPlainMethod(const clang::CXXMethodDecl &Method);

bool isNodiscard(const clang::FunctionDecl *F);

} // namespace gridlock

#endif
