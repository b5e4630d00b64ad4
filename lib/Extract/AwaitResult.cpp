// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

/// \file
/// A coroutine that blocks until there is a result awaits it instead, whatever
/// the library: its declarations tell that this gives the same.

#include "Extract/BodyIndex.h"
#include "Extract/CoroutineTypes.h"
#include "Extract/Rewriter.h"
#include "llvm/ADT/STLExtras.h"

using namespace clang;

namespace gridlock {

/// What \p Known gives, if its operand is one like \p Operand.
static std::optional<AwaitOutcome> outcomeLike(const CoawaitExpr &Known,
                                               const AwaitOperand &Operand,
                                               ASTContext &Context) {
  const Expr *Awaited = asWritten(Known.getOperand());
  if (Awaited->getValueKind() != Operand.Category ||
      Awaited->getType().getCanonicalType() != Operand.Class.getCanonicalType())
    return std::nullopt;
  AwaitOutcome Made;
  QualType T = Known.getType();
  Made.Gives = (Known.isLValue()   ? Context.getLValueReferenceType(T)
                : Known.isXValue() ? Context.getRValueReferenceType(T)
                                   : T)
                   .getCanonicalType();
  if (const auto *Resume =
          dyn_cast_or_null<CallExpr>(withoutWrappers(Known.getResumeExpr())))
    Made.Nodiscard = isNodiscard(Resume->getDirectCallee());
  return Made;
}

/// What an await would give here. A promise may change what is awaited: then it
/// is known only from what the coroutine awaits already.
std::optional<AwaitOutcome>
Rewriter::outcomeOfAwait(const AwaitOperand &Operand,
                         const CoroutineBodyStmt &Coroutine) const {
  const CXXRecordDecl *Promise =
      Coroutine.getPromiseDecl()->getType()->getAsCXXRecordDecl();
  if (Promise && !hasMethod(Promise, "await_transform"))
    return outcomeOf(Operand, *Promise);
  for (const WaitSite &Wait : Waits)
    if (const auto *Known = dyn_cast<CoawaitExpr>(Wait.Wait))
      if (auto Made = outcomeLike(*Known, Operand, Builder.context()))
        return Made;
  return std::nullopt;
}

/// May a lock be held? A guard that is a variable tells until where.
bool Rewriter::isLockedAt(const Expr *Wait) const {
  return Acquired > Locks.size() ||
         llvm::any_of(Locks, [&](const LockSite &Lock) {
           const DeclStmt *Declared = Body->declaration(Lock.Guard);
           return !Declared || Body->isWithin(Wait, Body->parent(Declared));
         });
}

static bool isInLambda(const Stmt *S, const BodyMap &Body) {
  while (S && !isa<LambdaExpr>(S))
    S = Body.parent(S);
  return S;
}

static bool isLoop(const Stmt *S) {
  return isa<ForStmt, CXXForRangeStmt, WhileStmt, DoStmt>(S);
}

/// Is a variable, or this where it is null, used behind the wait, in the
/// statement around it, or in the next round of a loop?
bool Rewriter::isNeededAfter(const ValueDecl *D, const Stmt *Wait) const {
  const DeclStmt *Declared = Body->declaration(dyn_cast_or_null<VarDecl>(D));
  const Stmt *Block = Declared ? Body->parent(Declared) : nullptr;
  const Stmt *Whole = nullptr;
  bool Again = false;
  for (const Stmt *Up = Wait; Up && Up != Block; Up = Body->parent(Up)) {
    bool Repeats = Up != Wait && isLoop(Up);
    if (Repeats || (!Whole && !isa_and_nonnull<Expr>(Body->parent(Up))))
      Whole = Up;
    Again |= Repeats;
  }
  return llvm::any_of(Body->uses(D), [&](const Stmt *Use) {
    // A lambda may be called at any time.
    return Use->getBeginLoc().isMacroID() || isInLambda(Use, *Body) ||
           (!(Use->getBeginLoc() < Whole->getBeginLoc()) &&
            (Again || !Body->isWithin(Use, Wait)));
  });
}

/// May its value be taken away, since nobody asks for it later? An element of a
/// container is asked for once, in a loop over all of them.
bool Rewriter::isLastUse(const Expr *Object, const Stmt *Wait) const {
  const auto *Reference = dyn_cast<DeclRefExpr>(Object);
  const auto *Variable =
      Reference ? dyn_cast<VarDecl>(Reference->getDecl()) : nullptr;
  if (!Variable || !Variable->hasLocalStorage() ||
      Reference->refersToEnclosingVariableOrCapture() ||
      isNeededAfter(Variable, Wait))
    return false;
  if (!Variable->getType()->isReferenceType())
    return true;
  const DeclStmt *Declared = Body->declaration(Variable);
  const auto *Loop = dyn_cast_or_null<CXXForRangeStmt>(
      Declared ? Body->parent(Declared) : nullptr);
  const Expr *All = Loop ? asWritten(Loop->getRangeInit()) : nullptr;
  return All && !All->getType()->isReferenceType() && isLastUse(All, Loop) &&
         llvm::none_of(Body->uses(cast<DeclRefExpr>(All)->getDecl()),
                       [&](const Stmt *Use) {
                         return Use != All && Body->isWithin(Use, Loop);
                       });
}

/// Is a variable asked again behind by one of its methods? That would be a wait
/// still, though a short one: it is not known what was awaited before.
bool Rewriter::isAskedAgain(const Expr *Object, const Expr *Wait) const {
  const auto *Reference = dyn_cast<DeclRefExpr>(Object);
  return Reference &&
         llvm::any_of(Body->uses(Reference->getDecl()), [&](const Stmt *Use) {
           const Stmt *Up = Body->parent(Use);
           while (isa_and_nonnull<ImplicitCastExpr>(Up))
             Up = Body->parent(Up);
           return isa_and_nonnull<MemberExpr>(Up) &&
                  Wait->getEndLoc() < Use->getBeginLoc();
         });
}

/// May a coroutine that blocked end after its caller goes on? Somebody must be
/// told then when it ends, and nothing that it needs may have ended by then:
/// what a lambda has captured, or a temporary.
bool Rewriter::mayEndLater(const CoroutineBodyStmt &Coroutine,
                           const Expr *Wait) const {
  const auto *Initial = dyn_cast_or_null<CoawaitExpr>(
      withoutWrappers(dyn_cast_or_null<Expr>(Coroutine.getInitSuspendStmt())));
  if (Initial && !Builder.coroutines().neverSuspends(Initial))
    return true;
  QualType T = Definition->getReturnType();
  if (!TypeFacts.isKind(T, TypeKind::Future) &&
      !isAwaitedByMembers(T->getAsCXXRecordDecl()) &&
      llvm::none_of(Waits, [](const WaitSite &Other) {
        return isa<CoroutineSuspendExpr>(Other.Wait);
      }))
    return false;
  for (const ParmVarDecl *Parameter : Definition->parameters()) {
    QualType P = Parameter->getType();
    if ((P->isRValueReferenceType() ||
         (P->isLValueReferenceType() &&
          P->getPointeeType().isConstQualified())) &&
        isNeededAfter(Parameter, Wait))
      return false;
  }
  const auto *Method = dyn_cast<CXXMethodDecl>(Definition);
  if (!Method || !Method->getParent()->isLambda())
    return true;
  return llvm::none_of(
      Method->getParent()->captures(), [&](const LambdaCapture &Taken) {
        return (Taken.capturesThis() && isNeededAfter(nullptr, Wait)) ||
               (Taken.capturesVariable() &&
                isNeededAfter(Taken.getCapturedVar(), Wait));
      });
}

void Rewriter::awaitResult(const WaitSite &Wait) {
  const auto *Get = dyn_cast<CXXMemberCallExpr>(Wait.Wait);
  const CXXMethodDecl *Method = Get ? Get->getMethodDecl() : nullptr;
  const auto *Coroutine = dyn_cast<CoroutineBodyStmt>(Definition->getBody());
  const auto *Member =
      Get ? dyn_cast<MemberExpr>(Get->getCallee()->IgnoreParens()) : nullptr;
  if (!Coroutine || !Member || !Method || !Method->getIdentifier() ||
      Get->getNumArgs() || Member->isImplicitAccess())
    return;
  const Expr *Object = asWritten(Member->getBase());
  bool Pointer = Member->isArrow();
  if (Pointer && !isa<DeclRefExpr, MemberExpr>(Object))
    return;
  AwaitOperand Operand{Object->getType(), Object->getValueKind()};
  if (Pointer)
    Operand = {Object->getType()->getPointeeType(), VK_LValue};
  bool Modelled = TypeFacts.isKind(Operand.Class, TypeKind::Future);
  // What gives nothing may be any command.
  bool Gives = !Method->getReturnType()->isVoidType();
  bool Asks = Gives || Method->getName() == "get";
  if ((!Asks && !Modelled) || isLockedAt(Get) || !mayEndLater(*Coroutine, Get))
    return;
  auto Outcome = outcomeOfAwait(Operand, *Coroutine);
  if (!Outcome ||
      Outcome->Gives != Method->getReturnType().getCanonicalType() ||
      (Gives && Outcome->Nodiscard && isUnused(Get)) ||
      isAskedAgain(Object, Get) ||
      ((Outcome->Consumes || !Asks) && Operand.Category == VK_LValue &&
       (Pointer || !isLastUse(Object, Get))))
    return;
  Span Given = Text.span(Member->getBase()->getSourceRange());
  auto Awaited =
      Given ? awaitInstead(Get, (Pointer ? "*" : "") + Text.text(Given).str())
            : std::nullopt;
  if (Awaited)
    note(RewriteKind::AwaitResult, Wait.Where, SourceLocation(), {*Awaited},
         Asks ? "" : Method->getNameAsString());
}

} // namespace gridlock
