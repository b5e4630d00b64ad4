// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

// The graph of what blocks on what: nodes and edges with and without a finding.

#include "FactsBuilder.h"
#include "gtest/gtest.h"

using namespace gridlock;
using namespace gridlock::byhand;

namespace {

class WaitGraphs : public testing::Test {
protected:
  /// "from -> to" by the names, "!" in front where a finding is on it.
  Names edges() {
    SolveOptions Options;
    Options.Graph = true;
    std::vector<Unit> Units;
    Units.push_back(Facts.unit());
    Found = solve(std::move(Units), Options);
    Names All;
    for (const WaitEdge &Edge : Found.Waits.Edges)
      All.push_back((!Edge.Told.Line ? "" : "!") +
                    Found.Waits.Nodes[Edge.From].Name + " -> " +
                    Found.Waits.Nodes[Edge.To].Name);
    return All;
  }
  Names nodes() const {
    Names All;
    for (const WaitNode &Node : Found.Waits.Nodes)
      All.push_back(Node.Name);
    return All;
  }

  FactsBuilder Facts;
  Solution Found;
  Body &Main = Facts.function("main");
  Body &Inner = Facts.lambda("Inner");
};

TEST_F(WaitGraphs, CallerOutsideWaitsForAPool) {
  ValueId P = Main.variable("P", "Pool");
  Main.wait(Main.submit(P, Main.closure(Inner)), "get");
  EXPECT_EQ(edges(), (Names{"main and callers outside -> P in main"}));
  EXPECT_EQ(Found.Waits.Edges[0].Text, "get");
  EXPECT_EQ(Found.Waits.Edges[0].Where.Line, Main.last().Where.Line);
  EXPECT_TRUE(Found.Findings.empty());
}

TEST_F(WaitGraphs, SelfWaitIsALoopOfItsFinding) {
  Body &Outer = Facts.lambda("Outer");
  ValueId P = Main.variable("P", "Pool");
  Main.submit(P, Main.closure(Outer, {{"P", P}}));
  Outer.wait(Outer.submit(Outer.captured("P"), Outer.closure(Inner)), "get");
  EXPECT_EQ(edges(), (Names{"!P in main -> P in main"}));
  EXPECT_EQ(Found.Waits.Edges[0].Told.Line, Found.Findings[0].Where.Line);
}

TEST_F(WaitGraphs, OtherPoolIsNoCycle) {
  Body &Outer = Facts.lambda("Outer");
  ValueId P = Main.variable("P", "Pool"), Q = Main.variable("Q", "Pool");
  Main.submit(P, Main.closure(Outer, {{"Q", Q}}));
  Outer.wait(Outer.submit(Outer.captured("Q"), Outer.closure(Inner)), "get");
  EXPECT_EQ(edges(), (Names{"P in main -> Q in main"}));
}

TEST_F(WaitGraphs, ExecutorWithoutWaitsIsANode) {
  Main.submit(Main.variable("P", "Pool"), Main.closure(Inner));
  EXPECT_EQ(edges(), Names());
  EXPECT_EQ(nodes(), (Names{"P in main"}));
}

TEST_F(WaitGraphs, CapacityAndKindComeFromTheClass) {
  Class &Loop = Facts.classNamed("Loop");
  Loop.Capacity = 1;
  Loop.Loop = true;
  Main.submit(Main.variable("L", "Loop"), Main.closure(Inner));
  edges();
  ASSERT_EQ(Found.Waits.Nodes.size(), 1u);
  EXPECT_EQ(Found.Waits.Nodes[0].Kind, WaitNode::Loop);
  EXPECT_EQ(Found.Waits.Nodes[0].Capacity, 1);
}

TEST_F(WaitGraphs, MutexIsANodeWhereSomethingIsAwaitedUnderIt) {
  ValueId P = Main.variable("P", "Pool");
  ValueId Busy = Main.global("Busy"), Idle = Main.global("Idle");
  Main.add(EventKind::Acquire, Idle, "lock");
  Main.add(EventKind::Release, Idle, "unlock");
  Main.add(EventKind::Acquire, Busy, "lock");
  Main.wait(Main.submit(P, Main.closure(Inner)), "get");
  Main.add(EventKind::Release, Busy, "unlock");
  EXPECT_EQ(edges(), (Names{"main and callers outside -> P in main",
                            "Busy -> P in main"}));
}

TEST_F(WaitGraphs, IsNotMadeUnlessAskedFor) {
  Main.submit(Main.variable("P", "Pool"), Main.closure(Inner));
  EXPECT_TRUE(solved(Facts).Waits.Nodes.empty());
}

} // namespace
