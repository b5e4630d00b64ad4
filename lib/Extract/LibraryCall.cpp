// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

/// \file
/// Calls of the standard library that need no model of their own: containers,
/// iterators, algorithms. What a library object is given, it may give back.

#include "Extract/FunctionReader.h"

using namespace clang;

namespace gridlock {

void FunctionReader::readInvocation(const Operand &What, const CallSite &Site,
                                    bool Spreads) {
  unsigned First = 0;
  ValueId Called = What.What == Operand::Kind::Object
                       ? Site.Object
                       : submittedTask(What, Site, First);
  if (!Called)
    return;
  if (What.What == Operand::Kind::Object &&
      TypeFacts.isKind(Site.ObjectExpression->getType(), TypeKind::Task))
    Called = heldBy(Called);
  std::vector<ValueId> Arguments;
  for (; First < Site.Arguments.size(); ++First)
    addArgument(Site.Arguments[First], Spreads, Arguments);
  Event &Call = emit(EventKind::Call, Site.Where);
  Call.Text = Site.Callee->getNameAsString();
  Call.Object = Called;
  Call.Arguments = std::move(Arguments);
  Call.InLoop = Body.loop(Site.Expression) != nullptr;
  setResult(Site.Expression,
            resultOf(Facts.Events.size() - 1, Site.Expression->getType()));
}

/// The index of std::placeholders::_N, or -1.
static int placeholder(const Expr *E) {
  const auto *Reference = dyn_cast<DeclRefExpr>(withoutWrappers(E));
  if (!Reference)
    return -1;
  const auto *Space =
      dyn_cast<NamespaceDecl>(Reference->getDecl()->getDeclContext());
  int Number = 0;
  if (!Space || Space->getName() != "placeholders" ||
      llvm::StringRef(Reference->getDecl()->getName())
          .drop_front()
          .getAsInteger(10, Number))
    return -1;
  return Number - 1;
}

void FunctionReader::readBinding(const Operand &What, const CallSite &Site) {
  unsigned First = 0;
  Value Bound{ValueKind::Bound};
  Bound.Base = submittedTask(What, Site, First);
  for (; First < Site.Arguments.size(); ++First) {
    if (int Index = placeholder(Site.Arguments[First]); Index >= 0) {
      Value Placeholder{ValueKind::Placeholder};
      Placeholder.Number = Index;
      Bound.Parts.push_back(Table.intern(Placeholder));
    } else {
      Bound.Parts.push_back(valueOf(Site.Arguments[First]));
    }
  }
  ValueId Made = Bound.Base ? Table.intern(Bound) : 0;
  setResult(Site.Expression, Made);
  // It owns copies of what it is given.
  unsigned Owned = Facts.Events.size();
  for (const Expr *Argument : Site.Arguments)
    if (const TypeModel *Model = TypeFacts.model(
            Argument->getType().getNonReferenceType()->getAsCXXRecordDecl());
        Made && Model && Model->Owner != Ownership::None)
      destroyOwned(valueOf(Argument), Argument->getType(), *Model, Site.Where,
                   sourceText(Argument), 0);
  for (size_t I = Owned; I < Facts.Events.size(); ++I) {
    Facts.Events[I].WithClosure = true;
    Facts.Events[I].Task = Made;
  }
}

static bool isOfClass(const Expr &E, const CXXRecordDecl *Record) {
  const CXXRecordDecl *Type = E.getType()->getAsCXXRecordDecl();
  return Record && Type &&
         Type->getCanonicalDecl() == Record->getCanonicalDecl();
}

/// A function that makes what it returns, or a pointer to it.
void FunctionReader::readMakingResult(const CallSite &Site) {
  QualType Made = TypeFacts.pointee(Site.Expression->getType());
  if (Made.isNull())
    Made = Site.Expression->getType();
  // A copy stands for what it was made of.
  if (Site.Arguments.size() == 1 &&
      isOfClass(*Site.Arguments.front(), Made->getAsCXXRecordDecl()))
    if (ValueId Copied = valueOf(Site.Arguments.front())) {
      setResult(Site.Expression, Copied);
      return;
    }
  ValueId Object = freshFor(Site.Expression, Made);
  setResult(Site.Expression, Object);
  construct(Object, Made, Site.Arguments, nullptr, Site.Expression);
}

void FunctionReader::readMaking(const Operand &What, const CallSite &Site) {
  if (What.What == Operand::Kind::Result)
    return readMakingResult(Site);
  QualType Held = TypeFacts.heldType(Site.ObjectExpression->getType());
  // std::optional stands for what it holds.
  bool Stands =
      TypeFacts.isKind(Site.ObjectExpression->getType(), TypeKind::Pointer);
  ValueId Element = Stands ? Site.Object : elementOf(Site.Object);
  setResult(Site.Expression, Element);
  if (Held.isNull() || TypeFacts.isPlainTree(Held))
    return;
  const CXXRecordDecl *Record = Held->getAsCXXRecordDecl();
  bool Given = llvm::any_of(Site.Arguments, [&](const Expr *Argument) {
    return isOfClass(*Argument, Record);
  });
  bool Holds = !Record || TypeFacts.isKind(Held, TypeKind::Callable) ||
               TypeFacts.isKind(Held, TypeKind::Pointer) ||
               TypeFacts.isPair(*Record);
  if (Given || Holds) {
    for (const Expr *Argument : Site.Arguments)
      if (TypeFacts.isRelevant(Argument->getType()))
        bind(Element, contentOf(Argument, valueOf(Argument)), Site.Where);
    return;
  }
  if (Stands) {
    construct(Element, Held, Site.Arguments, nullptr, Site.Expression);
    return;
  }
  Value Fresh{ValueKind::Fresh, Builder.site(Site.Where, "element"),
              Builder.classOf(Held)};
  ValueId Object = Table.intern(Fresh);
  construct(Object, Held, Site.Arguments, nullptr, Site.Expression);
  bind(Element, Object, Site.Where);
}

/// An atomic pointer stands for what was stored in it.
void FunctionReader::readExchange(const CallSite &Site) {
  for (const Expr *Argument : Site.Arguments)
    if (TypeFacts.isRelevant(Argument->getType()))
      bind(Site.Object, valueOf(Argument), Site.Where);
  if (TypeFacts.isRelevant(Site.Expression->getType()))
    setResult(Site.Expression, Site.Object);
}

bool FunctionReader::asksForThread(const CallSite &Site) {
  return llvm::any_of(Site.Arguments, [&](const Expr *Argument) {
    return Table[valueOf(Argument)].Kind == ValueKind::CurrentThread;
  });
}

void FunctionReader::readLibraryCall(const CallSite &Site) {
  if (!TypeFacts.isStd(Site.Callee))
    release(lentGuard(Site), Site);
  if (asksForThread(Site)) {
    setResult(Site.Expression, Table.intern({ValueKind::Lookup}));
    return;
  }
  if (Site.HasObject ? readTied(Site) : readTupleGet(Site))
    return;
  if (Site.HasObject)
    readLibraryMethod(Site);
  else
    readLibraryFunction(Site);
}

static bool isReadOnly(const FunctionDecl *Callee) {
  const auto *Method = dyn_cast<CXXMethodDecl>(Callee);
  return Method && Method->isConst();
}

/// Does a method of the standard library end what its object holds?
bool FunctionReader::endsContent(const CallSite &Site) {
  if (Site.Callee->getOverloadedOperator() == OO_Equal)
    return TypeFacts.model(Site.ObjectExpression->getType()) &&
           isNothing(Site.Arguments[0]);
  return Site.Callee->getIdentifier() && (Site.Callee->getName() == "erase" ||
                                          Site.Callee->getName() == "clear");
}

void FunctionReader::endContent(const CallSite &Site) {
  QualType T = Site.ObjectExpression->getType();
  std::string Name = sourceText(Site.ObjectExpression);
  if (isLambdaOrCallable(T))
    return Emptied.count(Site.Object) ? void()
                                      : endCallable(Site.Object, Site.Where);
  // An element that is named by its key, or by an iterator, which stands for
  // it. Of a shared owner there was most often made a copy before.
  QualType Held = TypeFacts.heldType(T);
  if (Site.Arguments.size() == 1 && !TypeFacts.model(T) && !Held.isNull()) {
    const TypeModel *Owner = TypeFacts.model(Held->getAsCXXRecordDecl());
    QualType Named = Site.Arguments[0]->getType();
    ValueId Given = valueOf(Site.Arguments[0]);
    bool Iterator = Named->isRecordType() && TypeFacts.isRelevant(Named) &&
                    !TypeFacts.model(Named) && Given &&
                    (!Owner || Owner->Owner != Ownership::Shared);
    // What the iterator stands for may have been moved out before.
    if (Iterator && Emptied.count(elementOf(Given)))
      return;
    return destroy(Iterator ? Given : elementOf(Site.Object, Given), Held,
                   Site.Where, Name);
  }
  reset(Site.Object, T, Site.Where, Name);
}

/// Does a container put what it gives out into the argument, as `try_pop(x)`?
bool FunctionReader::isGivenOut(const CallSite &Site, const Expr *Argument) {
  // What is forwarded is given to it.
  const FunctionDecl *Written = Site.Callee->getTemplateInstantiationPattern();
  if (!Written)
    Written = Site.Callee;
  if (Types::isStd(Site.Callee) || Site.Callee->isOverloadedOperator() ||
      Written->getNumParams() != Site.Arguments.size())
    return false;
  const auto *At = llvm::find(Site.Arguments, Argument);
  QualType T = Written->getParamDecl(At - Site.Arguments.begin())->getType();
  return T->isLValueReferenceType() &&
         !T.getNonReferenceType().isConstQualified();
}

/// Does a container only look for what it is given? The overload for a
/// container that is not constant is not constant either.
static bool looksUp(const FunctionDecl &Callee) {
  static const llvm::StringRef Names[] = {"find", "lower_bound", "upper_bound",
                                          "equal_range"};
  return Callee.getIdentifier() && llvm::is_contained(Names, Callee.getName());
}

/// Is the container that is given left empty, as by splice and merge?
static bool takesAll(const FunctionDecl &Callee, size_t Arguments) {
  if (!Callee.getIdentifier())
    return false;
  return (Callee.getName() == "splice" && Arguments == 2) ||
         (Callee.getName() == "merge" && Arguments == 1);
}

/// What is put where containers in containers are not told apart: of a pair
/// that is made for it, or of a container, what that holds.
ValueId FunctionReader::contentOf(const Expr *Written, ValueId Given) {
  const CXXRecordDecl *Record =
      Written->getType().getNonReferenceType()->getAsCXXRecordDecl();
  if (!Given || !Record || !TypeFacts.isOpaque(Record) ||
      TypeFacts.model(Record) ||
      TypeFacts.heldType(Written->getType()).isNull())
    return Given;
  bool IsContainer = !TypeFacts.isPair(*Record);
  ValueKind Kind = Table[Given].Kind;
  return Kind == ValueKind::Fresh ||
                 (IsContainer &&
                  (Kind == ValueKind::Variable || Kind == ValueKind::Field))
             ? elementOf(Given)
             : Given;
}

/// What a method is given, its object holds from then on.
void FunctionReader::holdArgument(const CallSite &Site, const Expr *Argument) {
  QualType ObjectType = Site.ObjectExpression->getType();
  bool Assigns = Site.Callee->getOverloadedOperator() == OO_Equal;
  bool Swaps = Site.Callee->getIdentifier() && Site.Callee->getName() == "swap";
  ValueId Given = valueOf(Argument);
  const CXXRecordDecl *Left = ObjectType->getAsCXXRecordDecl();
  const CXXRecordDecl *Right = Argument->getType()->getAsCXXRecordDecl();
  bool Same =
      Left && Right && Left->getCanonicalDecl() == Right->getCanonicalDecl();
  bool Holder = TypeFacts.isKind(ObjectType, TypeKind::Pointer) ||
                TypeFacts.isKind(ObjectType, TypeKind::Callable);
  if (Swaps)
    return swapContents(Site.Object, Given, ObjectType, Site.Where);
  if (Holder || (Assigns && (Same || TypeFacts.model(ObjectType))))
    bind(Site.Object, Given, Site.Where);
  else
    bind(elementOf(Site.Object), contentOf(Argument, Given), Site.Where);
}

/// What a method of a container gives: itself, or an element.
void FunctionReader::readLibraryResult(const CallSite &Site) {
  OverloadedOperatorKind Operator = Site.Callee->getOverloadedOperator();
  if (isReadOnly(Site.Callee) &&
      Site.Expression->getType()->isIntegralOrEnumerationType()) {
    // A size speaks of its container.
    bool Empty =
        Site.Callee->getIdentifier() && Site.Callee->getName() == "empty";
    const ValueId Any = elementOf(Site.Object);
    setResult(Site.Expression, Empty ? notOf(Any) : Any);
  } else if (Operator == OO_Equal)
    setResult(Site.Expression, Site.Object);
  else if (Site.Arguments.size() == 1 &&
           (Operator == OO_Subscript ||
            (TypeFacts.isRelevant(Site.Expression->getType()) &&
             !TypeFacts.isRelevant(Site.Arguments[0]->getType()))))
    setResult(Site.Expression,
              elementOf(Site.Object, valueOf(Site.Arguments[0])));
  else if (TypeFacts.isRelevant(Site.Expression->getType()))
    setResult(Site.Expression,
              TypeFacts.isKind(Site.ObjectExpression->getType(), TypeKind::Sync)
                  ? Site.Object
                  : elementOf(Site.Object));
}

void FunctionReader::readLibraryMethod(const CallSite &Site) {
  QualType ObjectType = Site.ObjectExpression->getType();
  if (!TypeFacts.isRelevant(ObjectType))
    return;
  bool Assigns = Site.Callee->getOverloadedOperator() == OO_Equal;
  bool Ends = endsContent(Site);
  if (Ends)
    endContent(Site);
  // What is erased is told by a place in the container, not put there.
  bool Holds =
      (!Ends || Assigns) && !isReadOnly(Site.Callee) && !looksUp(*Site.Callee);
  if (takesAll(*Site.Callee, Site.Arguments.size()))
    noteEmptied(valueOf(Site.Arguments.back()),
                Site.Arguments.back()->getType(), Site.Where);
  for (const Expr *Argument : Site.Arguments)
    if (Holds && TypeFacts.isStored(Argument->getType()))
      isGivenOut(Site, Argument)
          ? bind(valueOf(Argument), elementOf(Site.Object), Site.Where)
          : holdArgument(Site, Argument);
  readLibraryResult(Site);
}

/// An algorithm runs its callable here, on elements of its ranges.
void FunctionReader::readAlgorithm(ValueId Called,
                                   const std::vector<ValueId> &Ranges,
                                   const CallSite &Site) {
  std::vector<ValueId> Elements;
  for (ValueId Range : Ranges)
    if (Elements.empty() || Elements.back() != elementOf(Range))
      Elements.push_back(elementOf(Range));
  Event &Call = emit(EventKind::Call, Site.Where);
  Call.Text = Site.Callee->getNameAsString();
  Call.Object = Called;
  Call.InLoop = true;
  unsigned Index = Facts.Events.size() - 1;
  // Which parameter is given which element is the algorithm's own matter.
  Call.Arguments.assign(4, anyOf(Elements));
  // What the callable returns may be stored in the ranges (generate,
  // transform).
  ValueId Result = resultOf(Index, QualType());
  for (ValueId Element : Elements)
    bind(Element, Result, Site.Where);
}

void FunctionReader::readLibraryFunction(const CallSite &Site) {
  std::vector<ValueId> Given;
  ValueId Called = 0;
  for (unsigned I = 0; I < Site.Arguments.size(); ++I) {
    const Expr *Argument = Site.Arguments[I];
    if (!TypeFacts.isRelevant(Argument->getType()))
      continue;
    ValueId What = valueOf(Argument);
    // A callable that is referred to is a value as any other, as in std::swap
    // and std::fill.
    if (TypeFacts.isCallable(Argument->getType()) && !Called &&
        I < Site.Callee->getNumParams() &&
        !Site.Callee->getParamDecl(I)->getType()->isReferenceType())
      Called = What;
    else
      Given.push_back(What);
  }
  if (Site.Callee->getIdentifier() && Site.Callee->getName() == "swap" &&
      Given.size() == 2)
    return swapContents(Given[0], Given[1], Site.Arguments[0]->getType(),
                        Site.Where);
  if (Called && Site.Arguments.size() > 1)
    readAlgorithm(Called, Given, Site);
  if (TypeFacts.isRelevant(Site.Expression->getType()))
    setResult(Site.Expression, anyOf(Given));
}

} // namespace gridlock
