// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

// Who runs what: executors that are told by a model.

#include "FactsBuilder.h"
#include "gtest/gtest.h"

using namespace gridlock;
using namespace gridlock::byhand;

namespace {

/// `Outer` is submitted to a pool and submits `Inner`.
class SelfWait : public testing::Test {
protected:
  FactsBuilder Facts;
  Body &Main = Facts.function("main");
  Body &Outer = Facts.lambda("Outer");
  Body &Inner = Facts.lambda("Inner");

  /// `main` has the variable \p Name, and Outer captures it.
  ValueId pool(const std::string &Name = "P") {
    return Main.variable(Name, "Pool");
  }
};

TEST_F(SelfWait, TaskWaitsForATaskOfItsPool) {
  Main.submit(pool(), Main.closure(Outer, {{"P", pool()}}));
  Outer.wait(Outer.submit(Outer.captured("P"), Outer.closure(Inner)), "get");
  EXPECT_EQ(reported(Facts), Names({"get"}));
}

TEST_F(SelfWait, TaskOfAnotherPoolIsFree) {
  Main.submit(pool("P"), Main.closure(Outer, {{"Q", pool("Q")}}));
  Outer.wait(Outer.submit(Outer.captured("Q"), Outer.closure(Inner)), "get");
  EXPECT_EQ(reported(Facts), Names());
}

TEST_F(SelfWait, WaitOnMainIsFree) {
  Main.wait(Main.submit(pool(), Main.closure(Inner)), "get");
  EXPECT_EQ(reported(Facts), Names());
}

TEST_F(SelfWait, WaitInAThreadOfItsOwnIsFree) {
  Main.start(Main.closure(Outer, {{"P", pool()}}));
  Outer.wait(Outer.submit(Outer.captured("P"), Outer.closure(Inner)), "get");
  EXPECT_EQ(reported(Facts), Names());
}

TEST_F(SelfWait, FutureThatIsOnlyReturnedIsFree) {
  Main.submit(pool(), Main.closure(Outer, {{"P", pool()}}));
  Outer.returns(Outer.submit(Outer.captured("P"), Outer.closure(Inner)));
  EXPECT_EQ(reported(Facts), Names());
}

TEST_F(SelfWait, WaitIsCallsAway) {
  Body &First = Facts.function("first", 1);
  Body &Second = Facts.function("second", 1);
  Body &Wait = Facts.function("wait", 1);
  Main.submit(pool(), Main.closure(Outer, {{"P", pool()}}));
  Outer.call(First, {Outer.captured("P")});
  First.call(Wait, {First.call(Second, {First.parameter(0)})});
  Second.returns(Second.submit(Second.parameter(0), Second.closure(Inner)));
  Wait.wait(Wait.parameter(0), "get");
  EXPECT_EQ(reported(Facts), Names({"get"}));
}

TEST_F(SelfWait, PoolIsAMember) {
  Body &Start = Facts.method("Server", "start");
  Start.submit(Start.field(Start.self(), "Pool"),
               Start.closure(Outer, {{"this", Start.self()}}));
  Outer.wait(Outer.submit(Outer.field(Outer.captured("this"), "Pool"),
                          Outer.closure(Inner)),
             "get");
  EXPECT_EQ(reported(Facts), Names({"get"}));
}

TEST_F(SelfWait, TwoObjectsOfOneClassHaveTwoPools) {
  Body &Start = Facts.function("start", 2);
  ValueId One = Start.field(Start.parameter(0), "Pool"),
          Two = Start.field(Start.parameter(1), "Pool");
  Start.submit(One, Start.closure(Outer, {{"Other", Two}}));
  Outer.wait(Outer.submit(Outer.captured("Other"), Outer.closure(Inner)),
             "get");
  EXPECT_EQ(reported(Facts), Names());
}

TEST_F(SelfWait, PoolIsBehindAnAccessor) {
  Body &Get = Facts.function("defaultPool");
  Get.returns(Get.global("Default", "Pool"));
  Main.submit(Main.call(Get), Main.closure(Outer));
  Outer.wait(Outer.submit(Outer.call(Get), Outer.closure(Inner)), "get");
  EXPECT_EQ(reported(Facts), Names({"get"}));
}

TEST_F(SelfWait, AccessorOfUnknownBodyGivesTheSameEachTime) {
  Body &Get = Facts.function("defaultPool");
  Main.submit(Main.call(Get), Main.closure(Outer));
  Outer.wait(Outer.submit(Outer.call(Get), Outer.closure(Inner)), "get");
  Unit Facts = this->Facts.unit();
  Facts.Functions.pop_back(); // what it returns is not known
  EXPECT_EQ(reported({Facts}), Names({"get"}));
}

TEST_F(SelfWait, FunctionSubmitsItself) {
  Body &Count = Facts.function("count", 1);
  Main.call(Count, {pool()});
  Count.wait(
      Count.submit(Count.parameter(0),
                   Count.bound(Count.function(Count), {Count.parameter(0)})),
      "get");
  EXPECT_EQ(reported(Facts), Names({"get"}));
}

TEST_F(SelfWait, TaskIsAMethodWithItsObject) {
  Body &Step = Facts.method("Job", "step");
  ValueId Job = Main.variable("J", "Job");
  Main.bind(Main.field(Job, "Pool"), pool());
  Main.submit(pool(), Main.bound(Main.function(Step), {Job}));
  Step.wait(Step.submit(Step.field(Step.self(), "Pool"), Step.closure(Inner)),
            "get");
  EXPECT_EQ(reported(Facts), Names({"get"}));
}

TEST_F(SelfWait, EachOverrideInSightMayRun) {
  Body &Run = Facts.method("Job", "run", 1);
  Run.Code.IsVirtual = true;
  Body &Waits = Facts.override("Waiting", Run, "run");
  Body &Start = Facts.function("start", 2);
  Start.submit(Start.parameter(1),
               Start.bound(Start.function(Run),
                           {Start.parameter(0), Start.parameter(1)}));
  Waits.wait(Waits.submit(Waits.parameter(0), Waits.closure(Inner)), "get");
  EXPECT_EQ(reported(Facts), Names({"get"}));
}

TEST_F(SelfWait, ObjectMadeInSightRunsItsOwnOverride) {
  Body &Run = Facts.method("Job", "run", 1);
  Run.Code.IsVirtual = true;
  Body &Waits = Facts.override("Waiting", Run, "run");
  Facts.override("Quiet", Run, "run");
  Main.submit(pool(), Main.bound(Main.function(Run),
                                 {Main.variable("Q", "Quiet"), pool()}));
  Waits.wait(Waits.submit(Waits.parameter(0), Waits.closure(Inner)), "get");
  Body &Other = Facts.function("other", 1);
  Other.submit(Other.parameter(0),
               Other.bound(Other.function(Run), {Other.variable("W", "Waiting"),
                                                 Other.variable("P", "Pool")}));
  EXPECT_EQ(reported(Facts), Names())
      << "the object of 'main' is a Quiet, that of 'other' uses another pool";
}

TEST_F(SelfWait, ExecutorThatGivesEachTaskAThreadIsFree) {
  Facts.classNamed("Pool").Capacity = -1;
  Main.submit(pool(), Main.closure(Outer, {{"P", pool()}}));
  Outer.wait(Outer.submit(Outer.captured("P"), Outer.closure(Inner)), "get");
  EXPECT_EQ(reported(Facts), Names());
}

TEST_F(SelfWait, TaskThatRunsAtOnceOnAWorkerIsFree) {
  Main.submit(pool(), Main.closure(Outer, {{"P", pool()}}));
  ValueId Result =
      Outer.submit(Outer.captured("P"), Outer.closure(Inner), "dispatch");
  Outer.last().InlineOnWorker = true;
  Outer.wait(Result, "get");
  EXPECT_EQ(reported(Facts), Names());
}

TEST_F(SelfWait, WaitThatStealsItsTaskIsFree) {
  Main.submit(pool(), Main.closure(Outer, {{"P", pool()}}));
  ValueId Result = Outer.submit(Outer.captured("P"), Outer.closure(Inner));
  Outer.last().Steals = true;
  Outer.wait(Result, "result");
  EXPECT_EQ(reported(Facts), Names());
}

TEST_F(SelfWait, SubmitThatWaitsForItsTask) {
  Main.submit(pool(), Main.closure(Outer, {{"P", pool()}}));
  Outer.add(EventKind::Submit, Outer.captured("P"), "runAndWait").Task =
      Outer.closure(Inner);
  Outer.last().Synchronous = true;
  EXPECT_EQ(reported(Facts), Names({"runAndWait"}));
}

TEST_F(SelfWait, SubmitThatWaitsForSpaceInItsQueue) {
  Main.submit(pool(), Main.closure(Outer, {{"P", pool()}}));
  Outer.submit(Outer.captured("P"), Outer.closure(Inner), "put");
  Outer.last().BlocksWhenFull = true;
  EXPECT_EQ(reported(Facts), Names({"put"}));
}

TEST_F(SelfWait, WaitForEverythingIsAWaitForItself) {
  Main.submit(pool(), Main.closure(Outer, {{"P", pool()}}));
  Outer.wait(Outer.captured("P"), "waitForAll").NeedsAll = true;
  EXPECT_EQ(reported(Facts), Names({"waitForAll"}));
}

/// What is submitted to a future runs when that is ready. `Outer` has a part of
/// its work done by the pool Q, and continues it.
class Continuation : public SelfWait {
protected:
  Body &Next = Facts.lambda("Next");
  ValueId P = pool("P"), Q = pool("Q");
  ValueId start() {
    Main.submit(P, Main.closure(Outer, {{"P", P}, {"Q", Q}}));
    return Outer.submit(Outer.captured("Q"), Outer.closure(Inner), "part");
  }
  void via(ValueId Future) {
    Event &Made = Outer.add(EventKind::Adapt, Future, "via");
    Made.Task = Outer.captured("P");
    Made.OnFuture = true;
  }
};

TEST_F(Continuation, RunsWhereTheTaskRan) {
  Outer.wait(Outer.submit(start(), Outer.closure(Next), "then"), "get");
  EXPECT_EQ(reported(Facts), Names());
}

TEST_F(Continuation, RunsWhereTheTaskRanBefore) {
  Main.submit(P, Main.closure(Outer, {{"P", P}}));
  ValueId Part = Outer.submit(Outer.captured("P"), Outer.closure(Inner));
  Outer.wait(Outer.submit(Part, Outer.closure(Next), "then"), "get");
  EXPECT_EQ(reported(Facts), Names({"get"}));
}

TEST_F(Continuation, RunsWhereItIsSent) {
  ValueId Part = start();
  via(Part);
  Outer.wait(Outer.submit(Part, Outer.closure(Next), "then"), "get");
  EXPECT_EQ(reported(Facts), Names({"get"}));
}

TEST_F(Continuation, WhereItIsSentIsNotNeededByTheTask) {
  ValueId Part = start();
  via(Part);
  Outer.wait(Part, "get");
  EXPECT_EQ(reported(Facts), Names());
}

/// A strand runs its tasks one after the other on the workers of a pool.
class Strand : public SelfWait {
protected:
  ValueId P = pool("P"), S = Main.variable("S", "Strand");
  void adapt() { Main.add(EventKind::Adapt, S, "make_strand").Task = P; }
};

TEST_F(Strand, TaskOfTheStrandWaitsForTheStrand) {
  adapt();
  Main.submit(S, Main.closure(Outer, {{"S", S}}));
  Outer.wait(Outer.submit(Outer.captured("S"), Outer.closure(Inner)), "get");
  EXPECT_EQ(reported(Facts), Names({"get"}));
}

TEST_F(Strand, TaskOfTheStrandWaitsForItsPool) {
  adapt();
  Main.submit(S, Main.closure(Outer, {{"P", P}}));
  Outer.wait(Outer.submit(Outer.captured("P"), Outer.closure(Inner)), "get");
  EXPECT_EQ(reported(Facts), Names({"get"}));
}

TEST_F(Strand, TaskOfThePoolWaitsForTheStrand) {
  adapt();
  Main.submit(P, Main.closure(Outer, {{"S", S}}));
  Outer.wait(Outer.submit(Outer.captured("S"), Outer.closure(Inner)), "get");
  EXPECT_EQ(reported(Facts), Names({"get"}));
}

TEST_F(Strand, StrandOfAnotherPoolIsFree) {
  adapt();
  ValueId Q = pool("Q");
  Main.submit(Q, Main.closure(Outer, {{"S", S}}));
  Outer.wait(Outer.submit(Outer.captured("S"), Outer.closure(Inner)), "get");
  EXPECT_EQ(reported(Facts), Names());
}

} // namespace
