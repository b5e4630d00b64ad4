// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

/// \file
/// Where a coroutine suspends, and the mutexes that it awaits.

#include "Extract/CoroutineTypes.h"
#include "Extract/FunctionReader.h"
#include "clang/Basic/Builtins.h"
#include "llvm/ADT/STLExtras.h"

using namespace clang;

namespace gridlock {

using LockMethod = CoroutineTypes::LockMethod;

/// The call whose result is awaited, also by way of a variable.
static const CallExpr *awaitedCall(const Expr *Awaited) {
  for (int Depth = 0; Awaited && Depth < 4; ++Depth) {
    Awaited = withoutWrappers(Awaited);
    if (const auto *Reference = dyn_cast<DeclRefExpr>(Awaited)) {
      const auto *Variable = dyn_cast<VarDecl>(Reference->getDecl());
      if (!Variable || !Variable->hasLocalStorage() ||
          isa<ParmVarDecl>(Variable))
        return nullptr;
      Awaited = Variable->getInit();
      continue;
    }
    const auto *Call = dyn_cast<CallExpr>(Awaited);
    const FunctionDecl *Callee = Call ? Call->getDirectCallee() : nullptr;
    if (!Callee || !Callee->getIdentifier() || !Types::isStd(Callee) ||
        (Callee->getName() != "move" && Callee->getName() != "forward") ||
        Call->getNumArgs() != 1)
      return Call;
    Awaited = Call->getArg(0);
  }
  return nullptr;
}

/// Does the call start work that it does not wait for?
static bool startsWork(const FunctionDecl &Callee) {
  static const llvm::StringRef Starters[] = {
      "spawn", "start",   "detach", "detached", "post",  "fork",
      "add",   "enqueue", "submit", "dispatch", "launch"};
  return Callee.getIdentifier() &&
         llvm::any_of(wordsOf(Callee.getName()), [&](const std::string &Word) {
           return llvm::is_contained(Starters, Word);
         });
}

/// What is awaited with the call: what it is made from, if that can be awaited
/// too.
static llvm::SmallVector<const Expr *, 4> awaitedWith(const CallExpr *Call,
                                                      CoroutineTypes &Known) {
  llvm::SmallVector<const Expr *, 4> Found;
  const FunctionDecl *Callee = Call->getDirectCallee();
  if (!Callee || startsWork(*Callee))
    return Found;
  auto Consider = [&](const Expr *E) {
    if (Known.isAwaitable(E->getType()))
      Found.push_back(E);
  };
  if (const auto *Member = dyn_cast<CXXMemberCallExpr>(Call))
    Consider(Member->getImplicitObjectArgument());
  for (const Expr *Argument : Call->arguments())
    Consider(Argument);
  return Found;
}

/// The function in an awaited expression that creates a pool, a session or the
/// like; or null.
const FunctionDecl *FunctionReader::creationIn(const Expr *Awaited,
                                               unsigned Depth) {
  const CallExpr *Call = awaitedCall(Awaited);
  const FunctionDecl *Callee = Call ? Call->getDirectCallee() : nullptr;
  if (!Callee)
    return nullptr;
  for (const CallModel *Model : Builder.models(Callee))
    if (Model->Creates)
      return Callee;
  if (Builder.coroutines().isCreation(*Callee))
    return Callee;
  if (Depth < 4)
    for (const Expr *Inner : awaitedWith(Call, Builder.coroutines()))
      if (const FunctionDecl *Found = creationIn(Inner, Depth + 1))
        return Found;
  return nullptr;
}

/// A method that locks by nothing but the lock of a part of its object.
static const CXXMemberCallExpr *innerLock(const CXXMethodDecl *Method,
                                          CoroutineTypes &Known) {
  const Expr *Returned = onlyReturns(Method);
  const auto *Inner = dyn_cast_or_null<CXXMemberCallExpr>(
      Returned ? withoutWrappers(Returned) : nullptr);
  const CXXMethodDecl *Locks = Inner ? Inner->getMethodDecl() : nullptr;
  return Locks &&
                 CoroutineTypes::lockMethod(*Locks).Does ==
                     LockMethod::Awaits &&
                 Known.isMutex(Inner->getObjectType()) &&
                 !isa<CXXThisExpr>(
                     Inner->getImplicitObjectArgument()->IgnoreParenImpCasts())
             ? Inner
             : nullptr;
}

/// The mutex that an awaited call locks, and how; false where it locks none.
bool FunctionReader::awaitedLock(const Expr *Awaited, QualType Result,
                                 AwaitedLock &Found) {
  const CallExpr *Any = awaitedCall(Awaited);
  if (Any && awaitedUnit(*Any, Result, Found))
    return true;
  const auto *Call = dyn_cast_or_null<CXXMemberCallExpr>(Any);
  const CXXMethodDecl *Method = Call ? Call->getMethodDecl() : nullptr;
  if (!Method)
    return false;
  LockMethod Does = CoroutineTypes::lockMethod(*Method);
  CoroutineTypes &Known = Builder.coroutines();
  QualType ObjectType = Call->getObjectType();
  const CXXRecordDecl *Given = TypeFacts.record(Result);
  bool GivesGuard = Given && Known.isOwnedByCoroutine(Result);
  if ((Does.Does != LockMethod::Awaits && Does.Does != LockMethod::Tries) ||
      (!Known.isOwnedByCoroutine(ObjectType) && !GivesGuard))
    return false;
  CallSite Site;
  makeSite(Call, Site);
  Found.Shared = Does.Shared;
  Found.Tries = Does.Does == LockMethod::Tries;
  Found.Written = Site.ObjectExpression;
  Found.Name = Method;
  if (const CXXMemberCallExpr *Inner = innerLock(Method, Known)) {
    Found.Mutex = capability(Inner->getImplicitObjectArgument(), Site);
  } else if (Known.isMutex(ObjectType) || GivesGuard) {
    Found.Mutex = Site.Object;
  } else { // a guard that was made without its lock
    Found.Guard = Site.Object;
    Found.Mutex = heldBy(Site.Object);
  }
  return Found.Mutex != 0;
}

bool FunctionReader::awaitsLock(const CoroutineSuspendExpr *Suspend) {
  AwaitedLock Found;
  return isa<CoawaitExpr>(Suspend) &&
         awaitedLock(awaitedBy(Suspend), Suspend->getType(), Found);
}

void FunctionReader::acquireAwaited(const CoroutineSuspendExpr *Suspend,
                                    AwaitedLock Lock) {
  QualType T = Suspend->getType();
  const CXXRecordDecl *Record = T->getAsCXXRecordDecl();
  if (!Lock.Guard && Record && !Lock.Tries && !Lock.Unit)
    Lock.Guard = freshFor(Suspend, T);
  Rewrites.acquired();
  Event &Acquire = emit(EventKind::Acquire, Suspend->getKeywordLoc());
  Acquire.Owner = LockOwner::Coroutine;
  Acquire.Object = Lock.Mutex;
  Acquire.Task = Lock.Guard;
  Acquire.Text = Lock.Name->getNameAsString();
  Acquire.ObjectText = sourceText(Lock.Written);
  Acquire.Shared = Lock.Shared;
  Acquire.Tries = Lock.Tries;
  unsigned Index = Facts.Events.size() - 1;
  if (Lock.Guard)
    bind(heldBy(Lock.Guard), Lock.Mutex, Suspend->getKeywordLoc());
  setResult(Suspend, Lock.Tries ? resultOf(Index, QualType()) : Lock.Guard);
}

/// What is left of the coroutine behind a suspension.
ValueId FunctionReader::restBehind(const CoroutineSuspendExpr *Suspend) {
  Value Rest{ValueKind::Rest};
  Rest.Number = Suspended.try_emplace(Suspend, Suspended.size()).first->second;
  return Table.intern(std::move(Rest));
}

/// The handle that an awaiter is given is made of the coroutine's frame.
ValueId FunctionReader::restIn(const CallExpr *Call) {
  const CoroutineSuspendExpr *Asking =
      Call->getBuiltinCallee() == Builtin::BI__builtin_coro_frame
          ? Body.question(Call)
          : nullptr;
  return Asking ? restBehind(Asking) : 0;
}

bool FunctionReader::isInitial(const CoawaitExpr *Await) {
  const auto *Coroutine = dyn_cast<CoroutineBodyStmt>(Definition->getBody());
  return Coroutine && Await == initialAwait(*Coroutine);
}

/// What comes before the body: the promise is made, and its first awaiter may
/// hand the coroutine on.
void FunctionReader::readStart() {
  const auto *Coroutine = dyn_cast<CoroutineBodyStmt>(Definition->getBody());
  if (!Coroutine || !Builder.coroutines().startsByAwaiter(*Coroutine))
    return;
  CFG::BuildOptions Options;
  Options.setAllAlwaysAdd();
  auto Moves = Coroutine->getParamMoves();
  llvm::SmallVector<const Stmt *, 8> Start(Moves.begin(), Moves.end());
  Start.push_back(Coroutine->getPromiseDeclStmt());
  Start.push_back(Coroutine->getInitSuspendStmt());
  for (const Stmt *S : Start)
    if (auto Graph = CFG::buildCFG(Definition, const_cast<Stmt *>(S),
                                   &Builder.context(), Options))
      for (const CFGBlock *Current : llvm::reverse(*Graph))
        for (const CFGElement &Element : *Current)
          readElement(Element);
}

/// The coroutine gives its thread back, unless what it awaits is ready.
bool FunctionReader::readSuspension(const CoroutineSuspendExpr *Suspend) {
  const auto *Await = dyn_cast<CoawaitExpr>(Suspend);
  const bool Written = !Await || !Await->isImplicit();
  if (!Written && !isInitial(Await))
    return true;
  const Expr *Awaited = awaitedBy(Suspend);
  AwaitedLock Lock;
  bool Locks = Await && awaitedLock(Awaited, Suspend->getType(), Lock);
  if (!Locks && Builder.coroutines().neverSuspends(Suspend))
    return true;
  std::vector<ValueId> Others;
  if (const CallExpr *Call = Await && !Locks ? awaitedCall(Awaited) : nullptr)
    for (const Expr *Inner : awaitedWith(Call, Builder.coroutines()))
      Others.push_back(valueOf(Inner));
  ValueId Target = Locks ? Lock.Mutex : Await ? valueOf(Awaited) : 0;
  const FunctionDecl *Creates = Await ? creationIn(Awaited) : nullptr;
  const CallExpr *Call = Await ? awaitedCall(Awaited) : nullptr;
  const FunctionDecl *Named = Creates ? Creates
                              : Call  ? Call->getDirectCallee()
                                      : nullptr;
  if (Written)
    Rewrites.wait(Suspend, Suspend->getKeywordLoc());
  Event &Wait = emit(EventKind::Wait, Suspend->getKeywordLoc());
  Wait.Wait = WaitKind::Suspends;
  Wait.Text = Await ? "co_await" : "co_yield";
  Wait.Object = Target;
  Wait.Task = restBehind(Suspend);
  Wait.ObjectText = Await ? sourceText(Awaited) : "";
  Wait.Arguments = std::move(Others);
  Wait.Creates = Creates != nullptr;
  if (Named)
    Wait.Callee = Builder.symbol(Named);
  unsigned Index = Facts.Events.size() - 1;
  if (Locks)
    acquireAwaited(Suspend, Lock);
  else if (Await)
    setResult(Suspend, resultOf(Index, Suspend->getType()));
  return !Locks;
}

/// A guard of the project's own is given the mutex that was locked before: no
/// constructor can await it.
bool FunctionReader::readAdoption(const CallSite &Site) {
  const auto *Constructor = cast<CXXConstructorDecl>(Site.Callee);
  if (!Builder.coroutines().isGuard(Constructor->getParent()))
    return false;
  for (const Expr *Argument : Site.Arguments) {
    const CXXRecordDecl *Tag =
        Argument->getType().getNonReferenceType()->getAsCXXRecordDecl();
    if (Tag && llvm::is_contained(wordsOf(Tag->getName()), "defer"))
      return true;
  }
  for (const Expr *Argument : Site.Arguments)
    if (ValueId Mutex = valueOf(Argument);
        Mutex && Builder.coroutines().isMutex(Argument->getType())) {
      bind(heldBy(Site.Object), Mutex, Site.Where);
      acquire(Mutex, Site.Object, Site, Argument->getType());
      Facts.Events.back().Adopts = true;
      Facts.Events.back().ObjectText = sourceText(Argument);
    }
  return true;
}

/// Unlocks a mutex that was awaited, or tries to lock it at once. To lock it
/// means nothing until that is awaited.
bool FunctionReader::readCoroutineLock(const CallSite &Site) {
  const auto *Method = dyn_cast<CXXMethodDecl>(Site.Callee);
  if (!Method || !Site.HasObject)
    return false;
  if (readUnitRelease(Site))
    return true;
  LockMethod Found = CoroutineTypes::lockMethod(*Method);
  if (Found.Does == LockMethod::None ||
      !Builder.coroutines().isOwnedByCoroutine(
          Site.ObjectExpression->getType()))
    return false;
  if (Found.Does == LockMethod::Releases) {
    release(Site.Object, Site);
    return true;
  }
  // A mutex that tries itself first is on its way to lock.
  const Expr *Own = Site.ObjectExpression->IgnoreParenImpCasts();
  if (Found.Does != LockMethod::Tries || isa<CXXThisExpr>(Own) ||
      !Method->getReturnType()->isBooleanType()) {
    if (Builder.want(Method))
      readPlainCall(Site, false);
    return true;
  }
  acquire(Site.Object, 0, Site, Site.ObjectExpression->getType());
  unsigned Index = Facts.Events.size() - 1;
  Facts.Events[Index].Tries = true;
  Tried[Site.Object] = Index;
  setResult(Site.Expression, resultOf(Index, QualType()));
  return true;
}

} // namespace gridlock
