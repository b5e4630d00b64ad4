// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

/// \file
/// The elements of a tuple are told apart by their numbers, as far as it is
/// seen how it is made.

#include "Extract/FunctionReader.h"
#include "clang/AST/DeclTemplate.h"

using namespace clang;

namespace gridlock {

/// What a callable is given that is called with an argument.
void FunctionReader::addArgument(const Expr *Argument, bool Spreads,
                                 std::vector<ValueId> &Arguments) {
  unsigned Size = Types::tupleSize(
      Argument->getType().getNonReferenceType()->getAsCXXRecordDecl());
  if (!Spreads || !Size)
    return Arguments.push_back(valueOf(Argument));
  for (unsigned I = 0; I < Size; ++I)
    Arguments.push_back(elementOf(valueOf(Argument), numberValue(I)));
}

/// Which element of a tuple std::get<1> or std::get<T> gives; -1: none.
static int elementNumber(const FunctionDecl &Get, const CXXRecordDecl &Tuple) {
  const TemplateArgumentList *Asked = Get.getTemplateSpecializationArgs();
  if (!Asked || !Asked->size())
    return -1;
  const TemplateArgument &Which = Asked->get(0);
  if (Which.getKind() == TemplateArgument::Integral)
    return Which.getAsIntegral().getExtValue();
  auto Elements = cast<ClassTemplateSpecializationDecl>(Tuple)
                      .getTemplateArgs()[0]
                      .pack_elements();
  const auto *At = llvm::find_if(Elements, [&](const TemplateArgument &A) {
    return A.structurallyEquals(Which);
  });
  return At == Elements.end() ? -1 : At - Elements.begin();
}

/// An element of a tuple, which is told by its number.
bool FunctionReader::readTupleGet(const CallSite &Site) {
  if (!Site.Callee->getIdentifier() || Site.Callee->getName() != "get" ||
      Site.Arguments.size() != 1)
    return false;
  const CXXRecordDecl *Tuple =
      Site.Arguments[0]->getType().getNonReferenceType()->getAsCXXRecordDecl();
  int Number =
      Types::tupleSize(Tuple) ? elementNumber(*Site.Callee, *Tuple) : -1;
  if (Number < 0)
    return false;
  setResult(Site.Expression,
            elementOf(valueOf(Site.Arguments[0]), numberValue(Number)));
  return true;
}

/// `std::tie(A, B) = F()`: the variables hold the elements of what is given.
bool FunctionReader::readTied(const CallSite &Site) {
  const auto *Tie = dyn_cast_or_null<CallExpr>(
      Site.ObjectExpression ? withoutWrappers(Site.ObjectExpression) : nullptr);
  const FunctionDecl *Callee = Tie ? Tie->getDirectCallee() : nullptr;
  if (!Callee || !Callee->getIdentifier() || Callee->getName() != "tie" ||
      Site.Callee->getOverloadedOperator() != OO_Equal ||
      Site.Arguments.size() != 1)
    return false;
  const Expr *Given = Site.Arguments[0];
  bool Numbered = Types::tupleSize(
      Given->getType().getNonReferenceType()->getAsCXXRecordDecl());
  for (unsigned I = 0; I < Tie->getNumArgs(); ++I)
    if (TypeFacts.isRelevant(Tie->getArg(I)->getType()))
      bind(valueOf(Tie->getArg(I)),
           elementOf(valueOf(Given), Numbered ? numberValue(I) : 0),
           Site.Where);
  return true;
}

} // namespace gridlock
