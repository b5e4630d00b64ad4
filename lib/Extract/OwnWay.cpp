// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

/// \file
/// What the library itself offers to a task that has to wait: its worker's
/// place is lent meanwhile, or other tasks are run until there is a result.

#include "Extract/Rewriter.h"
#include "llvm/ADT/STLExtras.h"

using namespace clang;

namespace gridlock {

/// The expression in front of a call of a method; empty where it may do more
/// than name an object.
static std::string objectText(const Expr *Executor, const WrittenText &Text) {
  const Expr *E = asWritten(Executor);
  bool Pointer = E->getType()->isPointerType();
  if (const auto *Arrow = dyn_cast<CXXOperatorCallExpr>(E);
      Arrow && Arrow->getOperator() == OO_Arrow) {
    E = asWritten(Arrow->getArg(0));
    Pointer = true;
  }
  if (const auto *Address = dyn_cast<UnaryOperator>(E);
      Address && Address->getOpcode() == UO_AddrOf) {
    E = asWritten(Address->getSubExpr());
    Pointer = false;
  }
  if (!isa<DeclRefExpr, MemberExpr, CallExpr>(E) || !isPlain(E) ||
      isa<CXXOperatorCallExpr>(E))
    return "";
  Span Whole = Text.span(E->getSourceRange());
  return Whole ? Text.text(Whole).str() + (Pointer ? "->" : ".") : "";
}

/// Can all variables of the expression be named at \p Place?
bool Rewriter::isVisible(const Stmt *S, const Stmt *Place) const {
  if (const auto *Reference = dyn_cast<DeclRefExpr>(S))
    if (const auto *Variable = dyn_cast<VarDecl>(Reference->getDecl()))
      if (const DeclStmt *Declared = Body->declaration(Variable);
          Declared && !Body->isWithin(Place, Body->parent(Declared)))
        return false;
  return llvm::all_of(S->children(), [&](const Stmt *Child) {
    return !Child || isVisible(Child, Place);
  });
}

void Rewriter::ownWay(const WaitSite &Wait) {
  const Stmt *Waiting = Body->statement(Wait.Wait);
  Span Whole = Waiting ? Text.statement(Waiting) : Span();
  if (!Whole || !Text.isAlone(Whole))
    return;
  std::string Indent = Text.indent(Whole);
  for (const SubmitSite &Child : Submits) {
    const TypeModel *Model =
        Child.Executor ? TypeFacts.model(Child.Executor->getType()) : nullptr;
    if (!Model || !(Child.Where < Waiting->getBeginLoc()) ||
        !isVisible(Child.Executor, Waiting))
      continue;
    std::string Executor = objectText(Child.Executor, Text);
    if (Executor.empty())
      continue;
    if (!Model->Lends.empty() && !isa<ReturnStmt, CoreturnStmt>(Waiting))
      note(RewriteKind::Lend, Wait.Where, Child.Where,
           {Text.insert(Whole, Whole.Begin,
                        Executor + Model->Lends + "();\n" + Indent),
            Text.insert(Whole, Text.lineEnd(Whole),
                        "\n" + Indent + Executor + Model->Reclaims + "();")});
    std::string Test = Model->HelpsUntil.empty() ? "" : readyTest(Wait.Wait);
    if (!Test.empty())
      note(RewriteKind::HelpUntil, Wait.Where, Child.Where,
           {Text.insert(Whole, Whole.Begin,
                        Executor + Model->HelpsUntil + "([&] { return " + Test +
                            "; });\n" + Indent)});
  }
}

/// The test whether the future is ready that a method waits for; empty for
/// anything else.
std::string Rewriter::readyTest(const Expr *Wait) const {
  const auto *Call = dyn_cast<CXXMemberCallExpr>(Wait);
  const TypeModel *Model =
      Call ? TypeFacts.model(Call->getObjectType()) : nullptr;
  const auto *Future =
      Call ? dyn_cast<DeclRefExpr>(asWritten(Call->getImplicitObjectArgument()))
           : nullptr;
  if (!Model || Model->Kind != TypeKind::Future || Model->Ready.empty() ||
      !Future || Call->getObjectType()->isPointerType())
    return "";
  Span Name = Text.span(Future->getSourceRange());
  return Name ? Text.text(Name).str() + "." + Model->Ready : "";
}

} // namespace gridlock
