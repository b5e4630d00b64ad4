// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Extract/Tail.h"
#include "clang/AST/DeclCXX.h"
#include "llvm/ADT/STLExtras.h"

using namespace clang;

namespace gridlock {

/// Can a copy of it be kept? A reference stands for what it refers to.
static bool canCopy(QualType T) {
  const CXXRecordDecl *Record = T->getAsCXXRecordDecl();
  if (T->isArrayType() || (Record && !Record->hasDefinition()))
    return false;
  if (!Record)
    return true;
  if (Record->needsImplicitCopyConstructor())
    return !Record->defaultedCopyConstructorIsDeleted();
  return llvm::any_of(Record->ctors(), [](const CXXConstructorDecl *C) {
    return C->isCopyConstructor() && !C->isDeleted() &&
           C->getAccess() == AS_public;
  });
}

/// How a lambda has captured a variable; null where it has not.
static const LambdaCapture *captureOf(const LambdaExpr *Lambda,
                                      const ValueDecl *D) {
  for (const LambdaCapture &Taken : Lambda->captures())
    if (D ? Taken.capturesVariable() && Taken.getCapturedVar() == D
          : Taken.capturesThis())
      return &Taken;
  return nullptr;
}

Tail::Tail(const LambdaExpr *Task, llvm::ArrayRef<Stmt *> Before,
           llvm::ArrayRef<Stmt *> Statements, const Stmt *Replaced,
           const BodyMap &Body)
    : Task(Task), Before(Before), Statements(Statements), Replaced(Replaced),
      Body(Body) {
  for (const Stmt *S : Statements)
    collect(S);
}

void Tail::collect(const Stmt *S) {
  if (!S || S == Replaced)
    return;
  if (const auto *Reference = dyn_cast<DeclRefExpr>(S)) {
    const ValueDecl *D = Reference->getDecl();
    const auto *Variable = dyn_cast<VarDecl>(D);
    // A constant need not be captured.
    if (((Variable && Variable->hasLocalStorage()) || isa<BindingDecl>(D)) &&
        Reference->isNonOdrUse() == NOUR_None && !llvm::is_contained(Used, D))
      Used.push_back(D);
  }
  if (isa<CXXThisExpr>(S) && !llvm::is_contained(Used, nullptr))
    Used.push_back(nullptr);
  collectOwn(S);
  for (const Stmt *Child : S->children())
    collect(Child);
}

/// What is declared in the tail itself.
void Tail::collectOwn(const Stmt *S) {
  if (const auto *Lambda = dyn_cast<LambdaExpr>(S)) {
    for (const ParmVarDecl *P : Lambda->getCallOperator()->parameters())
      Own.insert(P);
    for (const LambdaCapture &Taken : Lambda->captures())
      if (Taken.capturesVariable() && Lambda->isInitCapture(&Taken))
        Own.insert(Taken.getCapturedVar());
  }
  if (const auto *Declared = dyn_cast<DeclStmt>(S))
    for (const Decl *D : Declared->decls()) {
      Own.insert(D);
      if (const auto *Parts = dyn_cast<DecompositionDecl>(D))
        for (const BindingDecl *Part : Parts->bindings())
          Own.insert(Part);
    }
}

bool Tail::isOutside(const Stmt *S) const {
  return llvm::none_of(
      Statements, [&](const Stmt *Inside) { return Body.isWithin(S, Inside); });
}

/// Is it declared by the task, before the tail?
bool Tail::isOfTask(const ValueDecl *D) const {
  const auto *Variable = dyn_cast<VarDecl>(D);
  const DeclStmt *Declared = Variable ? Body.declaration(Variable) : nullptr;
  return Declared && Body.isWithin(Declared, Task->getBody());
}

/// May what \p Use is a part of change the variable later, or see it change?
bool Tail::isSharedBy(const ValueDecl *D, const Stmt *Use) const {
  const Stmt *S = Use, *Up = Body.parent(Use);
  for (; isa_and_nonnull<ParenExpr>(Up); Up = Body.parent(Up))
    S = Up;
  if (const auto *Address = dyn_cast_or_null<UnaryOperator>(Up))
    return Address->getOpcode() == UO_AddrOf;
  if (const auto *Declared = dyn_cast_or_null<DeclStmt>(Up))
    return llvm::any_of(Declared->decls(), [&](const Decl *Made) {
      const auto *Alias = dyn_cast<VarDecl>(Made);
      return Alias && Alias->getInit() == S &&
             Alias->getType()->isReferenceType();
    });
  // What a reference to const is given has one more cast.
  const auto *Call = dyn_cast_or_null<CallExpr>(Up);
  if (Call && !isa<CXXOperatorCallExpr>(Call) &&
      llvm::is_contained(Call->arguments(), S))
    return true;
  for (; Up && Up != Task; Up = Body.parent(Up))
    if (const auto *Lambda = dyn_cast<LambdaExpr>(Up))
      if (const LambdaCapture *Taken = captureOf(Lambda, D))
        return Taken->getCaptureKind() == LCK_ByRef;
  return false;
}

bool Tail::isShared(const ValueDecl *D) const {
  return llvm::any_of(Body.uses(D), [&](const Stmt *Use) {
    return isOutside(Use) && isSharedBy(D, Use);
  });
}

/// May what is made of \p S stand for a variable of the task's, or for a
/// temporary?
bool Tail::mayPointInto(const Stmt *S) const {
  if (!S)
    return false;
  if (const auto *Cast = dyn_cast<CastExpr>(S);
      Cast && Cast->getCastKind() == CK_LValueToRValue)
    return false;
  if (const auto *Named = dyn_cast<DeclRefExpr>(S);
      Named && isOfTask(Named->getDecl()))
    return true;
  const auto *Kept = dyn_cast<MaterializeTemporaryExpr>(S);
  return (Kept && Kept->getExtendingDecl()) ||
         llvm::any_of(S->children(),
                      [&](const Stmt *Child) { return mayPointInto(Child); });
}

/// How it is captured; empty where it cannot be.
std::string Tail::capture(const ValueDecl *D) const {
  const LambdaCapture *Taken = captureOf(Task, D);
  if (!D)
    return Taken && Taken->getCaptureKind() == LCK_This ? "this" : "";
  const auto *Variable = dyn_cast<VarDecl>(D);
  if (!Variable)
    return "";
  QualType T = D->getType();
  bool Reference = T->isReferenceType();
  if (Taken ? Taken->getCaptureKind() == LCK_ByRef : Reference) {
    bool Lives = Taken || (isOfTask(D) && !mayPointInto(Variable->getInit()));
    return Lives ? "&" + D->getNameAsString() : "";
  }
  if (!canCopy(T.getNonReferenceType()) ||
      (isOfTask(D) && (isShared(D) || (T->isAnyPointerType() &&
                                       mayPointInto(Variable->getInit())))))
    return "";
  return D->getNameAsString();
}

std::optional<std::string> Tail::captures() const {
  std::string List;
  for (const ValueDecl *D : Used) {
    if (Own.count(D))
      continue;
    std::string Entry = capture(D);
    if (Entry.empty())
      return std::nullopt;
    List += (List.empty() ? "" : ", ") + Entry;
  }
  return List;
}

/// Is there a destructor that somebody wrote for this program, or a lock?
static bool endsSomething(const VarDecl &Variable, Types &TypeFacts) {
  const CXXRecordDecl *Record = Variable.getType()->getAsCXXRecordDecl();
  if (!Record || !Record->hasDefinition())
    return false;
  if (const TypeModel *Model = TypeFacts.model(Record))
    return Model->Kind == TypeKind::Guard || Model->DestructorWaits;
  const CXXDestructorDecl *Destructor = Record->getDestructor();
  return Destructor && Destructor->isUserProvided() &&
         !TypeFacts.isSystem(Record);
}

bool Tail::mayRunLater(Types &TypeFacts) const {
  for (const Stmt *S : Before)
    if (const auto *Declared = dyn_cast<DeclStmt>(S))
      for (const Decl *D : Declared->decls())
        if (const auto *Variable = dyn_cast<VarDecl>(D);
            Variable && endsSomething(*Variable, TypeFacts))
          return false;
  return true;
}

} // namespace gridlock
