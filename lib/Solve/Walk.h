// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

/// \file
/// Follows the program from one function on: calls, submits, waits and
/// signals, each in the terms of that function. What is found is only
/// recorded; Judge decides.

#ifndef GRIDLOCK_SOLVE_WALK_H
#define GRIDLOCK_SOLVE_WALK_H

#include "Solve/Program.h"
#include "Solve/Records.h"
#include "Solve/TaskQueues.h"
#include "Solve/Term.h"
#include "llvm/ADT/SetVector.h"
#include <deque>
#include <set>

namespace gridlock {

/// Bounds on the work of one walk. What they cut is counted in Walk::Cut.
constexpr unsigned MaxActivations = 4000;
/// Of functions that only store and return, so that a library that parses
/// leaves room for what waits.
constexpr unsigned MaxQuiet = 1000;
constexpr unsigned MaxDepth = 48;
constexpr unsigned MaxRecursion = 4;
/// Frames from which on a call in another task counts twice for a recursion.
constexpr unsigned ManyFrames = 24;
constexpr unsigned MaxLazy = 64;
/// Places looked at in one walk; and in all walks of one program, which is more
/// where there are many functions.
constexpr uint64_t MaxLooks = 400000;
constexpr uint64_t MaxTotalLooks = 3000000;
constexpr uint64_t MaxLooksPerFunction = 300;

class Walk {
public:
  Walk(const Program &Code, TaskQueues &Queues) : Code(Code), Queues(Queues) {
    Frames.emplace_back();
  }

  /// Walks from \p Start, called from somewhere outside.
  void run(const Function &Start);

  /// Looks at all that was recorded, and walks what that asks for; after that
  /// nothing is recorded any more.
  void finish();

  /// The values that a place may stand for, and every place on the way to them.
  struct Trace {
    llvm::SmallVector<TermId, 4> Finals;
    llvm::SmallSetVector<TermId, 8> Seen; ///< in the order of the way
  };
  Trace trace(TermId T);
  /// Likewise for what is waited for: a container stands for what it holds.
  Trace traceTarget(TermId T);
  /// The one thing that is meant, and none of several elements; 0 for none.
  TermId single(const Trace &Of) const;
  TermId inContainer(TermId Part);

  /// The submit in the frame \p Ancestor from which \p In descends; null where
  /// it does not.
  const SubmitRecord *startBelow(unsigned Ancestor, unsigned In) const;
  /// Was the frame \p Inner started from within \p Outer, or is it that one?
  bool startsIn(unsigned Inner, unsigned Outer) const;
  /// Can what takes tasks out of a queue run this one? Not where the queue is a
  /// part of an object that is made anew, and the task is put there later, or
  /// is the one that runs it.
  bool canRun(const SubmitRecord &Start, unsigned Server, const Event &Takes);
  /// The object that an executor belongs to: of a home-made queue, the pool.
  TermId ownerOf(TermId Executor);
  /// Does the activation run tasks of the executor itself?
  bool helps(unsigned A, TermId Executor) const;
  /// Does one thread that was started outside of a loop serve the executor?
  bool hasOneServer(TermId Executor) const;

  /// The stores to a place, each with the activation that it stands in.
  std::vector<std::pair<unsigned, const Event *>> storesTo(TermId Place) const;
  /// Of the rest of a coroutine, the activation that has begun it: both have
  /// the same variables and results.
  unsigned beginningOf(unsigned A) const {
    return Activations[A].Begun < 0 ? A : Activations[A].Begun;
  }
  llvm::DenseMap<unsigned, TermId> &resultsOf(unsigned A) {
    return Activations[beginningOf(A)].Results;
  }

  /// The activation that the frame of \p A started with: a server is walked
  /// twice.
  unsigned startOf(unsigned A) const;
  /// The event of \p Outer on the way to \p Site of \p Inner, which may be
  /// that itself; null where \p Outer does not lead there.
  const Event *siteIn(unsigned Outer, unsigned Inner, const Event *Site) const;
  /// Is \p Inner called by \p Outer, or \p Outer itself?
  bool isCalledFrom(unsigned Inner, unsigned Outer) const;
  /// Does it run as something dies?
  bool isInDestructor(unsigned A) const;

  /// Walks what happens if what dies at \p End, in the activation \p A, is
  /// owned by nobody else. The waits there are kept apart.
  void walkEnd(const EndRecord &End, unsigned A);

  /// The places that were given \p Object, directly or by others.
  std::set<TermId> placesOf(TermId Object);

  /// Is \p E only reached on workers, by a test on the way there; or else only
  /// on other threads?
  bool isFor(bool Workers, unsigned A, const Event &E);

  /// What a value of the activation denotes.
  TermId evaluate(unsigned A, ValueId Id);
  /// What is known to be ready when \p E happens, from its own conditions.
  std::vector<TermId> readyAt(unsigned A, const Event &E);

  /// Do the conditions on the way from the start of the frame to \p E exclude
  /// each other? Asked when the walk is finished.
  bool isImpossible(unsigned A, const Event &E);

  /// A condition without its negations; each of them turns \p Holds.
  TermId normalize(TermId Condition, bool &Holds) const;

  /// Has the constructor of an object settled that the condition is never as
  /// this guard says?
  bool isSettledAgainst(unsigned A, const Guard &G);
  bool isSettledAgainst(unsigned A, const Event &E);

  /// Is the end of a shared owner the end of what it owns? Else it is only
  /// noted; who owns what is for others to say.
  bool FollowsOwners = false;

  /// Does each coroutine go on where it was, whoever resumes it?
  bool StaysInPlace = false;
  /// Has any gone on elsewhere?
  bool hasParted() const { return !Parted.empty(); }

  /// Does the condition hold because it tests for an executor that the frame of
  /// \p A certainly does not work for?
  bool isTestOfOther(unsigned A, const Guard &G);

  /// What was made in view has its very class; anything else may be of a
  /// derived one: 0.
  Symbol classOf(TermId Object) const;

  /// The executors whose workers a task of \p Executor holds: a strand's inner
  /// ones too.
  std::vector<TermId> holders(TermId Executor);

  /// Is the activation known to run on the thread of `main`, called from there?
  bool isOfMain(unsigned A) const;
  std::vector<TermId> threadsOf(unsigned In);
  /// Do both frames run on one thread?
  bool shareThread(unsigned A, unsigned B);

  const Program &Code;
  TaskQueues &Queues;
  TermTable Terms;
  std::vector<Activation> Activations;
  std::vector<Frame> Frames;
  std::vector<SubmitRecord> Submits;
  std::vector<WaitRecord> Waits;
  std::vector<SignalRecord> Signals;
  std::vector<SuspendRecord> Suspensions;
  std::vector<RunRecord> Runs;
  std::vector<LendRecord> Lendings;
  std::vector<EndRecord> Ends;
  std::vector<WaitRecord> EndWaits; ///< behind an end
  std::deque<EndRecord> InnerEnds;  ///< likewise
  /// What a worker does not do, by a test for workers.
  std::vector<std::pair<unsigned, const Event *>> Excluded;
  std::map<TermId, std::vector<std::pair<unsigned, const Event *>>>
      Emptied;               ///< owners that were moved from, and where
  std::set<TermId> Closures; ///< every lambda that was made
  std::vector<LockRecord> Acquires;
  std::vector<LockRecord> Releases;
  /// What each call entered: by the caller and the call.
  std::map<std::pair<unsigned, const Event *>, std::set<unsigned>> Entered;
  /// Executor -> the calls that run its tasks, and what they stand in.
  std::map<TermId, std::set<std::pair<unsigned, const Event *>>> Servers;
  std::map<unsigned, std::set<TermId>>
      Helps; ///< activation -> executors whose tasks it runs itself
  std::map<TermId, std::set<TermId>>
      Adapts;                     ///< executor -> executors it runs on
  std::map<TermId, TermId> Homes; ///< likewise, if `main` has made it
  std::map<TermId, std::vector<ConnectionRecord>>
      Connections; ///< by the sender's field that is named after the signal
  std::map<TermId, TermId>
      Continues; ///< future -> executor that its continuations were given to
  std::map<TermId, std::pair<unsigned, const Event *>>
      Made; ///< object -> the call that constructs it
  std::map<TermId, std::set<TermId>>
      Parents; ///< object -> what it was made with out of view
  std::map<TermId, std::set<Symbol>>
      MadeAs; ///< object -> the classes that it is made as; 0: one out of view
  std::set<std::pair<unsigned, const Event *>> CutCalls; ///< by a bound
  unsigned Cut = 0, Quiet = 0;
  uint64_t Looks = 0;

  /// Is the task a coroutine that may give its thread back before it has ended?
  bool maySuspend(TermId Task);

private:
  struct CallContext {
    unsigned Frame;
    int Caller;
    const Event *Site;
    bool Resumes = false; ///< of a coroutine's handle
  };
  bool isImpossible(int In, const Event *At, std::map<TermId, bool> Known,
                    unsigned &Ways);
  // Walk.cpp
  int activate(const Function &F, TermId This, std::vector<TermId> Parameters,
               const CallContext &Context);
  int enter(const Function &F, TermId This, std::vector<TermId> Parameters,
            const CallContext &Context);
  int cut(const CallContext &Context, bool IsQuiet);
  void step(unsigned A, unsigned Index);
  void waitEvent(unsigned A, const Event &E, std::vector<TermId> Ready);
  void runEvent(unsigned A, const Event &E);
  bool isEnd(unsigned A, const Event &E);
  void bindEvent(unsigned A, const Event &E);
  void submitEvent(unsigned A, unsigned Index);
  ConnectionRecord orderOf(unsigned A, const Event &E);
  void carryOut(const ConnectionRecord &Order,
                const std::vector<TermId> &Arguments, TermId Completion,
                std::pair<unsigned, const Event *> At);
  void submitTo(const ConnectionRecord &Order,
                const std::vector<TermId> &Arguments, TermId Completion,
                std::pair<unsigned, const Event *> At);
  void connectEvent(unsigned A, const Event &E); // Connections.cpp
  std::vector<ConnectionRecord> connectionsOf(TermId Sender, Symbol Signal,
                                              unsigned A, const Event *Site);
  void emitSignal(Symbol Signal, TermId Sender,
                  const std::vector<TermId> &Arguments, unsigned A,
                  const Event *Site);
  TermId completionOf(unsigned A, unsigned Index);
  void adaptEvent(unsigned A, const Event &E);
  void signalEvent(unsigned A, const Event &E);
  void lendEvent(unsigned A, const Event &E);
  TermId executorOf(TermId Given, bool OnFuture);
  bool ownsQueue(Symbol Class) const;
  void returnEvent(unsigned A, const Event &E);
  void callEvent(unsigned A, unsigned Index);
  bool isEmpty(TermId Place); // Invoke.cpp
  void noteUnanswered(int Caller, TermId Place);
  bool isAnswered(unsigned A);
  void suspendEvent(unsigned A, unsigned Index); // Awaits.cpp
  // Resumptions.cpp
  bool begins(const CallContext &Context) const;
  unsigned elsewhere();
  void stepAll(unsigned A);
  std::vector<const Event *> partings(const Activation &Of) const;
  void goOn(unsigned Begun, const Event *Behind, const CallContext &Context);
  void resume(const Term &Rest, const CallContext &Context);
  bool runSuspended();
  void bind(TermId To, TermId From);
  void submit(SubmitRecord Record);
  void runTasks();
  void runTask(unsigned Record);
  bool runPuts();
  bool runStray();
  bool rewalkServers();
  int previous(unsigned A) const;
  TermId follow(TermId Object, const std::vector<Symbol> &Fields);
  bool isSwappedOut(unsigned A, const Event &Site, TermId Container,
                    TermId From) const;
  bool putInto(unsigned A, const Event *Site, TermId To, TermId From);
  TermId opaqueResult(unsigned A, unsigned Index, TermId Object);

  // Evaluate.cpp
  TermId evaluateName(unsigned A, const Value &V);
  TermId evaluateClosure(unsigned A, const Value &V);
  TermId evaluateTest(unsigned A, const Value &V);
  TermId evaluateElement(unsigned A, const Value &V);
  std::vector<TermId> evaluateAll(unsigned A, const std::vector<ValueId> &Ids);
  TermId settle(TermId T);
  TermId elementOf(TermId Container, int64_t Index);
  std::vector<TermId> aliases(TermId Place);
  std::vector<TermId> otherNames(TermId Part);
  void traceInto(TermId T, Trace &Into, unsigned Depth);
  llvm::SmallVector<TermId, 4> load(TermId T);
  std::vector<TermId> choices(unsigned A, const Event &Wait);
  bool isFirstLook(TermId T); // Stored.cpp
  void ensureStored(TermId T);
  void ensureWorkers(TermId Owner);
  void walkLazily(const Function &F, TermId This);

  // Invoke.cpp
  bool isEmptiedBefore(unsigned A, const Event &E, TermId Owner) const;
  bool wasEmptied(unsigned A, const Event &E, TermId Owner) const;
  bool endsNothing(unsigned A, const Event &E, TermId Owner);
  bool isHandleOf(TermId Handle, TermId Object) const; // Handles.cpp
  bool isCounted(TermId Handle, TermId Object);
  bool isHandleOfCalled(unsigned A, TermId Handle);
  void construct(TermId Object, const Event &E,
                 const std::vector<TermId> &Arguments, CallContext Context);
  TermId invoke(TermId Callee, const std::vector<TermId> &Arguments,
                const CallContext &Context, unsigned Depth = 0);
  TermId invokeBound(const Term &Called, const std::vector<TermId> &Arguments,
                     const CallContext &Context, unsigned Depth);
  TermId invokeOperators(TermId Callee, const Class &Of,
                         const std::vector<TermId> &Arguments,
                         const CallContext &Context);
  TermId invokeOne(TermId Callee, const std::vector<TermId> &Arguments,
                   const CallContext &Context, unsigned Depth);
  TermId invokeFunction(Symbol Name, TermId This, std::vector<TermId> Arguments,
                        bool Virtual, const CallContext &Context);
  TermId invokeMethod(Symbol Name, const std::vector<TermId> &Arguments,
                      const CallContext &Context);
  QueuePlace queueAt(unsigned A, TermId Place, bool Learn, const Event &E,
                     Symbol Method);
  void serve(unsigned In, const QueuePlace &Place);
  bool takesFromQueue(unsigned A, TermId Callee, const Event &E, Symbol Method);
  bool takesFromQueue(unsigned A, TermId Callee, const Event &E, Symbol Method,
                      bool Learn);
  struct ElementCall {
    TermId Part; ///< what it is a call on
    Symbol Method;
    unsigned Caller;
    const Event *Site;
  };
  ElementCall elementCall(unsigned A, TermId Place, TermId Container,
                          const Event &E, Symbol Method);
  TaskCall taskCall(unsigned A, TermId Place, TermId Container, TermId Owner,
                    const Event &E, Symbol Method);
  bool isCalledInLoop(unsigned A) const;
  bool isInLoop(unsigned A, const Event &E) const;
  bool mayLearn(unsigned A, const Event &E, Symbol Method) const;
  TermId queueContainer(unsigned A, TermId Place);
  bool isGivenTo(unsigned A, TermId Place) const;
  bool isStartOf(unsigned In, TermId Place);
  bool comesFrom(TermId Container, TermId Value);
  TermId partOf(TermId Container, TermId Place) const;
  TermId queueOwner(unsigned A, TermId Place) const;
  bool isOfCalled(unsigned A, TermId Place);
  void noteHelper(unsigned A, const Event &E, TermId Executor);
  bool isForeign(TermId Path, unsigned Frame) const;
  bool waitsInTurn(unsigned A, const Event &E) const;
  bool isTurnOfLoop(unsigned A, TermId Place, const Event &E) const;

  bool isMadeByMain(TermId Object); // Homes.cpp
  std::vector<TermId> findHolders(TermId Executor);
  bool isOnThreadOf(unsigned A, TermId Executor);

  // Conditions.cpp
  struct Test {
    enum { None, Worker, Ready, Known } Kind = None;
    TermId What = 0;
    bool Positive = true;
  };
  Test testOf(TermId T, unsigned Depth = 0);
  Test partTest(const Term &Asked, unsigned Depth);
  Test identityTest(TermId Asked, TermId Other, Comparison Operator);
  Test comparisonTest(const Term &Compare, unsigned Depth);
  void split(TermId Condition, bool Holds,
             std::vector<std::pair<TermId, bool>> &Into, unsigned Depth = 0);
  std::optional<bool> comparedIdentities(TermId Condition);
  bool isFalse(TermId Condition);
  bool happens(unsigned A, const Event &E, std::vector<TermId> &Ready);
  void settleField(unsigned A, TermId To, TermId From); // Settled.cpp
  std::optional<int64_t> settledNumber(TermId T);
  std::optional<bool> settledTruth(TermId Condition, unsigned Depth = 0);
  bool isExcluded(TermId Object, Symbol Method, const Function &Target,
                  const CallContext &Context);
  bool worksFor(unsigned Frame, TermId Executor);

  llvm::DenseMap<TermId, llvm::SmallVector<TermId, 4>> Heap;
  std::map<TermId, std::set<TermId>>
      HeldIn; ///< object -> the places that were given it
  std::map<TermId, std::set<TermId>>
      Numbered; ///< container -> its elements that were stored by number
  std::map<std::tuple<const Function *, TermId, std::vector<TermId>, unsigned,
                      int, const Event *, bool>,
           unsigned>
      Known;
  /// Field -> what only constructors gave it; none: something unknown.
  std::map<TermId, std::optional<int64_t>> Settled;
  std::set<unsigned> Rewalked; ///< frames of servers that were walked again
  std::map<std::tuple<int, TermId, TermId, std::vector<TermId>>, unsigned>
      TaskFrames;
  /// Suspensions, with their activations, that a task or a thread is known to
  /// end; and the rests that were walked there.
  std::set<std::pair<unsigned, const Event *>> Parted, Resumed;
  std::optional<unsigned> Elsewhere; ///< the frame of who resumes, unknown
  std::set<TermId> Invoked;          ///< every lambda that was run
  std::map<TermId, std::vector<TermId>> Holders; ///< once nothing is stored
  std::map<std::pair<unsigned, const Event *>, bool> Impossible;
  std::vector<bool> Stored;  ///< by the place: its storers were looked for
  std::deque<unsigned> Open; ///< submits whose task was not walked yet
  std::vector<std::tuple<unsigned, const Event *, TermId, TermId>>
      Puts; ///< stores of something into a place that may be a queue
  unsigned LazyWalks = 0;
  bool Finished = false;
  bool WalkingLazily = false;
  bool WalkingEnd = false;
};

} // namespace gridlock

#endif
