// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

/// \file
/// Semaphores of one unit, and channels for one message, that a coroutine uses
/// as a lock: it awaits the unit and gives it back itself.

#include "Extract/CoroutineTypes.h"
#include "Extract/FunctionReader.h"
#include "clang/AST/RecursiveASTVisitor.h"
#include "llvm/ADT/STLExtras.h"

using namespace clang;

namespace gridlock {

/// What a method does to the units of a semaphore, or to the room of a channel,
/// by its name.
enum class UnitMethod { None, Takes, Returns };

static UnitMethod unitMethod(const FunctionDecl &F) {
  static const llvm::StringRef Takes[] = {"acquire", "wait", "enter",
                                          "take",    "down", "send"};
  static const llvm::StringRef Returns[] = {"release", "signal", "post",
                                            "leave",   "up",     "receive"};
  if (!F.getIdentifier())
    return UnitMethod::None;
  const auto Words = wordsOf(F.getName());
  auto Has = [&](llvm::StringRef Word) {
    return llvm::is_contained(Words, Word);
  };
  if (llvm::any_of(Returns, Has))
    return UnitMethod::Returns;
  return !Has("try") && !Has("for") && !Has("until") && llvm::any_of(Takes, Has)
             ? UnitMethod::Takes
             : UnitMethod::None;
}

/// The variable or the field that an expression names.
static const ValueDecl *namedBy(const Expr *E) {
  E = E ? withoutWrappers(E) : nullptr;
  if (const auto *Member = dyn_cast_or_null<MemberExpr>(E))
    return isa<CXXThisExpr>(Member->getBase()->IgnoreParenImpCasts())
               ? Member->getMemberDecl()
               : nullptr;
  const auto *Reference = dyn_cast_or_null<DeclRefExpr>(E);
  return Reference ? Reference->getDecl() : nullptr;
}

/// Is it made with the number one, and no other?
static bool isMadeOfOne(const Expr *Made, const ASTContext &Context) {
  const auto *Construct = dyn_cast_or_null<CXXConstructExpr>(
      Made ? withoutWrappers(Made) : nullptr);
  if (!Construct)
    return false;
  bool One = false;
  for (const Expr *Argument : Construct->arguments()) {
    if (isa<CXXDefaultArgExpr>(Argument) ||
        !Argument->getType()->isIntegerType())
      continue;
    Expr::EvalResult Number;
    if (One || !Argument->EvaluateAsInt(Number, Context) ||
        Number.Val.getInt() != 1)
      return false;
    One = true;
  }
  return One;
}

/// How a field is made, by each of its class's constructors; none where one of
/// them is not in view.
static llvm::SmallVector<const Expr *, 2> initializers(const FieldDecl &Field) {
  llvm::SmallVector<const Expr *, 2> Found;
  const auto *Class = dyn_cast<CXXRecordDecl>(Field.getParent());
  bool Written = false;
  for (const CXXConstructorDecl *Constructor :
       Class ? Class->ctors() : CXXRecordDecl::ctor_range{{}, {}}) {
    if (Constructor->isImplicit() || Constructor->isDeleted() ||
        Constructor->isCopyOrMoveConstructor() ||
        Constructor->isDelegatingConstructor())
      continue;
    const FunctionDecl *Definition = nullptr;
    if (!Constructor->hasBody(Definition))
      return {};
    Written = true;
    for (const CXXCtorInitializer *Init :
         cast<CXXConstructorDecl>(Definition)->inits())
      if (Init->getMember() == &Field)
        Found.push_back(isa<CXXDefaultInitExpr>(Init->getInit())
                            ? Field.getInClassInitializer()
                            : Init->getInit());
  }
  if (!Written && Field.hasInClassInitializer())
    Found.push_back(Field.getInClassInitializer());
  return Found;
}

/// Does a class both take a unit, by what is awaited, and return it?
static bool hasUnits(const CXXRecordDecl *Record, CoroutineTypes &Known) {
  bool Takes = false, Returns = false;
  if (!Record || !Record->hasDefinition())
    return false;
  auto Consider = [&](const CXXRecordDecl *Of) {
    for (const Decl *D : Of->getDefinition()->decls()) {
      const auto *Template = dyn_cast<FunctionTemplateDecl>(D);
      const auto *Method = dyn_cast_or_null<CXXMethodDecl>(
          Template ? Template->getTemplatedDecl() : D);
      if (!Method)
        continue;
      Takes |= unitMethod(*Method) == UnitMethod::Takes &&
               (Template || Known.isAwaitable(Method->getReturnType()));
      Returns |= unitMethod(*Method) == UnitMethod::Returns;
    }
    return true;
  };
  Consider(Record);
  Record->getDefinition()->forallBases(Consider);
  return Takes && Returns;
}

namespace {
/// Looks for the call that gives the unit of an object back.
struct ReturnFinder : RecursiveASTVisitor<ReturnFinder> {
  explicit ReturnFinder(const ValueDecl *Object) : Object(Object) {}

  bool VisitCXXMemberCallExpr(CXXMemberCallExpr *Call) {
    const CXXMethodDecl *Method = Call->getMethodDecl();
    Found |= Method && unitMethod(*Method) == UnitMethod::Returns &&
             namedBy(Call->getImplicitObjectArgument()) == Object;
    return !Found;
  }

  const ValueDecl *Object;
  bool Found = false;
};
} // namespace

/// Does it have one unit, that this function gives back itself?
bool FunctionReader::isUnitLock(const Expr *Object) {
  const ValueDecl *Named = namedBy(Object);
  if (!Named || Named->getType()->isReferenceType() ||
      TypeFacts.model(Named->getType()) ||
      Builder.coroutines().isOwnedByCoroutine(Named->getType()) ||
      !hasUnits(Named->getType()->getAsCXXRecordDecl(), Builder.coroutines()))
    return false;
  llvm::SmallVector<const Expr *, 2> Made;
  if (const auto *Variable = dyn_cast<VarDecl>(Named)) {
    if (!isa<ParmVarDecl>(Variable))
      Made.push_back(Variable->getInit());
  } else if (const auto *Field = dyn_cast<FieldDecl>(Named)) {
    Made = initializers(*Field);
  }
  auto IsMadeOfOne = [&](const Expr *E) {
    return isMadeOfOne(E, Builder.context());
  };
  if (Made.empty() || !llvm::all_of(Made, IsMadeOfOne))
    return false;
  ReturnFinder Finder(Named);
  Finder.TraverseStmt(Definition->getBody());
  return Finder.Found;
}

/// The unit that an awaited call takes, where that is a lock.
bool FunctionReader::awaitedUnit(const CallExpr &Call, QualType Result,
                                 AwaitedLock &Found) {
  const auto *Member = dyn_cast<CXXMemberCallExpr>(&Call);
  const CXXMethodDecl *Method = Member ? Member->getMethodDecl() : nullptr;
  if (!Method || unitMethod(*Method) != UnitMethod::Takes ||
      Result->isBooleanType() ||
      !isUnitLock(Member->getImplicitObjectArgument()))
    return false;
  Found.Written = Member->getImplicitObjectArgument();
  Found.Mutex = valueOf(Found.Written);
  Found.Name = Method;
  Found.Unit = true;
  return Found.Mutex != 0;
}

bool FunctionReader::readUnitRelease(const CallSite &Site) {
  if (!Facts.IsCoroutine || unitMethod(*Site.Callee) != UnitMethod::Returns ||
      !isUnitLock(Site.ObjectExpression))
    return false;
  release(Site.Object, Site);
  return true;
}

} // namespace gridlock
