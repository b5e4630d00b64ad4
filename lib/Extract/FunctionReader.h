// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

/// \file
/// Reads one function: its control flow graph in order, each call and each
/// binding by the models, and the conditions under which they happen.

#ifndef GRIDLOCK_EXTRACT_FUNCTIONREADER_H
#define GRIDLOCK_EXTRACT_FUNCTIONREADER_H

#include "Extract/BodyIndex.h"
#include "Extract/Guards.h"
#include "Extract/Rewriter.h"
#include "Extract/UnitBuilder.h"
#include "Extract/ValueTable.h"
#include "clang/AST/ExprCXX.h"
#include "clang/Analysis/CFG.h"
#include "llvm/ADT/DenseSet.h"

namespace gridlock {

class FunctionReader {
public:
  FunctionReader(UnitBuilder &Builder, const clang::FunctionDecl *Definition);

  /// The facts of the function.
  Function read();

private:
  // Elements of the control flow graph (FunctionReader.cpp).
  void readHeader();
  void readBlocks(const clang::CFG &Graph);
  void readWholeConditions(const clang::CFG &Graph);
  void readElement(const clang::CFGElement &Element);
  void readStatement(const clang::Stmt *S);
  void readDeclaration(const clang::VarDecl *Variable);
  void readInitializer(const clang::CXXCtorInitializer *Initializer);
  void readInherited(const clang::CXXInheritedCtorInitExpr *Inherited);
  void settle(const clang::FieldDecl *Field, ValueId Given,
              clang::SourceLocation Where);
  void readFlag(const clang::ImplicitCastExpr *Read);
  bool isFollowed(clang::QualType T);
  bool isPartOfTree(const clang::Expr *Place);
  void readAssignment(const clang::Expr *To, const clang::Expr *From);
  void readReturn(const clang::Expr *What);
  const clang::Expr *coroutineReturn(const clang::CallExpr *Call) const;

  // What an expression denotes (ValueReader.cpp).
  ValueId valueOf(const clang::Expr *E);
  ValueId computeValue(const clang::Expr *E);
  ValueId variableValue(const clang::ValueDecl *D);
  ValueId memberValue(const clang::MemberExpr *Member);
  ValueId closureValue(const clang::LambdaExpr *Lambda);
  ValueId comparisonValue(const clang::Expr *Left, const clang::Expr *Right,
                          clang::BinaryOperatorKind Operator);
  ValueId constantValue(const clang::Expr *E);
  ValueId elementOf(ValueId Container, ValueId Index = 0);
  ValueId numberValue(int64_t Number);
  ValueId heldBy(ValueId Task);
  ValueId fieldOf(ValueId Base, const clang::FieldDecl *Field);
  ValueId anyOf(llvm::ArrayRef<ValueId> Values);
  ValueId thisValue(const clang::Expr *E);
  ValueId newValue(const clang::CXXNewExpr *New);
  void readPlacement(const clang::CXXNewExpr *New);
  ValueId localValue(const clang::VarDecl *Variable);
  ValueId unaryValue(const clang::UnaryOperator *Unary);
  ValueId binaryValue(const clang::BinaryOperator *Binary);
  ValueId logicalValue(const clang::BinaryOperator *Binary);
  ValueId notOf(ValueId Condition);
  ValueId listValue(const clang::InitListExpr *List);
  void fill(ValueId Object, const clang::InitListExpr *List);
  ValueId textValue(const clang::StringLiteral *Text);

  // Calls (CallReader.cpp, ModelledCall.cpp, LibraryCall.cpp).
  struct CallSite {
    const clang::Expr *Expression = nullptr;
    const clang::FunctionDecl *Callee = nullptr; ///< null: a value is called
    const clang::Expr *ObjectExpression = nullptr;
    ValueId Object = 0;
    llvm::SmallVector<const clang::Expr *, 4> Arguments;
    clang::SourceLocation Where;
    bool HasObject = false;
  };
  bool makeSite(const clang::CallExpr *Call, CallSite &Site);
  void readCall(const clang::CallExpr *Call);
  bool readSpecialCall(const CallSite &Site);
  void readCalledValue(const CallSite &Site,
                       const clang::Expr *CalleeExpression);
  void readPlainCall(const CallSite &Site, bool Virtual);
  bool readCoroutineCall(const CallSite &Site,
                         const clang::CoroutineBodyStmt &Called,
                         const std::vector<ValueId> &Arguments);
  void noteGiven(const CallSite &Site);
  void readLending(const CallSite &Site);
  bool readModelledCall(const CallSite &Site);
  const CallModel *chooseModel(const CallSite &Site);
  void applyValues(const CallModel &Model, const CallSite &Site);
  void applyEvents(const CallModel &Model, const CallSite &Site,
                   unsigned Predicate);
  bool matches(const CallModel &Model, const CallSite &Site);
  static int lastWritten(const CallSite &Site);
  static bool isWritten(const clang::Expr *E);
  ValueId wholeOperand(const Operand &What, const CallSite &Site);
  ValueId operand(const Operand &What, const CallSite &Site);
  void readSubmit(const SubmitModel &Model, const CallModel &Call,
                  const CallSite &Site);
  void applySubmit(const SubmitModel &Model, const CallSite &Site,
                   unsigned ResultEvent, bool Connects);
  ValueId submitExecutor(const SubmitModel &Model, const CallSite &Site,
                         const clang::Expr *Written);
  ValueId receivedTask(const SubmitModel &Model, const CallSite &Site,
                       ValueId Task);
  ValueId connectionsOf(const SignalModel &Model, const CallSite &Site);
  void readDisconnection(const SignalModel &Model, const CallSite &Site);
  void applyWait(const WaitModel &Model, const CallSite &Site,
                 ValueId Released);
  void applyConditions(const CallModel &Model, const CallSite &Site);
  void readInvocation(const Operand &What, const CallSite &Site, bool Spreads);
  void readBinding(const Operand &What, const CallSite &Site);
  void readMakingResult(const CallSite &Site);
  void readMaking(const Operand &What, const CallSite &Site);
  void readExchange(const CallSite &Site);
  void readLibraryCall(const CallSite &Site);
  void readLibraryMethod(const CallSite &Site);
  void readLibraryResult(const CallSite &Site);
  bool endsContent(const CallSite &Site);
  void endContent(const CallSite &Site);
  static bool isGivenOut(const CallSite &Site, const clang::Expr *Argument);
  ValueId contentOf(const clang::Expr *Written, ValueId Given);
  void holdArgument(const CallSite &Site, const clang::Expr *Argument);
  void swapContents(ValueId A, ValueId B, clang::QualType T,
                    clang::SourceLocation Where);
  void readAlgorithm(ValueId Called, const std::vector<ValueId> &Ranges,
                     const CallSite &Site);
  void readLibraryFunction(const CallSite &Site);
  bool asksForThread(const CallSite &Site);
  bool isPoll(const WaitModel &Model, const CallSite &Site);
  ValueId submittedTask(const Operand &What, const CallSite &Site,
                        unsigned &FirstArgument);
  void noteSubmit(const CallSite &Site, const clang::Expr *Executor,
                  unsigned Task, const SubmitModel *Model = nullptr);

  // Tuples (Tuples.cpp).
  void addArgument(const clang::Expr *Argument, bool Spreads,
                   std::vector<ValueId> &Arguments);
  bool readTupleGet(const CallSite &Site);
  bool readTied(const CallSite &Site);

  // Locks (LockReader.cpp).
  void readRequiredLocks();
  void readEntry();
  void acquire(ValueId Mutex, ValueId Guard, const CallSite &Site,
               clang::QualType T);
  void release(ValueId What, const CallSite &Site);
  ValueId givenTo(const CallSite &Site, ValueId Mutex);
  void applyLocks(const CallModel &Model, const CallSite &Site);
  void readGuard(const TypeModel &Model, const CallSite &Site);
  llvm::SmallVector<std::pair<ValueId, const clang::Expr *>, 2>
  lockOperands(const Operand &What, const CallSite &Site);
  bool readGuardMethod(const CallSite &Site,
                       const clang::CXXMethodDecl &Method);
  bool readLockMethod(const CallSite &Site);
  void readSpinLock(const CallSite &Site);
  static bool isPrimitive(const clang::FunctionDecl &Callee);
  bool acquireNamed(llvm::ArrayRef<clang::Expr *> Named, bool Shared,
                    bool Tries, const CallSite &Site);
  void setAttempted(const CallSite &Site, bool ByZero = false);
  bool readCapabilities(const CallSite &Site);
  ValueId capability(const clang::Expr *E, const CallSite &Site);
  ValueId releasedMeanwhile(const CallSite &Site);
  ValueId lentGuard(const CallSite &Site);

  // Coroutines (CoroutineReader.cpp).
  struct AwaitedLock {
    ValueId Mutex = 0;
    ValueId Guard = 0;
    const clang::Expr *Written = nullptr;
    const clang::FunctionDecl *Name = nullptr;
    bool Shared = false;
    bool Tries = false;
    bool Unit = false; ///< of a semaphore or a channel
  };
  ValueId restBehind(const clang::CoroutineSuspendExpr *Suspend);
  ValueId restIn(const clang::CallExpr *Call);
  bool isInitial(const clang::CoawaitExpr *Await);
  void readStart();
  /// False where the coroutine goes on by the lock that it has awaited, and so
  /// has nothing more to read of it.
  bool readSuspension(const clang::CoroutineSuspendExpr *Suspend);
  bool readAdoption(const CallSite &Site);
  bool awaitsLock(const clang::CoroutineSuspendExpr *Suspend);
  bool awaitedLock(const clang::Expr *Awaited, clang::QualType Result,
                   AwaitedLock &Found);
  // Semaphores and channels that are used as locks (UnitLocks.cpp).
  bool awaitedUnit(const clang::CallExpr &Call, clang::QualType Result,
                   AwaitedLock &Found);
  bool isUnitLock(const clang::Expr *Object);
  bool readUnitRelease(const CallSite &Site);
  void acquireAwaited(const clang::CoroutineSuspendExpr *Suspend,
                      AwaitedLock Lock);
  bool readCoroutineLock(const CallSite &Site);
  const clang::FunctionDecl *creationIn(const clang::Expr *Awaited,
                                        unsigned Depth = 0);

  // Objects' lives (ObjectReader.cpp).
  void readConstruction(const clang::CXXConstructExpr *Construct);
  /// Makes an object of type \p T from \p Arguments, as \p Object.
  void construct(ValueId Object, clang::QualType T,
                 llvm::ArrayRef<const clang::Expr *> Arguments,
                 const clang::CXXConstructorDecl *Constructor,
                 const clang::Expr *Site);
  ValueId freshFor(const clang::Expr *Site, clang::QualType T);
  void destroy(ValueId Object, clang::QualType T, clang::SourceLocation Where,
               llvm::StringRef Name, unsigned Depth = 0);
  void reset(ValueId Object, clang::QualType T, clang::SourceLocation Where,
             llvm::StringRef Name);
  void destroyOwned(ValueId Object, clang::QualType T, const TypeModel &Model,
                    clang::SourceLocation Where, llvm::StringRef Name,
                    unsigned Depth);
  void destroyCaptures();
  bool isLambdaOrCallable(clang::QualType T);
  void endCallable(ValueId Callable, clang::SourceLocation Where);
  // Moves.cpp
  void noteEmptied(ValueId Object, clang::QualType T,
                   clang::SourceLocation Where);
  void noteReturned(const clang::Expr *What);

  // Emitting.
  Event &emit(EventKind Kind, clang::SourceLocation Where);
  Event &store(ValueId To, ValueId From, clang::SourceLocation Where);
  void bind(ValueId To, ValueId From, clang::SourceLocation Where);
  void setResult(const clang::Expr *E, ValueId V) { Values[E] = V; }
  std::string sourceText(const clang::Expr *E) const;
  ValueId resultOf(unsigned EventIndex, clang::QualType T);

  UnitBuilder &Builder;
  Types &TypeFacts;
  const clang::FunctionDecl *Definition;
  Function Facts;
  ValueTable Table;
  BodyIndex Body;
  GuardFlow Flow;
  Rewriter Rewrites;
  llvm::DenseMap<const clang::Expr *, ValueId> Values;
  /// What is made for a field by a braced list.
  llvm::DenseMap<const clang::Expr *, ValueId> PartOfList;
  llvm::DenseMap<const clang::ValueDecl *, bool> Captured;
  llvm::DenseMap<const clang::CoroutineSuspendExpr *, unsigned>
      Suspended;                           ///< numbers the suspensions
  llvm::DenseMap<ValueId, unsigned> Tried; ///< guard -> the event that tried
  /// A reference to an element of a range -> the element.
  llvm::DenseMap<ValueId, ValueId> Meant;
  /// A reference -> what it was made of.
  llvm::DenseMap<ValueId, ValueId> Referred;
  llvm::DenseSet<ValueId> Emptied; ///< what was moved from
  unsigned Block = 0;
};

} // namespace gridlock

#endif
