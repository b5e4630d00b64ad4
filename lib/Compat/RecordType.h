// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

/// \file
/// The type that a class declares.

#ifndef GRIDLOCK_COMPAT_RECORDTYPE_H
#define GRIDLOCK_COMPAT_RECORDTYPE_H

#include "clang/AST/ASTContext.h"
#include "clang/AST/Decl.h"
#include "clang/Basic/Version.h"

namespace gridlock {

inline clang::QualType recordType(const clang::ASTContext &Context,
                                  const clang::RecordDecl *Record) {
#if CLANG_VERSION_MAJOR < 22
  return Context.getRecordType(Record);
#else
  return Context.getCanonicalTagType(Record);
#endif
}

} // namespace gridlock

#endif
