// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Extract/Awaiter.h"
#include "Extract/Types.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/Attr.h"

using namespace clang;

namespace gridlock {

/// What a type of a template stands for; null where it is not told by a
/// parameter alone.
static QualType given(QualType T, TemplateArguments Given) {
  if (T.isNull() || T->isUndeducedType())
    return QualType();
  if (!T->isDependentType())
    return T.getCanonicalType();
  const auto *Parameter = T->getAs<TemplateTypeParmType>();
  if (!Parameter || Parameter->getDepth() ||
      Parameter->getIndex() >= Given.size() || T.hasQualifiers() ||
      Given[Parameter->getIndex()].getKind() != TemplateArgument::Type)
    return QualType();
  return Given[Parameter->getIndex()].getAsType().getCanonicalType();
}

/// A template whose instance is not there: which of its forms it would be made
/// from is sure where there is only one.
static AwaiterClass patternOf(const ClassTemplateDecl &Template,
                              TemplateArguments Given) {
  llvm::SmallVector<ClassTemplatePartialSpecializationDecl *, 4> Partial;
  const_cast<ClassTemplateDecl &>(Template).getPartialSpecializations(Partial);
  const CXXRecordDecl *Pattern = Template.getTemplatedDecl();
  return Partial.empty() && Pattern->hasDefinition()
             ? AwaiterClass{Pattern->getDefinition(), Given}
             : AwaiterClass();
}

static AwaiterClass classOf(const CXXRecordDecl &Class,
                            TemplateArguments Given) {
  if (Class.hasDefinition())
    return {Class.getDefinition(), Given};
  if (const auto *Instance = dyn_cast<ClassTemplateSpecializationDecl>(&Class))
    return patternOf(*Instance->getSpecializedTemplate(),
                     Instance->getTemplateArgs().asArray());
  // A class within an instance.
  const CXXRecordDecl *Pattern = Class.getInstantiatedFromMemberClass();
  const auto *Outer =
      dyn_cast<ClassTemplateSpecializationDecl>(Class.getDeclContext());
  if (!Pattern || !Pattern->hasDefinition() || !Outer)
    return {};
  return {Pattern->getDefinition(), Outer->getTemplateArgs().asArray()};
}

AwaiterClass awaiterClass(QualType T, TemplateArguments Given,
                          ASTContext &Context) {
  if (T.isNull() || T->isReferenceType() || T.isConstQualified())
    return {};
  if (const CXXRecordDecl *Class = T->getAsCXXRecordDecl())
    return classOf(*Class, Given);
  const auto *Written = T->getAs<TemplateSpecializationType>();
  auto *Template = Written ? dyn_cast_or_null<ClassTemplateDecl>(
                                 Written->getTemplateName().getAsTemplateDecl())
                           : nullptr;
  if (!Template)
    return {};
  llvm::SmallVector<TemplateArgument, 4> Made;
  for (const TemplateArgument &Argument : Written->template_arguments()) {
    QualType Stands = Argument.getKind() == TemplateArgument::Type
                          ? given(Argument.getAsType(), Given)
                          : QualType();
    if (Stands.isNull())
      return {};
    Made.push_back(TemplateArgument(Stands));
  }
  void *Unused = nullptr;
  if (const auto *Instance = Template->findSpecialization(Made, Unused))
    return classOf(*Instance, Given);
  // Arguments that are not written are defaults, or a pack.
  if (Made.size() != Template->getTemplateParameters()->size())
    return {};
  return patternOf(*Template,
                   TemplateArguments(Made).copy(Context.getAllocator()));
}

bool isPlainMethod(const CXXMethodDecl &Method) {
  return Method.getAccess() == AS_public && !Method.isDeleted() &&
         !Method.isStatic() && !Method.getTrailingRequiresClause();
}

/// The only method of that name, also in a public base.
static std::pair<const CXXMethodDecl *, TemplateArguments>
onlyMethod(const AwaiterClass &In, DeclarationName Name, ASTContext &Context) {
  if (!In.Class)
    return {};
  auto Found = In.Class->lookup(Name);
  if (!Found.empty()) {
    const auto *Method = dyn_cast<CXXMethodDecl>(Found.front());
    bool Fits = Method && ++Found.begin() == Found.end() &&
                isPlainMethod(*Method) &&
                Method->getRefQualifier() != RQ_RValue;
    return {Fits ? Method : nullptr, In.Given};
  }
  for (const CXXBaseSpecifier &Base : In.Class->bases())
    if (Base.getAccessSpecifier() == AS_public)
      if (auto Inherited = onlyMethod(
              awaiterClass(Base.getType(), In.Given, Context), Name, Context);
          Inherited.first)
        return Inherited;
  return {};
}

/// Is it the handle of any coroutine, or of one with this promise?
static bool takesHandle(QualType T, const CXXRecordDecl &Promise) {
  if (T->isLValueReferenceType() && !T->getPointeeType().isConstQualified())
    return false;
  const auto *Handle = dyn_cast_or_null<ClassTemplateSpecializationDecl>(
      T.getNonReferenceType()->getAsCXXRecordDecl());
  if (!Handle || Handle->getName() != "coroutine_handle" ||
      !Types::isStd(Handle) || Handle->getTemplateArgs().size() != 1 ||
      Handle->getTemplateArgs()[0].getKind() != TemplateArgument::Type)
    return false;
  QualType Of = Handle->getTemplateArgs()[0].getAsType();
  const CXXRecordDecl *Class = Of->getAsCXXRecordDecl();
  return Of->isVoidType() ||
         (Class && Class->getCanonicalDecl() == Promise.getCanonicalDecl());
}

bool isNodiscard(const FunctionDecl *F) {
  return F && F->hasAttr<WarnUnusedResultAttr>();
}

std::optional<AwaitOutcome> outcomeOf(const AwaiterClass &Awaiter,
                                      const CXXRecordDecl &Promise) {
  ASTContext &Context = Promise.getASTContext();
  auto Method = [&](const char *Name) {
    return onlyMethod(Awaiter, &Context.Idents.get(Name), Context);
  };
  auto [Ready, ReadyGiven] = Method("await_ready");
  auto [Suspend, SuspendGiven] = Method("await_suspend");
  auto [Resume, ResumeGiven] = Method("await_resume");
  if (!Ready || !Suspend || !Resume || Ready->getNumParams() ||
      Resume->getNumParams() || Suspend->getNumParams() != 1 ||
      !takesHandle(Suspend->getParamDecl(0)->getType(), Promise))
    return std::nullopt;
  AwaitOutcome Made;
  Made.Gives = given(Resume->getReturnType(), ResumeGiven);
  Made.Nodiscard = isNodiscard(Resume);
  if (Made.Gives.isNull())
    return std::nullopt;
  return Made;
}

} // namespace gridlock
