// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

/// \file
/// What is stored where: declarations, initializers, assignments.

#include "Extract/FunctionReader.h"

using namespace clang;

namespace gridlock {

Event &FunctionReader::store(ValueId To, ValueId From, SourceLocation Where) {
  Event &Stored = emit(EventKind::Bind, Where);
  Stored.Object = To;
  Stored.Task = From;
  Flow.event(Block, Facts.Events.size() - 1, 0, To);
  return Stored;
}

void FunctionReader::bind(ValueId To, ValueId From, SourceLocation Where) {
  if (!To || !From || To == From)
    return;
  store(To, From, Where);
  // What a reference is assigned lies where it was taken from.
  if (ValueId Place = Meant.lookup(To))
    bind(Place, From, Where);
}

/// Is it followed what a place of this type stands for? Of numbers and flags,
/// in the code of the user alone.
bool FunctionReader::isFollowed(QualType T) {
  return !TypeFacts.isPlainTree(T) &&
         (TypeFacts.isRelevant(T) || !TypeFacts.isSystem(Definition));
}

void FunctionReader::readDeclaration(const VarDecl *Variable) {
  if (!isFollowed(Variable->getType()))
    return;
  if (const Expr *Range = Body.range(Variable)) {
    ValueId Element = elementOf(valueOf(Range));
    bind(variableValue(Variable), Element, Variable->getLocation());
    if (Variable->getType()->isReferenceType())
      Meant[variableValue(Variable)] = Referred[variableValue(Variable)] =
          Element;
    return;
  }
  const Expr *Initializer = Variable->getInit();
  if (!Initializer)
    return;
  if (Variable->getType()->isReferenceType())
    Referred[variableValue(Variable)] = valueOf(Initializer);
  if (TypeFacts.isRelevant(Variable->getType()) ||
      Variable->getType()->isBooleanType())
    bind(variableValue(Variable), valueOf(Initializer),
         Variable->getLocation());
  else if (Variable->getType().isConstQualified() ||
           Variable->getType()->isIntegerType())
    if (ValueId Number = valueOf(Initializer))
      bind(variableValue(Variable), Number, Variable->getLocation());
}

void FunctionReader::readInitializer(const CXXCtorInitializer *Initializer) {
  const Expr *What = Initializer->getInit();
  ValueId This = Table.intern({ValueKind::This});
  if (Initializer->isBaseInitializer()) {
    // The constructor of a base was read as a statement, as an object of its
    // own, but for one that is inherited: it gets this one's parameters.
    if (const auto *Inherited =
            dyn_cast<CXXInheritedCtorInitExpr>(What->IgnoreImplicit()))
      readInherited(Inherited);
    return;
  }
  const FieldDecl *Field = Initializer->getAnyMember();
  if (!Field || !isFollowed(Field->getType()) || TypeFacts.isPartOfTree(*Field))
    return;
  if (!Builder.settled().isSettled(Field))
    return bind(fieldOf(This, Field), valueOf(What), What->getExprLoc());
  settle(Field, valueOf(What), What->getExprLoc());
}

/// The constructor gives the field a value that it keeps, known or not.
void FunctionReader::settle(const FieldDecl *Field, ValueId Given,
                            SourceLocation Where) {
  const ValueId Place = fieldOf(Table.intern({ValueKind::This}), Field);
  store(Place, Given, Where).Settles = true;
}

bool FunctionReader::isPartOfTree(const Expr *Place) {
  const auto *Member = dyn_cast<MemberExpr>(Place->IgnoreParenImpCasts());
  const auto *Field =
      Member ? dyn_cast<FieldDecl>(Member->getMemberDecl()) : nullptr;
  return Field && TypeFacts.isPartOfTree(*Field);
}

void FunctionReader::readAssignment(const Expr *To, const Expr *From) {
  QualType T = To->getType();
  if (T.isVolatileQualified())
    emit(EventKind::Signal, To->getExprLoc()).Object = valueOf(To);
  const bool Plain =
      T->isBooleanType() || T->isPointerType() || T->isEnumeralType();
  if ((!TypeFacts.isRelevant(T) && !Plain) || !isFollowed(T) ||
      isPartOfTree(To))
    return;
  const auto *Member = dyn_cast<MemberExpr>(To->IgnoreParens());
  const auto *Field = Member && Facts.IsConstructor
                          ? dyn_cast<FieldDecl>(Member->getMemberDecl())
                          : nullptr;
  if (Field && isa<CXXThisExpr>(Member->getBase()->IgnoreImplicit()) &&
      Builder.settled().isSettled(Field))
    return settle(Field, valueOf(From), To->getExprLoc());
  bind(valueOf(To), valueOf(From), To->getExprLoc());
}

} // namespace gridlock
