// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Extract/AwaitOperator.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclFriend.h"
#include "clang/AST/StmtCXX.h"
#include "llvm/ADT/STLExtras.h"

using namespace clang;

namespace gridlock {
namespace {

/// An operator that could be meant.
struct Candidate {
  const FunctionDecl *Operator = nullptr;
  TemplateArguments Given; ///< of the template that it is, or is a part of
  QualType Takes;          ///< with its reference; null: a method
};

/// The operators by which an object is awaited.
class Operators {
public:
  Operators(const AwaitOperand &Operand, const CXXRecordDecl &Class)
      : Operand(Operand), Class(Class), Context(Class.getASTContext()),
        Name(Context.DeclarationNames.getCXXOperatorName(OO_Coawait)) {
    if (const auto *Instance =
            dyn_cast<ClassTemplateSpecializationDecl>(&Class))
      Given = Instance->getTemplateArgs().asArray();
  }

  /// The one that would be called; null where that is not sure.
  const Candidate *chosen();
  bool none() const { return Found.empty() && Sure; }

private:
  void addMembers(const CXXRecordDecl &In);
  void addFunctions();
  void addFunction(const FunctionDecl &F);
  void addTemplate(const FunctionTemplateDecl &Template);
  bool isViable(const Candidate &One) const;
  /// Does it fit better than others that are viable too?
  bool isBest(const Candidate &One) const;
  /// It cannot be told whether this one is meant.
  void doubt() { Sure = false; }

  const AwaitOperand &Operand;
  const CXXRecordDecl &Class;
  ASTContext &Context;
  DeclarationName Name;
  TemplateArguments Given;
  llvm::SmallVector<Candidate, 4> Found;
  bool Sure = true;
};

} // namespace

void Operators::addMembers(const CXXRecordDecl &In) {
  auto Members = In.lookup(Name);
  for (const NamedDecl *Member : Members) {
    const auto *Method = dyn_cast<CXXMethodDecl>(Member);
    if (Method && isPlainMethod(*Method) && !Method->getNumParams())
      Found.push_back({Method, Given, QualType()});
    else
      doubt();
  }
  if (!Members.empty())
    return;
  for (const CXXBaseSpecifier &Base : In.bases())
    if (const CXXRecordDecl *Record = Base.getType()->getAsCXXRecordDecl();
        Record && Record->hasDefinition() &&
        Base.getAccessSpecifier() == AS_public) {
      const auto *Instance = dyn_cast<ClassTemplateSpecializationDecl>(Record);
      Operators Inherited(Operand, *Record->getDefinition());
      Inherited.Given = Instance ? Instance->getTemplateArgs().asArray()
                                 : TemplateArguments();
      Inherited.addMembers(*Record->getDefinition());
      Found.append(Inherited.Found);
      Sure &= Inherited.Sure;
    }
}

void Operators::addFunction(const FunctionDecl &F) {
  QualType T = F.getParamDecl(0)->getType();
  const CXXRecordDecl *Taken = T.getNonReferenceType()->getAsCXXRecordDecl();
  if (!Taken)
    return;
  bool Own = Taken->getCanonicalDecl() == Class.getCanonicalDecl();
  if (F.isDeleted() || F.getTrailingRequiresClause() ||
      (!Own && Taken->hasDefinition() && Class.isDerivedFrom(Taken)))
    return doubt();
  if (Own && llvm::none_of(Found, [&](const Candidate &One) {
        return One.Operator->getCanonicalDecl() == F.getCanonicalDecl();
      }))
    Found.push_back({&F, {}, T});
}

/// Takes it any instance of the class template, and nothing else?
void Operators::addTemplate(const FunctionTemplateDecl &Template) {
  const FunctionDecl &F = *Template.getTemplatedDecl();
  QualType T = F.getParamDecl(0)->getType();
  const auto *Written =
      T.getNonReferenceType()->getAs<TemplateSpecializationType>();
  const TemplateDecl *Of =
      Written ? Written->getTemplateName().getAsTemplateDecl() : nullptr;
  if (!Of)
    return doubt();
  const auto *Instance = dyn_cast<ClassTemplateSpecializationDecl>(&Class);
  if (!Instance || Instance->getSpecializedTemplate()->getCanonicalDecl() !=
                       Of->getCanonicalDecl())
    return;
  auto Named = Written->template_arguments();
  if (Template.hasAssociatedConstraints() || F.isDeleted() ||
      Named.size() != Template.getTemplateParameters()->size() ||
      Named.size() != Given.size())
    return doubt();
  for (unsigned I = 0; I < Named.size(); ++I) {
    const auto *Parameter =
        Named[I].getKind() == TemplateArgument::Type
            ? Named[I].getAsType()->getAs<TemplateTypeParmType>()
            : nullptr;
    if (!Parameter || Parameter->getIndex() != I)
      return doubt();
  }
  Found.push_back({&F, Given, T});
}

/// In the namespace of the class, or as its friends.
void Operators::addFunctions() {
  llvm::SmallVector<const NamedDecl *, 8> Near;
  for (const DeclContext *Up = Class.getEnclosingNamespaceContext(); Up;
       Up = Up->getParent()) {
    // What an inline namespace has is also found in the one around it.
    for (const NamedDecl *Declared : Up->lookup(Name))
      if (!llvm::is_contained(Near, Declared))
        Near.push_back(Declared);
    if (!Up->isInlineNamespace())
      break;
  }
  for (const FriendDecl *Friend : Class.friends())
    if (const NamedDecl *Named = Friend->getFriendDecl();
        Named && Named->getDeclName() == Name)
      Near.push_back(Named);
  for (const NamedDecl *One : Near) {
    const auto *Template = dyn_cast<FunctionTemplateDecl>(One);
    const auto *F =
        Template ? Template->getTemplatedDecl() : dyn_cast<FunctionDecl>(One);
    if (!F || F->getNumParams() != 1)
      doubt();
    else if (Template)
      addTemplate(*Template);
    else
      addFunction(*F);
  }
}

bool Operators::isViable(const Candidate &One) const {
  bool LValue = Operand.Category == VK_LValue;
  bool Const = Operand.Class.isConstQualified();
  if (One.Takes.isNull()) {
    const auto &Method = *cast<CXXMethodDecl>(One.Operator);
    bool Kept = Method.isConst();
    if (Method.getRefQualifier() == RQ_RValue)
      return !LValue && (!Const || Kept);
    return (!Const || Kept) &&
           (Method.getRefQualifier() == RQ_None || LValue || Kept);
  }
  if (One.Takes->isRValueReferenceType())
    return !LValue && !Const;
  if (One.Takes->isLValueReferenceType())
    return One.Takes->getPointeeType().isConstQualified() || (LValue && !Const);
  return Operand.Category == VK_PRValue;
}

bool Operators::isBest(const Candidate &One) const {
  const auto *Method = dyn_cast<CXXMethodDecl>(One.Operator);
  if (Operand.Category != VK_LValue)
    return Method && One.Takes.isNull() ? Method->getRefQualifier() == RQ_RValue
                                        : One.Takes->isRValueReferenceType();
  return Method && One.Takes.isNull()
             ? Method->isConst() == Operand.Class.isConstQualified()
             : One.Takes->getPointeeType().isConstQualified() ==
                   Operand.Class.isConstQualified();
}

const Candidate *Operators::chosen() {
  addMembers(Class);
  bool Members = !Found.empty();
  addFunctions();
  if (!Sure || (Members && !Found.back().Takes.isNull()))
    return nullptr;
  llvm::SmallVector<const Candidate *, 4> Viable, Best;
  for (const Candidate &One : Found)
    if (isViable(One))
      Viable.push_back(&One);
  for (const Candidate *One : Viable)
    if (Viable.size() == 1 || isBest(*One))
      Best.push_back(One);
  return Best.size() == 1 ? Best.front() : nullptr;
}

static void returnsOf(const Stmt *S,
                      llvm::SmallVectorImpl<const ReturnStmt *> &To) {
  if (!S || isa<LambdaExpr>(S))
    return;
  if (const auto *Return = dyn_cast<ReturnStmt>(S))
    To.push_back(Return);
  for (const Stmt *Child : S->children())
    returnsOf(Child, To);
}

/// What an operator returns; by its body where that is to tell, also in the
/// template that it will be made from.
static QualType returnedBy(const FunctionDecl &F) {
  if (!F.getReturnType()->isUndeducedType())
    return F.getReturnType();
  const FunctionDecl *Pattern = F.getTemplateInstantiationPattern();
  const FunctionDecl *Definition = nullptr;
  if (!(Pattern ? Pattern : &F)->hasBody(Definition))
    return QualType();
  llvm::SmallVector<const ReturnStmt *, 2> Returns;
  returnsOf(Definition->getBody(), Returns);
  const Expr *Value = Returns.size() == 1 ? Returns[0]->getRetValue() : nullptr;
  return Value && Value->isPRValue() ? Value->getType() : QualType();
}

static bool consumes(const Candidate &One) {
  if (One.Takes.isNull())
    return !cast<CXXMethodDecl>(One.Operator)->isConst();
  return !One.Takes->isLValueReferenceType() ||
         !One.Takes->getPointeeType().isConstQualified();
}

std::optional<AwaitOutcome> outcomeOf(const AwaitOperand &Operand,
                                      const CXXRecordDecl &Promise) {
  const CXXRecordDecl *Class = Operand.Class->getAsCXXRecordDecl();
  if (!Class || !Class->hasDefinition() || Class->isDependentContext())
    return std::nullopt;
  Class = Class->getDefinition();
  Operators Known(Operand, *Class);
  const Candidate *Chosen = Known.chosen();
  if (Known.none() && !Operand.Class.isConstQualified())
    return outcomeOf(AwaiterClass{Class, {}}, Promise);
  if (!Chosen)
    return std::nullopt;
  auto Made = outcomeOf(awaiterClass(returnedBy(*Chosen->Operator),
                                     Chosen->Given, Class->getASTContext()),
                        Promise);
  if (Made)
    Made->Consumes = consumes(*Chosen);
  return Made;
}

bool isAwaitedByMembers(const CXXRecordDecl *Class) {
  if (!Class || !Class->hasDefinition())
    return false;
  ASTContext &Context = Class->getASTContext();
  Class = Class->getDefinition();
  DeclarationName Operator =
      Context.DeclarationNames.getCXXOperatorName(OO_Coawait);
  return !Class->lookup(Operator).empty() ||
         !Class->lookup(&Context.Idents.get("await_ready")).empty() ||
         llvm::any_of(Class->bases(), [](const CXXBaseSpecifier &Base) {
           return Base.getAccessSpecifier() == AS_public &&
                  isAwaitedByMembers(Base.getType()->getAsCXXRecordDecl());
         });
}

} // namespace gridlock
