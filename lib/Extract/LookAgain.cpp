// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

/// \file
/// Something is looked up under a lock, and made where it is not there: in two
/// phases, it is made without the lock.

#include "Extract/Rewriter.h"
#include "llvm/ADT/STLExtras.h"

using namespace clang;

namespace gridlock {

/// What was looked up before the wait, looked up once more: an iterator, and a
/// way out where it has found something.
std::string Rewriter::lookAgain(const Region &Where) const {
  auto Before = statementsBetween(Where.Block, Where.Guard, Where.Wait);
  const auto *Looked =
      Before.size() == 2 ? dyn_cast<DeclStmt>(Before[0]) : nullptr;
  const auto *Test = Looked ? dyn_cast<IfStmt>(Before[1]) : nullptr;
  const auto *Found = Test && Looked->isSingleDecl()
                          ? dyn_cast<VarDecl>(Looked->getSingleDecl())
                          : nullptr;
  if (!Found || !Found->getInit() || Test->getElse() || Test->getInit() ||
      Test->getConditionVariable() || Found->getType()->isReferenceType() ||
      Found->getType().isConstQualified() ||
      !Body->usesIn(Found, Test->getCond()))
    return "";
  Span Init = Text.span(Found->getInit()->getSourceRange());
  Span If = Text.span(Test->getSourceRange());
  if (!Init || !If)
    return "";
  std::string Indent = Text.indent(If);
  std::string End = Text.text(If).back() == '}' ? "" : ";";
  return "\n" + Indent + Found->getNameAsString() + " = " +
         Text.text(Init).str() + ";\n" + Indent + Text.text(If).str() + End;
}

/// `To = From`
struct Assignment {
  const Expr *To = nullptr;
  const Expr *From = nullptr;
};

static Assignment assignmentIn(const Stmt *S) {
  const auto *E = dyn_cast_or_null<Expr>(S);
  E = E ? asWritten(E) : nullptr;
  if (const auto *Assign = dyn_cast_or_null<BinaryOperator>(E))
    if (Assign->getOpcode() == BO_Assign)
      return {asWritten(Assign->getLHS()), asWritten(Assign->getRHS())};
  if (const auto *Assign = dyn_cast_or_null<CXXOperatorCallExpr>(E))
    if (Assign->getOperator() == OO_Equal && Assign->getNumArgs() == 2)
      return {asWritten(Assign->getArg(0)), asWritten(Assign->getArg(1))};
  return {};
}

/// Does a reference hold on to what other threads may insert meanwhile? An
/// element of a map of the standard library stays where it is.
static bool staysInPlace(const Expr *E) {
  const auto *Reference = dyn_cast<DeclRefExpr>(E);
  const auto *Variable =
      dyn_cast_or_null<VarDecl>(Reference ? Reference->getDecl() : nullptr);
  if (!Variable)
    return isa<MemberExpr>(E) &&
           isa<CXXThisExpr>(
               cast<MemberExpr>(E)->getBase()->IgnoreParenImpCasts());
  if (!Variable->getType()->isReferenceType())
    return Variable->hasGlobalStorage();
  const auto *Subscript =
      dyn_cast_or_null<CXXOperatorCallExpr>(asWritten(Variable->getInit()));
  const CXXRecordDecl *Map =
      Subscript && Subscript->getOperator() == OO_Subscript
          ? Subscript->getArg(0)->getType()->getAsCXXRecordDecl()
          : nullptr;
  return Map && Types::isStd(Map) &&
         llvm::any_of(Map->decls(), [](const Decl *D) {
           const auto *Named = dyn_cast<TypedefNameDecl>(D);
           return Named && Named->getName() == "mapped_type";
         });
}

static const ValueDecl *named(const Expr *E) {
  if (const auto *Reference = dyn_cast<DeclRefExpr>(E))
    return Reference->getDecl();
  const auto *Member = dyn_cast<MemberExpr>(E);
  return Member ? Member->getMemberDecl() : nullptr;
}

/// Does it test that nothing is there yet?
static bool testsFor(const Expr *Condition, const Expr *What) {
  Condition = asWritten(Condition);
  const Expr *Tested = nullptr;
  if (const auto *Not = dyn_cast<UnaryOperator>(Condition))
    Tested =
        Not->getOpcode() == UO_LNot ? asWritten(Not->getSubExpr()) : nullptr;
  else if (const auto *Equal = dyn_cast<BinaryOperator>(Condition))
    Tested = Equal->getOpcode() == BO_EQ ? asWritten(Equal->getLHS()) : nullptr;
  else if (const auto *Same = dyn_cast<CXXOperatorCallExpr>(Condition))
    Tested = Same->getOperator() == OO_EqualEqual ? asWritten(Same->getArg(0))
                                                  : nullptr;
  return Tested && named(Tested) && named(Tested) == named(What);
}

/// The test that a wait stands behind alone, and the branch that it is.
static const IfStmt *testAround(const BodyMap &Body, const Stmt *Wait,
                                const Stmt *&Branch) {
  Branch = Wait;
  while (isa_and_nonnull<Expr>(Body.parent(Branch)))
    Branch = Body.parent(Branch);
  const Stmt *Up = Body.parent(Branch);
  if (const auto *Block = dyn_cast_or_null<CompoundStmt>(Up);
      Block && Block->size() == 1) {
    Branch = Block;
    Up = Body.parent(Block);
  }
  const auto *Test = dyn_cast_or_null<IfStmt>(Up);
  return Test && Test->getThen() == Branch && !Test->getElse() &&
                 !Test->getInit() && !Test->getConditionVariable()
             ? Test
             : nullptr;
}

bool Rewriter::createOutside(const WaitSite &Wait, const LockSite &Lock) {
  const Stmt *Branch = nullptr;
  const IfStmt *Test = testAround(*Body, Wait.Wait, Branch);
  if (!Test)
    return false;
  const auto *Block = dyn_cast<CompoundStmt>(Branch);
  Assignment Made = assignmentIn(Block ? Block->body_front() : Branch);
  if (!Made.To || Made.From != asWritten(Wait.Wait) ||
      !Made.From->isPRValue() || !staysInPlace(Made.To) ||
      !testsFor(Test->getCond(), Made.To))
    return false;
  std::string Guard = Lock.Guard->getNameAsString();
  std::string Name = Guard.front() >= 'a' ? "created" : "Created";
  Span Then =
      Block ? Text.span(Branch->getSourceRange()) : Text.statement(Branch);
  Span From = Text.span(Made.From->getSourceRange());
  Span To = Text.span(Made.To->getSourceRange());
  Span Condition = Text.span(Test->getCond()->getSourceRange());
  Span If = Text.token(Test->getIfLoc());
  Edits Unlocked;
  std::string Relock = relock(Lock.Guard, Unlocked);
  if (!Then || !From || !To || !Condition || !If || Relock.empty() ||
      !isFree(Name))
    return false;
  std::string Line = "\n" + Text.indent(If) + "  ";
  bool Moves = Made.From->getType()->isRecordType();
  std::string Inside =
      "{" + Line + Guard + ".unlock();" + Line + "auto " + Name + " = " +
      Text.text(From).str() + ";" + Line + Guard + "." + Relock + "();" + Line +
      "if (" + Text.text(Condition).str() + ")" + Line + "  " +
      Text.text(To).str() + " = " + (Moves ? "std::move(" + Name + ")" : Name) +
      ";\n" + Text.indent(If) + "}";
  // The line break before a branch without braces goes too.
  llvm::StringRef Before = Text.file(Then).substr(0, Then.Begin);
  Then.Begin = Before.rtrim().size();
  Unlocked.push_back(Text.replace(Then, " " + Inside));
  note(RewriteKind::LookAgain, Wait.Where, Lock.Where, std::move(Unlocked),
       Guard);
  return true;
}

} // namespace gridlock
