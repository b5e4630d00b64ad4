// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

/// \file
/// Callables of a project's own that hide what they hold in raw storage, as
/// `std::function` does: their bodies say nothing of it.

#include "Extract/Types.h"
#include "clang/AST/DeclTemplate.h"

using namespace clang;

namespace gridlock {

/// Classes inside classes that are searched for storage.
static constexpr unsigned MaxNesting = 3;

/// Is it a class of the library that has bytes for a reason of its own, as a
/// string has?
static bool isOfLibrary(const CXXRecordDecl &Record) {
  const auto *Outer = dyn_cast<CXXRecordDecl>(Record.getDeclContext());
  return Types::isStd(&Record) && !(Outer && Outer->getIdentifier() &&
                                    (Outer->getName() == "aligned_storage" ||
                                     Outer->getName() == "aligned_union"));
}

/// Are there bytes, or a pointer to anything, in which an object of any class
/// can be hidden?
static bool hasRawStorage(const ASTContext &Context,
                          const CXXRecordDecl &Record, unsigned Depth = 0) {
  if (!Record.hasDefinition() || Depth >= MaxNesting || isOfLibrary(Record))
    return false;
  if (Record.isUnion())
    return true;
  auto IsRaw = [&](QualType T) {
    T = T.getCanonicalType();
    if (const ArrayType *Array = Context.getAsArrayType(T)) {
      QualType Byte = Array->getElementType();
      return Byte->isAnyCharacterType() || Byte->isStdByteType();
    }
    const CXXRecordDecl *Inner = T->getAsCXXRecordDecl();
    return T->isVoidPointerType() ||
           (Inner && hasRawStorage(Context, *Inner, Depth + 1));
  };
  for (const FieldDecl *Field : Record.fields())
    if (IsRaw(Field->getType()))
      return true;
  for (const CXXBaseSpecifier &Base : Record.bases())
    if (const CXXRecordDecl *Inner = Base.getType()->getAsCXXRecordDecl())
      if (hasRawStorage(Context, *Inner, Depth + 1))
        return true;
  return false;
}

/// Is it made of one thing, of any type?
static bool takesAnything(const CXXRecordDecl &Record) {
  for (const Decl *D : Record.decls()) {
    const auto *Template = dyn_cast<FunctionTemplateDecl>(D);
    const auto *Constructor =
        Template ? dyn_cast<CXXConstructorDecl>(Template->getTemplatedDecl())
                 : nullptr;
    if (!Constructor || !Constructor->getNumParams() ||
        Constructor->getMinRequiredArguments() > 1)
      continue;
    QualType Given = Constructor->getParamDecl(0)->getType();
    if (const auto *Type =
            Given.getNonReferenceType()->getAs<TemplateTypeParmType>();
        Type &&
        Type->getDepth() == Template->getTemplateParameters()->getDepth())
      return true;
  }
  return false;
}

bool erasesCallable(const ASTContext &Context, const CXXRecordDecl &Record) {
  // What was declared before it was defined has nothing in it there.
  const CXXRecordDecl *Defined = Record.getDefinition();
  DeclarationName Call = Context.DeclarationNames.getCXXOperatorName(OO_Call);
  return Defined && !Defined->isDependentContext() && !Defined->isLambda() &&
         !Defined->lookup(Call).empty() && takesAnything(*Defined) &&
         hasRawStorage(Context, *Defined);
}

} // namespace gridlock
