// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

/// \file
/// Guards and mutexes that a function may let go of, which is not in view.

#include "Extract/CoroutineTypes.h"
#include "Extract/FunctionReader.h"
#include "Extract/Rewriter.h"
#include "llvm/ADT/STLExtras.h"

using namespace clang;

namespace gridlock {

/// A guard that the callee is given, and could let go of; or a mutex, or a
/// guard, whose own method waits.
ValueId FunctionReader::lentGuard(const CallSite &Site) {
  const size_t Count =
      std::min<size_t>(Site.Arguments.size(), Site.Callee->getNumParams());
  for (size_t I = 0; I < Count; ++I) {
    QualType Asked = Site.Callee->getParamDecl(I)->getType();
    QualType Lent = Asked->getPointeeType();
    if (!Lent.isNull() && !Lent.isConstQualified() &&
        !Asked->isRValueReferenceType() &&
        TypeFacts.isKind(Lent, TypeKind::Guard) &&
        hasMethod(TypeFacts.record(Lent), "unlock"))
      return valueOf(Site.Arguments[I]);
  }
  // A mutex with a condition of its own.
  const bool Waits =
      Site.HasObject && Site.Callee->getIdentifier() &&
      llvm::is_contained(wordsOf(Site.Callee->getName()), "wait");
  return Waits && hasMethod(TypeFacts.record(Site.ObjectExpression->getType()),
                            "unlock")
             ? Site.Object
             : 0;
}

} // namespace gridlock
