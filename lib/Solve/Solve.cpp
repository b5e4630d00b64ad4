// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Solve/Solve.h"
#include "Solve/Awaits.h"
#include "Solve/Chain.h"
#include "Solve/CycleText.h"
#include "Solve/JoinText.h"
#include "Solve/Loops.h"
#include "Solve/PrintWalk.h"
#include "Solve/Relatives.h"
#include "Solve/Relocks.h"
#include "Solve/WaitGraphBuilder.h"
#include "Solve/Why.h"

namespace gridlock {
namespace {

class Solver {
public:
  Solver(const Program &Code, const SolveOptions &Options)
      : Code(Code), Options(Options),
        Asked(Code, Options.AskedFile, Options.AskedLine),
        Budget(std::max<uint64_t>(
            MaxTotalLooks, MaxLooksPerFunction * Code.functions().size())) {}

  Solution solve();

private:
  void learnQueues();
  llvm::DenseSet<const Function *> submitters() const;
  void walkAll();
  void walkLeft();
  void walkOutermost(const llvm::DenseSet<const Function *> &Set);
  void walkFrom(const Function &F);
  void findAwaits(const Function &F, Walk &W, LockFlow &Locks);
  void count(const Walk &W);
  std::vector<const Function *> togetherStarts() const;
  void walkTogether();
  void findRelocks();
  void add(Finding Made);
  bool isToldBetter(const Finding &Found) const;
  bool isReported(const Location &At, CheckId Check) const {
    return Findings.count(keyOf(At, Check)) != 0;
  }

  const Program &Code;
  const SolveOptions &Options;
  TaskQueues Queues;
  std::set<const Function *> Visited;
  std::set<const Function *> Started;  ///< a walk began there
  std::vector<const Function *> Edges; ///< starts of walks with an edge of the
                                       ///< hold-and-wait graph
  llvm::SetVector<Symbol> AwaitedUnderLock; ///< fields
  /// A finding is one for its place and its check.
  using Key = std::tuple<uint32_t, uint32_t, uint32_t, CheckId>;
  static Key keyOf(const Location &At, CheckId Check) {
    return {At.File, At.Line, At.Column, Check};
  }
  std::map<Key, Finding> Findings;
  WaitGraphBuilder Waits;
  Why Asked;
  Solution Result;
  uint64_t Looks = 0;
  const uint64_t Budget; ///< of looks, in all walks
  uint64_t Share = 0;    ///< of it, for the walks in the order of the source
  llvm::DenseSet<const Function *> Left; ///< starts that had no share any more
};

/// A function that several walks have reached is told of once.
static bool isSameReport(const Finding &A, const Finding &B) {
  return A.Message == B.Message && A.Chain.size() == B.Chain.size() &&
         std::equal(A.Chain.begin(), A.Chain.end(), B.Chain.begin(),
                    [](const ChainStep &X, const ChainStep &Y) {
                      return X.Text == Y.Text && X.Where.File == Y.Where.File &&
                             X.Where.Line == Y.Where.Line &&
                             X.Where.Column == Y.Where.Column;
                    });
}

static bool haveSame(const Finding &A, const Finding &B, StepRole Role) {
  auto Find = [&](const Finding &F) {
    return std::find_if(F.Chain.begin(), F.Chain.end(),
                        [&](const ChainStep &S) { return S.Role == Role; });
  };
  auto InA = Find(A), InB = Find(B);
  return InA != A.Chain.end() && InB != B.Chain.end() &&
         InA->Where.File == InB->Where.File &&
         InA->Where.Line == InB->Where.Line &&
         InA->Where.Column == InB->Where.Column;
}

/// What holds for each way to the same wait.
static void agree(Finding &A, Finding &B) {
  bool Child = haveSame(A, B, StepRole::Child);
  bool Parent = haveSame(A, B, StepRole::Parent);
  A.OneChild = B.OneChild = Child && A.OneChild && B.OneChild;
  A.ChildMayMove = B.ChildMayMove = Child && A.ChildMayMove && B.ChildMayMove;
  A.OneParent = B.OneParent = Parent && A.OneParent && B.OneParent;
  A.ParentMayMove = B.ParentMayMove =
      Parent && A.ParentMayMove && B.ParentMayMove;
}

void Solver::add(Finding Made) {
  auto [Entry, New] = Findings.try_emplace(keyOf(Made.Where, Made.Check), Made);
  if (New)
    return;
  agree(Entry->second, Made);
  if (isSameReport(Entry->second, Made))
    return;
  unsigned Ways = Entry->second.OtherWays + 1;
  if (Made.Chain.size() < Entry->second.Chain.size())
    Entry->second = std::move(Made);
  Entry->second.OtherWays = Ways;
}

void Solver::count(const Walk &W) {
  ++Result.Walks;
  Result.Activations += W.Activations.size();
  Result.Cut += W.Cut;
  Looks += W.Looks;
  for (const Activation &A : W.Activations)
    Visited.insert(A.Code);
}

/// What a coroutine holds while it is suspended it has on each executor that it
/// goes on on: for that it is walked as a whole.
void Solver::findAwaits(const Function &F, Walk &W, LockFlow &Locks) {
  auto AddAll = [&](std::vector<Finding> All) {
    for (Finding &Found : All)
      add(std::move(Found));
  };
  if (!W.hasParted())
    return AddAll(Awaits(W, Locks, Options).findings());
  Walk Whole(Code, Queues);
  Whole.StaysInPlace = true;
  Whole.run(F);
  Whole.finish();
  Looks += Whole.Looks;
  LockFlow Held(Whole);
  AddAll(Awaits(Whole, Held, Options).findings());
}

void Solver::walkFrom(const Function &F) {
  if (Looks >= Share) {
    Left.insert(&F);
    return;
  }
  Started.insert(&F);
  Walk W(Code, Queues);
  W.run(F);
  W.finish();
  if (Options.Log)
    printWalk(W, *Options.Log);
  count(W);
  Judge Judged(W, Options);
  Loops Nested(W, Judged);
  for (Verdict &Found : relatedVerdicts(W, Judged)) {
    Found.OfLoop = Nested.isCall(Found);
    add(Chain(W, Found).finding());
  }
  for (const LoopVerdict &Found : Nested.verdicts())
    add(describe(W, Found));
  Joins Ended(W, Judged, Options);
  for (const JoinVerdict &Found : Ended.verdicts())
    add(JoinText(W, Found).finding());
  LockFlow Locks(W);
  HoldAndWait Graph(W, Judged, Locks, Options);
  for (const Cycle &Found : Graph.cycles())
    add(CycleText(W, Locks, Found).finding());
  if (Options.Graph)
    Waits.add(W, Judged, Locks);
  if (Options.AskedLine)
    Asked.add(W, Judged);
  findAwaits(F, W, Locks);
  // An object is not shared before it is made and after it is destroyed.
  if (!F.IsConstructor && !F.IsDestructor && Graph.hasEdges())
    Edges.push_back(&F);
  for (Symbol Field : Graph.awaitedUnderLock())
    AwaitedUnderLock.insert(Field);
}

/// The functions from which some submit is reached, or a wait and a lock:
/// nothing else can be a part of a cycle.
llvm::DenseSet<const Function *> Solver::submitters() const {
  llvm::DenseSet<const Function *> Set;
  for (const Function &F : Code.functions())
    if (Code.submits(F) || Code.startsThread(F))
      Set.insert(&F);
  for (Symbol Name : Queues.containers())
    for (const Function *F : Code.aliasStorers(Name))
      Set.insert(F);
  auto Lockers = Code.lockers(), Waiters = Code.waiters();
  Code.addCallers(Lockers);
  Code.addCallers(Waiters);
  for (const Function &F : Code.functions())
    if (Code.callsBack(F) || (Lockers.count(&F) && Waiters.count(&F)))
      Set.insert(&F);
  Code.addCallers(Set);
  return Set;
}

/// From the outermost functions first, so that what is known of arguments is
/// used; then from what they did not reach.
void Solver::walkOutermost(const llvm::DenseSet<const Function *> &Set) {
  for (const Function &F : Code.functions())
    if (Set.count(&F) && !F.IsLambda && !Code.isCalled(F) && !Started.count(&F))
      walkFrom(F);
  for (const Function &F : Code.functions())
    if (Set.count(&F) && !F.IsLambda && !Visited.count(&F))
      walkFrom(F);
}

void Solver::walkAll() {
  Visited.clear();
  Started.clear();
  Looks = 0;
  Share = Budget / 4 * 3;
  Left.clear();
  Findings.clear();
  Edges.clear();
  AwaitedUnderLock.clear();
  Waits = {};
  Asked.forget();
  walkOutermost(submitters());
  // Last, as there are many: what may be called back while a lock is held.
  llvm::DenseSet<const Function *> Listened;
  for (const Function *F : Code.listenedTo())
    Listened.insert(F);
  Code.addCallers(Listened);
  walkOutermost(Listened);
  // A coroutine may hold a lock wherever it runs.
  for (const Function *F : Code.lockingCoroutines())
    if (!Visited.count(F))
      walkFrom(*F);
  walkLeft();
}

/// A large library may take all of its share: what is left of the budget is
/// spent from the end, where the code stands that includes it.
void Solver::walkLeft() {
  const auto All = std::move(Left);
  Left.clear();
  Share = Budget;
  for (const Function &F : llvm::reverse(Code.functions()))
    if (All.count(&F) && !Visited.count(&F))
      walkFrom(F);
  Result.Cut += Left.size();
}

/// The starts of walks with an edge, and the outermost functions that end a
/// wait of such a walk.
std::vector<const Function *> Solver::togetherStarts() const {
  llvm::DenseSet<const Function *> Ending;
  for (Symbol Field : AwaitedUnderLock)
    for (const Function *F : Code.signallers(Field))
      Ending.insert(F);
  Code.addCallers(Ending);
  std::vector<const Function *> Starts = Edges;
  for (const Function &F : Code.functions())
    if (Ending.count(&F) && !Code.isCalled(F) && !F.IsLambda &&
        !F.IsConstructor && !F.IsDestructor && !llvm::is_contained(Edges, &F))
      Starts.push_back(&F);
  return Starts;
}

/// Cycles whose edges lie in functions that never call each other. What they
/// are called on is one object where they are of one class.
void Solver::walkTogether() {
  const std::vector<const Function *> Starts = togetherStarts();
  if (Starts.size() < 2 || Looks >= Budget)
    return;
  Walk W(Code, Queues);
  for (const Function *F : Starts)
    W.run(*F);
  W.finish();
  Looks += W.Looks;
  Judge Judged(W, Options);
  LockFlow Locks(W);
  for (const Cycle &Found : HoldAndWait(W, Judged, Locks, Options).cycles()) {
    Finding Made = CycleText(W, Locks, Found).finding();
    Key Place = keyOf(Made.Where, Made.Check);
    Findings.try_emplace(Place, std::move(Made));
  }
}

/// Told only of what is a part of the very object that a method is called on.
void Solver::findRelocks() {
  for (const Function *F : Code.relockers()) {
    if (Looks >= Budget) {
      ++Result.Cut;
      return;
    }
    Walk W(Code, Queues);
    W.FollowsOwners = true;
    W.run(*F);
    W.finish();
    Looks += W.Looks;
    LockFlow Locks(W);
    for (const Cycle &Found : Relocks(W, Locks).cycles())
      add(CycleText(W, Locks, Found).finding());
  }
}

/// Home-made queues are seen where a thread is started, or one or two calls
/// above.
void Solver::learnQueues() {
  llvm::DenseSet<const Function *> Starters;
  for (const Function &F : Code.functions())
    if (Code.startsThread(F))
      Starters.insert(&F);
  Code.addCallers(Starters, 2);
  for (const Function &F : Code.functions())
    if (Starters.count(&F) && !F.IsLambda && Looks < Budget) {
      Walk W(Code, Queues);
      W.run(F);
      Looks += W.Looks;
    }
}

bool Solver::isToldBetter(const Finding &Found) const {
  auto By = [&](CheckId Check) { return isReported(Found.Where, Check); };
  if (Found.Check == CheckId::SelfWait)
    return By(CheckId::SelfJoin) || By(CheckId::NestedLoop);
  return Found.Check == CheckId::WaitCycle && By(CheckId::SelfWait);
}

Solution Solver::solve() {
  learnQueues();
  // A queue that is only seen on the way is not known to what was walked
  // before.
  for (int Round = 0; Round < 3; ++Round) {
    size_t Known = Queues.version();
    walkAll();
    if (Queues.version() == Known)
      break;
  }
  walkTogether();
  findRelocks();
  // One wait is told by one check: by the one that says more.
  for (auto &[Place, Found] : Findings)
    if (!isToldBetter(Found))
      Result.Findings.push_back(Found);
  if (Options.Graph)
    Result.Waits = Waits.finish(Result.Findings);
  if (Options.AskedLine)
    Result.Answers = Asked.finish(Result.Findings);
  return std::move(Result);
}

} // namespace

static Solution solve(const Program &Code, const SolveOptions &Options) {
  Solution Found = Solver(Code, Options).solve();
  Found.Files = Code.files();
  Found.Rewrites = Code.rewrites().vec();
  return Found;
}

Solution solve(std::vector<Unit> Units, const SolveOptions &Options) {
  return solve(Program(std::move(Units)), Options);
}

Solution solve(llvm::function_ref<bool(Unit &)> Next,
               const SolveOptions &Options) {
  return solve(Program(Next), Options);
}

} // namespace gridlock
