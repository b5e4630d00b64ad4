// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

/// \file
/// A call: who is called, on what, with what; and what kind of call it is.

#include "Compat/RecordType.h"
#include "Extract/FunctionReader.h"
#include "clang/Basic/Builtins.h"

using namespace clang;

namespace gridlock {

SourceLocation nameOf(const CallExpr *Call) {
  if (const auto *Operator = dyn_cast<CXXOperatorCallExpr>(Call))
    return Operator->getOperator() == OO_Call ? Operator->getBeginLoc()
                                              : Operator->getOperatorLoc();
  const Expr *Callee = Call->getCallee()->IgnoreParenImpCasts();
  if (const auto *Member = dyn_cast<MemberExpr>(Callee))
    return Member->getMemberLoc().isValid() ? Member->getMemberLoc()
                                            : Call->getExprLoc();
  if (const auto *Reference = dyn_cast<DeclRefExpr>(Callee))
    return Reference->getLocation();
  return Call->getExprLoc();
}

static bool isComparison(OverloadedOperatorKind Operator) {
  return Operator == OO_EqualEqual || Operator == OO_ExclaimEqual ||
         Operator == OO_Less || Operator == OO_LessEqual ||
         Operator == OO_Greater || Operator == OO_GreaterEqual;
}

/// Does the object's class decide which method is called?
static bool isDispatched(const CallExpr *Call, const CXXMethodDecl *Method) {
  if (!Method->isVirtual())
    return false;
  const auto *Member =
      dyn_cast<MemberExpr>(Call->getCallee()->IgnoreParenImpCasts());
  return Member && !Member->hasQualifier();
}

bool FunctionReader::makeSite(const CallExpr *Call, CallSite &Site) {
  Site.Expression = Call;
  Site.Callee = Call->getDirectCallee();
  Site.Where = nameOf(Call);
  llvm::ArrayRef<const Expr *> Arguments(Call->getArgs(), Call->getNumArgs());
  const auto *Method = dyn_cast_or_null<CXXMethodDecl>(Site.Callee);
  if (isa<CXXOperatorCallExpr>(Call) && Method) {
    Site.ObjectExpression = Arguments.front();
    Arguments = Arguments.drop_front();
  } else if (const auto *Member = dyn_cast<CXXMemberCallExpr>(Call)) {
    if (!Method &&
        isa<CXXPseudoDestructorExpr>(Call->getCallee()->IgnoreParens()))
      return false;
    Site.ObjectExpression = Member->getImplicitObjectArgument();
  }
  Site.Arguments.append(Arguments.begin(), Arguments.end());
  Site.HasObject = Site.ObjectExpression && !(Method && Method->isStatic());
  if (Site.HasObject)
    Site.Object = valueOf(Site.ObjectExpression);
  return true;
}

/// The argument that a builtin is, whatever else it says of it; null for any
/// other call.
static const Expr *passedThrough(const CallExpr *Call) {
  switch (Call->getBuiltinCallee()) {
  case Builtin::BI__builtin_expect:
  case Builtin::BI__builtin_expect_with_probability:
  case Builtin::BI__builtin_addressof:
    return Call->getArg(0);
  default:
    return nullptr;
  }
}

void FunctionReader::readCall(const CallExpr *Call) {
  setResult(Call, 0);
  if (const Expr *Passed = passedThrough(Call))
    return setResult(Call, valueOf(Passed));
  if (const auto *Operator = dyn_cast<CXXOperatorCallExpr>(Call);
      Operator && isComparison(Operator->getOperator()) &&
      Call->getNumArgs() == 2) {
    setResult(Call, comparisonValue(Call->getArg(0), Call->getArg(1),
                                    BinaryOperator::getOverloadedOpcode(
                                        Operator->getOperator())));
    return;
  }
  CallSite Site;
  if (!makeSite(Call, Site))
    return;
  if (!Site.Callee)
    return readCalledValue(Site, Call->getCallee());
  if (const auto *Destructor = dyn_cast<CXXDestructorDecl>(Site.Callee))
    return destroy(Site.Object,
                   recordType(Builder.context(), Destructor->getParent()),
                   Site.Where, sourceText(Site.ObjectExpression));
  if (!readModelledCall(Site) && !readSpecialCall(Site)) {
    const auto *Method = dyn_cast<CXXMethodDecl>(Site.Callee);
    readPlainCall(Site, Method && isDispatched(Call, Method));
  }
}

/// Calls that are no calls of a function of the user's: of a callable, of the
/// standard library, of an operator that nobody wrote.
bool FunctionReader::readSpecialCall(const CallSite &Site) {
  const auto *Method = dyn_cast<CXXMethodDecl>(Site.Callee);
  QualType ObjectType =
      Site.HasObject ? Site.ObjectExpression->getType() : QualType();
  if (isa<CXXConversionDecl>(Site.Callee) && Method->getParent()->isLambda()) {
    setResult(Site.Expression, Site.Object);
    return true;
  }
  if (Site.Callee->getOverloadedOperator() == OO_Call &&
      (TypeFacts.isKind(ObjectType, TypeKind::Callable) ||
       (TypeFacts.isSystem(Site.Callee) && Types::isStd(Site.Callee)))) {
    readCalledValue(Site, Site.ObjectExpression);
    return true;
  }
  if (Body.isSpin(Site.Expression) && TypeFacts.isSystem(Site.Callee) &&
      (TypeFacts.isKind(ObjectType, TypeKind::Sync) ||
       TypeFacts.isKind(ObjectType, TypeKind::Pointer))) {
    Event &Wait = emit(EventKind::Wait, Site.Expression->getBeginLoc());
    Wait.Text = "while";
    Wait.Object = Site.Object;
    Wait.ObjectText = sourceText(Site.ObjectExpression);
    return true;
  }
  if (readCoroutineLock(Site) || readLockMethod(Site) || readCapabilities(Site))
    return true;
  if (Builder.want(Site.Callee))
    return false;
  if (TypeFacts.isOpaque(Site.Callee)) {
    readLibraryCall(Site);
    return true;
  }
  if (Method && Method->isDefaulted() &&
      (Method->isCopyAssignmentOperator() ||
       Method->isMoveAssignmentOperator())) {
    bind(Site.Object, valueOf(Site.Arguments[0]), Site.Where);
    setResult(Site.Expression, Site.Object);
    return true;
  }
  return false;
}

void FunctionReader::readCalledValue(const CallSite &Site,
                                     const Expr *CalleeExpression) {
  const Expr *Callee = CalleeExpression->IgnoreParens();
  std::vector<ValueId> Arguments;
  ValueId Called = 0;
  if (const auto *Pointer = dyn_cast<BinaryOperator>(Callee);
      Pointer && Pointer->isPtrMemOp()) {
    Called = valueOf(Pointer->getRHS());
    Arguments.push_back(valueOf(Pointer->getLHS()));
  } else {
    Called = valueOf(CalleeExpression);
  }
  if (!Called)
    return;
  for (const Expr *Argument : Site.Arguments)
    Arguments.push_back(valueOf(Argument));
  Event &Call = emit(EventKind::Call, Site.Where);
  Call.Text = sourceText(CalleeExpression);
  Call.Object = Called;
  Call.Arguments = std::move(Arguments);
  Call.InLoop = Body.loop(Site.Expression) != nullptr;
  setResult(Site.Expression,
            resultOf(Facts.Events.size() - 1, Site.Expression->getType()));
}

/// A call that may lead to a wait, or hand a task on.
void FunctionReader::noteGiven(const CallSite &Site) {
  Rewrites.wait(Site.Expression, Site.Where);
  for (unsigned I = 0; I < Site.Arguments.size(); ++I)
    if (TypeFacts.isCallable(Site.Arguments[I]->getType()))
      // What comes before the task may say how it is run.
      return noteSubmit(Site, Site.ObjectExpression, I ? ~0u : 0);
}

/// Returns whether the coroutine runs now, without that the caller awaits it.
bool FunctionReader::readCoroutineCall(const CallSite &Site,
                                       const CoroutineBodyStmt &Called,
                                       const std::vector<ValueId> &Arguments) {
  Value Coroutine{ValueKind::Coroutine};
  Coroutine.Base =
      Table.intern({ValueKind::Function, Builder.symbol(Site.Callee)});
  if (Site.HasObject)
    Coroutine.Parts.push_back(Site.Object);
  Coroutine.Parts.insert(Coroutine.Parts.end(), Arguments.begin(),
                         Arguments.end());
  setResult(Site.Expression, Table.intern(Coroutine));
  return !Body.suspension(Site.Expression) &&
         Builder.coroutines().startsAtOnce(Called);
}

void FunctionReader::readPlainCall(const CallSite &Site, bool Virtual) {
  std::vector<ValueId> Arguments;
  for (const Expr *Argument : Site.Arguments)
    Arguments.push_back(valueOf(Argument));
  const FunctionDecl *Definition = nullptr;
  const auto *Coroutine =
      Site.Callee->hasBody(Definition)
          ? dyn_cast<CoroutineBodyStmt>(Definition->getBody())
          : nullptr;
  if (Coroutine && !readCoroutineCall(Site, *Coroutine, Arguments))
    return;
  // A function of unknown body that returns untyped memory makes an object.
  if (!Definition && !Site.HasObject &&
      Site.Callee->getReturnType()->isVoidPointerType()) {
    setResult(Site.Expression,
              freshFor(Site.Expression, Site.Expression->getType()));
    return;
  }
  noteGiven(Site);
  ValueId Lent = Definition ? 0 : lentGuard(Site);
  Event &Call = emit(EventKind::Call, Site.Where);
  Call.Text = Site.Callee->getNameAsString();
  Call.Callee = Builder.symbol(Site.Callee);
  Call.Object = Site.Object;
  Call.ObjectText = sourceText(Site.ObjectExpression);
  Call.Virtual = Virtual;
  Call.Arguments = std::move(Arguments);
  Call.Released = Lent;
  Call.Begins = Coroutine;
  unsigned Index = Facts.Events.size() - 1;
  // Before the bound of its loop is read, of which it may be a part.
  if (!Coroutine)
    setResult(Site.Expression, resultOf(Index, Site.Expression->getType()));
  if (const Stmt *Loop = Body.loop(Site.Expression)) {
    ValueId Times = valueOf(BodyIndex::bound(Loop));
    Facts.Events[Index].InLoop = true;
    Facts.Events[Index].Times = Times;
  }
}

} // namespace gridlock
