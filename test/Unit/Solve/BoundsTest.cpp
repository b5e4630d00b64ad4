// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

// Large, deep and circular programs: the work is bounded, and what a bound cuts
// is counted.

#include "FactsBuilder.h"
#include "Solve/Walk.h"
#include "gtest/gtest.h"

using namespace gridlock;
using namespace gridlock::byhand;

namespace {

/// A chain of calls from a task to a wait for a task of its pool.
void addChain(FactsBuilder &Facts, unsigned Length) {
  Body &Main = Facts.function("main");
  Body &Outer = Facts.lambda("Outer");
  Body &Inner = Facts.lambda("Inner");
  ValueId P = Main.variable("P", "Pool");
  Main.submit(P, Main.closure(Outer, {{"P", P}}));
  Body *From = &Outer;
  ValueId Pool = Outer.captured("P");
  for (unsigned I = 0; I < Length; ++I) {
    Body &Next = Facts.function("step" + std::to_string(I), 1);
    From->call(Next, {Pool});
    From = &Next;
    Pool = Next.parameter(0);
  }
  From->wait(From->submit(Pool, From->closure(Inner)), "get");
}

TEST(Bounds, LongChainIsFollowed) {
  FactsBuilder Facts;
  addChain(Facts, MaxDepth - 4);
  EXPECT_EQ(reported(Facts), Names({"get"}));
  EXPECT_EQ(solved(Facts).Cut, 0u);
}

TEST(Bounds, ChainOverTheBoundIsCutAndCounted) {
  FactsBuilder Facts;
  addChain(Facts, MaxDepth + 4);
  EXPECT_EQ(reported(Facts), Names());
  EXPECT_GT(solved(Facts).Cut, 0u);
}

TEST(Bounds, TenThousandFunctionsInAChain) {
  FactsBuilder Facts;
  addChain(Facts, 10000);
  EXPECT_GT(solved(Facts).Cut, 0u);
}

TEST(Bounds, TenThousandFunctionsSideBySide) {
  FactsBuilder Facts;
  Body &Main = Facts.function("main");
  Body &Inner = Facts.lambda("Inner");
  ValueId P = Main.variable("P", "Pool");
  for (unsigned I = 0; I < 10000; ++I) {
    Body &Task = Facts.function("task" + std::to_string(I), 1);
    Task.wait(Task.submit(Task.parameter(0), Task.closure(Inner)), "get");
    Main.submit(P, Main.bound(Main.function(Task), {P}));
  }
  Solution Found = solved(Facts);
  EXPECT_FALSE(Found.Findings.empty());
  EXPECT_GT(Found.Cut, 0u);
}

/// 40 functions that call and submit each other, from \p Entry on, which
/// nobody calls.
std::vector<Body *> addTangle(FactsBuilder &Facts, const std::string &Entry) {
  std::vector<Body *> All;
  for (unsigned I = 0; I < 40; ++I)
    All.push_back(&Facts.function(Entry + std::to_string(I), 2));
  for (Body *From : All)
    for (Body *To : llvm::drop_begin(All)) {
      From->call(*To, {From->parameter(1), From->parameter(0)});
      From->submit(From->parameter(0),
                   From->bound(From->function(*To),
                               {From->parameter(0), From->parameter(1)}));
    }
  return All;
}

TEST(Bounds, EachFunctionCallsEachOther) {
  FactsBuilder Facts;
  Body &Inner = Facts.lambda("Inner");
  for (Body *From : addTangle(Facts, "f"))
    From->wait(From->submit(From->parameter(0), From->closure(Inner)), "get");
  EXPECT_GT(solved(Facts).Cut, 0u);
}

TEST(Bounds, PlacesThatStandForEachOther) {
  FactsBuilder Facts;
  Body &Main = Facts.function("main");
  std::vector<ValueId> Places;
  for (unsigned I = 0; I < 200; ++I)
    Places.push_back(Main.variable("V" + std::to_string(I)));
  for (unsigned I = 0; I < 200; ++I)
    for (unsigned Step : {1, 7, 31, 100})
      Main.bind(Places[I], Places[(I + Step) % 200]);
  Body &Task = Facts.lambda("Task");
  Main.submit(Places[3], Main.closure(Task, {{"P", Places[5]}}));
  Task.wait(Task.captured("P"), "wait");
  solved(Facts);
}

TEST(Bounds, LargeLibraryLeavesRoomForWhatIncludesIt) {
  FactsBuilder Facts;
  for (unsigned I = 0; I < 12; ++I)
    addTangle(Facts, "entry" + std::to_string(I));
  addChain(Facts, 1);
  Solution Found = solved(Facts);
  EXPECT_EQ(Found.Findings.size(), 1u);
  EXPECT_GT(Found.Cut, 0u);
}

TEST(Bounds, FieldOfItselfWithoutEnd) {
  FactsBuilder Facts;
  Body &Next = Facts.method("Node", "next");
  ValueId Step = Next.field(Next.self(), "Next", "Node");
  Next.wait(Next.field(Next.self(), "Result"), "get");
  Next.call(Next, {}, Step);
  Next.bind(Next.self(), Step);
  Next.bind(Step, Next.field(Step, "Next", "Node"));
  solved(Facts);
}

TEST(Bounds, EmptyProgram) {
  EXPECT_TRUE(solved(FactsBuilder()).Findings.empty());
  EXPECT_TRUE(solved(std::vector<Unit>()).Findings.empty());
}

TEST(Bounds, NamesOfNothing) {
  FactsBuilder Facts;
  Body &Main = Facts.function("main");
  for (EventKind Kind : {EventKind::Call, EventKind::Bind, EventKind::Return,
                         EventKind::Submit, EventKind::Wait, EventKind::Signal,
                         EventKind::Join, EventKind::Run, EventKind::Adapt})
    Main.add(Kind, 0, "");
  EXPECT_EQ(reported(Facts), Names());
}

} // namespace
