// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

/// \file
/// How objects begin and end.

#include "Extract/FunctionReader.h"
#include "clang/AST/Attr.h"
#include "clang/AST/DeclTemplate.h"

using namespace clang;

namespace gridlock {

ValueId FunctionReader::freshFor(const Expr *Site, QualType T) {
  if (ValueId Part = PartOfList.lookup(Site))
    return Part;
  if (const BodyIndex::Destination *Into = Body.destination(Site)) {
    if (Into->Declared)
      return variableValue(Into->Declared);
    if (Into->Field)
      return fieldOf(Table.intern({ValueKind::This, 0, Facts.Class}),
                     Into->Field);
    if (Into->IsThis)
      return Table.intern({ValueKind::This, 0, Facts.Class});
    // An element that is assigned again and again is a new object each time.
    if (Into->Assigned)
      if (ValueId Place = valueOf(Into->Assigned);
          Place && Table[Place].Kind != ValueKind::Element)
        return Place;
  }
  const CXXRecordDecl *Record = TypeFacts.record(T);
  Value Fresh{ValueKind::Fresh,
              Builder.site(Site->getExprLoc(),
                           Record ? Record->getNameAsString() : "object"),
              Builder.classOf(T)};
  return Table.intern(Fresh);
}

void FunctionReader::readConstruction(const CXXConstructExpr *Construct) {
  if (Values.count(Construct))
    return;
  Values[Construct] = 0;
  const CXXConstructorDecl *Constructor = Construct->getConstructor();
  QualType T = Construct->getType();
  if (Constructor->isCopyOrMoveConstructor() && Construct->getNumArgs() >= 1) {
    Values[Construct] = valueOf(Construct->getArg(0));
    return;
  }
  if (!TypeFacts.isRelevant(T))
    return;
  llvm::SmallVector<const Expr *, 4> Arguments(Construct->arg_begin(),
                                               Construct->arg_end());
  // An optional guard is made of what its guard is made of.
  QualType Held = TypeFacts.pointee(T);
  if (!Held.isNull() && TypeFacts.isKind(Held, TypeKind::Guard) &&
      !Arguments.empty() &&
      !TypeFacts.isKind(Arguments[0]->getType(), TypeKind::Guard)) {
    Values[Construct] = freshFor(Construct, T);
    construct(Values[Construct], Held, Arguments, nullptr, Construct);
    return;
  }
  // Wrappers stand for what they wrap; an object with an entry is none.
  const TypeModel *Model = TypeFacts.model(T);
  if ((TypeFacts.isSystem(Constructor) || TypeFacts.isOpaque(Constructor)) &&
      Model && Model->Entry.empty() &&
      (Model->Kind == TypeKind::Callable || Model->Kind == TypeKind::Pointer) &&
      llvm::any_of(Arguments, isWritten)) {
    for (const Expr *Argument : Arguments)
      if (isWritten(Argument) && TypeFacts.isRelevant(Argument->getType())) {
        Values[Construct] = valueOf(Argument);
        return;
      }
    return;
  }
  ValueId Object = freshFor(Construct, T);
  Values[Construct] = Object;
  construct(Object, T, Arguments, Constructor, Construct);
}

/// A constructor of \p Record that can take these arguments.
static const CXXConstructorDecl *
chooseConstructor(const CXXRecordDecl *Record,
                  llvm::ArrayRef<const Expr *> Arguments) {
  const CXXConstructorDecl *Best = nullptr;
  int BestScore = -1;
  auto Consider = [&](const CXXConstructorDecl *Candidate) {
    if (Candidate->isDeleted() || Candidate->isCopyOrMoveConstructor() ||
        Candidate->getMinRequiredArguments() > Arguments.size() ||
        (Candidate->getNumParams() < Arguments.size() &&
         !Candidate->isVariadic()))
      return;
    int Score = 0;
    for (unsigned I = 0; I < Arguments.size(); ++I)
      Score += Candidate->getParamDecl(I)
                   ->getType()
                   .getNonReferenceType()
                   .getCanonicalType()
                   .getUnqualifiedType() == Arguments[I]
                                                ->getType()
                                                .getNonReferenceType()
                                                .getCanonicalType()
                                                .getUnqualifiedType();
    if (Score > BestScore) {
      Best = Candidate;
      BestScore = Score;
    }
  };
  for (const Decl *D : Record->decls()) {
    if (const auto *Constructor = dyn_cast<CXXConstructorDecl>(D))
      Consider(Constructor);
    else if (const auto *Template = dyn_cast<FunctionTemplateDecl>(D))
      for (const FunctionDecl *Instance : Template->specializations())
        if (const auto *Constructor = dyn_cast<CXXConstructorDecl>(Instance))
          Consider(Constructor);
  }
  return Best;
}

void FunctionReader::construct(ValueId Object, QualType T,
                               llvm::ArrayRef<const Expr *> Arguments,
                               const CXXConstructorDecl *Constructor,
                               const Expr *Site) {
  const CXXRecordDecl *Record = T.getNonReferenceType()->getAsCXXRecordDecl();
  if (!Record || !Object)
    return;
  if (!Constructor)
    Constructor = chooseConstructor(Record, Arguments);
  CallSite Made;
  Made.Expression = Site;
  Made.Callee = Constructor;
  Made.Object = Object;
  Made.HasObject = true;
  Made.Where = Site->getExprLoc();
  if (const BodyIndex::Destination *Into = Body.destination(Site);
      Into && Into->Declared)
    Made.Where = Into->Declared->getLocation();
  Made.Arguments.append(Arguments.begin(), Arguments.end());
  ValueId Noted = Values.lookup(Site);
  bool Modelled = Constructor && readModelledCall(Made);
  Values[Site] = Noted;
  if (Modelled)
    return;
  const TypeModel *Model = TypeFacts.model(Record);
  if (Model && Model->Kind == TypeKind::Guard)
    return readGuard(*Model, Made);
  // One that is made on the heap stands for what it is made from, too.
  if (Model && Model->Kind == TypeKind::Pointer && Model->Entry.empty() &&
      TypeFacts.isSystem(Record)) {
    for (const Expr *Argument : Arguments)
      if (TypeFacts.isRelevant(Argument->getType()))
        return bind(Object, valueOf(Argument), Made.Where);
    return;
  }
  bool Opaque = TypeFacts.isOpaque(Record);
  bool Task = TypeFacts.isKind(T, TypeKind::Task);
  if (Task || Opaque) {
    bool Numbered =
        Arguments.size() > 1 && Types::tupleSize(Record) == Arguments.size();
    for (unsigned I = 0; I < Arguments.size(); ++I)
      if (TypeFacts.isRelevant(Arguments[I]->getType()))
        bind(Task ? heldBy(Object)
                  : elementOf(Object, Numbered ? numberValue(I) : 0),
             contentOf(Arguments[I], valueOf(Arguments[I])), Made.Where);
    return;
  }
  if (!Constructor || readCapabilities(Made) || readAdoption(Made))
    return;
  Builder.want(Constructor);
  std::vector<ValueId> Given;
  for (const Expr *Argument : Arguments)
    Given.push_back(valueOf(Argument));
  Rewrites.wait(Site, Made.Where);
  Event &Call = emit(EventKind::Call, Made.Where);
  Call.Text = Record->getNameAsString();
  Call.Callee = Builder.symbol(Constructor);
  Call.Object = Object;
  Call.Arguments = std::move(Given);
  Call.Construction = true;
  Call.InLoop = Body.loop(Site) != nullptr;
}

void FunctionReader::destroy(ValueId Object, QualType T, SourceLocation Where,
                             llvm::StringRef Name, unsigned Depth) {
  T = T.getNonReferenceType();
  if (!Object || Depth > 3 || !TypeFacts.isRelevant(T))
    return;
  if (const auto *Array = Builder.context().getAsArrayType(T))
    return destroy(elementOf(Object), Array->getElementType(), Where, Name,
                   Depth + 1);
  if (T->isPointerType())
    return;
  const CXXRecordDecl *Record = T->getAsCXXRecordDecl();
  if (!Record || !Record->hasDefinition() || Record->hasTrivialDestructor())
    return;
  const TypeModel *Model = TypeFacts.model(Record);
  // What was moved from holds nothing; a guard is followed by its locks.
  if (Emptied.count(Object) && !(Model && Model->Kind == TypeKind::Guard))
    return;
  if (Model && (Model->DestructorWaits || Model->Kind == TypeKind::Future)) {
    Event &Wait = emit(EventKind::Wait, Where);
    Wait.Object = Object;
    Wait.Text = "~" + Record->getNameAsString();
    Wait.ObjectText = Name.str();
    Wait.NeedsAll = true;
    Wait.Destructor = true;
    if (Model->Kind == TypeKind::Future)
      Wait.Wait = WaitKind::Destroys;
    return;
  }
  bool OfCoroutines = Builder.coroutines().isGuard(Record);
  if (OfCoroutines || (Model && Model->Kind == TypeKind::Guard)) {
    Event &Release = emit(EventKind::Release, Where);
    Release.Object = Object;
    // One that is an aggregate lets go of what its field is.
    if (!OfCoroutines)
      return;
  }
  if (Model && Model->Kind == TypeKind::Pointer)
    return destroyOwned(Object, T, *Model, Where, Name, Depth);
  const bool Opaque = TypeFacts.isOpaque(Record);
  if (Model && !Opaque)
    return;
  if (Opaque) {
    QualType Held = TypeFacts.heldType(T);
    if (!Held.isNull())
      destroy(elementOf(Object), Held, Where, Name, Depth + 1);
    return;
  }
  const CXXDestructorDecl *Destructor = Record->getDestructor();
  // Its attributes are believed where it acquires, so here too.
  if (Destructor && Record->hasAttr<ScopedLockableAttr>())
    emit(EventKind::Release, Where).Object = Object;
  // A virtual one that does nothing itself may be another one's place.
  if (!Destructor ||
      !(Builder.want(Destructor) || (Destructor->isVirtual() && Depth)))
    return;
  Event &Call = emit(EventKind::Call, Where);
  Call.Text = "~" + Record->getNameAsString();
  Call.Callee = Builder.symbol(Destructor);
  Call.Object = Object;
  Call.ObjectText = Name.str();
  Call.Destructor = true;
  Call.Virtual = Destructor->isVirtual();
}

/// The end of a pointer: of a unique owner, it ends what is owned; of a shared
/// one, only if it is the last.
void FunctionReader::destroyOwned(ValueId Object, QualType T,
                                  const TypeModel &Model, SourceLocation Where,
                                  llvm::StringRef Name, unsigned Depth) {
  QualType Pointee = TypeFacts.pointee(T);
  if (Pointee.isNull() || Model.Owner == Ownership::None)
    return;
  unsigned First = Facts.Events.size();
  destroy(Object, Pointee, Where, Name, Depth + 1);
  for (; First < Facts.Events.size(); ++First) {
    Facts.Events[First].LastOwner |= Model.Owner == Ownership::Shared;
    Facts.Events[First].Owned = true;
  }
}

/// What the object holds ends, and the object lives on.
void FunctionReader::reset(ValueId Object, QualType T, SourceLocation Where,
                           llvm::StringRef Name) {
  unsigned First = Facts.Events.size();
  destroy(Object, T, Where, Name);
  for (; First < Facts.Events.size(); ++First)
    Facts.Events[First].Resets = true;
}

/// What a lambda has captured by value ends with it.
void FunctionReader::destroyCaptures() {
  const auto *Method = dyn_cast<CXXMethodDecl>(Definition);
  if (!Method || !Method->getParent()->isLambda())
    return;
  for (const LambdaCapture &Taken : Method->getParent()->captures()) {
    if (!Taken.capturesVariable() || Taken.getCaptureKind() != LCK_ByCopy)
      continue;
    const auto *Variable = dyn_cast<VarDecl>(Taken.getCapturedVar());
    if (!Variable || Variable->getType()->isReferenceType())
      continue;
    unsigned First = Facts.Events.size();
    if (isLambdaOrCallable(Variable->getType()))
      endCallable(variableValue(Variable), Taken.getLocation());
    else
      destroy(variableValue(Variable), Variable->getType(), Taken.getLocation(),
              Variable->getName());
    for (; First < Facts.Events.size(); ++First)
      Facts.Events[First].WithClosure = true;
  }
}

bool FunctionReader::isLambdaOrCallable(QualType T) {
  const CXXRecordDecl *Record = T->getAsCXXRecordDecl();
  return Record &&
         (Record->isLambda() || TypeFacts.isKind(T, TypeKind::Callable));
}

/// A callable dies, and with it what it has captured.
void FunctionReader::endCallable(ValueId Callable, SourceLocation Where) {
  if (!Callable)
    return;
  Event &End = emit(EventKind::Call, Where);
  End.Object = Callable;
  End.Destructor = true;
}

} // namespace gridlock
