// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

/// \file
/// What an expression denotes.

#include "Extract/FunctionReader.h"
#include "clang/AST/Attr.h"
#include "llvm/ADT/Hashing.h"

using namespace clang;

namespace gridlock {

ValueId FunctionReader::valueOf(const Expr *E) {
  if (!E)
    return 0;
  auto Found = Values.find(E);
  if (Found != Values.end())
    return Found->second;
  ValueId Computed = computeValue(E);
  // Reading a call notes its own value.
  return Values.try_emplace(E, Computed).first->second;
}

ValueId FunctionReader::computeValue(const Expr *E) {
  if (const auto *Paren = dyn_cast<ParenExpr>(E))
    return valueOf(Paren->getSubExpr());
  if (const auto *Cast = dyn_cast<CastExpr>(E))
    return valueOf(Cast->getSubExpr());
  if (const auto *Full = dyn_cast<FullExpr>(E))
    return valueOf(Full->getSubExpr());
  if (const auto *Temporary = dyn_cast<MaterializeTemporaryExpr>(E))
    return valueOf(Temporary->getSubExpr());
  if (const auto *Bound = dyn_cast<CXXBindTemporaryExpr>(E))
    return valueOf(Bound->getSubExpr());
  if (const auto *Default = dyn_cast<CXXDefaultArgExpr>(E))
    return valueOf(Default->getExpr());
  if (const auto *Default = dyn_cast<CXXDefaultInitExpr>(E))
    return valueOf(Default->getExpr());
  if (const auto *Replaced = dyn_cast<SubstNonTypeTemplateParmExpr>(E))
    return valueOf(Replaced->getReplacement());
  if (const auto *Rewritten = dyn_cast<CXXRewrittenBinaryOperator>(E))
    return valueOf(Rewritten->getSemanticForm());
  if (const auto *List = dyn_cast<CXXStdInitializerListExpr>(E))
    return valueOf(List->getSubExpr());
  if (const auto *Reference = dyn_cast<DeclRefExpr>(E))
    return variableValue(Reference->getDecl());
  if (const auto *Member = dyn_cast<MemberExpr>(E))
    return memberValue(Member);
  if (isa<CXXThisExpr>(E)) {
    ValueId This = Table.intern({ValueKind::This, 0, Facts.Class});
    if (!Facts.IsLambda)
      return This;
    Value Outer{ValueKind::Field, Builder.symbol("capture:this", "this"), Builder.classOf(E->getType()), This};
    return Table.intern(Outer);
  }
  if (const auto *Lambda = dyn_cast<LambdaExpr>(E))
    return closureValue(Lambda);
  if (const auto *New = dyn_cast<CXXNewExpr>(E)) {
    if (const Expr *Initializer = New->getInitializer();
        Initializer && isa<CXXConstructExpr, InitListExpr>(withoutWrappers(Initializer)))
      return valueOf(withoutWrappers(Initializer));
    return freshFor(E, E->getType()->getPointeeType());
  }
  if (const auto *Construct = dyn_cast<CXXConstructExpr>(E)) {
    readConstruction(Construct);
    return Values.lookup(E);
  }
  if (const auto *Call = dyn_cast<CallExpr>(E)) {
    readCall(Call);
    return Values.lookup(E);
  }
  if (const auto *Subscript = dyn_cast<ArraySubscriptExpr>(E)) {
    return elementOf(valueOf(Subscript->getBase()), valueOf(Subscript->getIdx()));
  }
  if (const auto *Unary = dyn_cast<UnaryOperator>(E)) {
    if (Unary->getOpcode() == UO_LNot) {
      Value Negated{ValueKind::Not};
      Negated.Base = valueOf(Unary->getSubExpr());
      return Negated.Base ? Table.intern(Negated) : 0;
    }
    if (Unary->getOpcode() == UO_AddrOf || Unary->getOpcode() == UO_Deref ||
        Unary->isIncrementDecrementOp())
      return valueOf(Unary->getSubExpr());
    return constantValue(E);
  }
  if (const auto *Binary = dyn_cast<BinaryOperator>(E)) {
    if (Binary->isComparisonOp())
      return comparisonValue(Binary->getLHS(), Binary->getRHS(), Binary->getOpcode());
    if (Binary->isLogicalOp()) {
      ValueId Left = valueOf(Binary->getLHS());
      return Left ? Left : valueOf(Binary->getRHS());
    }
    if (Binary->isAssignmentOp())
      return valueOf(Binary->getLHS());
    if (Binary->getOpcode() == BO_Comma)
      return valueOf(Binary->getRHS());
    if (Binary->getLHS()->getType()->isPointerType())
      return elementOf(valueOf(Binary->getLHS()));
    return constantValue(E);
  }
  if (const auto *Conditional = dyn_cast<AbstractConditionalOperator>(E))
    return anyOf({valueOf(Conditional->getTrueExpr()), valueOf(Conditional->getFalseExpr())});
  if (const auto *List = dyn_cast<InitListExpr>(E)) {
    ValueId Object = freshFor(E, E->getType());
    Values[E] = Object;
    const auto *Record = E->getType()->getAsRecordDecl();
    unsigned Index = 0;
    if (Record && !Record->isUnion()) {
      unsigned Bases = isa<CXXRecordDecl>(Record) ? cast<CXXRecordDecl>(Record)->getNumBases() : 0;
      Index = Bases;
      for (const FieldDecl *Field : Record->fields())
        if (Index < List->getNumInits())
          bind(fieldOf(Object, Field), valueOf(List->getInit(Index++)), E->getExprLoc());
    } else {
      for (const Expr *Item : List->inits())
        bind(elementOf(Object), valueOf(Item), E->getExprLoc());
    }
    return Object;
  }
  if (const auto *Await = dyn_cast<CoawaitExpr>(E))
    return valueOf(Await->getOperand());
  if (const auto *Opaque = dyn_cast<OpaqueValueExpr>(E))
    return valueOf(Opaque->getSourceExpr());
  if (const auto *Text = dyn_cast<StringLiteral>(E)) {
    // Not the text matters, but whether two are the same.
    Value Constant{ValueKind::Constant};
    Constant.Number = static_cast<int64_t>(llvm::hash_value(Text->getBytes()) & 0x7fffffff);
    return Table.intern(Constant);
  }
  if (isa<CXXNullPtrLiteralExpr, GNUNullExpr>(E))
    return Table.intern({ValueKind::Constant});
  return constantValue(E);
}

ValueId FunctionReader::constantValue(const Expr *E) {
  if (!E->getType()->isIntegralOrEnumerationType() || E->isValueDependent())
    return 0;
  Expr::EvalResult Result;
  if (!E->EvaluateAsInt(Result, Builder.context()))
    return 0;
  Value Constant{ValueKind::Constant};
  Constant.Number = lowBits(Result.Val.getInt());
  return Table.intern(Constant);
}

bool FunctionReader::isThreadLocal(const VarDecl *D) const {
  return D->getTLSKind() != VarDecl::TLS_None;
}

ValueId FunctionReader::variableValue(const ValueDecl *D) {
  if (const auto *Binding = dyn_cast<BindingDecl>(D))
    return valueOf(Binding->getBinding());
  if (const auto *Callee = dyn_cast<FunctionDecl>(D)) {
    Builder.want(Callee);
    return Table.intern({ValueKind::Function, Builder.symbol(Callee)});
  }
  if (const auto *Enumerator = dyn_cast<EnumConstantDecl>(D)) {
    Value Constant{ValueKind::Constant};
    Constant.Number = lowBits(Enumerator->getInitVal());
    return Table.intern(Constant);
  }
  const auto *Variable = dyn_cast<VarDecl>(D);
  if (!Variable)
    return 0;
  if (Captured.count(D)) {
    Value Capture{ValueKind::Field, Builder.symbol(D), Builder.classOf(D->getType()), Table.intern({ValueKind::This, 0, Facts.Class})};
    return Table.intern(Capture);
  }
  Value Found{ValueKind::Variable, 0, Builder.classOf(D->getType())};
  if (const auto *Parameter = dyn_cast<ParmVarDecl>(D);
      Parameter && Parameter->getFunctionScopeIndex() < Definition->getNumParams() &&
      Definition->getParamDecl(Parameter->getFunctionScopeIndex()) == Parameter) {
    Found.Kind = ValueKind::Parameter;
    Found.Number = Parameter->getFunctionScopeIndex();
    return Table.intern(Found);
  }
  Found.Name = Builder.symbol(D);
  if (Variable->hasGlobalStorage()) {
    Found.Kind = ValueKind::Global;
    if (isThreadLocal(Variable)) {
      Found.ThreadLocal = true;
      const APValue *Initial = nullptr;
      const VarDecl *Initialized = nullptr;
      if (const Expr *Start = Variable->getAnyInitializer(Initialized); Start && !Start->isValueDependent())
        Initial = Initialized->evaluateValue();
      if (Initial && Initial->isInt())
        Found.Number = lowBits(Initial->getInt());
    }
  }
  return Table.intern(Found);
}

ValueId FunctionReader::memberValue(const MemberExpr *Member) {
  const ValueDecl *D = Member->getMemberDecl();
  if (const auto *Field = dyn_cast<FieldDecl>(D))
    return fieldOf(valueOf(Member->getBase()), Field);
  return variableValue(D);
}

ValueId FunctionReader::fieldOf(ValueId Base, const FieldDecl *Field) {
  if (!Base || Types::isStd(Field))
    return Base; // what a pair or a tuple holds is not told apart
  Value Found{ValueKind::Field, Builder.symbol(Field), Builder.classOf(Field->getType()), Base};
  return Table.intern(Found);
}

ValueId FunctionReader::elementOf(ValueId Container, ValueId Index) {
  if (!Container)
    return 0;
  // Containers in containers, and their iterators, are not told apart.
  if (Table[Container].Kind == ValueKind::Element)
    return Container;
  if (Table[Container].Kind == ValueKind::Any) {
    std::vector<ValueId> Parts;
    for (ValueId Part : std::vector<ValueId>(Table[Container].Parts))
      Parts.push_back(elementOf(Part, Index));
    return anyOf(Parts);
  }
  Value Found{ValueKind::Element};
  Found.Base = Container;
  Found.Number = Table[Index].Kind == ValueKind::Constant ? Table[Index].Number : -1;
  if (Index && Found.Number < 0)
    Found.Parts = {Index};
  return Table.intern(Found);
}

ValueId FunctionReader::heldBy(ValueId Task) {
  Value Held{ValueKind::Held};
  Held.Base = Task;
  return Task ? Table.intern(Held) : 0;
}

ValueId FunctionReader::anyOf(llvm::ArrayRef<ValueId> Choices) {
  Value Any{ValueKind::Any};
  for (ValueId Choice : Choices)
    if (Choice && std::find(Any.Parts.begin(), Any.Parts.end(), Choice) == Any.Parts.end())
      Any.Parts.push_back(Choice);
  if (Any.Parts.empty())
    return 0;
  return Any.Parts.size() == 1 ? Any.Parts.front() : Table.intern(Any);
}

ValueId FunctionReader::resultOf(unsigned EventIndex, QualType T) {
  Value Result{ValueKind::Result, 0, Builder.classOf(T)};
  Result.Number = EventIndex;
  return Table.intern(Result);
}

ValueId FunctionReader::closureValue(const LambdaExpr *Lambda) {
  Value Closure{ValueKind::Closure};
  Closure.Name = Closure.Type = Builder.classSymbol(Lambda->getLambdaClass());
  auto Init = Lambda->capture_init_begin();
  for (const LambdaCapture &Taken : Lambda->captures()) {
    const Expr *What = *Init++;
    if (Taken.capturesVariable())
      Closure.Captures.push_back({Builder.symbol(Taken.getCapturedVar()), valueOf(What)});
    else if (Taken.capturesThis())
      Closure.Captures.push_back({Builder.symbol("capture:this", "this"), valueOf(What)});
  }
  return Table.intern(Closure);
}

static Comparison comparisonOf(BinaryOperatorKind Operator) {
  switch (Operator) {
  case BO_NE:
    return Comparison::NotEqual;
  case BO_LT:
    return Comparison::Less;
  case BO_LE:
    return Comparison::LessEqual;
  case BO_GT:
    return Comparison::Greater;
  case BO_GE:
    return Comparison::GreaterEqual;
  default:
    return Comparison::Equal;
  }
}

ValueId FunctionReader::comparisonValue(const Expr *Left, const Expr *Right,
                                        BinaryOperatorKind Operator) {
  Value Compare{ValueKind::Compare};
  Compare.Number = static_cast<int64_t>(comparisonOf(Operator));
  Compare.Parts = {valueOf(Left), valueOf(Right)};
  if (!Compare.Parts[0] && !Compare.Parts[1])
    return 0;
  return Table.intern(Compare);
}

} // namespace gridlock
