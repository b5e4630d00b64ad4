// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

/// \file
/// A wait under a lock: the lock can be let go of meanwhile, or before.

#include "Extract/Rewriter.h"
#include "clang/AST/DeclTemplate.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

using namespace clang;

namespace gridlock {

/// Does it speak of nothing that another thread could see? \p Except is left
/// out.
static bool isOwnMatter(const Stmt *S, const Expr *Except) {
  if (!S || S == Except)
    return true;
  if (isa<CXXThisExpr, LambdaExpr, CXXDeleteExpr>(S) ||
      (isa<UnaryOperator>(S) &&
       cast<UnaryOperator>(S)->getOpcode() == UO_Deref))
    return false;
  if (const auto *Reference = dyn_cast<DeclRefExpr>(S))
    if (const auto *Variable = dyn_cast<VarDecl>(Reference->getDecl());
        Variable && (!Variable->hasLocalStorage() ||
                     Variable->getType()->isReferenceType() ||
                     Reference->refersToEnclosingVariableOrCapture()))
      return false;
  if (const auto *Call = dyn_cast<CallExpr>(S)) {
    const FunctionDecl *Callee = Call->getDirectCallee();
    if (!Callee || !Types::isStd(Callee))
      return false;
  }
  if (const auto *Return = dyn_cast<CoreturnStmt>(S))
    return isOwnMatter(Return->getOperand(), Except);
  if (const auto *Suspend = dyn_cast<CoroutineSuspendExpr>(S);
      Suspend && Except)
    return false;
  return llvm::all_of(S->children(), [&](const Stmt *Child) {
    return isOwnMatter(Child, Except);
  });
}

/// May the guard have been let go of, or moved from, before \p Wait?
bool Rewriter::mayBeWithout(const VarDecl *Guard, const Expr *Wait) const {
  return llvm::any_of(Body->uses(Guard), [&](const Stmt *Use) {
    const auto *Member = dyn_cast_or_null<MemberExpr>(Body->parent(Use));
    llvm::StringRef Name = Member && Member->getMemberDecl()->getIdentifier()
                               ? Member->getMemberDecl()->getName()
                               : "";
    return Use->getBeginLoc() < Wait->getBeginLoc() && Name != "lock" &&
           Name != "owns_lock" && Name != "mutex";
  });
}

const Rewriter::LockSite *Rewriter::onlyLockAt(const Expr *Wait) const {
  const LockSite *Found = nullptr;
  for (const LockSite &Lock : Locks) {
    const DeclStmt *Declared = Body->declaration(Lock.Guard);
    const Stmt *Block = Declared ? Body->parent(Declared) : nullptr;
    if (!isa_and_nonnull<CompoundStmt>(Block) || !Declared->isSingleDecl() ||
        !Body->isWithin(Wait, Block) || !(Lock.Where < Wait->getBeginLoc()))
      continue;
    if (Found && Found->Guard != Lock.Guard)
      return nullptr;
    Found = &Lock;
  }
  return Found && !mayBeWithout(Found->Guard, Wait) ? Found : nullptr;
}

static const CXXMethodDecl *methodOf(const CXXRecordDecl *Class,
                                     llvm::StringRef Name) {
  for (const CXXMethodDecl *Method : Class->methods())
    if (Method->getIdentifier() && Method->getName() == Name &&
        Method->getMinRequiredArguments() == 0)
      return Method;
  return nullptr;
}

/// Does a guard hold one mutex? One of several has them as a pack.
static bool holdsOne(const CXXRecordDecl *Class) {
  const auto *Guard = dyn_cast<ClassTemplateSpecializationDecl>(Class);
  if (!Guard || !Guard->getTemplateArgs().size())
    return true;
  const TemplateArgument &First = Guard->getTemplateArgs()[0];
  return First.getKind() != TemplateArgument::Pack || First.pack_size() == 1;
}

/// The name of a type where a variable is declared.
static Span typeName(const VarDecl *V, llvm::StringRef Name,
                     const WrittenText &Text) {
  Span Whole = Text.span(V->getTypeSourceInfo()->getTypeLoc().getSourceRange());
  llvm::StringRef Written = Text.text(Whole);
  size_t At = Written.find(Name);
  auto IsName = [&](size_t I) {
    return I < Written.size() &&
           (llvm::isAlnum(Written[I]) || Written[I] == '_');
  };
  if (!Whole || At == llvm::StringRef::npos || (At && IsName(At - 1)) ||
      IsName(At + Name.size()))
    return {};
  return {Whole.File, unsigned(Whole.Begin + At),
          unsigned(Whole.Begin + At + Name.size())};
}

std::string Rewriter::relock(const VarDecl *Guard, Edits &Made) const {
  const CXXRecordDecl *Class = Guard->getType()->getAsCXXRecordDecl();
  if (!Class || Guard->getType().isConstQualified())
    return "";
  if (methodOf(Class, "unlock"))
    for (const char *Name : {"lock", "relock"})
      if (methodOf(Class, Name))
        return Name;
  const TypeModel *Model = TypeFacts.model(Class);
  Span Name = Model && !Model->Relockable.empty() && holdsOne(Class)
                  ? typeName(Guard, Class->getName(), Text)
                  : Span();
  if (!Name)
    return "";
  Made.push_back(Text.replace(Name, Model->Relockable));
  return "lock";
}

/// The statements of a block from the one after \p First up to \p Last.
llvm::SmallVector<const Stmt *, 8> statementsBetween(const CompoundStmt *Block,
                                                     const Stmt *First,
                                                     const Stmt *Last) {
  llvm::SmallVector<const Stmt *, 8> Found;
  bool Inside = false;
  for (const Stmt *S : Block->body()) {
    if (S == Last)
      break;
    if (Inside)
      Found.push_back(S);
    Inside |= S == First;
  }
  return Found;
}

/// A block around the statements that need the lock.
bool Rewriter::narrow(const Region &Where, Edits &Made) const {
  auto Locked = statementsBetween(Where.Block, Where.Guard, Where.Wait);
  if (Locked.empty())
    return false;
  for (const Stmt *S : Locked)
    if (const auto *Declared = dyn_cast<DeclStmt>(S))
      for (const Decl *D : Declared->decls())
        if (const auto *V = dyn_cast<ValueDecl>(D))
          for (const Stmt *Use : Body->uses(V))
            if (!(Use->getBeginLoc() < Where.Wait->getBeginLoc()))
              return false;
  Span First = Text.statement(Where.Guard),
       Last = Text.statement(Locked.back());
  if (!First || !Last || First.File != Last.File ||
      !Text.span({Where.Guard->getBeginLoc(), Locked.back()->getEndLoc()}))
    return false;
  Span Whole{First.File, First.Begin, Last.End};
  if (!Text.isAlone(Whole) || !Text.indentLines(Whole, Span(), Made))
    return false;
  std::string Indent = Text.indent(Whole);
  Made.push_back(Text.insert(Whole, Whole.Begin, "{\n" + Indent + "  "));
  Made.push_back(Text.insert(Whole, Text.lineEnd(Whole), "\n" + Indent + "}"));
  return true;
}

void Rewriter::unlock(const WaitSite &Wait) {
  const LockSite *Lock = Locks.empty() ? nullptr : onlyLockAt(Wait.Wait);
  if (Lock && createOutside(Wait, *Lock))
    return;
  const Stmt *Waiting = Lock ? Body->statement(Wait.Wait) : nullptr;
  if (!Waiting || !isOwnMatter(Waiting, Wait.Wait))
    return;
  Span Whole = Text.statement(Waiting);
  Edits Unlocked;
  std::string Relock = relock(Lock->Guard, Unlocked);
  if (!Whole || Relock.empty() || !Text.isAlone(Whole))
    return;
  const Stmt *Guard = Body->declaration(Lock->Guard);
  Region Where{dyn_cast<CompoundStmt>(Body->parent(Guard)), Guard, Waiting};
  bool SameBlock = Body->parent(Waiting) == Where.Block;
  bool Leaves = isa<ReturnStmt, CoreturnStmt>(Waiting);
  bool Needed =
      !SameBlock ||
      llvm::any_of(statementsBetween(Where.Block, Waiting, nullptr),
                   [](const Stmt *S) { return !isOwnMatter(S, nullptr); });
  Edits Narrowed;
  if (!Leaves && !Needed && narrow(Where, Narrowed))
    return note(RewriteKind::Narrow, Wait.Where, Lock->Where,
                std::move(Narrowed));
  std::string Name = Lock->Guard->getNameAsString();
  std::string Indent = Text.indent(Whole);
  std::string Again = SameBlock && Needed ? lookAgain(Where) : "";
  bool Before = Leaves || (!Needed && Where.Block->body_back() == Waiting);
  Unlocked.push_back(
      Text.insert(Whole, Whole.Begin, Name + ".unlock();\n" + Indent));
  if (!Before)
    Unlocked.push_back(
        Text.insert(Whole, Text.lineEnd(Whole),
                    "\n" + Indent + Name + "." + Relock + "();" + Again));
  note(Before          ? RewriteKind::UnlockBefore
       : Again.empty() ? RewriteKind::Unlock
                       : RewriteKind::LookAgain,
       Wait.Where, Lock->Where, std::move(Unlocked), Name);
}

} // namespace gridlock
