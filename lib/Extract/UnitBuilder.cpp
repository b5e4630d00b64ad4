// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Extract/UnitBuilder.h"
#include "Compat/RecordType.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Index/USRGeneration.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/Support/Base64.h"
#include "llvm/Support/Endian.h"
#include "llvm/Support/xxhash.h"

using namespace clang;

namespace gridlock {

static std::string displayName(const NamedDecl &D) {
  if (const auto *Method = dyn_cast<CXXMethodDecl>(&D)) {
    const CXXRecordDecl *Class = Method->getParent();
    if (Class->isLambda())
      return "lambda";
    return Class->getNameAsString() + "::" + Method->getNameAsString();
  }
  return D.getNameAsString();
}

/// 64 bits of a key, as text: some keys are as long as a page.
static std::string digest(llvm::StringRef Key) {
  uint64_t Hash = llvm::xxHash64(Key);
  char Bytes[sizeof(Hash)];
  llvm::support::endian::write64le(Bytes, Hash);
  return llvm::encodeBase64(llvm::StringRef(Bytes, sizeof(Hash))).substr(0, 11);
}

Symbol UnitBuilder::symbol(llvm::StringRef Key, llvm::StringRef Name) {
  auto [Entry, New] = Keys.try_emplace(digest(Key), 0);
  if (New) {
    Entry->second = Facts.Symbols.size();
    Facts.Symbols.push_back({Entry->first().str(), Name.str()});
  }
  return Entry->second;
}

/// A place in the source that is the same in each unit that includes it.
static std::string placeOf(const SourceManager &Sources, SourceLocation Where) {
  auto [File, Offset] = Sources.getDecomposedExpansionLoc(Where);
  const FileEntry *Entry = Sources.getFileEntryForID(File);
  std::string Place = Entry ? Entry->tryGetRealPathName().str() : "";
  Place += ":" + std::to_string(Offset);
  // One macro can make several things.
  if (Where.isMacroID())
    Place += ":" + std::to_string(
                       Sources.getFileOffset(Sources.getSpellingLoc(Where)));
  return Place;
}

/// A USR tells neither the lambdas and locals of several instantiations apart,
/// nor the hidden names of two files that have the same base name.
std::string UnitBuilder::keyOf(const NamedDecl *D) {
  llvm::SmallString<128> Usr;
  if (index::generateUSRForDecl(D, Usr))
    Usr = "nameless";
  std::string Key = Usr.str().str();
  const SourceManager &Sources = Context.getSourceManager();
  if (const DeclContext *Inside = D->getParentFunctionOrMethod())
    if (const auto *Parent = dyn_cast<NamedDecl>(Inside))
      return Key + " in " + Facts.Symbols[symbol(Parent)].Key + " at " +
             placeOf(Sources, D->getLocation());
  if (!D->isExternallyVisible())
    Key += " at " + placeOf(Sources, D->getLocation());
  return Key;
}

Symbol UnitBuilder::symbol(const NamedDecl *D) {
  const auto *Canonical = cast<NamedDecl>(D->getCanonicalDecl());
  auto [Entry, New] = Symbols.try_emplace(Canonical, 0);
  if (!New)
    return Entry->second;
  std::string Key = keyOf(Canonical);
  if (unsigned Copy = Copies[Key]++)
    Key += "#" + std::to_string(Copy);
  return Symbols[Canonical] = symbol(Key, displayName(*D));
}

Symbol UnitBuilder::site(SourceLocation Where, llvm::StringRef Name) {
  return symbol("new@" + placeOf(Context.getSourceManager(), Where), Name);
}

Location UnitBuilder::locate(SourceLocation Where) {
  const SourceManager &Sources = Context.getSourceManager();
  Location Found;
  SourceLocation Expansion = Sources.getExpansionLoc(Where);
  if (Expansion.isInvalid())
    return Found;
  auto [File, Offset] = Sources.getDecomposedLoc(Expansion);
  auto [Entry, New] = Files.try_emplace(File, Facts.Files.size());
  if (New)
    Facts.Files.push_back(Sources.getFilename(Expansion).str());
  Found.File = Entry->second;
  Found.Line = Sources.getLineNumber(File, Offset);
  Found.Column = Sources.getColumnNumber(File, Offset);
  Found.Token = Where.getRawEncoding();
  return Found;
}

llvm::ArrayRef<const CallModel *>
UnitBuilder::modelsNamed(const Decl *Key, llvm::StringRef Identifier,
                         const NamedDecl &D) {
  auto [Entry, New] = CallModels.try_emplace(Key);
  if (New && Models.mayName(Identifier)) {
    llvm::SmallVector<const CallModel *, 4> Storage;
    auto Found = Models.findCalls(modelName(D), Storage);
    Entry->second.append(Found.begin(), Found.end());
  }
  return Entry->second;
}

/// A method or a function template's pattern, so that a name is asked once for
/// all instantiations.
static const FunctionDecl *patternOf(const FunctionDecl *Callee) {
  if (const FunctionDecl *Pattern = Callee->getTemplateInstantiationPattern())
    return Pattern->getCanonicalDecl();
  return Callee->getCanonicalDecl();
}

llvm::ArrayRef<const CallModel *>
UnitBuilder::models(const FunctionDecl *Callee) {
  const FunctionDecl *Pattern = patternOf(Callee);
  std::string Special;
  llvm::StringRef Identifier;
  if (const IdentifierInfo *Name = Pattern->getIdentifier()) {
    Identifier = Name->getName();
  } else if (isa<CXXConversionDecl>(Pattern)) {
    Identifier = "operator conversion";
  } else if (const auto *Constructor = dyn_cast<CXXConstructorDecl>(Pattern)) {
    Identifier = Constructor->getParent()->getName();
  } else {
    Special = Pattern->getNameAsString();
    Identifier = Special;
  }
  return modelsNamed(Pattern, Identifier, *Pattern);
}

llvm::ArrayRef<const CallModel *>
UnitBuilder::constructorModels(const CXXRecordDecl *Record) {
  for (const CXXConstructorDecl *Constructor : Record->ctors())
    return models(Constructor);
  return {};
}

static void noteModel(const TypeModel &Model, Class &Noted) {
  Noted.Loop = Model.Loop;
  Noted.SelfJoin = Model.SelfJoin;
  if (Model.Kind != TypeKind::Executor)
    return;
  if (Model.Capacity.What == Capacity::Kind::Number)
    Noted.Capacity = Model.Capacity.Value;
  else if (Model.Capacity.What == Capacity::Kind::Unbounded)
    Noted.Capacity = -1;
  else if (Model.Capacity.What == Capacity::Kind::Argument)
    Noted.CapacityArgument = Model.Capacity.Value;
  if (Model.QueueArgument)
    Noted.QueueArgument = *Model.QueueArgument;
  if (Model.AdaptsArgument)
    Noted.AdaptsArgument = *Model.AdaptsArgument;
}

void UnitBuilder::noteClass(Symbol Name, const CXXRecordDecl *Record) {
  Class Noted;
  Noted.Name = Name;
  if (const CXXRecordDecl *Definition = Record->getDefinition();
      Definition && !Definition->isDependentContext()) {
    for (const CXXBaseSpecifier &Base : Definition->bases())
      if (const CXXRecordDecl *BaseRecord =
              Base.getType()->getAsCXXRecordDecl())
        Noted.Bases.push_back(classSymbol(BaseRecord));
    DeclarationName Call = Context.DeclarationNames.getCXXOperatorName(OO_Call);
    auto Note = [&](const FunctionDecl *Operator) {
      if (want(Operator))
        Noted.CallOperators.push_back(symbol(Operator));
    };
    for (const NamedDecl *Member : Definition->lookup(Call)) {
      if (const auto *Method = dyn_cast<CXXMethodDecl>(Member))
        Note(Method);
      else if (const auto *Template = dyn_cast<FunctionTemplateDecl>(Member))
        for (const FunctionDecl *Instance : Template->specializations())
          Note(Instance);
    }
  }
  if (const TypeModel *Model = TypeFacts.model(Record))
    noteModel(*Model, Noted);
  Facts.Classes.push_back(std::move(Noted));
}

Symbol UnitBuilder::classSymbol(const CXXRecordDecl *Record) {
  if (!Record)
    return 0;
  Record = Record->getCanonicalDecl();
  auto [Entry, New] = ClassNames.try_emplace(Record, 0);
  if (!New)
    return Entry->second;
  Symbol Name = ClassNames[Record] = symbol(Record);
  noteClass(Name, Record);
  return Name;
}

Symbol UnitBuilder::classOf(QualType T) {
  if (T.isNull())
    return 0;
  return classSymbol(TypeFacts.record(T));
}

bool UnitBuilder::mayEnter(const FunctionDecl *Definition) {
  if (TypeFacts.isOpaque(Definition))
    return false;
  if (!TypeFacts.isSystem(Definition))
    return true;
  // A library in a system header that nobody modelled: only what handles
  // executors, futures or callables is worth reading.
  if (const auto *Method = dyn_cast<CXXMethodDecl>(Definition)) {
    // What a model speaks of is known by it.
    if (TypeFacts.model(Method->getParent()))
      return false;
    if (Method->getParent()->isLambda() ||
        TypeFacts.isRelevant(recordType(Context, Method->getParent())))
      return true;
  }
  for (const ParmVarDecl *Parameter : Definition->parameters())
    if (TypeFacts.isCallable(Parameter->getType()))
      return true;
  return false;
}

/// Copies are looked through, and a lambda has no life of its own.
static bool isCopy(const FunctionDecl &Definition) {
  const auto *Method = dyn_cast<CXXMethodDecl>(&Definition);
  if (!Method || !Method->isDefaulted())
    return false;
  if (Method->getParent()->isLambda())
    return true;
  const auto *Constructor = dyn_cast<CXXConstructorDecl>(Method);
  return (Constructor && Constructor->isCopyOrMoveConstructor()) ||
         Method->isCopyAssignmentOperator() ||
         Method->isMoveAssignmentOperator();
}

bool UnitBuilder::want(const FunctionDecl *Callee) {
  auto [Entry, New] = Wanted.try_emplace(Callee->getCanonicalDecl(), false);
  if (!New)
    return Entry->second;
  const FunctionDecl *Definition = nullptr;
  if (!Callee->hasBody(Definition) || Definition->isDependentContext() ||
      Definition->isInvalidDecl() || Definition->hasSkippedBody() ||
      isCopy(*Definition) || !mayEnter(Definition))
    return false;
  Wanted[Callee->getCanonicalDecl()] = true;
  Queue.push_back(Definition);
  return true;
}

const FunctionDecl *UnitBuilder::next() {
  return Read < Queue.size() ? Queue[Read++] : nullptr;
}

} // namespace gridlock
