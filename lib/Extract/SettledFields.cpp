// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Extract/SettledFields.h"
#include "Compat/PureVirtual.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/ExprCXX.h"
#include "llvm/ADT/STLExtras.h"

using namespace clang;

namespace gridlock {

/// Is it a number, a flag or a pointer?
static bool canSettle(const FieldDecl *Field) {
  QualType T = Field->getType();
  return Field->getIdentifier() && !T->isDependentType() &&
         !T.isVolatileQualified() && !Field->isBitField() &&
         (T->isIntegralOrEnumerationType() || T->isPointerType());
}

bool SettledFields::isSettled(const FieldDecl *Field) {
  const auto *Record = dyn_cast<CXXRecordDecl>(Field->getParent());
  if (!Record || !canSettle(Field) || Record->isUnion() || Record->isLambda())
    return false;
  if (Field->getType().isConstQualified())
    return true;
  if (Field->getAccess() != AS_private || Record->hasFriends())
    return false;
  const Uses &All = usesOf(Record);
  return All.AllInView && !All.Stored.count(Field->getName());
}

/// An assignment that the compiler writes gives each field another value.
static bool isAssigned(const CXXRecordDecl &Record) {
  return llvm::any_of(Record.methods(), [](const CXXMethodDecl *Method) {
    return Method->isDefaulted() && !Method->isDeleted() &&
           (Method->isCopyAssignmentOperator() ||
            Method->isMoveAssignmentOperator()) &&
           (Method->isUsed() || Method->isReferenced());
  });
}

const SettledFields::Uses &SettledFields::usesOf(const CXXRecordDecl *Record) {
  auto [Entry, New] = Known.try_emplace(Record);
  if (New) {
    Uses Found;
    addClass(Record, Found);
    Found.AllInView &= !isAssigned(*Record);
    Known[Record] = std::move(Found);
  }
  return Known[Record];
}

/// The name of a field that the expression is, in a template too.
static llvm::StringRef fieldName(const Stmt *S) {
  const NamedDecl *D = nullptr;
  if (const auto *Member = dyn_cast<MemberExpr>(S))
    D = Member->getMemberDecl();
  else if (const auto *Reference = dyn_cast<DeclRefExpr>(S))
    D = Reference->getDecl();
  else if (const auto *Later = dyn_cast<CXXDependentScopeMemberExpr>(S))
    if (const IdentifierInfo *Name = Later->getMember().getAsIdentifierInfo())
      return Name->getName();
  return D && isa<FieldDecl>(D) && D->getIdentifier() ? D->getName() : "";
}

/// `Field = …` of the constructor's own object: what it settles on is read.
static bool isOwnStore(const Stmt *S, const FunctionDecl *F) {
  const auto *Assign = dyn_cast<BinaryOperator>(S);
  if (!isa<CXXConstructorDecl>(F) || !Assign ||
      Assign->getOpcode() != BO_Assign)
    return false;
  const auto *Member = dyn_cast<MemberExpr>(Assign->getLHS()->IgnoreParens());
  return Member && isa<CXXThisExpr>(Member->getBase()->IgnoreImplicit()) &&
         (Member->getType()->isBooleanType() ||
          Member->getType()->isPointerType());
}

/// Adds the fields that are used other than to read them.
static void addStored(const Stmt *S, const FunctionDecl *F,
                      llvm::StringSet<> &Into) {
  if (!S)
    return;
  if (const auto *Cast = dyn_cast<ImplicitCastExpr>(S);
      Cast && Cast->getCastKind() == CK_LValueToRValue)
    if (const auto *Member =
            dyn_cast<MemberExpr>(Cast->getSubExpr()->IgnoreParens()))
      return addStored(Member->getBase(), F, Into);
  if (llvm::StringRef Name = fieldName(S); !Name.empty())
    Into.insert(Name);
  if (F && isOwnStore(S, F))
    return addStored(cast<BinaryOperator>(S)->getRHS(), F, Into);
  // What a lambda does, it may do later.
  if (const auto *Lambda = dyn_cast<LambdaExpr>(S))
    addStored(Lambda->getBody(), nullptr, Into);
  for (const Stmt *Child : S->children())
    addStored(Child, isa<LambdaExpr>(S) ? nullptr : F, Into);
}

void SettledFields::addFunction(const FunctionDecl *F, Uses &Into) {
  const auto *Method = dyn_cast<CXXMethodDecl>(F);
  if (F->isDeleted())
    return;
  if (Method && F->isDefaulted())
    return;
  const FunctionDecl *Definition = nullptr;
  const FunctionDecl *Pattern = F->getTemplateInstantiationPattern();
  if (!F->hasBody(Definition) && !(Pattern && Pattern->hasBody(Definition))) {
    if (!isPureVirtual(*F))
      Into.AllInView = false;
    return;
  }
  if (Definition->hasSkippedBody() || Definition->isInvalidDecl()) {
    Into.AllInView = false;
    return;
  }
  if (const auto *Constructor = dyn_cast<CXXConstructorDecl>(Definition))
    for (const CXXCtorInitializer *Initializer : Constructor->inits())
      addStored(Initializer->getInit(), Definition, Into.Stored);
  addStored(Definition->getBody(), Definition, Into.Stored);
}

void SettledFields::addClass(const CXXRecordDecl *Record, Uses &Into) {
  for (const Decl *D : Record->decls()) {
    if (const auto *Template = dyn_cast<FunctionTemplateDecl>(D))
      addFunction(Template->getTemplatedDecl(), Into);
    else if (const auto *F = dyn_cast<FunctionDecl>(D))
      addFunction(F, Into);
    else if (const auto *Field = dyn_cast<FieldDecl>(D))
      addStored(Field->getInClassInitializer(), nullptr, Into.Stored);
    else if (const auto *Class = dyn_cast<ClassTemplateDecl>(D))
      addClass(Class->getTemplatedDecl(), Into);
    else if (const auto *Inner = dyn_cast<CXXRecordDecl>(D);
             Inner && !Inner->isInjectedClassName() &&
             Inner->isThisDeclarationADefinition())
      addClass(Inner, Into);
    // A nested class that is defined elsewhere may store to it as well.
    else if (Inner && !Inner->isInjectedClassName() && !Inner->getDefinition())
      Into.AllInView = false;
  }
}

} // namespace gridlock
