// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Extract/CoroutineTypes.h"
#include "Extract/BodyIndex.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/StmtCXX.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

using namespace clang;

namespace gridlock {

std::vector<std::string> wordsOf(llvm::StringRef Name) {
  std::vector<std::string> Words;
  bool Open = false;
  for (size_t I = 0; I < Name.size(); ++I) {
    char C = Name[I];
    if (!llvm::isAlpha(C)) {
      Open = false;
      continue;
    }
    bool Upper = C != llvm::toLower(C);
    bool AfterLower = I && Name[I - 1] == llvm::toLower(Name[I - 1]);
    bool BeforeLower = I + 1 < Name.size() && llvm::isAlpha(Name[I + 1]) &&
                       Name[I + 1] == llvm::toLower(Name[I + 1]);
    if (!Open || (Upper && (AfterLower || BeforeLower)))
      Words.emplace_back();
    Open = true;
    Words.back() += llvm::toLower(C);
  }
  return Words;
}

static std::vector<std::string> listOf(llvm::StringRef Text) {
  llvm::SmallVector<llvm::StringRef, 16> Parts;
  Text.split(Parts, ';', -1, /*KeepEmpty=*/false);
  std::vector<std::string> List;
  for (llvm::StringRef Part : Parts) {
    Part = Part.trim();
    Part.consume_front("::");
    if (!Part.empty())
      List.push_back(Part.str());
  }
  return List;
}

CoroutineTypes::CoroutineTypes(Types &TypeFacts, const AwaitNames &Names)
    : TypeFacts(TypeFacts), NeverSuspends(listOf(Names.NeverSuspends)),
      Verbs(listOf(Names.Verbs)), Nouns(listOf(Names.Nouns)) {}

static bool isNamed(const FunctionDecl *F, llvm::StringRef Name) {
  return F && F->getIdentifier() && F->getName() == Name;
}

const Expr *awaitedBy(const CoroutineSuspendExpr *Suspend) {
  const Expr *E = withoutWrappers(Suspend->getCommonExpr());
  while (const auto *Call = dyn_cast_or_null<CallExpr>(E)) {
    const FunctionDecl *Callee = Call->getDirectCallee();
    const Expr *Inner = nullptr;
    if (Callee && Callee->getOverloadedOperator() == OO_Coawait) {
      const auto *Member = dyn_cast<CXXMemberCallExpr>(Call);
      Inner = Member ? Member->getImplicitObjectArgument() : Call->getArg(0);
    } else if ((isNamed(Callee, "await_transform") ||
                isNamed(Callee, "yield_value")) &&
               Call->getNumArgs() >= 1) {
      Inner = Call->getArg(0);
    }
    if (!Inner)
      break;
    E = withoutWrappers(Inner);
  }
  return E;
}

bool doesNothing(const FunctionDecl &F) {
  const auto *Body = dyn_cast_or_null<CompoundStmt>(F.getBody());
  return Body && Body->body_empty();
}

const Expr *onlyReturns(const FunctionDecl *Callee) {
  const FunctionDecl *Definition = nullptr;
  if (!Callee || !Callee->hasBody(Definition))
    return nullptr;
  const auto *Body = dyn_cast_or_null<CompoundStmt>(Definition->getBody());
  if (!Body || Body->size() != 1)
    return nullptr;
  const auto *Return = dyn_cast<ReturnStmt>(Body->body_front());
  return Return ? Return->getRetValue() : nullptr;
}

CoroutineTypes::LockMethod CoroutineTypes::lockMethod(const FunctionDecl &F) {
  if (!F.getIdentifier())
    return {};
  auto Words = wordsOf(F.getName());
  auto Has = [&](llvm::StringRef Word) {
    return llvm::is_contained(Words, Word);
  };
  LockMethod Found;
  Found.Shared = Has("shared") || Has("reader") || Has("read");
  if (Has("unlock"))
    Found.Does = LockMethod::Releases;
  else if (Has("trylock") || (Has("try") && Has("lock")))
    Found.Does = LockMethod::Tries;
  else if (Has("lock") && !Has("is") && !Has("has") && !Has("un"))
    Found.Does = LockMethod::Awaits;
  return Found;
}

static bool hasMember(const CXXRecordDecl &Definition, ASTContext &Context,
                      DeclarationName Name) {
  if (!Definition.lookup(Name).empty())
    return true;
  return llvm::any_of(Definition.bases(), [&](const CXXBaseSpecifier &Base) {
    const CXXRecordDecl *Record = Base.getType()->getAsCXXRecordDecl();
    return Record && Record->hasDefinition() &&
           hasMember(*Record->getDefinition(), Context, Name);
  });
}

/// Something that can be awaited by its own members; a task of a coroutine; or
/// a sender.
bool CoroutineTypes::isAwaitable(QualType T) {
  if (T.isNull())
    return false;
  const CXXRecordDecl *Record = T.getNonReferenceType()->getAsCXXRecordDecl();
  if (!Record)
    return false;
  ASTContext &Context = Record->getASTContext();
  // A class template that nothing has asked for yet is known by its pattern.
  if (!Record->hasDefinition()) {
    const auto *Instance = dyn_cast<ClassTemplateSpecializationDecl>(Record);
    if (!Instance)
      return false;
    Record = Instance->getSpecializedTemplate()->getTemplatedDecl();
    if (!Record->hasDefinition())
      return false;
  }
  Record = Record->getDefinition();
  auto Named = [&](llvm::StringRef Name) {
    return DeclarationName(&Context.Idents.get(Name));
  };
  return hasMember(*Record, Context, Named("await_ready")) ||
         hasMember(*Record, Context, Named("promise_type")) ||
         hasMember(*Record, Context,
                   Context.DeclarationNames.getCXXOperatorName(OO_Coawait));
}

/// A method to lock whose result is awaited, and one to unlock.
bool CoroutineTypes::looksLikeMutex(const CXXRecordDecl &Definition) {
  bool Locks = false, Unlocks = false;
  for (const Decl *D : Definition.decls()) {
    if (const auto *Template = dyn_cast<FunctionTemplateDecl>(D))
      D = Template->getTemplatedDecl();
    const auto *Method = dyn_cast<CXXMethodDecl>(D);
    if (!Method)
      continue;
    LockMethod Found = lockMethod(*Method);
    Unlocks |= Found.Does == LockMethod::Releases;
    Locks |= Found.Does == LockMethod::Awaits &&
             isAwaitable(Method->getReturnType());
  }
  return Locks && Unlocks;
}

bool CoroutineTypes::isMutex(const CXXRecordDecl *Record) {
  if (!Record || !Record->hasDefinition() || Record->isDependentContext())
    return false;
  Record = Record->getDefinition();
  if (const TypeModel *Model = TypeFacts.model(Record))
    return Model->Kind == TypeKind::Mutex && Model->OfCoroutines;
  auto [Entry, New] = Mutexes.try_emplace(Record, false);
  if (!New)
    return Entry->second;
  bool Answer = !Record->isLambda() && looksLikeMutex(*Record) &&
                !looksLikeGuard(*Record);
  return Mutexes[Record] = Answer;
}

/// Does it call a method that unlocks such a mutex?
bool CoroutineTypes::unlocks(const Stmt *Body) {
  if (!Body)
    return false;
  if (const auto *Call = dyn_cast<CXXMemberCallExpr>(Body))
    if (const CXXMethodDecl *Method = Call->getMethodDecl();
        Method && lockMethod(*Method).Does == LockMethod::Releases &&
        isMutex(Call->getObjectType()))
      return true;
  return llvm::any_of(Body->children(),
                      [&](const Stmt *Child) { return unlocks(Child); });
}

/// By what the destructor does; where it is not in view, by a mutex that it
/// keeps and a name that says so.
bool CoroutineTypes::looksLikeGuard(const CXXRecordDecl &Definition) {
  const CXXDestructorDecl *Destructor = Definition.getDestructor();
  if (!Destructor || !Destructor->isUserProvided())
    return false;
  const FunctionDecl *Body = nullptr;
  if (Destructor->hasBody(Body) && !Body->hasSkippedBody())
    return unlocks(Body->getBody());
  auto Words = wordsOf(Definition.getName());
  return (llvm::is_contained(Words, "lock") ||
          llvm::is_contained(Words, "guard")) &&
         llvm::any_of(Definition.fields(), [&](const FieldDecl *Field) {
           return (Field->getType()->isPointerType() ||
                   Field->getType()->isReferenceType()) &&
                  isMutex(Field->getType());
         });
}

bool CoroutineTypes::isGuard(const CXXRecordDecl *Record) {
  if (!Record || !Record->hasDefinition() || Record->isDependentContext() ||
      TypeFacts.model(Record))
    return false;
  Record = Record->getDefinition();
  auto [Entry, New] = Guards.try_emplace(Record, false);
  if (!New)
    return Entry->second;
  bool Answer = !TypeFacts.isSystem(Record) || !Types::isStd(Record)
                    ? looksLikeGuard(*Record)
                    : false;
  return Guards[Record] = Answer;
}

bool CoroutineTypes::isOwnedByCoroutine(QualType T) {
  const CXXRecordDecl *Record = TypeFacts.record(T);
  if (isMutex(Record) || isGuard(Record))
    return true;
  const TypeModel *Model = TypeFacts.model(Record);
  if (!Model || Model->Kind != TypeKind::Guard)
    return false;
  if (Model->OfCoroutines)
    return true;
  // std::unique_lock of such a mutex.
  const auto *Guard = dyn_cast<ClassTemplateSpecializationDecl>(Record);
  return Guard && Guard->getTemplateArgs().size() &&
         Guard->getTemplateArgs()[0].getKind() == TemplateArgument::Type &&
         isMutex(Guard->getTemplateArgs()[0].getAsType());
}

bool CoroutineTypes::isNamed(QualType T) const {
  const CXXRecordDecl *Record =
      T.isNull() ? nullptr : T.getNonReferenceType()->getAsCXXRecordDecl();
  return Record && llvm::is_contained(NeverSuspends, modelName(*Record));
}

/// Is the result of this call the same constant each time?
static bool isConstantly(const Expr *Called, bool Wanted) {
  const auto *Call = dyn_cast_or_null<CallExpr>(withoutWrappers(Called));
  const FunctionDecl *Callee = Call ? Call->getDirectCallee() : nullptr;
  const auto *Method = dyn_cast_or_null<CXXMethodDecl>(Callee);
  if (!Method || Method->isVirtual())
    return false;
  const Expr *Returned = onlyReturns(Callee);
  bool Value = false;
  return Returned && !Returned->isValueDependent() &&
         Returned->getType()->isBooleanType() &&
         Returned->EvaluateAsBooleanCondition(Value, Callee->getASTContext()) &&
         Value == Wanted;
}

bool CoroutineTypes::neverSuspends(const CoroutineSuspendExpr *Suspend) {
  const Expr *Written = awaitedBy(Suspend);
  return isNamed(Suspend->getCommonExpr()->getType()) ||
         (isa<CoawaitExpr>(Suspend) && Written &&
          isNamed(Written->getType())) ||
         isConstantly(Suspend->getReadyExpr(), true) ||
         isConstantly(Suspend->getSuspendExpr(), false);
}

const CoawaitExpr *initialAwait(const CoroutineBodyStmt &Coroutine) {
  const Stmt *Initial = Coroutine.getInitSuspendStmt();
  if (const auto *Full = dyn_cast_or_null<FullExpr>(Initial))
    Initial = Full->getSubExpr();
  return dyn_cast_or_null<CoawaitExpr>(Initial);
}

bool CoroutineTypes::startsByAwaiter(const CoroutineBodyStmt &Coroutine) {
  const CoawaitExpr *Initial = initialAwait(Coroutine);
  const auto *Asked = dyn_cast_or_null<CXXMemberCallExpr>(
      Initial ? withoutWrappers(Initial->getSuspendExpr()) : nullptr);
  const FunctionDecl *Definition = nullptr;
  return Asked && Asked->getMethodDecl() &&
         !Types::isStd(Asked->getMethodDecl()) && !neverSuspends(Initial) &&
         Asked->getMethodDecl()->hasBody(Definition) &&
         !doesNothing(*Definition);
}

bool CoroutineTypes::startsAtOnce(const CoroutineBodyStmt &Coroutine) {
  const CoawaitExpr *Initial = initialAwait(Coroutine);
  return Initial && (neverSuspends(Initial) || startsByAwaiter(Coroutine));
}

/// What does not change the meaning at the end of a name.
static bool isFiller(llvm::StringRef Word) {
  static const llvm::StringRef Fillers[] = {
      "async", "co",     "coro", "awaitable", "impl",     "internal",
      "now",   "locked", "task", "one",       "unlocked", "if"};
  return llvm::is_contained(Fillers, Word);
}

static bool isPreposition(llvm::StringRef Word) {
  static const llvm::StringRef Prepositions[] = {
      "for", "with", "without", "to", "from", "by",     "on",
      "in",  "at",   "of",      "as", "and",  "through"};
  return llvm::is_contained(Prepositions, Word);
}

static bool isAmong(llvm::StringRef Word,
                    const std::vector<std::string> &List) {
  return llvm::is_contained(List, Word) ||
         (Word.back() == 's' && llvm::is_contained(List, Word.drop_back()));
}

/// `create_session`, `openNewConnections_for_user`, `session_create`; but not
/// `create_session_id`. Of a method that is only a verb, its class may be the
/// noun.
bool CoroutineTypes::createsNoun(std::vector<std::string> Words,
                                 llvm::StringRef Class) const {
  auto Verb = [&](llvm::StringRef Word) {
    return llvm::is_contained(Verbs, Word);
  };
  auto Noun = [&](llvm::StringRef Word) { return isAmong(Word, Nouns); };
  for (size_t I = 1; I < Words.size(); ++I)
    if (isPreposition(Words[I]))
      Words.resize(I);
  while (!Words.empty() && isFiller(Words.back()))
    Words.pop_back();
  while (!Words.empty() && isFiller(Words.front()))
    Words.erase(Words.begin());
  if (Words.empty())
    return false;
  if (Noun(Words.back()))
    return std::any_of(Words.begin(), Words.end() - 1, Verb);
  if (!Verb(Words.back()))
    return false;
  if (Words.size() > 1)
    return std::any_of(Words.begin(), Words.end() - 1, Noun);
  auto Of = wordsOf(Class);
  return !Of.empty() && Noun(Of.back());
}

bool CoroutineTypes::isCreation(const FunctionDecl &Callee) const {
  if (!Callee.getIdentifier())
    return false;
  const auto *Method = dyn_cast<CXXMethodDecl>(&Callee);
  return createsNoun(wordsOf(Callee.getName()),
                     Method && Method->getParent()->getIdentifier()
                         ? Method->getParent()->getName()
                         : "");
}

} // namespace gridlock
