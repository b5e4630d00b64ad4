// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

/// \file
/// What is moved from, and so owns nothing when it dies.

#include "Extract/BodyIndex.h"
#include "Extract/FunctionReader.h"

using namespace clang;

namespace gridlock {

/// What is moved from owns nothing any more.
void FunctionReader::noteEmptied(ValueId Object, QualType T,
                                 SourceLocation Where) {
  const CXXRecordDecl *Record = T.getNonReferenceType()->getAsCXXRecordDecl();
  const TypeModel *Model = TypeFacts.model(Record);
  // Where a guard is moved to, it ends as it would here.
  if (!Object || (Model && Model->Kind == TypeKind::Guard) ||
      TypeFacts.isPlainTree(T) || !Emptied.insert(Object).second)
    return;
  noteEmptied(Referred.lookup(Object), T, Where);
  // A record of the user's lets go of its parts.
  const bool OfUser =
      !Model && Record && !TypeFacts.isSystem(Record) && !Record->isLambda();
  if (!OfUser && (!Model || (Model->Owner == Ownership::None &&
                             Model->Kind != TypeKind::Callable)))
    return;
  Event &Moved = emit(EventKind::Bind, Where);
  Moved.Task = Object;
  Moved.Moves = true;
}

/// Two owners, or containers, change places.
void FunctionReader::swapContents(ValueId A, ValueId B, QualType T,
                                  SourceLocation Where) {
  bind(B, A, Where);
  // The local one is left with what the other one held.
  bool Local = Table[B].Kind == ValueKind::Variable;
  if (Local != (Table[A].Kind == ValueKind::Variable))
    noteEmptied(Local ? A : B, T, Where);
  bind(A, B, Where);
}

/// A local variable that is returned is moved from.
void FunctionReader::noteReturned(const Expr *What) {
  const Expr *Inner = withoutWrappers(What);
  const auto *Made = dyn_cast_or_null<CXXConstructExpr>(Inner);
  if (Made && Made->getNumArgs() == 1)
    Inner = withoutWrappers(Made->getArg(0));
  const auto *Named = dyn_cast_or_null<DeclRefExpr>(Inner);
  const auto *Local = Named ? dyn_cast<VarDecl>(Named->getDecl()) : nullptr;
  if (Local && Local->hasLocalStorage() && !Local->getType()->isReferenceType())
    noteEmptied(valueOf(Inner), Local->getType(), What->getExprLoc());
}

} // namespace gridlock
