// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

/// \file
/// What the operands of a model stand for in a call.

#include "Extract/FunctionReader.h"

using namespace clang;

namespace gridlock {

bool FunctionReader::isWritten(const Expr *E) {
  return !isa<CXXDefaultArgExpr>(E);
}

int FunctionReader::lastWritten(const CallSite &Site) {
  for (int I = Site.Arguments.size(); I-- > 0;)
    if (isWritten(Site.Arguments[I]))
      return I;
  return -1;
}

ValueId FunctionReader::wholeOperand(const Operand &What,
                                     const CallSite &Site) {
  switch (What.What) {
  case Operand::Kind::Object:
    return Site.Object;
  case Operand::Kind::Result:
    return Values.lookup(Site.Expression);
  case Operand::Kind::Argument:
    return What.Index < Site.Arguments.size()
               ? valueOf(Site.Arguments[What.Index])
               : 0;
  case Operand::Kind::LastArgument:
    return lastWritten(Site) < 0 ? 0
                                 : valueOf(Site.Arguments[lastWritten(Site)]);
  case Operand::Kind::Callable:
    for (const Expr *Argument : Site.Arguments)
      if (TypeFacts.isCallable(Argument->getType()))
        return valueOf(Argument);
    return 0;
  case Operand::Kind::Global: {
    Value Global{ValueKind::Global,
                 Builder.symbol("model:" + What.Name, What.Name)};
    return Table.intern(Global);
  }
  case Operand::Kind::Coroutine: {
    const CoroutineSuspendExpr *Await = Body.suspension(Site.Expression);
    return Await ? restBehind(Await) : 0;
  }
  case Operand::Kind::Thread:
  case Operand::Kind::Inline:
  case Operand::Kind::EveryArgument:
    return 0;
  }
  return 0;
}

/// The field of that name of what the operand is, or points to.
static const FieldDecl *findField(QualType T, llvm::StringRef Name) {
  T = T.getNonReferenceType();
  if (T->isPointerType())
    T = T->getPointeeType();
  if (const RecordDecl *Record = T->getAsRecordDecl())
    for (const FieldDecl *Field : Record->fields())
      if (Field->getName() == Name)
        return Field;
  return nullptr;
}

ValueId FunctionReader::operand(const Operand &What, const CallSite &Site) {
  ValueId Whole = wholeOperand(What, Site);
  if (What.Field.empty() || !Whole)
    return Whole;
  const Expr *Of = Site.ObjectExpression;
  if (What.What == Operand::Kind::Argument)
    Of = Site.Arguments[What.Index];
  else if (What.What == Operand::Kind::Result)
    Of = Site.Expression;
  const FieldDecl *Field = Of ? findField(Of->getType(), What.Field) : nullptr;
  return Field ? fieldOf(Whole, Field) : 0;
}

ValueId FunctionReader::submittedTask(const Operand &What, const CallSite &Site,
                                      unsigned &FirstArgument) {
  unsigned Index = 0;
  if (What.What == Operand::Kind::Coroutine)
    return wholeOperand(What, Site);
  if (What.What == Operand::Kind::Argument)
    Index = What.Index;
  else if (What.What == Operand::Kind::LastArgument)
    Index = std::max(lastWritten(Site), 0);
  else if (What.What == Operand::Kind::Callable)
    while (Index < Site.Arguments.size() &&
           !TypeFacts.isCallable(Site.Arguments[Index]->getType()))
      ++Index;
  const Expr *Submitted = Site.ObjectExpression;
  if (What.What != Operand::Kind::Object) {
    if (Index >= Site.Arguments.size())
      return 0;
    Submitted = Site.Arguments[Index];
  }
  FirstArgument = Index + 1;
  if (!What.Field.empty())
    return operand(What, Site);
  ValueId Task = valueOf(Submitted);
  // An object whose class has a method that is the task (QRunnable::run).
  const QualType Made = Submitted->IgnoreParenImpCasts()->getType();
  const TypeModel *Model = TypeFacts.model(Made);
  if (!Model || Model->Entry.empty())
    return Task;
  const CXXMethodDecl *Entry = findMethod(TypeFacts.record(Made), Model->Entry);
  if (!Entry)
    return Task;
  Builder.want(Entry);
  Value Bound{ValueKind::Bound};
  Bound.Base = Table.intern({ValueKind::Function, Builder.symbol(Entry)});
  Bound.Parts = {Task};
  return Table.intern(Bound);
}

} // namespace gridlock
