// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

// Conditions under which a wait happens: on a worker, when ready.

#include "FactsBuilder.h"
#include "gtest/gtest.h"

using namespace gridlock;
using namespace gridlock::byhand;

namespace {

/// `main` submits a task that calls `work`, which may take two ways: it waits
/// for a task of the pool, under the conditions of each test.
class Guards : public testing::Test {
protected:
  FactsBuilder Facts;
  Body &Main = Facts.function("main");
  Body &Outer = Facts.lambda("Outer");
  Body &Inner = Facts.lambda("Inner");
  Body &Work = Facts.function("work", 1);
  ValueId P = Work.parameter(0, "Pool");

  void SetUp() override {
    ValueId Pool = Main.variable("P", "Pool");
    Main.submit(Pool, Main.closure(Outer, {{"P", Pool}}));
    Outer.call(Work, {Outer.captured("P")});
  }
  ValueId submitInner() { return Work.submit(P, Work.closure(Inner)); }
  void wait() { Work.wait(submitInner(), "get"); }
};

TEST_F(Guards, NoCondition) {
  wait();
  EXPECT_EQ(reported(Facts), Names({"get"}));
}

TEST_F(Guards, UnknownConditionSaysNothing) {
  wait();
  Work.onlyIf(Work.variable("Fast"));
  EXPECT_EQ(reported(Facts), Names({"get"}));
}

TEST_F(Guards, OnlyOffTheWorkers) {
  wait();
  Work.onlyIf(Work.isWorker(P), false);
  EXPECT_EQ(reported(Facts), Names());
}

TEST_F(Guards, OnlyOnTheWorkers) {
  wait();
  Work.onlyIf(Work.isWorker(P), true);
  EXPECT_EQ(reported(Facts), Names({"get"}));
}

TEST_F(Guards, NegatedTest) {
  wait();
  Work.onlyIf(Work.negation(Work.isWorker(P)), true);
  EXPECT_EQ(reported(Facts), Names());
}

TEST_F(Guards, NegatedTwice) {
  wait();
  Work.onlyIf(Work.negation(Work.negation(Work.isWorker(P))), true);
  EXPECT_EQ(reported(Facts), Names({"get"}));
}

TEST_F(Guards, TestOfAnotherPoolSaysNothing) {
  wait();
  Work.onlyIf(Work.isWorker(Work.global("Other", "Pool")), false);
  EXPECT_EQ(reported(Facts), Names({"get"}));
}

TEST_F(Guards, TestIsTheResultOfAFunction) {
  Body &Test = Facts.function("onWorker", 1);
  Test.returns(Test.isWorker(Test.parameter(0)));
  ValueId Answer = Work.call(Test, {P});
  wait();
  Work.onlyIf(Answer, false);
  EXPECT_EQ(reported(Facts), Names());
}

TEST_F(Guards, TestStandsAroundTheCall) {
  Body &Caller = Facts.function("caller", 1);
  wait();
  Outer.Code.Events.clear();
  Outer.call(Caller, {Outer.captured("P")});
  Caller.call(Work, {Caller.parameter(0)});
  Caller.onlyIf(Caller.isWorker(Caller.parameter(0)), false);
  EXPECT_EQ(reported(Facts), Names());
}

TEST_F(Guards, ThreadsAreCompared) {
  ValueId Same = Work.comparison(Work.currentThread(), Comparison::Equal,
                                 Work.field(P, "Thread"));
  wait();
  Work.onlyIf(Same, false);
  EXPECT_EQ(reported(Facts), Names());
}

TEST_F(Guards, ThreadsAreComparedTheOtherWay) {
  ValueId Differs = Work.comparison(Work.field(P, "Thread"),
                                    Comparison::NotEqual, Work.currentThread());
  wait();
  Work.onlyIf(Differs, true);
  EXPECT_EQ(reported(Facts), Names());
}

TEST_F(Guards, ThreadLocalDepthIsZeroOffTheWorkers) {
  ValueId Outside = Work.comparison(Work.threadLocal("Depth", 0),
                                    Comparison::Equal, Work.constant(0));
  wait();
  Work.onlyIf(Outside, true);
  EXPECT_EQ(reported(Facts), Names());
}

TEST_F(Guards, ThreadLocalIndexStartsAtMinusOne) {
  ValueId Inside = Work.comparison(Work.threadLocal("Index", -1),
                                   Comparison::GreaterEqual, Work.constant(0));
  wait();
  Work.onlyIf(Inside, false);
  EXPECT_EQ(reported(Facts), Names());
}

TEST_F(Guards, ThreadLocalTestThatHoldsOnWorkers) {
  ValueId Inside = Work.comparison(Work.threadLocal("Depth", 0),
                                   Comparison::Greater, Work.constant(0));
  wait();
  Work.onlyIf(Inside, true);
  EXPECT_EQ(reported(Facts), Names({"get"}));
}

TEST_F(Guards, WaitBehindAReadyTest) {
  ValueId Result = submitInner();
  Work.wait(Result, "get");
  Work.onlyIf(Work.isReady(Result), true);
  EXPECT_EQ(reported(Facts), Names());
}

TEST_F(Guards, WaitWhileItIsNotReady) {
  ValueId Result = submitInner();
  Work.wait(Result, "get");
  Work.onlyIf(Work.isReady(Result), false);
  EXPECT_EQ(reported(Facts), Names({"get"}));
}

TEST_F(Guards, ReadyTestOfAnotherFuture) {
  ValueId One = submitInner(), Two = submitInner();
  Work.wait(Two, "get");
  Work.onlyIf(Work.isReady(One), true);
  EXPECT_EQ(reported(Facts), Names({"get"}));
}

TEST_F(Guards, ConditionsThatExcludeEachOther) {
  ValueId Deep = Work.parameter(1);
  Work.Code.Parameters = 2;
  Outer.Code.Events.clear();
  ValueId Flag = Outer.captured("Flag");
  Outer.call(Work, {Outer.captured("P"), Flag});
  Outer.onlyIf(Flag, false);
  wait();
  Work.onlyIf(Deep, true);
  EXPECT_EQ(reported(Facts), Names())
      << "'work' is called only where the flag is not set";
}

} // namespace
