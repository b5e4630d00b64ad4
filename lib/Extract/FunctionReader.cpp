// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Extract/FunctionReader.h"
#include "Extract/Handlers.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/StmtCXX.h"
#include "clang/Analysis/Analyses/PostOrderCFGView.h"
#include "clang/Lex/Lexer.h"

using namespace clang;

namespace gridlock {

FunctionReader::FunctionReader(UnitBuilder &Builder,
                               const FunctionDecl *Definition)
    : Builder(Builder), TypeFacts(Builder.types()), Definition(Definition),
      Table(Facts.Values), Body(TypeFacts), Rewrites(Builder, Definition) {}

Event &FunctionReader::emit(EventKind Kind, SourceLocation Where) {
  Facts.Events.emplace_back();
  Event &Made = Facts.Events.back();
  Made.Kind = Kind;
  Made.Where = Builder.locate(Where);
  Flow.event(Block, Facts.Events.size() - 1, 0, 0);
  return Made;
}

std::string FunctionReader::sourceText(const Expr *E) const {
  if (!E)
    return "";
  if (E->isImplicitCXXThis())
    return "this"; // it stands where the member's name does
  const SourceManager &Sources = Builder.context().getSourceManager();
  CharSourceRange Range = Lexer::makeFileCharRange(
      CharSourceRange::getTokenRange(E->getSourceRange()), Sources,
      Builder.context().getLangOpts());
  llvm::StringRef Text =
      Lexer::getSourceText(Range, Sources, Builder.context().getLangOpts());
  if (Text.size() > 60 || Text.find('\n') != llvm::StringRef::npos)
    return "";
  // The operators are no part of what is called so.
  Text.consume_back("->");
  Text.consume_front("&");
  return Text.str();
}

void FunctionReader::readHeader() {
  Facts.Name = Builder.symbol(Definition);
  Facts.Where = Builder.locate(Definition->getLocation());
  Facts.Parameters = Definition->getNumParams();
  Facts.IsCoroutine = isa<CoroutineBodyStmt>(Definition->getBody());
  const auto *Method = dyn_cast<CXXMethodDecl>(Definition);
  if (!Method)
    return;
  const CXXRecordDecl *Class = Method->getParent();
  Facts.Class = Builder.classSymbol(Class);
  Facts.HasThis = !Method->isStatic();
  Facts.IsLambda = Class->isLambda();
  Facts.IsVirtual = Method->isVirtual();
  Facts.IsConstructor = isa<CXXConstructorDecl>(Method);
  Facts.IsDestructor = isa<CXXDestructorDecl>(Method);
  for (const CXXMethodDecl *Overridden : Method->overridden_methods())
    Facts.Overrides.push_back(Builder.symbol(Overridden));
  if (Facts.IsLambda)
    for (const LambdaCapture &Capture : Class->captures())
      if (Capture.capturesVariable())
        Captured[Capture.getCapturedVar()] = true;
}

Function FunctionReader::read() {
  readHeader();
  Body.read(Definition);
  CFG::BuildOptions Options;
  Options.setAllAlwaysAdd();
  Options.AddImplicitDtors = true;
  Options.AddTemporaryDtors = true;
  Options.AddInitializers = true;
  Options.PruneTriviallyFalseEdges = true;
  const Stmt *Source = Definition->getBody();
  if (const auto *Coroutine = dyn_cast<CoroutineBodyStmt>(Source))
    Source = Coroutine->getBody();
  std::unique_ptr<CFG> Graph = CFG::buildCFG(
      Definition, const_cast<Stmt *>(Source), &Builder.context(), Options);
  if (Graph)
    readBlocks(*Graph);
  Rewrites.finish();
  return std::move(Facts);
}

/// What decides where the block goes. Where temporaries die after it, the
/// block does not end with it any more.
static const Expr *branchCondition(const CFGBlock &Block) {
  if (const Expr *Last = Block.getLastCondition())
    return Last;
  return dyn_cast_or_null<Expr>(Block.getTerminatorCondition());
}

/// The blocks that can be reached, in the order of the source: Clang numbers
/// them from the end, so that a loop comes before what follows it.
static std::vector<const CFGBlock *>
inSourceOrder(const CFG &Graph, const HandlerBlocks &Handlers) {
  PostOrderCFGView Reached(&Graph);
  std::vector<const CFGBlock *> Blocks(Reached.begin(), Reached.end());
  Blocks.insert(Blocks.end(), Handlers.Blocks.begin(), Handlers.Blocks.end());
  std::sort(Blocks.begin(), Blocks.end(),
            [](const CFGBlock *A, const CFGBlock *B) {
              return A->getBlockID() > B->getBlockID();
            });
  return Blocks;
}

/// Does the block end in an exception, or never?
static bool isLeft(const CFGBlock &Block) {
  if (Block.hasNoReturnElement())
    return true;
  if (Block.empty())
    return false;
  auto Last = Block.back().getAs<CFGStmt>();
  return Last && isa<CXXThrowExpr>(Last->getStmt());
}

/// What comes before the body.
void FunctionReader::readEntry() {
  readRequiredLocks();
  readStart();
}

void FunctionReader::readBlocks(const CFG &Graph) {
  HandlerBlocks Handlers = findHandlers(Graph);
  auto Blocks = inSourceOrder(Graph, Handlers);
  llvm::DenseMap<unsigned, uint32_t> Index;
  for (const CFGBlock *Current : Blocks)
    Index.try_emplace(Current->getBlockID(), Index.size());
  for (const CFGBlock *Current : Blocks) {
    Block = Current->getBlockID();
    Facts.Blocks.emplace_back();
    Facts.Blocks.back().FirstEvent = Facts.Events.size();
    for (const CFGBlock::AdjacentBlock &Next : Current->succs())
      if (const CFGBlock *Reached = Next.getReachableBlock();
          Reached && !isLeft(*Current))
        Facts.Blocks.back().Successors.push_back(Index[Reached->getBlockID()]);
    if (Current == &Graph.getEntry())
      readEntry();
    for (const CFGElement &Element : *Current)
      readElement(Element);
    if (Current->succ_size() == 2)
      if (const Expr *Condition = branchCondition(*Current)) {
        // Nobody submits an empty callable.
        const auto *Test =
            dyn_cast<CXXMemberCallExpr>(Condition->IgnoreParenImpCasts());
        if (Test && isa_and_nonnull<CXXConversionDecl>(Test->getMethodDecl()) &&
            TypeFacts.isKind(Test->getImplicitObjectArgument()->getType(),
                             TypeKind::Callable))
          Flow.assume(Block);
        if (ValueId Tested = valueOf(Condition)) {
          Flow.branch(Block, Tested);
          if (Facts.Blocks.back().Successors.size() == 2)
            Facts.Blocks.back().Condition = Tested;
        }
      }
  }
  readWholeConditions(Graph);
  destroyCaptures();
  Flow.apply(Graph, Handlers, Facts);
  if (Facts.Events.empty())
    Facts.Blocks.clear();
}

/// Conditions of more parts are not read as a whole.
static constexpr unsigned MaxOperators = 16;

/// The operators of one kind that make up a condition: `a && b && c` has two.
static void addOperators(const Expr *E, BinaryOperatorKind Kind,
                         llvm::SmallVectorImpl<const BinaryOperator *> &Into) {
  const auto *Binary = dyn_cast<BinaryOperator>(E->IgnoreParenImpCasts());
  if (!Binary || Binary->getOpcode() != Kind || Into.size() > MaxOperators)
    return;
  Into.push_back(Binary);
  addOperators(Binary->getLHS(), Kind, Into);
  addOperators(Binary->getRHS(), Kind, Into);
}

/// What is known where two branches meet that are parts of one condition.
void FunctionReader::readWholeConditions(const CFG &Graph) {
  struct Whole {
    ValueId Known = 0;
    bool Holds = false;
  };
  llvm::DenseMap<const Stmt *, Whole> Wholes;
  for (const CFGBlock *Current : Graph) {
    const Stmt *Branch = Current->getTerminatorStmt();
    const auto *Condition =
        dyn_cast_or_null<Expr>(Current->getTerminatorCondition());
    const auto *Joined =
        Condition ? dyn_cast<BinaryOperator>(Condition->IgnoreParenImpCasts())
                  : nullptr;
    if (!Joined || !Joined->isLogicalOp() || isa<BinaryOperator>(Branch))
      continue;
    llvm::SmallVector<const BinaryOperator *, 4> Operators;
    addOperators(Joined, Joined->getOpcode(), Operators);
    if (Operators.size() > MaxOperators)
      continue;
    const Whole Found{valueOf(Joined), Joined->getOpcode() == BO_LOr};
    Wholes[Branch] = Found;
    for (const BinaryOperator *Operator : Operators)
      Wholes[Operator] = Found;
  }
  for (const CFGBlock *Current : Graph)
    if (const Whole Found = Wholes.lookup(Current->getTerminatorStmt());
        Found.Known)
      Flow.decide(Current->getBlockID(), Found.Known, Found.Holds);
}

void FunctionReader::readElement(const CFGElement &Element) {
  if (auto Statement = Element.getAs<CFGStmt>())
    return readStatement(Statement->getStmt());
  if (auto Initializer = Element.getAs<CFGInitializer>())
    return readInitializer(Initializer->getInitializer());
  if (auto Dead = Element.getAs<CFGAutomaticObjDtor>()) {
    const VarDecl *Variable = Dead->getVarDecl();
    if (!Variable->getType()->isReferenceType())
      destroy(variableValue(Variable), Variable->getType(),
              Variable->getLocation(), Variable->getName());
  } else if (auto Dead = Element.getAs<CFGTemporaryDtor>()) {
    const CXXBindTemporaryExpr *Temporary = Dead->getBindTemporaryExpr();
    if (Body.destination(Temporary) || Body.isMoved(Temporary))
      return; // it was moved from
    const Expr *Made = withoutWrappers(Temporary);
    SourceLocation Where = Made->getExprLoc();
    if (const auto *Call = dyn_cast<CallExpr>(Made)) {
      Where = Call->getCallee()->getExprLoc();
      if (isLambdaOrCallable(Temporary->getType()))
        endCallable(valueOf(Temporary), Where);
    }
    const CoroutineSuspendExpr *Given = Body.resumption(Made);
    const bool Owner =
        TypeFacts.isKind(Temporary->getType(), TypeKind::Pointer);
    destroy(valueOf(Given ? Given : cast<Expr>(Temporary)),
            Temporary->getType(), Where, Owner ? sourceText(Made) : "");
  } else if (auto Dead = Element.getAs<CFGMemberDtor>()) {
    const FieldDecl *Field = Dead->getFieldDecl();
    destroy(fieldOf(Table.intern({ValueKind::This}), Field), Field->getType(),
            Field->getLocation(), Field->getName());
  } else if (auto Dead = Element.getAs<CFGBaseDtor>()) {
    const CXXBaseSpecifier *Base = Dead->getBaseSpecifier();
    destroy(Table.intern({ValueKind::This}), Base->getType(),
            Definition->getLocation(), "");
  } else if (auto Dead = Element.getAs<CFGDeleteDtor>()) {
    const Expr *Argument = Dead->getDeleteExpr()->getArgument();
    destroy(valueOf(Argument), Argument->getType()->getPointeeType(),
            Dead->getDeleteExpr()->getExprLoc(), sourceText(Argument));
  }
}

void FunctionReader::readStatement(const Stmt *S) {
  if (const auto *Call = dyn_cast<CallExpr>(S)) {
    if (ValueId Rest = restIn(Call))
      return setResult(Call, Rest);
    // How an awaiter takes its mutex is its own matter.
    if (const CoroutineSuspendExpr *Asking = Body.question(Call);
        Asking && awaitsLock(Asking))
      return setResult(Call, 0);
    // Clang 14 has what is returned twice in the graph.
    if (const CoroutineSuspendExpr *Suspend = Body.resumption(Call);
        Suspend && !Values.count(Call) && !readSuspension(Suspend))
      return setResult(Call, 0);
    readReturn(coroutineReturn(Call));
    if (!isa<UserDefinedLiteral>(Call) && !Values.count(Call))
      readCall(Call);
  } else if (const auto *Cast = dyn_cast<ImplicitCastExpr>(S)) {
    readFlag(Cast);
  } else if (const auto *Construct = dyn_cast<CXXConstructExpr>(S)) {
    readConstruction(Construct);
  } else if (const auto *Declaration = dyn_cast<DeclStmt>(S)) {
    for (const Decl *D : Declaration->decls())
      if (const auto *Variable = dyn_cast<VarDecl>(D))
        readDeclaration(Variable);
  } else if (const auto *Assign = dyn_cast<BinaryOperator>(S)) {
    if (Assign->getOpcode() == BO_Assign)
      readAssignment(Assign->getLHS(), Assign->getRHS());
  } else if (const auto *New = dyn_cast<CXXNewExpr>(S)) {
    readPlacement(New);
  } else if (const auto *Return = dyn_cast<ReturnStmt>(S)) {
    readReturn(Return->getRetValue());
  }
}

/// What is made in storage that is there already lies in that.
void FunctionReader::readPlacement(const CXXNewExpr *New) {
  if (New->getNumPlacementArgs() != 1)
    return;
  const Expr *Storage = New->getPlacementArg(0);
  if (Storage->getType()->isPointerType() &&
      TypeFacts.isRelevant(New->getAllocatedType()))
    bind(valueOf(Storage), valueOf(New), New->getBeginLoc());
}

void FunctionReader::readInherited(const CXXInheritedCtorInitExpr *Inherited) {
  Builder.want(Inherited->getConstructor());
  std::vector<ValueId> Arguments;
  for (const ParmVarDecl *Parameter : Definition->parameters())
    Arguments.push_back(variableValue(Parameter));
  Event &Call = emit(EventKind::Call, Inherited->getLocation());
  Call.Text = Inherited->getConstructor()->getParent()->getNameAsString();
  Call.Callee = Builder.symbol(Inherited->getConstructor());
  Call.Object = Table.intern({ValueKind::This});
  Call.Arguments = std::move(Arguments);
  Call.Construction = true;
}

/// A loop that does nothing but read a volatile flag waits for it.
void FunctionReader::readFlag(const ImplicitCastExpr *Read) {
  if (Read->getCastKind() != CK_LValueToRValue ||
      !Read->getSubExpr()->getType().isVolatileQualified() ||
      !Body.isSpin(Read))
    return;
  Event &Wait = emit(EventKind::Wait, Read->getExprLoc());
  Wait.Object = valueOf(Read->getSubExpr());
  Wait.Text = "while";
  Wait.ObjectText = sourceText(Read->getSubExpr());
}

/// An atomic that is set in a loop until it was not set before is a lock; to
/// clear it lets go of it. A loop that exchanges a computed value is none.
void FunctionReader::readSpinLock(const CallSite &Site) {
  if (!Site.Callee->getIdentifier())
    return;
  llvm::StringRef Name = Site.Callee->getName();
  if (Name == "clear" || Name == "store")
    return release(Site.Object, Site);
  bool Sets = Name == "test_and_set" ||
              (Name == "exchange" && !Site.Arguments.empty() &&
               constantValue(Site.Arguments[0]));
  if (Sets && Body.isSpin(Site.Expression))
    acquire(Site.Object, 0, Site, QualType());
}

/// What a coroutine gives to its promise, before temporaries die: it returns
/// it.
const Expr *FunctionReader::coroutineReturn(const CallExpr *Call) const {
  const FunctionDecl *Callee = Call->getDirectCallee();
  return Facts.IsCoroutine && Call->getNumArgs() == 1 && Callee &&
                 Callee->getIdentifier() && Callee->getName() == "return_value"
             ? Call->getArg(0)
             : nullptr;
}

void FunctionReader::readReturn(const Expr *What) {
  if (!What)
    return;
  ValueId Returned = valueOf(What);
  if (!Returned)
    return;
  noteReturned(What);
  emit(EventKind::Return, What->getExprLoc()).Task = Returned;
}

} // namespace gridlock
