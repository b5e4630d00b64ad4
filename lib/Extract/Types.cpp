// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Extract/Types.h"
#include "Compat/RecordType.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/Basic/SourceManager.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallVector.h"

using namespace clang;

namespace gridlock {

static std::string componentName(const NamedDecl &D) {
  if (isa<CXXConversionDecl>(D))
    return "operator conversion";
  if (const auto *Constructor = dyn_cast<CXXConstructorDecl>(&D))
    return Constructor->getParent()->getName().str();
  if (isa<CXXDestructorDecl>(D))
    return "~";
  return D.getNameAsString();
}

const CXXMethodDecl *findMethod(const CXXRecordDecl *Record,
                                llvm::StringRef Name) {
  if (!Record || !Record->hasDefinition())
    return nullptr;
  for (const CXXMethodDecl *Method : Record->methods())
    if (Method->getIdentifier() && Method->getName() == Name)
      return Method;
  for (const CXXBaseSpecifier &Base : Record->getDefinition()->bases())
    if (const CXXMethodDecl *Found =
            findMethod(Base.getType()->getAsCXXRecordDecl(), Name))
      return Found;
  return nullptr;
}

std::string modelName(const NamedDecl &D) {
  llvm::SmallVector<std::string, 6> Components{componentName(D)};
  for (const DeclContext *Context = D.getDeclContext(); Context;
       Context = Context->getParent()) {
    if (const auto *Space = dyn_cast<NamespaceDecl>(Context)) {
      if (!Space->isInline() && !Space->isAnonymousNamespace())
        Components.push_back(Space->getName().str());
    } else if (const auto *Record = dyn_cast<RecordDecl>(Context)) {
      Components.push_back(Record->getName().str());
    } else if (const auto *Enumeration = dyn_cast<EnumDecl>(Context)) {
      // Plain enumerators stand beside their enumeration.
      if (Enumeration->isScoped())
        Components.push_back(Enumeration->getName().str());
    } else if (isa<FunctionDecl>(Context)) {
      break;
    }
  }
  std::string Name;
  for (auto I = Components.rbegin(); I != Components.rend(); ++I)
    Name += (Name.empty() ? "" : "::") + *I;
  return Name;
}

bool Types::isSystem(const Decl *D) const {
  return Context.getSourceManager().isInSystemHeader(D->getLocation());
}

bool Types::isStd(const Decl *D) {
  if (D->isInStdNamespace())
    return true;
  const DeclContext *Context = D->getDeclContext();
  const NamespaceDecl *Outermost = nullptr;
  for (; Context; Context = Context->getParent())
    if (const auto *Space = dyn_cast<NamespaceDecl>(Context))
      Outermost = Space;
  return Outermost &&
         (Outermost->getName() == "std" || Outermost->getName() == "__gnu_cxx");
}

unsigned Types::tupleSize(const CXXRecordDecl *Record) {
  const auto *Tuple = dyn_cast_or_null<ClassTemplateSpecializationDecl>(Record);
  return Tuple && isStd(Tuple) && Tuple->getName() == "tuple" &&
                 Tuple->getTemplateArgs().size() == 1 &&
                 Tuple->getTemplateArgs()[0].getKind() == TemplateArgument::Pack
             ? Tuple->getTemplateArgs()[0].pack_size()
             : 0;
}

/// What is known of each callable of a project's own that hides what it holds.
static const TypeModel &erasedCallable() {
  static const TypeModel Made = [] {
    TypeModel Callable;
    Callable.Kind = TypeKind::Callable;
    return Callable;
  }();
  return Made;
}

bool Types::isOpaque(const Decl *D) {
  if (isStd(D))
    return isSystem(D);
  const auto *Record = dyn_cast<CXXRecordDecl>(D);
  if (!Record)
    Record = dyn_cast<CXXRecordDecl>(D->getDeclContext());
  // The iterators of a container too, but not what is derived from one.
  for (; Record; Record = dyn_cast<CXXRecordDecl>(Record->getDeclContext()))
    if (const TypeModel *Found = model(Record);
        Found && (Found == &erasedCallable() ||
                  (Found->Kind == TypeKind::Container &&
                   Models.findType(modelName(*Record)) == Found)))
      return true;
  return false;
}

bool Types::isPair(const CXXRecordDecl &Record) {
  return isOpaque(&Record) && !model(&Record) && Record.hasDefinition() &&
         Record.lookup(&Record.getASTContext().Idents.get("begin")).empty();
}

const TypeModel *Types::model(const CXXRecordDecl *Record) {
  if (!Record)
    return nullptr;
  Record = Record->getCanonicalDecl();
  auto [Entry, New] = Known.try_emplace(Record, nullptr);
  if (!New)
    return Entry->second;
  const TypeModel *Found = nullptr;
  if (const TypedefNameDecl *Alias = Record->getTypedefNameForAnonDecl())
    Found = Models.findType(modelName(*Alias)); // C's way to name a structure
  else if (Record->getIdentifier())
    Found = Models.findType(modelName(*Record));
  if (!Found && Record->hasDefinition() && !Record->isDependentContext())
    for (const CXXBaseSpecifier &Base : Record->getDefinition()->bases())
      if ((Found = model(Base.getType()->getAsCXXRecordDecl())))
        break;
  if (!Found && !isStd(Record) && erasesCallable(Context, *Record) &&
      llvm::none_of(Record->getDefinition()->fields(),
                    [&](const FieldDecl *Field) {
                      return model(Field->getType()) != nullptr;
                    }))
    Found = &erasedCallable();
  return Known[Record] = Found;
}

static QualType stripIndirection(QualType T) {
  T = T.getNonReferenceType();
  while (true) {
    if (const Type *Element = T->getPointeeOrArrayElementType();
        Element != T.getTypePtr())
      T = QualType(Element, 0);
    else
      return T.getCanonicalType();
  }
}

const TypeModel *Types::model(QualType T) {
  return T.isNull() ? nullptr
                    : model(stripIndirection(T)->getAsCXXRecordDecl());
}

const TypeModel *Types::aliasModel(QualType T) const {
  if (T.isNull())
    return nullptr;
  if (QualType Pointee = T.getNonReferenceType()->getPointeeType();
      !Pointee.isNull())
    T = Pointee;
  const auto *Alias = T->getAs<TypedefType>();
  return Alias ? Models.findType(modelName(*Alias->getDecl())) : nullptr;
}

bool Types::isKind(QualType T, TypeKind Kind) {
  const TypeModel *Found = model(T);
  return Found && Found->Kind == Kind;
}

static llvm::SmallVector<QualType, 2>
typeArguments(const CXXRecordDecl *Record) {
  llvm::SmallVector<QualType, 2> Arguments;
  const auto *Specialization =
      dyn_cast_or_null<ClassTemplateSpecializationDecl>(Record);
  if (!Specialization)
    return Arguments;
  for (const TemplateArgument &Argument :
       Specialization->getTemplateArgs().asArray()) {
    if (Argument.getKind() == TemplateArgument::Type)
      Arguments.push_back(Argument.getAsType());
    else if (Argument.getKind() == TemplateArgument::Pack)
      for (const TemplateArgument &Inner : Argument.getPackAsArray())
        if (Inner.getKind() == TemplateArgument::Type)
          Arguments.push_back(Inner.getAsType());
  }
  return Arguments;
}

QualType Types::pointee(QualType T) {
  const CXXRecordDecl *Record = T.getNonReferenceType()->getAsCXXRecordDecl();
  const TypeModel *Found = model(Record);
  if (!Found || Found->Kind != TypeKind::Pointer)
    return QualType();
  auto Arguments = typeArguments(Record);
  return Arguments.empty() ? QualType() : Arguments.front();
}

QualType Types::heldType(QualType T) {
  const CXXRecordDecl *Record = stripIndirection(T)->getAsCXXRecordDecl();
  if (!Record || !(isSystem(Record) || isOpaque(Record)))
    return QualType();
  bool Plain = isKind(T, TypeKind::Container);
  QualType Held;
  for (QualType Argument : typeArguments(Record)) {
    const CXXRecordDecl *Inner = Argument->getAsCXXRecordDecl();
    // Allocators, comparators and traits come after what is held.
    if (Inner && (Plain || isStd(Inner)) && Inner->getIdentifier() &&
        (Inner->getName() == "allocator" ||
         (Inner->hasDefinition() && Inner->isEmpty())))
      continue;
    // Neither is the container that a queue is built on, or a deleter.
    bool OfHeld = !Held.isNull() && Inner &&
                  llvm::is_contained(typeArguments(Inner), Held);
    if (isRelevant(Argument) && !OfHeld)
      Held = Argument;
  }
  return Held;
}

const CXXRecordDecl *Types::record(QualType T) {
  for (int Depth = 0; Depth < 8 && !T.isNull(); ++Depth) {
    T = stripIndirection(T);
    QualType Inner = pointee(T);
    if (Inner.isNull())
      return T->getAsCXXRecordDecl();
    T = Inner;
  }
  return nullptr;
}

bool Types::isCallable(QualType T) {
  T = stripIndirection(T);
  if (T->isFunctionType() || T->isMemberFunctionPointerType())
    return true;
  const CXXRecordDecl *Record = T->getAsCXXRecordDecl();
  if (!Record)
    return false;
  if (const TypeModel *Found = model(Record))
    if (Found->Kind == TypeKind::Callable || Found->Kind == TypeKind::Task)
      return true;
  if (Record->isLambda())
    return true;
  if (!Record->hasDefinition())
    return false;
  DeclarationName Call = Context.DeclarationNames.getCXXOperatorName(OO_Call);
  return !Record->lookup(Call).empty();
}

bool Types::isRelevant(QualType T) {
  if (T.isNull())
    return false;
  T = stripIndirection(T);
  auto [Entry, New] = Relevant.try_emplace(T.getAsOpaquePtr(), false);
  if (!New)
    return Entry->second;
  bool Answer = computeRelevant(T);
  return Relevant[T.getAsOpaquePtr()] = Answer;
}

bool Types::computeRelevant(QualType T) {
  if (T->isFunctionType() || T->isMemberFunctionPointerType() ||
      T->isVoidType())
    return true;
  const CXXRecordDecl *Record = T->getAsCXXRecordDecl();
  if (!Record)
    return false;
  if (const TypeModel *Found = model(Record);
      Found && (Found->Kind != TypeKind::Container || !isOpaque(Record)))
    return true;
  else if (Found)
    return !heldType(T).isNull();
  if (!isSystem(Record) || Record->isLambda())
    return true;
  if (isStd(Record) && Record->hasDefinition() && Record->isEmpty())
    return false; // allocators, comparators
  if (isCallable(T))
    return true;
  for (QualType Argument : typeArguments(Record))
    if (isRelevant(Argument))
      return true;
  // Iterators and other inner classes of a container of something relevant.
  if (const auto *Outer = dyn_cast<CXXRecordDecl>(Record->getDeclContext()))
    for (QualType Argument : typeArguments(Outer))
      if (isRelevant(Argument))
        return true;
  return !isStd(Record);
}

/// The classes that a type is made of.
struct Types::DataSearch {
  llvm::SmallPtrSet<const CXXRecordDecl *, 16> Open, Done;
  bool HoldsItself = false;
};

/// Classes of more parts are not plain.
static constexpr unsigned MaxParts = 64;

/// Is it nothing that has a meaning of its own, whatever it holds?
bool Types::isData(const CXXRecordDecl *Record, const TypeModel *Found) {
  if (Record->isPolymorphic() || isCallable(recordType(Context, Record)) ||
      (Found && Found->Kind != TypeKind::Container &&
       Found->Kind != TypeKind::Pointer))
    return false;
  // A lock of the system is a structure with a list in it.
  return !isSystem(Record) || isStd(Record) || Found ||
         Record->getTemplateSpecializationKind() != TSK_Undeclared;
}

bool Types::isPlain(QualType T, DataSearch &Search) {
  if (T.isVolatileQualified())
    return false; // a flag that is polled
  T = stripIndirection(T);
  if (T->isVoidType() || T->isFunctionType() ||
      T->isMemberFunctionPointerType() || T->isDependentType())
    return false;
  const CXXRecordDecl *Record = T->getAsCXXRecordDecl();
  if (!Record)
    return true;
  Record = Record->getDefinition();
  if (!Record || Search.Done.size() > MaxParts)
    return false;
  if (Search.Open.count(Record)) {
    Search.HoldsItself = true;
    return true;
  }
  if (!Search.Done.insert(Record).second)
    return true;
  if (isStd(Record) && Record->isEmpty())
    return true; // allocators, comparators
  const TypeModel *Found = model(Record);
  if (!isData(Record, Found))
    return false;
  Search.Open.insert(Record);
  auto IsPlain = [&](QualType Part) { return isPlain(Part, Search); };
  bool Plain =
      isStd(Record) || Found
          ? llvm::all_of(typeArguments(Record), IsPlain)
          : llvm::all_of(Record->bases(),
                         [&](const CXXBaseSpecifier &Base) {
                           return IsPlain(Base.getType());
                         }) &&
                llvm::all_of(Record->fields(), [&](const FieldDecl *Field) {
                  return IsPlain(Field->getType());
                });
  Search.Open.erase(Record);
  return Plain;
}

bool Types::isPlainTree(QualType T) {
  if (T.isNull())
    return false;
  T = stripIndirection(T);
  if (!T->isRecordType())
    return false;
  auto [Entry, New] = PlainTrees.try_emplace(T.getAsOpaquePtr(), false);
  if (!New)
    return Entry->second;
  DataSearch Search;
  bool Answer = isPlain(T, Search) && Search.HoldsItself;
  return PlainTrees[T.getAsOpaquePtr()] = Answer;
}

bool Types::isPartOfTree(const FieldDecl &Field) {
  return isPlainTree(recordType(Context, Field.getParent()));
}

} // namespace gridlock
