// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

// What ends a wait, and whether that can happen while the wait holds its
// worker.

#include "FactsBuilder.h"
#include "gtest/gtest.h"

using namespace gridlock;
using namespace gridlock::byhand;

namespace {

/// `main` submits `Outer`, which has the pool and a latch `L` of `main`.
class Providers : public testing::Test {
protected:
  FactsBuilder Facts;
  Body &Main = Facts.function("main");
  Body &Outer = Facts.lambda("Outer");
  Body &Inner = Facts.lambda("Inner");
  ValueId P = Main.variable("P", "Pool"), L = Main.variable("L", "Latch");

  void submitOuter() {
    Main.submit(P, Main.closure(Outer, {{"P", P}, {"L", L}}));
  }
  ValueId inner() {
    return Outer.closure(
        Inner, {{"P", Outer.captured("P")}, {"L", Outer.captured("L")}});
  }
};

TEST_F(Providers, TaskOfThePoolWouldSignal) {
  submitOuter();
  Outer.submit(Outer.captured("P"), inner());
  Outer.wait(Outer.captured("L"), "wait");
  Inner.signal(Inner.captured("L"));
  EXPECT_EQ(reported(Facts), Names({"wait"}));
}

TEST_F(Providers, NobodyInSightSignals) {
  submitOuter();
  Outer.submit(Outer.captured("P"), inner());
  Outer.wait(Outer.captured("L"), "wait");
  EXPECT_EQ(reported(Facts), Names());
}

TEST_F(Providers, AnotherLatchIsAnotherMatter) {
  submitOuter();
  Outer.submit(Outer.captured("P"), inner());
  Outer.wait(Outer.captured("L"), "wait");
  Inner.signal(Inner.variable("Own", "Latch"));
  EXPECT_EQ(reported(Facts), Names());
}

TEST_F(Providers, MainSignalsToo) {
  submitOuter();
  Main.signal(L);
  Outer.submit(Outer.captured("P"), inner());
  Outer.wait(Outer.captured("L"), "wait");
  Inner.signal(Inner.captured("L"));
  EXPECT_EQ(reported(Facts), Names())
      << "one signal is enough, and main is free to give it";
}

TEST_F(Providers, EachSignalIsNeeded) {
  submitOuter();
  Main.signal(L);
  Outer.submit(Outer.captured("P"), inner());
  Outer.wait(Outer.captured("L"), "wait").NeedsAll = true;
  Inner.signal(Inner.captured("L"));
  EXPECT_EQ(reported(Facts), Names({"wait"}));
}

TEST_F(Providers, SignalIsCallsAway) {
  Body &Finish = Facts.function("finish", 1);
  submitOuter();
  Outer.submit(Outer.captured("P"), inner());
  Outer.wait(Outer.captured("L"), "wait");
  Inner.call(Finish, {Inner.captured("L")});
  Finish.signal(Finish.parameter(0));
  EXPECT_EQ(reported(Facts), Names({"wait"}));
}

TEST_F(Providers, TaskGivesItsOwnSignalFirst) {
  submitOuter();
  Outer.signal(Outer.captured("L"));
  Outer.wait(Outer.captured("L"), "wait");
  EXPECT_EQ(reported(Facts), Names());
}

TEST_F(Providers, FutureTravelsThroughAContainer) {
  submitOuter();
  ValueId List = Outer.variable("Results", "List");
  Outer.bind(Outer.element(List), Outer.submit(Outer.captured("P"), inner()));
  Outer.wait(Outer.element(List), "get");
  EXPECT_EQ(reported(Facts), Names({"get"}));
}

TEST_F(Providers, FutureTravelsThroughAFieldOfAnArgument) {
  Body &Fill = Facts.function("fill", 2);
  submitOuter();
  Outer.call(Fill, {Outer.captured("P"), Outer.variable("Request")});
  Outer.wait(Outer.field(Outer.variable("Request"), "Reply"), "get");
  Fill.bind(Fill.field(Fill.parameter(1), "Reply"),
            Fill.submit(Fill.parameter(0), Fill.closure(Inner)));
  EXPECT_EQ(reported(Facts), Names({"get"}));
}

TEST_F(Providers, FutureOfATaskThatStoodBeforeInTheQueue) {
  ValueId First = Main.submit(P, Main.closure(Inner));
  Main.submit(P, Main.closure(Outer, {{"First", First}}));
  Outer.wait(Outer.captured("First"), "get");
  EXPECT_EQ(reported(Facts), Names())
      << "the earlier task has a worker already";
}

TEST_F(Providers, FutureOfATaskThatStandsBehindInTheQueue) {
  submitOuter();
  Main.bind(L, Main.submit(P, Main.closure(Inner)));
  Outer.wait(Outer.captured("L"), "get");
  EXPECT_EQ(reported(Facts), Names({"get"}));
}

TEST_F(Providers, WaitWithATimeLimitStalls) {
  submitOuter();
  Outer.wait(Outer.submit(Outer.captured("P"), inner()), "wait_for").Wait =
      WaitKind::Timed;
  Solution Found = solved(Facts);
  ASSERT_EQ(Found.Findings.size(), 1u);
  EXPECT_NE(Found.Findings[0].Message.find("until the time limit"),
            std::string::npos)
      << Found.Findings[0].Message;
}

TEST_F(Providers, WaitThatRunsOtherTasksIsFree) {
  submitOuter();
  Outer.wait(Outer.submit(Outer.captured("P"), inner()), "help").Wait =
      WaitKind::Helps;
  EXPECT_EQ(reported(Facts), Names());
}

TEST_F(Providers, DestructorOfAFutureThatJoins) {
  submitOuter();
  ValueId Result = Outer.submit(Outer.captured("P"), inner());
  Outer.last().Joins = true;
  Outer.wait(Result, "~future").Wait = WaitKind::Destroys;
  EXPECT_EQ(reported(Facts), Names({"~future"}));
}

TEST_F(Providers, DestructorOfAFutureThatDoesNotJoinIsFree) {
  submitOuter();
  Outer.wait(Outer.submit(Outer.captured("P"), inner()), "~future").Wait =
      WaitKind::Destroys;
  EXPECT_EQ(reported(Facts), Names());
}

TEST_F(Providers, ThreadInBetweenWaitsForThePool) {
  Body &Between = Facts.lambda("Between");
  submitOuter();
  Outer.wait(Outer.start(Outer.closure(Between, {{"P", Outer.captured("P")}})),
             "join");
  Between.wait(Between.submit(Between.captured("P"), Between.closure(Inner)),
               "get");
  EXPECT_EQ(reported(Facts), Names({"join"}));
}

TEST_F(Providers, ThreadInBetweenThatWaitsForNothingIsFree) {
  Body &Between = Facts.lambda("Between");
  submitOuter();
  Outer.wait(Outer.start(Outer.closure(Between, {{"P", Outer.captured("P")}})),
             "join");
  Between.submit(Between.captured("P"), Between.closure(Inner));
  EXPECT_EQ(reported(Facts), Names());
}

TEST_F(Providers, ThreadInBetweenOnAnotherPoolIsFree) {
  Body &Between = Facts.lambda("Between");
  submitOuter();
  Outer.wait(Outer.start(Outer.closure(Between)), "join");
  Between.wait(
      Between.submit(Between.global("Other", "Pool"), Between.closure(Inner)),
      "get");
  EXPECT_EQ(reported(Facts), Names());
}

/// The task waits for one of several futures: on one of the ways it hangs.
TEST_F(Providers, OneOfTwoFuturesOfTheOwnPoolIsEnough) {
  submitOuter();
  ValueId One = Outer.submit(Outer.captured("P"), inner());
  ValueId Two = Outer.submit(Outer.global("Other", "Pool"), inner());
  Outer.wait(Outer.any({One, Two}), "get");
  EXPECT_EQ(reported(Facts), Names({"get"}));
}

} // namespace
