// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

/// \file
/// What an expression denotes.

#include "Extract/FunctionReader.h"
#include "clang/AST/Attr.h"
#include "llvm/ADT/Hashing.h"

using namespace clang;

namespace gridlock {

ValueId FunctionReader::valueOf(const Expr *E) {
  // What does not compile may have no type.
  if (!E || E->getType().isNull())
    return 0;
  auto Found = Values.find(E);
  if (Found != Values.end())
    return Found->second;
  ValueId Computed = computeValue(E);
  // Reading a call notes its own value.
  return Values.try_emplace(E, Computed).first->second;
}

/// What an expression is only a wrapper of, or null.
static const Expr *wrapped(const Expr *E) {
  if (const auto *Paren = dyn_cast<ParenExpr>(E))
    return Paren->getSubExpr();
  if (const auto *Cast = dyn_cast<CastExpr>(E))
    return Cast->getSubExpr();
  if (const auto *Full = dyn_cast<FullExpr>(E))
    return Full->getSubExpr();
  if (const auto *Temporary = dyn_cast<MaterializeTemporaryExpr>(E))
    return Temporary->getSubExpr();
  if (const auto *Bound = dyn_cast<CXXBindTemporaryExpr>(E))
    return Bound->getSubExpr();
  if (const auto *Default = dyn_cast<CXXDefaultArgExpr>(E))
    return Default->getExpr();
  if (const auto *Default = dyn_cast<CXXDefaultInitExpr>(E))
    return Default->getExpr();
  if (const auto *Replaced = dyn_cast<SubstNonTypeTemplateParmExpr>(E))
    return Replaced->getReplacement();
  if (const auto *Rewritten = dyn_cast<CXXRewrittenBinaryOperator>(E))
    return Rewritten->getSemanticForm();
  if (const auto *List = dyn_cast<CXXStdInitializerListExpr>(E))
    return List->getSubExpr();
  if (const auto *Await = dyn_cast<CoawaitExpr>(E))
    return Await->getOperand();
  if (const auto *Opaque = dyn_cast<OpaqueValueExpr>(E))
    return Opaque->getSourceExpr();
  return soleItem(E);
}

ValueId FunctionReader::newValue(const CXXNewExpr *New) {
  const Expr *Given = New->getInitializer();
  const Expr *Made = Given ? withoutWrappers(Given) : nullptr;
  if (Made && isa<CXXConstructExpr, InitListExpr>(Made))
    return valueOf(Made);
  // A copy stands for what it was made of.
  if (Given && isa<CXXConstructExpr>(Given->IgnoreImplicit()))
    if (ValueId Copied = valueOf(Given))
      return Copied;
  return freshFor(New, New->getType()->getPointeeType());
}

ValueId FunctionReader::computeValue(const Expr *E) {
  if (const Expr *Inner = wrapped(E))
    return valueOf(Inner);
  if (const auto *Reference = dyn_cast<DeclRefExpr>(E))
    return variableValue(Reference->getDecl());
  if (const auto *Member = dyn_cast<MemberExpr>(E))
    return memberValue(Member);
  if (isa<CXXThisExpr>(E))
    return thisValue(E);
  if (const auto *Lambda = dyn_cast<LambdaExpr>(E))
    return closureValue(Lambda);
  if (const auto *New = dyn_cast<CXXNewExpr>(E))
    return newValue(New);
  if (const auto *Construct = dyn_cast<CXXConstructExpr>(E)) {
    readConstruction(Construct);
    return Values.lookup(E);
  }
  if (const auto *Call = dyn_cast<CallExpr>(E)) {
    readCall(Call);
    return Values.lookup(E);
  }
  if (const auto *Subscript = dyn_cast<ArraySubscriptExpr>(E))
    return elementOf(valueOf(Subscript->getBase()),
                     valueOf(Subscript->getIdx()));
  if (const auto *Unary = dyn_cast<UnaryOperator>(E))
    return unaryValue(Unary);
  if (const auto *Binary = dyn_cast<BinaryOperator>(E))
    return binaryValue(Binary);
  if (const auto *Conditional = dyn_cast<AbstractConditionalOperator>(E))
    return anyOf({valueOf(Conditional->getTrueExpr()),
                  valueOf(Conditional->getFalseExpr())});
  if (const auto *List = dyn_cast<InitListExpr>(E))
    return listValue(List);
  return constantValue(E);
}

ValueId FunctionReader::thisValue(const Expr *E) {
  ValueId This = Table.intern({ValueKind::This, 0, Facts.Class});
  if (!Facts.IsLambda)
    return This;
  Value Outer{ValueKind::Field, Builder.symbol("capture:this", "this"),
              Builder.classOf(E->getType()), This};
  return Table.intern(Outer);
}

ValueId FunctionReader::unaryValue(const UnaryOperator *Unary) {
  if (Unary->getOpcode() == UO_LNot)
    return notOf(valueOf(Unary->getSubExpr()));
  // A pointer and what it points to are one.
  if (Unary->getOpcode() == UO_AddrOf || Unary->getOpcode() == UO_Deref ||
      Unary->isIncrementDecrementOp())
    return valueOf(Unary->getSubExpr());
  return constantValue(Unary);
}

ValueId FunctionReader::binaryValue(const BinaryOperator *Binary) {
  if (Binary->isComparisonOp())
    return comparisonValue(Binary->getLHS(), Binary->getRHS(),
                           Binary->getOpcode());
  if (Binary->isLogicalOp())
    return logicalValue(Binary);
  if (Binary->isAssignmentOp())
    return valueOf(Binary->getLHS());
  if (Binary->getOpcode() == BO_Comma)
    return valueOf(Binary->getRHS());
  if (Binary->getLHS()->getType()->isPointerType())
    return elementOf(valueOf(Binary->getLHS()));
  return constantValue(Binary);
}

ValueId FunctionReader::notOf(ValueId Condition) {
  Value Negated{ValueKind::Not};
  Negated.Base = Condition;
  return Condition ? Table.intern(Negated) : 0;
}

/// `a || b` is `!(!a && !b)`.
ValueId FunctionReader::logicalValue(const BinaryOperator *Binary) {
  bool Or = Binary->getOpcode() == BO_LOr;
  Value All{ValueKind::All};
  for (const Expr *Side : {Binary->getLHS(), Binary->getRHS()})
    if (ValueId Part = valueOf(Side))
      All.Parts.push_back(Or ? notOf(Part) : Part);
  if (All.Parts.empty())
    return 0;
  ValueId Whole = Table.intern(All);
  return Or ? notOf(Whole) : Whole;
}

ValueId FunctionReader::listValue(const InitListExpr *List) {
  ValueId Object = freshFor(List, List->getType());
  fill(Object, List);
  return Object;
}

/// What a braced list makes, as \p Object.
void FunctionReader::fill(ValueId Object, const InitListExpr *List) {
  Values[List] = Object;
  const auto *Record = List->getType()->getAsRecordDecl();
  if (!Record || Record->isUnion()) {
    for (const Expr *Item : List->inits())
      if (!TypeFacts.isPlainTree(Item->getType()))
        bind(elementOf(Object), valueOf(Item), List->getExprLoc());
    return;
  }
  // The bases come before the fields.
  const auto *Class = dyn_cast<CXXRecordDecl>(Record);
  unsigned Index = Class ? Class->getNumBases() : 0;
  for (const FieldDecl *Field : Record->fields()) {
    if (Index >= List->getNumInits())
      return;
    const Expr *Item = List->getInit(Index++);
    const auto *Inner = dyn_cast<InitListExpr>(Item->IgnoreImplicit());
    ValueId Part = fieldOf(Object, Field);
    if (Inner && Inner->getType()->isRecordType() && !soleItem(Inner)) {
      fill(Part, Inner);
      continue;
    }
    if (const Expr *Made = withoutWrappers(Item))
      PartOfList[Made] = Part;
    if (ValueId Given = valueOf(Item); Given != Part)
      bind(Part, Given, List->getExprLoc());
  }
}

ValueId FunctionReader::textValue(const StringLiteral *Text) {
  // Not the text matters, but whether two are the same.
  Value Constant{ValueKind::Constant};
  Constant.Number =
      static_cast<int64_t>(llvm::hash_value(Text->getBytes()) & 0x7fffffff);
  return Table.intern(Constant);
}

ValueId FunctionReader::constantValue(const Expr *E) {
  if (const auto *Text = dyn_cast<StringLiteral>(E))
    return textValue(Text);
  if (isa<CXXNullPtrLiteralExpr, GNUNullExpr>(E))
    return Table.intern({ValueKind::Constant});
  if (!E->getType()->isIntegralOrEnumerationType() || E->isValueDependent())
    return 0;
  Expr::EvalResult Result;
  if (!E->EvaluateAsInt(Result, Builder.context()))
    return 0;
  return numberValue(lowBits(Result.Val.getInt()));
}

ValueId FunctionReader::numberValue(int64_t Number) {
  Value Constant{ValueKind::Constant};
  Constant.Number = Number;
  return Table.intern(Constant);
}

/// The number that a variable starts with; 0 where that is not a constant.
static int64_t initialNumber(const VarDecl *Variable) {
  const VarDecl *Initialized = nullptr;
  const Expr *Start = Variable->getAnyInitializer(Initialized);
  const APValue *Initial = Start && !Start->isValueDependent()
                               ? Initialized->evaluateValue()
                               : nullptr;
  return Initial && Initial->isInt() ? lowBits(Initial->getInt()) : 0;
}

ValueId FunctionReader::variableValue(const ValueDecl *D) {
  if (const auto *Binding = dyn_cast<BindingDecl>(D)) {
    // Not each Clang declares the variable behind a tuple's part in the graph.
    const VarDecl *Holding = Binding->getHoldingVar();
    return valueOf(Holding && Holding->getInit() ? Holding->getInit()
                                                 : Binding->getBinding());
  }
  if (const auto *Callee = dyn_cast<FunctionDecl>(D)) {
    Builder.want(Callee);
    return Table.intern({ValueKind::Function, Builder.symbol(Callee)});
  }
  if (const auto *Enumerator = dyn_cast<EnumConstantDecl>(D))
    return numberValue(lowBits(Enumerator->getInitVal()));
  const auto *Variable = dyn_cast<VarDecl>(D);
  return Variable ? localValue(Variable) : 0;
}

ValueId FunctionReader::localValue(const VarDecl *Variable) {
  const ValueDecl *D = Variable;
  if (Captured.count(D)) {
    Value Capture{ValueKind::Field, Builder.symbol(D),
                  Builder.classOf(D->getType()),
                  Table.intern({ValueKind::This, 0, Facts.Class})};
    return Table.intern(Capture);
  }
  Value Found{ValueKind::Variable, 0, Builder.classOf(D->getType())};
  if (const auto *Parameter = dyn_cast<ParmVarDecl>(D);
      Parameter &&
      Parameter->getFunctionScopeIndex() < Definition->getNumParams() &&
      Definition->getParamDecl(Parameter->getFunctionScopeIndex()) ==
          Parameter) {
    Found.Kind = ValueKind::Parameter;
    Found.Number = Parameter->getFunctionScopeIndex();
    return Table.intern(Found);
  }
  Found.Name = Builder.symbol(D);
  if (Variable->hasGlobalStorage()) {
    Found.Kind = ValueKind::Global;
    Found.ThreadLocal = Variable->getTLSKind() != VarDecl::TLS_None;
    Found.Number = Found.ThreadLocal ? initialNumber(Variable) : 0;
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
  Value Found{ValueKind::Field, Builder.symbol(Field),
              Builder.classOf(Field->getType()), Base};
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
  Found.Number =
      Table[Index].Kind == ValueKind::Constant ? Table[Index].Number : -1;
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
    if (Choice && std::find(Any.Parts.begin(), Any.Parts.end(), Choice) ==
                      Any.Parts.end())
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
      Closure.Captures.push_back(
          {Builder.symbol(Taken.getCapturedVar()), valueOf(What)});
    else if (Taken.capturesThis())
      Closure.Captures.push_back(
          {Builder.symbol("capture:this", "this"), valueOf(What)});
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
