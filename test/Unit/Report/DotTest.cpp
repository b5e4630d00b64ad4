// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

// The graph in Graphviz's words.

#include "Report/Dot.h"
#include "ReportBuilder.h"
#include "llvm/Support/Program.h"
#include "llvm/Support/raw_ostream.h"
#include "gtest/gtest.h"

using namespace gridlock;
using namespace gridlock::byhand;

namespace {

class Dot : public testing::Test {
protected:
  void SetUp() override {
    Made.file("/project/src/a.cpp", "P.get();\nQ.get();\n");
    Graph.Nodes.resize(2);
    Graph.Nodes[0].Name = "P \"in\" \\N main";
    Graph.Nodes[0].Capacity = 4;
    Graph.Nodes[1].Kind = WaitNode::Mutex;
    Graph.Nodes[1].Name = "M\x1b<&>";
  }
  void edge(unsigned From, unsigned To, const std::string &At, bool Told) {
    Location Where = Made.place(At);
    if (Told)
      Made.finding(CheckId::SelfWait, "m", At);
    Graph.Edges.push_back(
        {From, To, Where, "get", WaitKind::Blocks, Told ? Where : Location()});
  }
  std::string written(const EdgeLink &Link = nullptr) {
    ReportInput Input = Made.input();
    Input.Waits = &Graph;
    std::string Text;
    llvm::raw_string_ostream Out(Text);
    writeDot(Input, Out, Link);
    return Out.str();
  }
  static bool contains(const std::string &Text, const std::string &Part) {
    return Text.find(Part) != std::string::npos;
  }

  ReportBuilder Made;
  WaitGraph Graph;
};

TEST_F(Dot, NodesTellNameAndCapacity) {
  std::string Text = written();
  EXPECT_TRUE(contains(
      Text, "n0 [label=\"P \\\"in\\\" \\\\N main\\n4 workers\" shape=box"))
      << Text;
  EXPECT_TRUE(contains(Text, "n1 [label=\"M?<&>\" shape=hexagon")) << Text;
}

TEST_F(Dot, EdgesOfAFindingAreRed) {
  edge(0, 0, "P.", true);
  edge(0, 1, "Q.", false);
  std::string Text = written();
  EXPECT_TRUE(contains(Text, "n0 -> n0 [label=\"get (a.cpp:1)\" "
                             "class=\"wait cycle\" color=\"#c62828\""))
      << Text;
  EXPECT_TRUE(contains(Text, "n0 -> n1 [label=\"get (a.cpp:2)\" "
                             "class=\"wait\" "
                             "URL=\"file:///project/src/a.cpp#L2\"]"))
      << Text;
}

TEST_F(Dot, PlacesBetweenTwoNodesAreOneArrow) {
  for (int I = 0; I < 5; ++I)
    edge(0, 1, "P.", false);
  std::string Text =
      written([](size_t Edge) { return "#" + std::to_string(Edge); });
  EXPECT_TRUE(contains(Text, "and 2 more")) << Text;
  EXPECT_EQ(Text.find("->"), Text.rfind("->"));
  EXPECT_TRUE(contains(Text, "URL=\"#0\"")) << Text;
}

TEST_F(Dot, NothingIsAnEmptyGraph) {
  Graph = WaitGraph();
  EXPECT_TRUE(contains(written(), "digraph waits {"));
}

TEST_F(Dot, GraphvizDrawsIt) {
  if (!llvm::sys::findProgramByName("dot"))
    GTEST_SKIP() << "Graphviz is not installed";
  edge(0, 0, "P.", true);
  edge(0, 1, "Q.", false);
  auto Drawn = drawSvg(written());
  ASSERT_TRUE(bool(Drawn)) << llvm::toString(Drawn.takeError());
  EXPECT_TRUE(contains(*Drawn, "<svg"));
  EXPECT_TRUE(contains(*Drawn, "M?&lt;&amp;&gt;"));
  auto Wrong = drawSvg("digraph {");
  EXPECT_FALSE(bool(Wrong));
  llvm::consumeError(Wrong.takeError());
}

} // namespace
