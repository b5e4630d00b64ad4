// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

/// \file
/// Locks: calls and guards that acquire and release a mutex.

#include "Extract/CoroutineTypes.h"
#include "Extract/FunctionReader.h"
#include "clang/AST/DeclTemplate.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

using namespace clang;

namespace gridlock {

/// What an argument of a guard's constructor says, where it is no mutex.
enum class LockTag { None, Defers, Adopts, Tries };

static LockTag tagOf(QualType T) {
  const CXXRecordDecl *Record = T.getNonReferenceType()->getAsCXXRecordDecl();
  if (!Record || !Record->getIdentifier())
    return LockTag::None;
  llvm::StringRef Name = Record->getName();
  if (Name == "defer_lock_t")
    return LockTag::Defers;
  if (Name == "adopt_lock_t")
    return LockTag::Adopts;
  if (Name == "try_to_lock_t" || Name == "duration" || Name == "time_point")
    return LockTag::Tries;
  return LockTag::None;
}

/// Does the call say by a number how long it tries at most?
static bool hasTimeLimit(const FunctionDecl &Callee,
                         llvm::ArrayRef<const Expr *> Arguments) {
  auto IsLimit = [](const ParmVarDecl &Asked, const Expr *Given) {
    llvm::StringRef Name = Asked.getName();
    return !isa<CXXDefaultArgExpr>(Given) && Asked.getType()->isIntegerType() &&
           (Name.contains_insensitive("milli") ||
            Name.contains_insensitive("timeout"));
  };
  for (unsigned I = 0; I < Arguments.size() && I < Callee.getNumParams(); ++I)
    if (IsLimit(*Callee.getParamDecl(I), Arguments[I]))
      return true;
  return false;
}

/// The mutex that a class of the project's own wraps: one whose lock() does
/// nothing else. Null for another class.
static QualType wrappedMutex(const CXXRecordDecl *Record) {
  if (!Record || !Record->hasDefinition())
    return {};
  for (const CXXMethodDecl *Method : Record->methods()) {
    const FunctionDecl *Definition = nullptr;
    if (!Method->getIdentifier() || Method->getName() != "lock" ||
        !Method->hasBody(Definition))
      continue;
    const auto *Body = dyn_cast<CompoundStmt>(Definition->getBody());
    if (!Body || Body->size() != 1)
      continue;
    const auto *Only = dyn_cast<Expr>(Body->body_front());
    const auto *Call =
        Only ? dyn_cast<CXXMemberCallExpr>(Only->IgnoreImplicit()) : nullptr;
    const CXXMethodDecl *Inner = Call ? Call->getMethodDecl() : nullptr;
    if (Inner && Inner->getIdentifier() && Inner->getName() == "lock")
      return Call->getImplicitObjectArgument()->getType();
  }
  return {};
}

/// What is known of a mutex, or of the one that a guard is for; may be null.
static const TypeModel *mutexModel(Types &TypeFacts, QualType T) {
  const TypeModel *Model = TypeFacts.model(T);
  if (Model && Model->Kind == TypeKind::Guard) {
    const auto *Guard =
        dyn_cast_or_null<ClassTemplateSpecializationDecl>(TypeFacts.record(T));
    if (!Guard || !Guard->getTemplateArgs().size() ||
        Guard->getTemplateArgs()[0].getKind() != TemplateArgument::Type)
      return nullptr;
    T = Guard->getTemplateArgs()[0].getAsType();
    Model = TypeFacts.model(T);
  }
  if (Model || T.isNull())
    return Model;
  QualType Inner = wrappedMutex(T->getAsCXXRecordDecl());
  return Inner.isNull() ? TypeFacts.aliasModel(T) : TypeFacts.model(Inner);
}

void FunctionReader::acquire(ValueId Mutex, ValueId Guard, const CallSite &Site,
                             QualType T) {
  Rewrites.acquired();
  Event &Acquire = emit(EventKind::Acquire, Site.Where);
  Acquire.Object = Mutex;
  Acquire.Task = Guard;
  if (const TypeModel *Model = mutexModel(TypeFacts, T)) {
    Acquire.Recursive = Model->Recursive;
    Acquire.Plain = Model->Kind == TypeKind::Mutex && !Model->Recursive;
  }
  if (!T.isNull() && Builder.coroutines().isOwnedByCoroutine(T))
    Acquire.Owner = LockOwner::Coroutine;
  if (Site.Callee)
    Acquire.Text = Site.Callee->getNameAsString();
  // A guard's own name says nothing of its mutex.
  if (!Guard)
    Acquire.ObjectText = sourceText(Site.ObjectExpression);
}

/// The call returns whether the attempt that was read last has its lock; or
/// zero, where \p ByZero, if it has.
void FunctionReader::setAttempted(const CallSite &Site, bool ByZero) {
  const ValueId Got = resultOf(Facts.Events.size() - 1, QualType());
  setResult(Site.Expression, ByZero ? notOf(Got) : Got);
}

void FunctionReader::release(ValueId What, const CallSite &Site) {
  if (What)
    emit(EventKind::Release, Site.Where).Object = What;
}

/// What an operand of a lock names, and how it is written.
llvm::SmallVector<std::pair<ValueId, const Expr *>, 2>
FunctionReader::lockOperands(const Operand &What, const CallSite &Site) {
  if (What.What == Operand::Kind::Argument &&
      What.Index < Site.Arguments.size())
    return {{valueOf(Site.Arguments[What.Index]), Site.Arguments[What.Index]}};
  if (What.What != Operand::Kind::EveryArgument)
    return {{operand(What, Site), Site.ObjectExpression}};
  llvm::SmallVector<std::pair<ValueId, const Expr *>, 2> Operands;
  for (const Expr *Argument : Site.Arguments)
    Operands.emplace_back(valueOf(Argument), Argument);
  return Operands;
}

/// The guard that a method makes the holder of \p Mutex; 0 for none.
ValueId FunctionReader::givenTo(const CallSite &Site, ValueId Mutex) {
  if (!Site.ObjectExpression ||
      !TypeFacts.isKind(Site.ObjectExpression->getType(), TypeKind::Guard))
    return 0;
  bind(heldBy(Site.Object), Mutex, Site.Where);
  return Site.Object;
}

/// The object of a guard acquires what it was made for.
void FunctionReader::applyLocks(const CallModel &Model, const CallSite &Site) {
  if (Model.Acquire)
    for (auto [What, Written] : lockOperands(Model.Acquire->Mutex, Site)) {
      if (!What || !Written)
        continue;
      bool OfGuard = TypeFacts.isKind(Written->getType(), TypeKind::Guard);
      ValueId Guard = OfGuard ? What : givenTo(Site, What);
      acquire(OfGuard ? heldBy(What) : What, Guard, Site, Written->getType());
      Event &Made = Facts.Events.back();
      const TypeModel *Type = TypeFacts.model(Written->getType());
      Made.Shared = Model.Acquire->Shared || (Type && Type->Shared);
      Made.Tries = Model.Acquire->Tries;
      if (!OfGuard)
        Made.ObjectText = sourceText(Written);
      if (Made.Tries) {
        Tried[What] = Facts.Events.size() - 1;
        setAttempted(Site, Model.Acquire->ReturnsZero);
      }
    }
  // Beside a wait, the lock is let go only meanwhile.
  if (Model.Release && !Model.Wait)
    for (auto [What, Written] : lockOperands(*Model.Release, Site))
      release(What, Site);
}

/// What a method does to a lock, by its name: those of the standard's
/// requirements on lockable types ([thread.req.lockable]), and how Boost, Qt,
/// Abseil and POSIX say the same.
struct LockMethod {
  enum { None, Acquires, Releases } Does = None;
  bool Shared = false;
  bool Tries = false;
};

static LockMethod lockMethod(const FunctionDecl &F) {
  if (!F.getIdentifier())
    return {};
  std::string Name;
  for (char C : F.getName())
    if (C != '_')
      Name += llvm::toLower(C);
  struct Group {
    std::vector<llvm::StringRef> Names;
    LockMethod What;
  };
  static const Group Groups[] = {
      {{"lock", "relock", "writelock", "writerlock", "lockforwrite"},
       {LockMethod::Acquires, false, false}},
      {{"lockshared", "readlock", "readerlock", "lockforread"},
       {LockMethod::Acquires, true, false}},
      {{"trylock", "trylockfor", "trylockuntil", "writertrylock",
        "trylockforwrite"},
       {LockMethod::Acquires, false, true}},
      {{"trylockshared", "trylocksharedfor", "trylockshareduntil",
        "readertrylock", "trylockforread"},
       {LockMethod::Acquires, true, true}},
      {{"unlock", "unlockshared", "writeunlock", "writerunlock", "readunlock",
        "readerunlock"},
       {LockMethod::Releases, false, false}}};
  for (const Group &G : Groups)
    if (llvm::is_contained(G.Names, Name))
      return G.What;
  return {};
}

static bool locksNothing(const CXXRecordDecl *Class) {
  return Class && Class->getDefinition() &&
         llvm::any_of(Class->getDefinition()->methods(),
                      [](const CXXMethodDecl *Method) {
                        return lockMethod(*Method).Does ==
                                   LockMethod::Acquires &&
                               doesNothing(*Method);
                      });
}

void FunctionReader::readGuard(const TypeModel &Model, const CallSite &Site) {
  LockTag Tag = hasTimeLimit(*Site.Callee, Site.Arguments) ? LockTag::Tries
                                                           : LockTag::None;
  llvm::SmallVector<const Expr *, 2> Mutexes;
  for (const Expr *Argument : Site.Arguments) {
    LockTag Said = tagOf(Argument->getType());
    if (Said != LockTag::None)
      Tag = Said;
    else if (TypeFacts.isRelevant(Argument->getType()))
      Mutexes.push_back(Argument);
  }
  for (const Expr *Written : Mutexes) {
    ValueId Mutex = valueOf(Written);
    if (!Mutex || locksNothing(TypeFacts.record(Written->getType())))
      continue;
    // A guard that is given another mutex lets go of the first.
    const auto *Into = Body.destination(Site.Expression);
    if (Into && Into->Assigned)
      release(Site.Object, Site);
    bind(heldBy(Site.Object), Mutex, Site.Where);
    if (Tag == LockTag::Defers)
      continue;
    Rewrites.lock(Into ? Into->Declared : nullptr, Site.Where);
    acquire(Mutex, Site.Object, Site, Written->getType());
    Event &Made = Facts.Events.back();
    Made.ObjectText = sourceText(Written);
    Made.Shared = Model.Shared;
    // No constructor can await a mutex.
    Made.Adopts = Tag == LockTag::Adopts || Made.Owner == LockOwner::Coroutine;
    Made.Tries = Tag == LockTag::Tries;
    if (Made.Tries)
      Tried[Site.Object] = Facts.Events.size() - 1;
  }
}

/// Has the class methods to lock and to unlock? One that can only lock again is
/// a guard, or the reverse of one.
static bool isLockable(const CXXRecordDecl &Class) {
  bool Locks = false, Unlocks = false;
  const auto *Definition = Class.getDefinition();
  if (!Definition)
    return false;
  for (const CXXMethodDecl *Method : Definition->methods()) {
    LockMethod Found = lockMethod(*Method);
    Locks |= Found.Does == LockMethod::Acquires && !Found.Tries &&
             Method->getReturnType()->isVoidType() &&
             !Method->getName().equals_insensitive("relock");
    Unlocks |= Found.Does == LockMethod::Releases;
  }
  return Locks && Unlocks;
}

/// Does the body lock something else, that it wraps?
static bool wrapsLock(const Stmt *S) {
  if (!S)
    return false;
  if (const auto *Call = dyn_cast<CallExpr>(S))
    if (const FunctionDecl *Callee = Call->getDirectCallee();
        Callee && Callee->getIdentifier() &&
        Callee->getName().lower().find("lock") != std::string::npos)
      return true;
  if (const auto *Construct = dyn_cast<CXXConstructExpr>(S))
    if (const CXXRecordDecl *Made = Construct->getConstructor()->getParent();
        Made->getIdentifier() &&
        Made->getName().lower().find("lock") != std::string::npos)
      return true;
  for (const Stmt *Child : S->children())
    if (wrapsLock(Child))
      return true;
  return false;
}

/// Does it ask a guard whether it holds its mutex?
static bool asksGuard(const CXXMethodDecl &Method) {
  return isa<CXXConversionDecl>(Method) ||
         (Method.getIdentifier() && Method.getName() == "owns_lock");
}

/// Does it return the mutex of a guard?
static bool namesMutex(const CXXMethodDecl &Method) {
  return Method.getIdentifier() &&
         (Method.getName() == "mutex" || Method.getName() == "release");
}

/// Is it a guard that was made of nothing?
static bool isEmptyGuard(const Expr *E) {
  const auto *Made = dyn_cast_or_null<CXXConstructExpr>(withoutWrappers(E));
  return Made && Made->getNumArgs() == 0;
}

bool FunctionReader::isPrimitive(const FunctionDecl &Callee) {
  const FunctionDecl *Definition = nullptr;
  if (!Callee.hasBody(Definition))
    return true;
  if (const auto *Constructor = dyn_cast<CXXConstructorDecl>(Definition))
    for (const CXXCtorInitializer *Part : Constructor->inits())
      if (wrapsLock(Part->getInit()))
        return false;
  return !wrapsLock(Definition->getBody());
}

/// A method that asks a guard for its mutex, or empties it.
bool FunctionReader::readGuardMethod(const CallSite &Site,
                                     const CXXMethodDecl &Method) {
  if (namesMutex(Method)) {
    setResult(Site.Expression, heldBy(Site.Object));
    return true;
  }
  if (Method.getOverloadedOperator() == OO_Equal &&
      isEmptyGuard(Site.Arguments[0])) {
    release(Site.Object, Site);
    return true;
  }
  if (!asksGuard(Method))
    return false;
  if (auto Try = Tried.find(Site.Object); Try != Tried.end())
    setResult(Site.Expression, resultOf(Try->second, QualType()));
  return true;
}

/// A method of a mutex or a guard: one that a model knows, or a primitive of
/// the project's own, made of atomics or of what is not in view.
bool FunctionReader::readLockMethod(const CallSite &Site) {
  const auto *Method = dyn_cast<CXXMethodDecl>(Site.Callee);
  if (!Method || !Site.HasObject)
    return false;
  const TypeModel *Model = TypeFacts.model(Method->getParent());
  bool OfGuard = Model && Model->Kind == TypeKind::Guard;
  if (OfGuard && readGuardMethod(Site, *Method))
    return true;
  if (Model && !OfGuard && Model->Kind != TypeKind::Mutex)
    return false;
  LockMethod Found = lockMethod(*Method);
  if (Found.Does == LockMethod::None ||
      (!Model && (!isLockable(*Method->getParent()) || !isPrimitive(*Method) ||
                  doesNothing(*Method))))
    return false;
  if (Found.Does == LockMethod::Releases) {
    release(Site.Object, Site);
    return true;
  }
  acquire(OfGuard ? heldBy(Site.Object) : Site.Object,
          OfGuard ? Site.Object : 0, Site, Site.ObjectExpression->getType());
  unsigned Index = Facts.Events.size() - 1;
  Facts.Events[Index].Shared = Found.Shared || (OfGuard && Model->Shared);
  // A loop that tries until it has it blocks.
  Facts.Events[Index].Tries =
      (Found.Tries || hasTimeLimit(*Method, Site.Arguments)) &&
      !Body.isSpin(Site.Expression);
  if (Facts.Events[Index].Tries) {
    Tried[Site.Object] = Index;
    setAttempted(Site);
  }
  return true;
}

/// A wait that is given a lock lets go of it while it waits.
ValueId FunctionReader::releasedMeanwhile(const CallSite &Site) {
  const Expr *Own = Site.ObjectExpression;
  if (Own && TypeFacts.isKind(Own->getType(), TypeKind::Mutex))
    return Site.Object;
  for (const Expr *Argument : Site.Arguments) {
    QualType Type = Argument->getType();
    const CXXRecordDecl *Record = TypeFacts.record(Type);
    if (TypeFacts.isKind(Type, TypeKind::Guard) ||
        TypeFacts.isKind(Type, TypeKind::Mutex) ||
        (Record && isLockable(*Record)))
      return valueOf(Argument);
  }
  return 0;
}

} // namespace gridlock
