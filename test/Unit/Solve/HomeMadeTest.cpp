// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

// Executors that no model tells of: a thread that takes what it runs out of a
// container makes that container a queue of tasks, whatever the names.

#include "FactsBuilder.h"
#include "gtest/gtest.h"
#include <algorithm>

using namespace gridlock;
using namespace gridlock::byhand;

namespace {

/// `Gang` starts a thread that runs what lies in its `Heap`; `hand` puts
/// something there.
class HomeMade : public testing::Test {
protected:
  FactsBuilder Facts;
  Body &Make = Facts.constructor("Gang");
  Body &Loop = Facts.lambda("Loop");
  Body &Live = Facts.method("Gang", "live");
  Body &Hand = Facts.method("Gang", "hand", 1);
  Body &Main = Facts.function("main");
  Body &Outer = Facts.lambda("Outer");
  Body &Inner = Facts.lambda("Inner");
  ValueId G = Main.variable("G", "Gang"), L = Main.variable("L", "Latch");

  void SetUp() override {
    Make.start(Make.closure(Loop, {{"this", Make.self()}}));
    Loop.call(Live, {}, Loop.captured("this", "Gang"));
    Hand.bind(Hand.element(Hand.field(Hand.self(), "Heap")), Hand.parameter(0));
    Main.construct(Make, G);
  }
  /// The thread takes an element out of the container, and calls it.
  void runTasks() {
    ValueId Task = Live.variable("Task");
    Live.bind(Task, Live.element(Live.field(Live.self(), "Heap")));
    Live.invoke(Task);
    Live.last().InLoop = true;
  }
  void handOuter() {
    Main.call(Hand, {Main.closure(Outer, {{"G", G}, {"L", L}})}, G);
  }
  void handInner() {
    Outer.call(Hand, {Outer.closure(Inner, {{"L", Outer.captured("L")}})},
               Outer.captured("G", "Gang"));
  }
  void waitForInner() {
    handOuter();
    handInner();
    Outer.wait(Outer.captured("L"), "wait");
    Inner.signal(Inner.captured("L"));
  }
};

TEST_F(HomeMade, QueueIsLearnedFromItsThread) {
  runTasks();
  waitForInner();
  EXPECT_EQ(reported(Facts), Names({"wait"}));
}

TEST_F(HomeMade, ContainerThatNobodyRunsIsNoQueue) {
  Live.bind(Live.variable("Task"),
            Live.element(Live.field(Live.self(), "Heap")));
  waitForInner();
  EXPECT_EQ(reported(Facts), Names());
}

TEST_F(HomeMade, TwoObjectsAreTwoExecutors) {
  runTasks();
  ValueId Other = Main.variable("Other", "Gang");
  Main.construct(Make, Other);
  Main.call(Hand, {Main.closure(Outer, {{"G", Other}, {"L", L}})}, G);
  handInner();
  Outer.wait(Outer.captured("L"), "wait");
  Inner.signal(Inner.captured("L"));
  EXPECT_EQ(reported(Facts), Names());
}

TEST_F(HomeMade, TaskCallsAMethodOfWhatLiesThere) {
  Body &Run = Facts.method("Job", "run");
  Run.Code.IsVirtual = true;
  Body &Waits = Facts.override("Waiting", Run, "run");
  ValueId Job = Live.variable("Job");
  Live.bind(Job, Live.element(Live.field(Live.self(), "Heap")));
  Live.call(Run, {}, Job);
  Live.last().InLoop = true;
  ValueId J = Main.variable("J", "Waiting");
  Main.bind(Main.field(J, "Gang"), G);
  Main.call(Hand, {J}, G);
  Waits.call(Hand, {Waits.variable("Next", "Quiet")},
             Waits.field(Waits.self(), "Gang", "Gang"));
  Body &Quiet = Facts.override("Quiet", Run, "run");
  Quiet.signal(Quiet.global("Done"));
  Waits.wait(Waits.global("Done"), "wait");
  EXPECT_EQ(reported(Facts), Names({"wait"}));
}

TEST_F(HomeMade, SubmitIsForwardedByAWrapper) {
  Body &Later = Facts.method("Service", "later", 1);
  Later.call(Hand, {Later.parameter(0)},
             Later.field(Later.self(), "Gang", "Gang"));
  runTasks();
  ValueId S = Main.variable("S", "Service");
  Main.bind(Main.field(S, "Gang"), G);
  Main.call(Later, {Main.closure(Outer, {{"G", G}, {"L", L}})}, S);
  handInner();
  Outer.wait(Outer.captured("L"), "wait");
  Inner.signal(Inner.captured("L"));
  EXPECT_EQ(reported(Facts), Names({"wait"}));
}

TEST_F(HomeMade, WaitThatTakesTasksMeanwhileIsFree) {
  Body &Help = Facts.method("Gang", "help");
  runTasks();
  handOuter();
  handInner();
  ValueId Task = Help.variable("Task");
  Help.bind(Task, Help.element(Help.field(Help.self(), "Heap")));
  Help.invoke(Task);
  Help.last().InLoop = true;
  Outer.call(Help, {}, Outer.captured("G", "Gang"));
  Outer.last().InLoop = true;
  Outer.wait(Outer.captured("L"), "wait");
  Inner.signal(Inner.captured("L"));
  EXPECT_EQ(reported(Facts), Names());
}

TEST_F(HomeMade, OrderInTheFactsPlaysNoPart) {
  runTasks();
  waitForInner();
  Unit Backwards = Facts.unit();
  std::reverse(Backwards.Functions.begin(), Backwards.Functions.end());
  EXPECT_EQ(reported({Backwards}), Names({"wait"}));
}

} // namespace
