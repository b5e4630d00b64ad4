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

void FunctionReader::bind(ValueId To, ValueId From, SourceLocation Where) {
  if (!To || !From || To == From)
    return;
  Event &Binding = emit(EventKind::Bind, Where);
  Binding.Object = To;
  Binding.Task = From;
  Flow.event(Block, Facts.Events.size() - 1, 0, To);
  // What a reference is assigned lies where it was taken from.
  if (ValueId Place = Meant.lookup(To))
    bind(Place, From, Where);
}

std::string FunctionReader::sourceText(const Expr *E) const {
  if (!E)
    return "";
  const SourceManager &Sources = Builder.context().getSourceManager();
  CharSourceRange Range = Lexer::makeFileCharRange(
      CharSourceRange::getTokenRange(E->getSourceRange()), Sources,
      Builder.context().getLangOpts());
  llvm::StringRef Text =
      Lexer::getSourceText(Range, Sources, Builder.context().getLangOpts());
  if (Text.size() > 60 || Text.find('\n') != llvm::StringRef::npos)
    return "";
  // The operator is no part of what a pointer is called.
  Text.consume_back("->");
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
      readRequiredLocks();
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
  destroyCaptures();
  Flow.apply(Graph, Handlers, Facts);
  if (Facts.Events.empty())
    Facts.Blocks.clear();
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
    if (Body.destination(Temporary))
      return; // it was moved from
    const Expr *Made = withoutWrappers(Temporary);
    SourceLocation Where = Made->getExprLoc();
    if (const auto *Call = dyn_cast<CallExpr>(Made)) {
      Where = Call->getCallee()->getExprLoc();
      if (isLambdaOrCallable(Temporary->getType()))
        endCallable(valueOf(Temporary), Where);
    }
    const CoroutineSuspendExpr *Given = Body.resumption(Made);
    destroy(valueOf(Given ? Given : cast<Expr>(Temporary)),
            Temporary->getType(), Where, "");
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
  } else if (const auto *Return = dyn_cast<ReturnStmt>(S)) {
    readReturn(Return->getRetValue());
  }
}

void FunctionReader::readDeclaration(const VarDecl *Variable) {
  if (const Expr *Range = Body.range(Variable)) {
    ValueId Element = elementOf(valueOf(Range));
    bind(variableValue(Variable), Element, Variable->getLocation());
    if (Variable->getType()->isReferenceType())
      Meant[variableValue(Variable)] = Element;
    return;
  }
  const Expr *Initializer = Variable->getInit();
  if (!Initializer)
    return;
  if (TypeFacts.isRelevant(Variable->getType()) ||
      Variable->getType()->isBooleanType())
    bind(variableValue(Variable), valueOf(Initializer),
         Variable->getLocation());
  else if (Variable->getType().isConstQualified() ||
           Variable->getType()->isIntegerType())
    if (ValueId Number = valueOf(Initializer))
      bind(variableValue(Variable), Number, Variable->getLocation());
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

void FunctionReader::readInitializer(const CXXCtorInitializer *Initializer) {
  const Expr *What = Initializer->getInit();
  ValueId This = Table.intern({ValueKind::This});
  if (Initializer->isBaseInitializer()) {
    // The constructor of a base was read as a statement, as an object of its
    // own, but for one that is inherited: it gets this one's parameters.
    if (const auto *Inherited =
            dyn_cast<CXXInheritedCtorInitExpr>(What->IgnoreImplicit()))
      readInherited(Inherited);
    return;
  }
  const FieldDecl *Field = Initializer->getAnyMember();
  if (!Field)
    return;
  if (!Builder.settled().isSettled(Field))
    return bind(fieldOf(This, Field), valueOf(What), What->getExprLoc());
  settle(Field, valueOf(What), What->getExprLoc());
}

/// The constructor gives the field a value that it keeps, known or not.
void FunctionReader::settle(const FieldDecl *Field, ValueId Given,
                            SourceLocation Where) {
  Event &Settling = emit(EventKind::Bind, Where);
  Settling.Object = fieldOf(Table.intern({ValueKind::This}), Field);
  Settling.Task = Given;
  Settling.Settles = true;
  Flow.event(Block, Facts.Events.size() - 1, 0, Settling.Object);
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

void FunctionReader::readAssignment(const Expr *To, const Expr *From) {
  QualType T = To->getType();
  if (T.isVolatileQualified())
    emit(EventKind::Signal, To->getExprLoc()).Object = valueOf(To);
  if (!TypeFacts.isRelevant(T) && !T->isBooleanType() && !T->isPointerType() &&
      !T->isEnumeralType())
    return;
  const auto *Member = dyn_cast<MemberExpr>(To->IgnoreParens());
  const auto *Field = Member && Facts.IsConstructor
                          ? dyn_cast<FieldDecl>(Member->getMemberDecl())
                          : nullptr;
  if (Field && isa<CXXThisExpr>(Member->getBase()->IgnoreImplicit()) &&
      Builder.settled().isSettled(Field))
    return settle(Field, valueOf(From), To->getExprLoc());
  bind(valueOf(To), valueOf(From), To->getExprLoc());
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
  emit(EventKind::Return, What->getExprLoc()).Task = Returned;
}

} // namespace gridlock
