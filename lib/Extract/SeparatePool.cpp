// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

/// \file
/// A submit goes to a second executor. One for those who are waited for is
/// declared before the first one, so that it outlives it; one for those who
/// wait, behind it.

#include "Extract/BodyIndex.h"
#include "Extract/Rewriter.h"
#include "clang/AST/DeclTemplate.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

using namespace clang;

namespace gridlock {

ExecutorRoot rootOf(const Expr *E) {
  while ((E = asWritten(E))) {
    if (const auto *Reference = dyn_cast<DeclRefExpr>(E))
      return {dyn_cast<VarDecl>(Reference->getDecl()),
              Reference->getLocation()};
    if (const auto *Member = dyn_cast<MemberExpr>(E)) {
      if (!isa<CXXThisExpr>(Member->getBase()->IgnoreParenImpCasts()))
        return {};
      return {dyn_cast<FieldDecl>(Member->getMemberDecl()),
              Member->getMemberLoc()};
    }
    if (const auto *Operator = dyn_cast<CXXOperatorCallExpr>(E))
      E = Operator->getNumArgs() == 1 ? Operator->getArg(0) : nullptr;
    else if (const auto *Unary = dyn_cast<UnaryOperator>(E))
      E = Unary->getSubExpr();
    else if (const auto *Call = dyn_cast<CXXMemberCallExpr>(E))
      E = Call->getNumArgs() ? nullptr : Call->getImplicitObjectArgument();
    else
      return {};
  }
  return {};
}

/// Does the expression make a new thing out of numbers and texts alone?
static bool makesAnother(const Expr *E, const ASTContext &Context) {
  if (!E || isa<CXXDefaultArgExpr, StringLiteral, ImplicitValueInitExpr>(E))
    return true;
  if (E->getType()->isArithmeticType() || E->getType()->isEnumeralType()) {
    const auto *Call = dyn_cast<CallExpr>(E->IgnoreParenImpCasts());
    return (Call && !Call->getNumArgs()) || !E->HasSideEffects(Context);
  }
  const auto *Call = dyn_cast<CallExpr>(E);
  if (Call)
    return !isa<CXXMemberCallExpr>(Call) && Call->isPRValue() &&
           Call->getDirectCallee() && Types::isStd(Call->getDirectCallee()) &&
           llvm::all_of(Call->arguments(), [&](const Expr *Argument) {
             return makesAnother(Argument, Context);
           });
  if (!isa<CXXConstructExpr, InitListExpr, CXXNewExpr, CastExpr, FullExpr,
           MaterializeTemporaryExpr, CXXBindTemporaryExpr, ParenListExpr>(E))
    return false;
  return llvm::all_of(E->children(), [&](const Stmt *Child) {
    const auto *Inner = dyn_cast_or_null<Expr>(Child);
    return !Inner || makesAnother(Inner, Context);
  });
}

std::string derivedName(llvm::StringRef Name, llvm::StringRef Words) {
  llvm::StringRef Tail = Name.size() > 1 && Name.back() == '_' ? "_" : "";
  llvm::StringRef Stem = Name.drop_back(Tail.size());
  bool Snake = Stem.drop_front(Stem.take_front(2) == "m_" ? 2 : 0).find('_') !=
                   llvm::StringRef::npos &&
               Stem == Stem.lower();
  std::string Made = Stem.str();
  for (llvm::StringRef Word : llvm::split(Words, ' '))
    Made += Snake ? "_" + Word.str()
                  : Word.take_front().upper() + Word.drop_front().str();
  return Made + Tail.str();
}

class Twin {
public:
  Twin(UnitBuilder &Builder, const WrittenText &Text, const DeclaratorDecl *Of,
       std::string Name, bool Before)
      : Context(Builder.context()), TypeFacts(Builder.types()), Text(Text),
        Of(Of), Name(std::move(Name)), Before(Before) {}

  /// Adds the edits that declare it; false where that cannot be done.
  bool declare(std::vector<Edit> &Made) const;
  /// Captures it in each lambda from \p F outwards that captures the first.
  bool capture(const FunctionDecl *F, std::vector<Edit> &Made) const;
  /// Is there nothing of that name?
  bool isFree() const {
    return Context.Idents.find(Name) == Context.Idents.end();
  }

private:
  bool isOwner() const;
  bool declareVariable(const VarDecl &V, std::vector<Edit> &Made) const;
  bool declareField(const FieldDecl &F, std::vector<Edit> &Made) const;
  bool initialize(const CXXConstructorDecl &C, const FieldDecl &F,
                  std::vector<Edit> &Made) const;
  bool insert(SourceRange Declaration, std::vector<Edit> &Made) const;

  ASTContext &Context;
  Types &TypeFacts;
  const WrittenText &Text;
  const DeclaratorDecl *Of;
  std::string Name;
  bool Before;
};

/// Is it an executor, or the only way to one? A loop needs somebody to run it.
bool Twin::isOwner() const {
  QualType T = Of->getType();
  const CXXRecordDecl *Record = TypeFacts.record(T);
  const TypeModel *Model = Record ? TypeFacts.model(Record) : nullptr;
  return !T->isReferenceType() && !T->isPointerType() &&
         T->getAsCXXRecordDecl() && Record &&
         !(Model && (Model->Loop || Model->AdaptsArgument));
}

/// The same declaration once more.
bool Twin::insert(SourceRange Declaration, std::vector<Edit> &Made) const {
  Span Whole = Text.span(Declaration);
  Span Named = Text.token(Of->getLocation());
  if (!Whole || !Named || !TypeFacts.isRelevant(Of->getType()))
    return false;
  std::string Again = Text.text({Whole.File, Whole.Begin, Named.Begin}).str() +
                      Name +
                      Text.text({Whole.File, Named.End, Whole.End}).str();
  std::string End = ";\n" + Text.indent(Whole);
  Made.push_back(Before ? Text.insert(Whole, Whole.Begin, Again + End)
                        : Text.insert(Whole, Whole.End, End + Again));
  return true;
}

bool Twin::declareVariable(const VarDecl &V, std::vector<Edit> &Made) const {
  // A pointer to nothing is filled elsewhere.
  if (TypeFacts.isKind(V.getType(), TypeKind::Pointer) &&
      (!V.getInit() || isNothing(V.getInit())))
    return false;
  if (isa<ParmVarDecl>(V) || V.isInitCapture() || V.isStaticDataMember() ||
      V.getPreviousDecl() || !V.isThisDeclarationADefinition() ||
      !makesAnother(V.getInit(), Context))
    return false;
  if (!V.isLocalVarDecl())
    return insert(V.getSourceRange(), Made);
  BodyMap Around(cast<FunctionDecl>(V.getDeclContext()));
  const DeclStmt *Declaration = Around.declaration(&V);
  return Declaration && Declaration->isSingleDecl() &&
         isa_and_nonnull<CompoundStmt>(Around.parent(Declaration)) &&
         insert(V.getSourceRange(), Made);
}

/// The field once more in a constructor's list.
bool Twin::initialize(const CXXConstructorDecl &C, const FieldDecl &F,
                      std::vector<Edit> &Made) const {
  if (C.isImplicit() || C.isDeleted() || C.isDelegatingConstructor())
    return true;
  const FunctionDecl *Definition = nullptr;
  if (C.isCopyOrMoveConstructor() ||
      (!C.isDefaulted() && !C.hasBody(Definition)))
    return false;
  if (Definition)
    for (const CXXCtorInitializer *I :
         cast<CXXConstructorDecl>(Definition)->inits())
      if (I->getAnyMember() == &F && I->isWritten()) {
        Span Whole = Text.span(I->getSourceRange());
        Span Named = Text.token(I->getMemberLocation());
        if (!Whole || !Named || !makesAnother(I->getInit(), Context))
          return false;
        std::string Again =
            Name + Text.text({Whole.File, Named.End, Whole.End}).str();
        Made.push_back(Before ? Text.insert(Whole, Whole.Begin, Again + ", ")
                              : Text.insert(Whole, Whole.End, ", " + Again));
        return true;
      }
  return F.hasInClassInitializer() ||
         !TypeFacts.isKind(F.getType(), TypeKind::Pointer);
}

bool Twin::declareField(const FieldDecl &F, std::vector<Edit> &Made) const {
  const auto *Class = dyn_cast<CXXRecordDecl>(F.getParent());
  if (!Class || Class->isAggregate() || Class->isUnion() || Class->isLambda() ||
      Class->getTemplateSpecializationKind() != TSK_Undeclared ||
      (F.hasInClassInitializer() &&
       !makesAnother(F.getInClassInitializer(), Context)))
    return false;
  for (const FieldDecl *Other : Class->fields())
    if (Other != &F && Other->getBeginLoc() == F.getBeginLoc())
      return false;
  for (const Decl *Member : Class->decls())
    if (const auto *Template = dyn_cast<FunctionTemplateDecl>(Member);
        Template && isa<CXXConstructorDecl>(Template->getTemplatedDecl()))
      return false;
  for (const CXXConstructorDecl *Constructor : Class->ctors())
    if (!initialize(*Constructor, F, Made))
      return false;
  return insert(F.getSourceRange(), Made);
}

bool Twin::declare(std::vector<Edit> &Made) const {
  if (!isOwner())
    return false;
  if (const auto *Variable = dyn_cast<VarDecl>(Of))
    return declareVariable(*Variable, Made);
  return declareField(*cast<FieldDecl>(Of), Made);
}

bool Twin::capture(const FunctionDecl *F, std::vector<Edit> &Made) const {
  const auto *Variable = dyn_cast<VarDecl>(Of);
  if (!Variable || !Variable->hasLocalStorage())
    return true;
  // Where nothing else speaks of the first one, its capture is of no use.
  bool Only = BodyMap(F).uses(Of).size() == 1;
  while (F != Of->getDeclContext()) {
    const auto *Method = dyn_cast<CXXMethodDecl>(F);
    const CXXRecordDecl *Lambda = Method ? Method->getParent() : nullptr;
    if (!Lambda || !Lambda->isLambda())
      return false;
    for (const LambdaCapture &Taken : Lambda->captures()) {
      if (!Taken.capturesVariable() || Taken.getCapturedVar() != Of ||
          Taken.isImplicit())
        continue;
      Span Named = Text.token(Taken.getLocation());
      if (!Named)
        return false;
      const char *Also = Taken.getCaptureKind() == LCK_ByRef ? ", &" : ", ";
      Made.push_back(Only ? Text.replace(Named, Name)
                          : Text.insert(Named, Named.End, Also + Name));
    }
    F = functionAround(Lambda);
    if (!F || !F->hasBody())
      return false;
    BodyMap Around(F);
    const LambdaExpr *Inner = Around.lambda(Lambda);
    Only &= Inner && Around.uses(Of).size() == Around.usesIn(Of, Inner);
  }
  return true;
}

void Rewriter::separate(const SubmitSite &Submit) {
  if (!Submit.Executor)
    return;
  ExecutorRoot Executor = rootOf(Submit.Executor);
  Span Named = Executor.Declared ? Text.token(Executor.Name) : Span();
  if (!Named)
    return;
  for (bool ForChildren : {true, false}) {
    std::string Name =
        derivedName(Executor.Declared->getName(),
                    ForChildren ? "for children" : "for parents");
    Twin Second(Builder, Text, Executor.Declared, Name, ForChildren);
    Edits Made{Text.replace(Named, Name)};
    if (Second.isFree() && Second.declare(Made) &&
        Second.capture(Definition, Made))
      note(ForChildren ? RewriteKind::ForChildren : RewriteKind::ForParents,
           Submit.Where, SourceLocation(), std::move(Made), Name);
  }
}

} // namespace gridlock
