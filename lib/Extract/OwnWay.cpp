// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

/// \file
/// What the library itself offers to a task that has to wait: its worker's
/// place is lent meanwhile, or it runs other tasks until there is a result.

#include "Extract/Rewriter.h"
#include "llvm/ADT/STLExtras.h"

using namespace clang;

namespace gridlock {

/// How an executor is written; empty where the expression may do more than
/// name an object.
struct WrittenExecutor {
  std::string Text;
  bool Pointer = false;
  std::string method(llvm::StringRef Name) const {
    return Text + (Pointer ? "->" : ".") + Name.str();
  }
  std::string object() const { return (Pointer ? "*" : "") + Text; }
};

static WrittenExecutor writtenExecutor(const Expr *Executor,
                                       const WrittenText &Text) {
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
    return {};
  return {Text.text(Text.span(E->getSourceRange())).str(), Pointer};
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
    WrittenExecutor Executor = writtenExecutor(Child.Executor, Text);
    if (Executor.Text.empty())
      continue;
    if (!Model->Lends.empty() && !isa<ReturnStmt, CoreturnStmt>(Waiting))
      note(RewriteKind::Lend, Wait.Where, Child.Where,
           {Text.insert(Whole, Whole.Begin,
                        Executor.method(Model->Lends) + "();\n" + Indent),
            Text.insert(Whole, Text.lineEnd(Whole),
                        "\n" + Indent + Executor.method(Model->Reclaims) +
                            "();")});
    std::string Test = Model->HelpsUntil.empty() ? "" : readyTest(Wait.Wait);
    if (!Test.empty())
      note(RewriteKind::HelpUntil, Wait.Where, Child.Where,
           {Text.insert(Whole, Whole.Begin,
                        Executor.method(Model->HelpsUntil) + "([&] { return " +
                            Test + "; });\n" + Indent)});
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

/// `E.run(F).wait()` -> `E.corun(F)`, in a task alone: anybody else must not
/// call it.
void Rewriter::helpRun(const WaitSite &Wait) {
  const auto *Get = dyn_cast<CXXMemberCallExpr>(Wait.Wait);
  const auto *Task = dyn_cast<CXXMethodDecl>(Definition);
  if (!Get || Get->getNumArgs() || !Task || !Task->getParent()->isLambda() ||
      !TypeFacts.isKind(Get->getObjectType(), TypeKind::Future) ||
      !isUnused(Get))
    return;
  auto What = waited(Get->getImplicitObjectArgument());
  const auto *Run =
      What ? dyn_cast<CXXMemberCallExpr>(What->Submit->Call) : nullptr;
  const SubmitModel *Model = Run ? What->Submit->Model : nullptr;
  if (!Model || Model->Helping.empty() || What->Submit->Task.size() != 1 ||
      !What->Submit->Task.front()->isLValue() ||
      !hasMethod(Run->getRecordDecl(), Model->Helping) ||
      (What->Future && !isNextStatement(*What, Get)))
    return;
  const auto *Member = dyn_cast<MemberExpr>(Run->getCallee());
  Span Whole = Text.span(Get->getSourceRange());
  Span Called = Text.span(Run->getSourceRange());
  Span Named = Member ? Text.token(Member->getMemberLoc()) : Span();
  if (!Whole || !Called || !Named)
    return;
  const std::string &Name = Model->Helping;
  Edits Made{Text.replace(
      Whole, Text.text({Called.File, Called.Begin, Named.Begin}).str() + Name +
                 Text.text({Called.File, Named.End, Called.End}).str())};
  if (!dropFuture(*What, Made))
    return;
  note(RewriteKind::HelpRun, Wait.Where, What->Submit->Where, std::move(Made),
       Name);
}

/// Does the unit see a type of that name?
static bool isDeclared(llvm::StringRef Name, ASTContext &Context) {
  const DeclContext *Around = Context.getTranslationUnitDecl();
  llvm::SmallVector<llvm::StringRef, 4> Parts;
  Name.split(Parts, "::");
  for (llvm::StringRef Part : Parts) {
    auto Found = Around->lookup(&Context.Idents.get(Part));
    const auto *Next =
        Found.empty() ? nullptr : dyn_cast<DeclContext>(Found.front());
    if (!Next)
      return false;
    Around = Next;
  }
  return true;
}

/// The call of a method is one of the group's: what stands before the method's
/// name is replaced.
bool Rewriter::putIntoGroup(const Expr *E, llvm::StringRef Group,
                            Edits &Made) const {
  const auto *Call = dyn_cast<CXXMemberCallExpr>(E);
  const auto *Member = Call ? dyn_cast<MemberExpr>(Call->getCallee()) : nullptr;
  Span Method = Member ? Text.token(Member->getMemberLoc()) : Span();
  Span Object = Method
                    ? Text.span({Member->getBeginLoc(), Member->getMemberLoc()})
                    : Span();
  if (!Object)
    return false;
  Object.End = Method.Begin;
  Made.push_back(Text.replace(Object, (Group + ".").str()));
  return true;
}

/// Puts what is submitted to a pool before the wait into the group; the first
/// statement of \p Block that does so, or null where an edit cannot be.
const Stmt *Rewriter::putAllIntoGroup(const WaitSite &Wait,
                                      const DeclaratorDecl *Pool,
                                      llvm::StringRef Group,
                                      Edits &Made) const {
  const Stmt *Block = Body->parent(Body->statement(Wait.Wait));
  const Stmt *First = nullptr;
  for (const SubmitSite &Submit : Submits) {
    if (!Submit.Executor || rootOf(Submit.Executor).Declared != Pool ||
        !(Submit.Where < Wait.Where))
      continue;
    const Stmt *Top = Submit.Call;
    while (Top && Body->parent(Top) != Block)
      Top = Body->parent(Top);
    const auto *Call = dyn_cast<CallExpr>(Submit.Call);
    if (!Top || !Call || Submit.Task.size() != Call->getNumArgs() ||
        !putIntoGroup(Call, Group, Made))
      return nullptr;
    if (!First || Top->getBeginLoc() < First->getBeginLoc())
      First = Top;
  }
  return First;
}

/// A wait for all tasks of a pool, by one of them: a group of those that are
/// submitted here is made before the first.
void Rewriter::group(const WaitSite &Wait) {
  const auto *All = dyn_cast<CXXMemberCallExpr>(Wait.Wait);
  const TypeModel *Model =
      All ? TypeFacts.model(All->getObjectType()) : nullptr;
  if (!Model || Model->Group.empty() || All->getNumArgs() || !isUnused(All) ||
      !Body->statement(All) || !isDeclared(Model->Group, Builder.context()))
    return;
  const Expr *Object = All->getImplicitObjectArgument();
  ExecutorRoot Pool = rootOf(Object);
  WrittenExecutor Executor = writtenExecutor(Object, Text);
  if (!Pool.Declared || Executor.Text.empty())
    return;
  llvm::StringRef Stem = Pool.Declared->getName();
  if (Stem.take_front(2) == "m_")
    Stem = Stem.drop_front(2);
  std::string Name = derivedName(Stem.rtrim('_'), "group");
  Edits Made;
  const Stmt *First = putAllIntoGroup(Wait, Pool.Declared, Name, Made);
  Span Before = First ? Text.span(First->getSourceRange()) : Span();
  if (!Before || !isFree(Name) || !putIntoGroup(All, Name, Made))
    return;
  Edit Declared =
      Text.insert(Before, Before.Begin,
                  Model->Group + " " + Name + "(" + Executor.object() + ");\n" +
                      Text.indent(Before));
  // One place is edited once: the first statement may begin with a submit.
  auto Same = llvm::find_if(Made, [&](const Edit &E) {
    return E.File == Declared.File && E.Offset == Declared.Offset;
  });
  if (Same != Made.end())
    Same->Text = Declared.Text + Same->Text;
  else
    Made.push_back(std::move(Declared));
  note(RewriteKind::Group, Wait.Where, SourceLocation(), std::move(Made), Name);
}

} // namespace gridlock
