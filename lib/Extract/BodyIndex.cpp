// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Extract/BodyIndex.h"
#include "Extract/CoroutineTypes.h"

using namespace clang;

namespace gridlock {

const Expr *soleItem(const Expr *E) {
  const auto *List = dyn_cast<InitListExpr>(E);
  if (!List || List->getNumInits() != 1)
    return nullptr;
  // One of the same class is what the whole is made of, even of an aggregate.
  auto TypeOf = [](const Expr *Of) {
    return Of->getType().getCanonicalType().getUnqualifiedType();
  };
  return List->isGLValue() || List->getType()->isScalarType() ||
                 TypeOf(List) == TypeOf(List->getInit(0))
             ? List->getInit(0)
             : nullptr;
}

const Expr *withoutWrappers(const Expr *E) {
  while (E) {
    const Expr *Inner = E->IgnoreParenCasts();
    if (const auto *Cleanups = dyn_cast<ExprWithCleanups>(Inner))
      Inner = Cleanups->getSubExpr();
    else if (const auto *Temporary = dyn_cast<MaterializeTemporaryExpr>(Inner))
      Inner = Temporary->getSubExpr();
    else if (const auto *Bound = dyn_cast<CXXBindTemporaryExpr>(Inner))
      Inner = Bound->getSubExpr();
    else if (const auto *Default = dyn_cast<CXXDefaultInitExpr>(Inner))
      Inner = Default->getExpr();
    else if (const Expr *Item = soleItem(Inner))
      Inner = Item;
    else if (const auto *Construct = dyn_cast<CXXConstructExpr>(Inner);
             Construct && Construct->getNumArgs() >= 1 &&
             Construct->getConstructor()->isCopyOrMoveConstructor())
      Inner = Construct->getArg(0);
    if (Inner == E)
      return E;
    E = Inner;
  }
  return nullptr;
}

bool isNothing(const Expr *E) {
  E = withoutWrappers(E);
  if (const auto *Made = dyn_cast<CXXConstructExpr>(E))
    return Made->getNumArgs() == 0 || isNothing(Made->getArg(0));
  if (const auto *List = dyn_cast<InitListExpr>(E))
    return List->getNumInits() == 0;
  return isa<CXXNullPtrLiteralExpr, CXXDefaultArgExpr>(E);
}

void BodyIndex::note(const Expr *Made, Destination Where) {
  Made = withoutWrappers(Made);
  if (!Made)
    return;
  Destinations.try_emplace(Made, Where);
  // What is awaited makes its object as the coroutine goes on.
  if (const auto *Await = dyn_cast<CoawaitExpr>(Made))
    note(Await->getResumeExpr(), Where);
  // A smart pointer that is given a new object stands for the object.
  if (const auto *Construct = dyn_cast<CXXConstructExpr>(Made);
      Construct && Construct->getNumArgs() >= 1 &&
      TypeFacts.isKind(Construct->getType(), TypeKind::Pointer))
    note(Construct->getArg(0), Where);
  if (const auto *New = dyn_cast<CXXNewExpr>(Made))
    if (const Expr *Initializer = New->getInitializer())
      Destinations.try_emplace(withoutWrappers(Initializer), Where);
}

/// Can this statement be run again and again without anything else happening?
static bool isIdle(const Stmt *S, Types &TypeFacts, unsigned Depth = 0) {
  if (!S)
    return true;
  if (Depth > 12 || isa<ReturnStmt, BreakStmt, GotoStmt, CXXThrowExpr,
                        LambdaExpr, CoreturnStmt, CoawaitExpr>(S))
    return false;
  if (const auto *Call = dyn_cast<CallExpr>(S)) {
    const FunctionDecl *Callee = Call->getDirectCallee();
    if (!Callee || (isa<CXXMethodDecl>(Callee) &&
                    !cast<CXXMethodDecl>(Callee)->isStatic() &&
                    !isa<CXXOperatorCallExpr>(Call)))
      return false;
    const FunctionDecl *Body = nullptr;
    if (!TypeFacts.isSystem(Callee) && !Callee->getBuiltinID() &&
        !(Callee->hasBody(Body) &&
          isIdle(Body->getBody(), TypeFacts, Depth + 4)))
      return false;
    for (const Expr *Argument : Call->arguments())
      if (TypeFacts.isCallable(Argument->getType()))
        return false;
  }
  for (const Stmt *Child : S->children())
    if (!isIdle(Child, TypeFacts, Depth + 1))
      return false;
  return true;
}

static void collectTests(const Stmt *S,
                         llvm::DenseMap<const Expr *, bool> &Tests) {
  if (!S)
    return;
  if (const auto *Call = dyn_cast<CallExpr>(S))
    Tests[Call] = true;
  if (const auto *Cast = dyn_cast<ImplicitCastExpr>(S))
    Tests[Cast] = true;
  for (const Stmt *Child : S->children())
    collectTests(Child, Tests);
}

void BodyIndex::noteSpin(const Expr *Condition, const Stmt *LoopBody) {
  if (Condition && isIdle(LoopBody, TypeFacts))
    collectTests(Condition, Spins);
}

/// Notes a loop; false where the statement is none.
bool BodyIndex::noteLoop(const Stmt *S) {
  if (const auto *While = dyn_cast<WhileStmt>(S)) {
    noteSpin(While->getCond(), While->getBody());
  } else if (const auto *Do = dyn_cast<DoStmt>(S)) {
    noteSpin(Do->getCond(), Do->getBody());
  } else if (const auto *For = dyn_cast<ForStmt>(S)) {
    if (!For->getInc())
      noteSpin(For->getCond(), For->getBody());
  } else if (const auto *Range = dyn_cast<CXXForRangeStmt>(S)) {
    Ranges[Range->getLoopVariable()] = Range->getRangeInit();
  } else {
    return false;
  }
  return true;
}

/// Does an operator of the user's copy, which leaves what it copies as it is?
/// Then that is an object of its own.
static bool isCopiedByHand(const CXXOperatorCallExpr &Assign) {
  const auto *Method =
      dyn_cast_or_null<CXXMethodDecl>(Assign.getDirectCallee());
  return Method && Method->isCopyAssignmentOperator() &&
         !Method->isDefaulted() && Method->hasBody() &&
         Method->getParamDecl(0)->getType()->isReferenceType();
}

/// The temporary that an expression is, if it is one and nothing else refers to
/// it.
static const CXXBindTemporaryExpr *temporaryIn(const Expr *E) {
  E = E->IgnoreParenCasts();
  if (const auto *Temporary = dyn_cast<MaterializeTemporaryExpr>(E))
    E = Temporary->isBoundToLvalueReference()
            ? nullptr
            : Temporary->getSubExpr()->IgnoreParenCasts();
  return dyn_cast_or_null<CXXBindTemporaryExpr>(E);
}

/// Notes the temporaries that something is moved out of: by a copy that C++14
/// lets the compiler leave out, and that C++17 has not at all; or by the
/// library, that is given them to keep.
void BodyIndex::noteMoved(const Stmt *S) {
  auto Note = [&](const Expr *Given) {
    if (const CXXBindTemporaryExpr *Temporary = temporaryIn(Given))
      Moved.insert(Temporary);
  };
  if (const auto *Construct = dyn_cast<CXXConstructExpr>(S)) {
    if (Construct->isElidable() ||
        TypeFacts.isOpaque(Construct->getConstructor()))
      llvm::for_each(Construct->arguments(), Note);
  } else if (const auto *Call = dyn_cast<CallExpr>(S)) {
    const FunctionDecl *Callee = Call->getDirectCallee();
    // The first one of an operator is its object.
    const bool OfObject = isa<CXXOperatorCallExpr>(Call) &&
                          isa_and_nonnull<CXXMethodDecl>(Callee);
    if (Callee && TypeFacts.isOpaque(Callee))
      llvm::for_each(llvm::drop_begin(Call->arguments(), OfObject), Note);
  }
}

void BodyIndex::noteMade(const Stmt *S) {
  if (const auto *Declaration = dyn_cast<DeclStmt>(S)) {
    for (const Decl *D : Declaration->decls())
      if (const auto *Variable = dyn_cast<VarDecl>(D);
          Variable && Variable->getInit())
        note(Variable->getInit(), {Variable, nullptr, nullptr});
  } else if (const auto *Assign = dyn_cast<BinaryOperator>(S)) {
    if (Assign->getOpcode() == BO_Assign)
      note(Assign->getRHS(), {nullptr, nullptr, Assign->getLHS()});
  } else if (const auto *Operator = dyn_cast<CXXOperatorCallExpr>(S)) {
    if (Operator->getOperator() == OO_Equal && Operator->getNumArgs() == 2 &&
        !isCopiedByHand(*Operator))
      note(Operator->getArg(1), {nullptr, nullptr, Operator->getArg(0)});
  }
}

void BodyIndex::noteChanged(const Stmt *S) {
  const Expr *Target = nullptr;
  if (const auto *Assign = dyn_cast<BinaryOperator>(S))
    Target = Assign->isAssignmentOp() ? Assign->getLHS() : nullptr;
  else if (const auto *Step = dyn_cast<UnaryOperator>(S))
    Target = Step->isIncrementDecrementOp() || Step->getOpcode() == UO_AddrOf
                 ? Step->getSubExpr()
                 : nullptr;
  else if (const auto *Operator = dyn_cast<CXXOperatorCallExpr>(S))
    Target = Operator->isAssignmentOp() ||
                     Operator->getOperator() == OO_PlusPlus ||
                     Operator->getOperator() == OO_MinusMinus
                 ? Operator->getArg(0)
                 : nullptr;
  if (const auto *Named = dyn_cast_or_null<DeclRefExpr>(
          Target ? Target->IgnoreParenImpCasts() : nullptr))
    if (const auto *Variable = dyn_cast<VarDecl>(Named->getDecl()))
      Changed.insert(Variable);
}

static std::vector<const Expr *> callsIn(const Stmt *S) {
  std::vector<const Expr *> Found;
  std::vector<const Stmt *> Open{S};
  while (!Open.empty()) {
    const Stmt *Current = Open.back();
    Open.pop_back();
    if (!Current)
      continue;
    if (const auto *Call = dyn_cast<CallExpr>(Current))
      Found.push_back(Call);
    Open.insert(Open.end(), Current->child_begin(), Current->child_end());
  }
  return Found;
}

void BodyIndex::visit(const Stmt *S, const Stmt *Loop) {
  if (!S)
    return;
  if (noteLoop(S))
    Loop = S;
  noteMade(S);
  noteMoved(S);
  noteChanged(S);
  if (const auto *E = dyn_cast<Expr>(S);
      E && Loop && isa<CallExpr, CXXConstructExpr>(E))
    Loops[E] = Loop;
  if (const auto *Suspend = dyn_cast<CoroutineSuspendExpr>(S)) {
    if (const Expr *Awaited = awaitedBy(Suspend))
      Suspensions[withoutWrappers(Awaited)] = Suspend;
    Resumptions[withoutWrappers(Suspend->getResumeExpr())] = Suspend;
    for (const Expr *Asked :
         {Suspend->getReadyExpr(), Suspend->getSuspendExpr()})
      for (const Expr *Call : callsIn(Asked))
        Questions[Call] = Suspend;
  }
  if (const auto *Lambda = dyn_cast<LambdaExpr>(S)) {
    // The body is a function of its own; what is captured is made here.
    for (const Expr *Made : Lambda->capture_inits())
      visit(Made, Loop);
    return;
  }
  for (const Stmt *Child : S->children())
    visit(Child, Loop);
}

void BodyIndex::read(const FunctionDecl *Definition) {
  if (const auto *Constructor = dyn_cast<CXXConstructorDecl>(Definition))
    for (const CXXCtorInitializer *Initializer : Constructor->inits()) {
      if (Initializer->isAnyMemberInitializer())
        note(Initializer->getInit(),
             {nullptr, Initializer->getAnyMember(), nullptr});
      else
        note(Initializer->getInit(), {nullptr, nullptr, nullptr, true});
      visit(Initializer->getInit(), nullptr);
    }
  visit(Definition->getBody(), nullptr);
}

const BodyIndex::Destination *BodyIndex::destination(const Expr *E) const {
  auto Found = Destinations.find(withoutWrappers(E));
  return Found == Destinations.end() ? nullptr : &Found->second;
}

const Expr *BodyIndex::bound(const Stmt *Loop) {
  const Expr *Condition = nullptr;
  if (const auto *For = dyn_cast_or_null<ForStmt>(Loop))
    Condition = For->getCond();
  if (const auto *While = dyn_cast_or_null<WhileStmt>(Loop))
    Condition = While->getCond();
  Condition = Condition ? Condition->IgnoreParenImpCasts() : nullptr;
  if (const auto *Compare = dyn_cast_or_null<BinaryOperator>(Condition))
    return Compare->isComparisonOp() ? Compare->getRHS() : nullptr;
  if (const auto *Step = dyn_cast_or_null<UnaryOperator>(Condition))
    return Step->isIncrementDecrementOp() ? Step->getSubExpr() : nullptr;
  return nullptr;
}

} // namespace gridlock
