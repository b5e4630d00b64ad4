// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

/// \file
/// A call that hands a task over, or says which other call does.

#include "Extract/FunctionReader.h"

using namespace clang;

namespace gridlock {

/// \p Task is the index of its argument; past the last: none.
void FunctionReader::noteSubmit(const CallSite &Site, const Expr *Executor,
                                unsigned Task, const SubmitModel *Model) {
  Rewriter::SubmitSite Noted{Site.Expression, Site.Where, Executor, {}, Model};
  for (; Task < Site.Arguments.size(); ++Task)
    if (isWritten(Site.Arguments[Task]))
      Noted.Task.push_back(Site.Arguments[Task]);
  Rewrites.submit(std::move(Noted));
}

/// The method that is named as a pointer to a member, also by a cast or by what
/// picks one of several (`qOverload<int>(&Box::changed)`).
static const CXXMethodDecl *namedMethod(const Expr *E) {
  E = E->IgnoreParenCasts();
  if (!E->getType()->isMemberFunctionPointerType())
    return nullptr;
  if (const auto *Picks = dyn_cast<CallExpr>(E))
    return Picks->getNumArgs()
               ? namedMethod(Picks->getArg(Picks->getNumArgs() - 1))
               : nullptr;
  const auto *Address = dyn_cast<UnaryOperator>(E);
  const auto *Named =
      Address ? dyn_cast<DeclRefExpr>(Address->getSubExpr()->IgnoreParens())
              : nullptr;
  return Named ? dyn_cast<CXXMethodDecl>(Named->getDecl()) : nullptr;
}

static const Expr *written(const std::optional<Operand> &What,
                           llvm::ArrayRef<const Expr *> Arguments) {
  return What && What->What == Operand::Kind::Argument && What->Field.empty() &&
                 What->Index < Arguments.size()
             ? Arguments[What->Index]
             : nullptr;
}

/// A method that is named runs on the receiver.
ValueId FunctionReader::receivedTask(const SubmitModel &Model,
                                     const CallSite &Site, ValueId Task) {
  const Expr *Named = written(Model.Task, Site.Arguments);
  const CXXMethodDecl *Method =
      Named && Model.Receiver ? namedMethod(Named) : nullptr;
  if (!Method)
    return Task;
  Builder.want(Method);
  Value Bound{ValueKind::Bound};
  Bound.Base = Table.intern({ValueKind::Function, Builder.symbol(Method)});
  Bound.Parts = {operand(*Model.Receiver, Site)};
  return Table.intern(Bound);
}

/// Where the sender keeps who is connected to its signal: a field that is named
/// after it. 0: the signal is not named as a method.
ValueId FunctionReader::connectionsOf(const SignalModel &Model,
                                      const CallSite &Site) {
  const Expr *Named = written(Model.Signal, Site.Arguments);
  const CXXMethodDecl *Signal = Named ? namedMethod(Named) : nullptr;
  Value Field{ValueKind::Field};
  Field.Base = operand(Model.Sender, Site);
  if (!Signal || !Field.Base)
    return 0;
  Field.Name = Builder.symbol(Signal);
  return Table.intern(Field);
}

/// What nobody is connected to any more, is empty.
void FunctionReader::readDisconnection(const SignalModel &Model,
                                       const CallSite &Site) {
  const ValueId Connections = connectionsOf(Model, Site);
  if (!Connections)
    return;
  Event &Empties = emit(EventKind::Bind, Site.Where);
  Empties.Task = Connections;
  Empties.Moves = true;
}

/// A thread that is an object itself lives where it was made, and not on
/// itself; here the two are one value, of which nothing is said then.
ValueId FunctionReader::submitExecutor(const SubmitModel &Model,
                                       const CallSite &Site,
                                       const Expr *Written) {
  if (!Model.Home)
    return operand(Model.Executor, Site);
  if (Written && TypeFacts.isKind(Written->IgnoreParenImpCasts()->getType(),
                                  TypeKind::Thread))
    return 0;
  ValueId Executor = operand(Model.Executor, Site);
  Event &Adapt = emit(EventKind::Adapt, Site.Where);
  Adapt.Object = Executor;
  Adapt.Task = operand(*Model.Home, Site);
  Adapt.Tries = true;
  return Executor;
}

void FunctionReader::applySubmit(const SubmitModel &Model, const CallSite &Site,
                                 unsigned Index, bool Connects) {
  unsigned FirstArgument = 0;
  ValueId Task =
      receivedTask(Model, Site, submittedTask(Model.Task, Site, FirstArgument));
  const Expr *Written = Model.Executor.What == Operand::Kind::Object
                            ? Site.ObjectExpression
                            : written(Model.Executor, Site.Arguments);
  if (!Connects)
    noteSubmit(Site, Written, FirstArgument ? FirstArgument - 1 : ~0u, &Model);
  std::vector<ValueId> Arguments;
  if (Model.Given)
    Arguments = {operand(*Model.Given, Site)};
  for (; !Model.Given && FirstArgument < Site.Arguments.size(); ++FirstArgument)
    Arguments.push_back(valueOf(Site.Arguments[FirstArgument]));
  ValueId Completion = Model.Completion ? operand(*Model.Completion, Site) : 0;
  const Stmt *Loop = Body.loop(Site.Expression);
  ValueId Times = Loop ? valueOf(BodyIndex::bound(Loop)) : 0;
  ValueId Executor = submitExecutor(Model, Site, Written);
  Event &Submit = Facts.Events[Index];
  Submit.Kind = EventKind::Submit;
  Submit.Object = Executor;
  if (Model.Executor.What == Operand::Kind::Thread)
    Submit.Executor = ExecutorKind::Thread;
  if (Model.Executor.What == Operand::Kind::Inline)
    Submit.Executor = ExecutorKind::Inline;
  Submit.OnFuture =
      Written && TypeFacts.isKind(Written->getType(), TypeKind::Future);
  if (!Submit.OnFuture && Model.Executor.What != Operand::Kind::Global)
    Submit.ObjectText = sourceText(Written ? Written : Site.ObjectExpression);
  Submit.Task = Task;
  Submit.Arguments = std::move(Arguments);
  Submit.Completion = Completion;
  Submit.Joins = Model.JoinsOnDestruction;
  Submit.Steals = Model.Steals;
  Submit.InlineOnWorker = Model.InlineOnWorker;
  Submit.Synchronous = Model.Synchronous;
  Submit.OnLoop = Model.Loop;
  Submit.BlocksWhenFull = Model.BlocksWhenFull;
  Submit.InLoop = Loop != nullptr;
  Submit.Times = Times;
}

void FunctionReader::readSubmit(const SubmitModel &Model, const CallModel &Call,
                                const CallSite &Site) {
  ValueId Connections = Call.Connect ? connectionsOf(*Call.Connect, Site) : 0;
  if (Call.Connect && !Connections)
    return;
  Event &Submit = emit(EventKind::Submit, Site.Where);
  Submit.Text = Site.Callee->getNameAsString();
  Submit.Fate = Call.Fate;
  unsigned Index = Facts.Events.size() - 1;
  if (Model.Completion && Model.Completion->What == Operand::Kind::Result)
    setResult(Site.Expression, resultOf(Index, Site.Expression->getType()));
  applySubmit(Model, Site, Index, Connections != 0);
  if (!Connections)
    return;
  Facts.Events[Index].Kind = EventKind::Connect;
  Facts.Events[Index].Completion = Connections;
  Facts.Events[Index].Arguments.clear();
}

} // namespace gridlock
