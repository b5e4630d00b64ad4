// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

/// \file
/// Clang's capability attributes: what they say of locks.

#include "Extract/FunctionReader.h"
#include "clang/AST/Attr.h"

using namespace clang;

namespace gridlock {

/// The object that a capability attribute names, seen from the call.
ValueId FunctionReader::capability(const Expr *E, const CallSite &Site) {
  E = E->IgnoreParenImpCasts();
  if (const auto *Address = dyn_cast<UnaryOperator>(E))
    return capability(Address->getSubExpr(), Site);
  if (isa<CXXThisExpr>(E))
    return Site.Object;
  if (const auto *Member = dyn_cast<MemberExpr>(E)) {
    const auto *Field = dyn_cast<FieldDecl>(Member->getMemberDecl());
    ValueId Base = capability(Member->getBase(), Site);
    return Field && Base ? fieldOf(Base, Field) : 0;
  }
  if (const auto *Reference = dyn_cast<DeclRefExpr>(E)) {
    if (const auto *Parameter = dyn_cast<ParmVarDecl>(Reference->getDecl())) {
      unsigned Index = Parameter->getFunctionScopeIndex();
      return Index < Site.Arguments.size() ? valueOf(Site.Arguments[Index]) : 0;
    }
    return valueOf(E);
  }
  return 0;
}

/// Does the function return true, or no zero, where it has acquired it?
static bool saysByTrue(const TryAcquireCapabilityAttr &A, ASTContext &Context) {
  bool IsTrue = true;
  return !A.getSuccessValue()->EvaluateAsBooleanCondition(IsTrue, Context) ||
         IsTrue;
}

/// Acquires what an attribute names, or the object itself; false where that is
/// nothing that is known.
bool FunctionReader::acquireNamed(llvm::ArrayRef<Expr *> Named, bool Shared,
                                  bool Tries, const CallSite &Site) {
  const auto *Method = dyn_cast<CXXMethodDecl>(Site.Callee);
  const bool Scoped =
      Method && Method->getParent()->hasAttr<ScopedLockableAttr>();
  llvm::SmallVector<ValueId, 2> Mutexes;
  for (const Expr *E : Named)
    Mutexes.push_back(capability(E, Site));
  if (Named.empty())
    Mutexes.push_back(Scoped ? heldBy(Site.Object) : Site.Object);
  bool Acquired = false;
  for (ValueId Mutex : Mutexes) {
    if (!Mutex)
      continue;
    if (Scoped && !Named.empty())
      bind(heldBy(Site.Object), Mutex, Site.Where);
    acquire(Mutex, Scoped ? Site.Object : 0, Site, QualType());
    Facts.Events.back().Shared = Shared;
    Facts.Events.back().Tries = Tries;
    Acquired = true;
  }
  return Acquired;
}

/// Clang's capability attributes say what a function acquires and releases;
/// they are believed where its body does not show it.
bool FunctionReader::readCapabilities(const CallSite &Site) {
  const FunctionDecl *Callee = Site.Callee;
  if (!Callee->hasAttr<AcquireCapabilityAttr>() &&
      !Callee->hasAttr<ReleaseCapabilityAttr>() &&
      !Callee->hasAttr<TryAcquireCapabilityAttr>())
    return false;
  if (!isPrimitive(*Callee))
    return false;
  for (const auto *A : Callee->specific_attrs<AcquireCapabilityAttr>())
    acquireNamed({A->args_begin(), A->args_size()}, A->isShared(), false, Site);
  for (const auto *A : Callee->specific_attrs<TryAcquireCapabilityAttr>())
    if (acquireNamed({A->args_begin(), A->args_size()}, A->isShared(), true,
                     Site))
      setAttempted(Site, !saysByTrue(*A, Builder.context()));
  for (const auto *A : Callee->specific_attrs<ReleaseCapabilityAttr>()) {
    if (!A->args_size())
      release(Site.Object, Site);
    for (const Expr *E : A->args())
      release(capability(E, Site), Site);
  }
  return true;
}

/// A function that requires a capability is entered with it held.
void FunctionReader::readRequiredLocks() {
  for (const auto *A : Definition->specific_attrs<RequiresCapabilityAttr>())
    for (const Expr *E : A->args()) {
      CallSite Site;
      Site.Where = Definition->getLocation();
      ValueId Mutex = valueOf(E);
      if (!Mutex)
        continue;
      acquire(Mutex, 0, Site, E->getType());
      Facts.Events.back().Adopts = true;
      Facts.Events.back().Shared = A->isShared();
      Facts.Events.back().ObjectText = sourceText(E);
    }
}

} // namespace gridlock
