// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

/// \file
/// A call that a model knows: its effects become events.

#include "Extract/FunctionReader.h"
#include "clang/AST/APValue.h"

using namespace clang;

namespace gridlock {

static std::string typeName(QualType T) {
  T = T.getNonReferenceType();
  while (T->isPointerType())
    T = T->getPointeeType();
  if (const CXXRecordDecl *Record = T->getAsCXXRecordDecl())
    return modelName(*Record);
  if (const auto *Enumeration = T->getAs<EnumType>())
    return modelName(*Enumeration->getDecl());
  return T.getCanonicalType().getUnqualifiedType().getAsString();
}

static bool hasValue(const Expr *E, llvm::StringRef Wanted,
                     ASTContext &Context) {
  E = E->IgnoreParenImpCasts();
  if (Wanted == "nullptr")
    return !E->isValueDependent() &&
           E->isNullPointerConstant(Context, Expr::NPC_NeverValueDependent);
  // A method is named by its address.
  const auto *Address = dyn_cast<UnaryOperator>(E);
  if (const auto *Reference =
          dyn_cast<DeclRefExpr>(Address && Address->getOpcode() == UO_AddrOf
                                    ? Address->getSubExpr()->IgnoreParens()
                                    : E))
    if (modelName(*Reference->getDecl()) == Wanted)
      return true;
  Expr::EvalResult Result;
  if (E->isValueDependent() || !E->getType()->isIntegralOrEnumerationType() ||
      !E->EvaluateAsInt(Result, Context))
    return false;
  int64_t Number = lowBits(Result.Val.getInt());
  if (Wanted == "true" || Wanted == "false")
    return (Number != 0) == (Wanted == "true");
  int64_t Asked;
  return !Wanted.getAsInteger(10, Asked) && Asked == Number;
}

/// What a local variable that keeps its value starts with; or the expression
/// itself.
static const Expr *initial(const Expr *E, const BodyIndex &Body) {
  const auto *Named = dyn_cast<DeclRefExpr>(E->IgnoreParenImpCasts());
  const auto *Local = Named ? dyn_cast<VarDecl>(Named->getDecl()) : nullptr;
  return Local && Local->isLocalVarDecl() && Local->getInit() &&
                 !Body.isChanged(Local)
             ? Local->getInit()
             : E;
}

bool FunctionReader::matches(const CallModel &Model, const CallSite &Site) {
  unsigned Written =
      std::count_if(Site.Arguments.begin(), Site.Arguments.end(), isWritten);
  if (Model.Arguments && *Model.Arguments != Written)
    return false;
  if (Model.Parameters.size() > Site.Arguments.size())
    return false;
  for (unsigned I = 0; I < Model.Parameters.size(); ++I)
    if (!matchesName(Model.Parameters[I],
                     typeName(Site.Arguments[I]->getType())))
      return false;
  for (const ArgumentValue &Wanted : Model.Values)
    if (Wanted.Argument >= Site.Arguments.size() ||
        !hasValue(initial(Site.Arguments[Wanted.Argument], Body), Wanted.Value,
                  Builder.context()))
      return false;
  return true;
}

/// Is it a duration, or a number of milliseconds, of constant zero (or an
/// already passed time)?
static bool isZero(const Expr *E, const ASTContext &Context) {
  if (E->isValueDependent())
    return false;
  Expr::EvalResult Result;
  E = E->IgnoreImplicit();
  if (!E->EvaluateAsRValue(Result, Context, /*InConstantContext=*/true))
    return false;
  const APValue *V = &Result.Val;
  while (V->isStruct() && V->getStructNumFields() == 1)
    V = &V->getStructField(0);
  return (V->isInt() && V->getInt() == 0) ||
         (V->isFloat() && V->getFloat().isZero());
}

bool FunctionReader::isPoll(const WaitModel &Model, const CallSite &Site) {
  if (!Model.Timeout || *Model.Timeout >= Site.Arguments.size())
    return false;
  const Expr *Timeout = Site.Arguments[*Model.Timeout];
  // A variable that nobody changes is what it was made of.
  if (const auto *Named = dyn_cast<DeclRefExpr>(withoutWrappers(Timeout)))
    if (const auto *Variable = dyn_cast<VarDecl>(Named->getDecl());
        Variable && Variable->isLocalVarDecl() && Variable->getInit() &&
        !Body.isChanged(Variable))
      Timeout = Variable->getInit();
  return isZero(Timeout, Builder.context());
}

/// A limit that is a negative constant is none (Qt: -1 waits for ever).
static bool isNoLimit(const Expr *E, const ASTContext &Context) {
  Expr::EvalResult Result;
  return !E->isValueDependent() && E->getType()->isIntegerType() &&
         E->EvaluateAsInt(Result, Context) && Result.Val.getInt().isNegative();
}

void FunctionReader::applyWait(const WaitModel &Model, const CallSite &Site,
                               ValueId Released) {
  ValueId Target = operand(Model.Target, Site);
  Value Status{ValueKind::ReadyTest};
  Status.Base = Target;
  bool Limited = Model.Timeout ? *Model.Timeout < Site.Arguments.size() &&
                                     !isNoLimit(Site.Arguments[*Model.Timeout],
                                                Builder.context())
                               : Model.Mode == WaitMode::Timed;
  Status.Number = Limited && !Site.Expression->getType()->isBooleanType();
  ValueId Tested = Target ? Table.intern(Status) : 0;
  bool Spins = Body.isSpin(Site.Expression);
  if (Limited && !Values.lookup(Site.Expression))
    setResult(Site.Expression, Tested);
  if (isPoll(Model, Site) && !Spins)
    return;
  if (Model.Mode != WaitMode::Helps)
    Rewrites.wait(Site.Expression, Site.Where);
  Event &Wait = emit(EventKind::Wait, Site.Where);
  Wait.Object = Target;
  Wait.Text = Site.Callee ? Site.Callee->getNameAsString() : "";
  Wait.ObjectText = sourceText(Site.ObjectExpression);
  Wait.NeedsAll = Model.Needs == Need::All;
  Wait.InLoop = Body.loop(Site.Expression) != nullptr;
  Wait.OnFuture =
      Site.ObjectExpression &&
      TypeFacts.isKind(Site.ObjectExpression->getType(), TypeKind::Future);
  if (Model.Mode == WaitMode::Helps)
    Wait.Wait = WaitKind::Helps;
  else if (Limited && !Spins)
    Wait.Wait = WaitKind::Timed;
  Wait.Released = Released ? Released : releasedMeanwhile(Site);
  if (Wait.Wait == WaitKind::Blocks) {
    Value Ready{ValueKind::ReadyTest};
    Ready.Base = Target;
    Flow.event(Block, Facts.Events.size() - 1, Target ? Table.intern(Ready) : 0,
               0);
  }
  // What a future gives is what its task returned.
  if (!Limited && Target && TypeFacts.isRelevant(Site.Expression->getType()))
    setResult(Site.Expression, elementOf(Target));
}

void FunctionReader::applyConditions(const CallModel &Model,
                                     const CallSite &Site) {
  Value Test;
  if (Model.Ready) {
    Test.Kind = ValueKind::ReadyTest;
    Test.Base = operand(*Model.Ready, Site);
    if (Body.isSpin(Site.Expression) && Test.Base) {
      Event &Wait = emit(EventKind::Wait, Site.Where);
      Wait.Object = Test.Base;
      Wait.Text = Site.Callee->getNameAsString();
      Wait.ObjectText = sourceText(Site.ObjectExpression);
    }
  } else if (Model.Worker) {
    Test.Kind = ValueKind::WorkerTest;
    Test.Base = operand(*Model.Worker, Site);
  } else if (Model.CurrentThread) {
    Test.Kind = ValueKind::CurrentThread;
  } else if (Model.Compares && Site.Arguments.size() > 1) {
    setResult(Site.Expression,
              comparisonValue(Site.Arguments[0], Site.Arguments[1], BO_EQ));
  }
  if (Test.Kind != ValueKind::Unknown)
    setResult(Site.Expression, Table.intern(Test));
}

const CallModel *FunctionReader::chooseModel(const CallSite &Site) {
  const CallModel *Model = nullptr;
  for (const CallModel *Candidate : Builder.models(Site.Callee)) {
    if (Model && Model->Layer != Candidate->Layer)
      break;
    bool Conditional = Candidate->Arguments || !Candidate->Parameters.empty() ||
                       !Candidate->Values.empty();
    if (matches(*Candidate, Site) && (!Model || Conditional))
      Model = Candidate;
    if (Model && Conditional)
      break;
  }
  return Model;
}

/// What the call returns and holds.
void FunctionReader::applyValues(const CallModel &Model, const CallSite &Site) {
  if (Model.Same) {
    setResult(Site.Expression, operand(*Model.Same, Site));
    if (Model.Moves && !Site.Arguments.empty())
      noteEmptied(Values.lookup(Site.Expression), Site.Arguments[0]->getType(),
                  Site.Where);
    else if (Model.Moves && Site.HasObject)
      noteEmptied(Site.Object, Site.ObjectExpression->getType(), Site.Where);
  }
  if (Model.Binds)
    readBinding(*Model.Binds, Site);
  if (Model.Makes)
    readMaking(*Model.Makes, Site);
  for (const HoldModel &Hold : Model.Holds) {
    if (Hold.Holder.What == Operand::Kind::Result &&
        !Values.lookup(Site.Expression))
      setResult(Site.Expression,
                freshFor(Site.Expression, Site.Expression->getType()));
    ValueId Holder = operand(Hold.Holder, Site);
    if (Hold.What.What != Operand::Kind::EveryArgument)
      bind(Holder, operand(Hold.What, Site), Site.Where);
    else
      for (const Expr *Argument : Site.Arguments)
        bind(Holder, valueOf(Argument), Site.Where);
  }
  applyConditions(Model, Site);
  if (Model.Adapts) {
    ValueId Inner = operand(*Model.Adapts, Site);
    if (!Model.Same)
      setResult(Site.Expression,
                freshFor(Site.Expression, Site.Expression->getType()));
    Event &Adapt = emit(EventKind::Adapt, Site.Where);
    Adapt.Object = Values.lookup(Site.Expression);
    Adapt.Task = Inner;
    Adapt.OnFuture =
        TypeFacts.isKind(Site.Expression->getType(), TypeKind::Future);
  }
}

/// What the call does after it has submitted. \p Predicate is the event that
/// calls its callable, if there is one.
void FunctionReader::applyEvents(const CallModel &Model, const CallSite &Site,
                                 unsigned Predicate) {
  auto Simple = [&](EventKind Kind, const std::optional<Operand> &What) {
    ValueId Object = What ? operand(*What, Site) : 0;
    if (!Object)
      return;
    Event &Made = emit(Kind, Site.Where);
    Made.Object = Object;
    Made.Text = Site.Callee->getNameAsString();
    Made.ObjectText = sourceText(Site.ObjectExpression);
  };
  if (Model.Signal && Site.HasObject &&
      TypeFacts.isKind(Site.ObjectExpression->getType(), TypeKind::Sync)) {
    readExchange(Site);
    readSpinLock(Site);
  }
  Simple(EventKind::Signal, Model.Signal);
  applyLocks(Model, Site);
  Simple(EventKind::Join, Model.Join);
  if (Model.Join)
    Rewrites.wait(Site.Expression, Site.Where);
  unsigned Before = Facts.Events.size();
  Simple(EventKind::Run, Model.Run);
  // In a loop that goes on until the loop is stopped it would never return.
  if (Model.Run && !Model.Poll.empty() && !Body.loop(Site.Expression))
    Rewrites.loop(Site.Expression, Site.Where, Model.Poll);
  if (Facts.Events.size() > Before) {
    Facts.Events.back().NeedsAll = Model.Until == RunUntil::Stopped;
    Facts.Events.back().Wait =
        Model.Until == RunUntil::Time ? WaitKind::Timed : WaitKind::Blocks;
    Facts.Events.back().Fate = Model.Fate;
  }
  // What is replaced may have been nothing.
  if (Model.Ends && Model.Ends->What == Operand::Kind::Object &&
      llvm::all_of(Site.Arguments, isNothing))
    reset(Site.Object, Site.ObjectExpression->getType(), Site.Where,
          sourceText(Site.ObjectExpression));
  if (!Model.Wait)
    return;
  unsigned First = Facts.Events.size();
  applyWait(*Model.Wait, Site,
            Model.Release ? operand(*Model.Release, Site) : 0);
  // A condition variable waits only while its predicate is false.
  if (Model.Invoke && Predicate < First && First < Facts.Events.size())
    Flow.require(First, {resultOf(Predicate, QualType()), false});
}

/// The worker of an executor lets another task have its place, or takes it
/// back.
void FunctionReader::readLending(const CallSite &Site) {
  const TypeModel *Type =
      Site.ObjectExpression && Site.Callee->getIdentifier()
          ? TypeFacts.model(Site.ObjectExpression->getType())
          : nullptr;
  if (!Type || Type->Lends.empty())
    return;
  if (Site.Callee->getName() == Type->Lends)
    emit(EventKind::Lend, Site.Where).Object = Site.Object;
  else if (Site.Callee->getName() == Type->Reclaims)
    emit(EventKind::Reclaim, Site.Where).Object = Site.Object;
}

bool FunctionReader::readModelledCall(const CallSite &Site) {
  const CallModel *Model = chooseModel(Site);
  if (!Model || Model->Creates) // its body is read as any other
    return false;
  readLending(Site);
  applyValues(*Model, Site);
  unsigned Predicate = Facts.Events.size();
  if (Model->Invoke)
    readInvocation(*Model->Invoke, Site, Model->Spreads);
  if (Model->Repeats && Predicate < Facts.Events.size())
    Flow.event(Block, Facts.Events.size() - 1, resultOf(Predicate, QualType()),
               0);
  for (const std::optional<SubmitModel> *One : {&Model->Submit, &Model->Then})
    if (*One && ((*One)->Task.What != Operand::Kind::Coroutine ||
                 operand((*One)->Task, Site)))
      readSubmit(**One, *Model, Site);
  if (Model->Disconnect)
    readDisconnection(*Model->Disconnect, Site);
  applyEvents(*Model, Site, Predicate);
  return true;
}

} // namespace gridlock
