// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

/// \file
/// Guards that are lent to a function, which may let go of them.

#include "Extract/FunctionReader.h"
#include "Extract/Rewriter.h"

using namespace clang;

namespace gridlock {

/// A guard that the callee is given, and could let go of.
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
  return 0;
}

} // namespace gridlock
