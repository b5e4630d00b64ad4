// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

// The page: nothing in it is taken for markup, nothing comes from elsewhere.

#include "ReportBuilder.h"
#include "gtest/gtest.h"

using namespace gridlock;
using namespace gridlock::byhand;

namespace {

size_t count(const std::string &Text, const std::string &Part) {
  size_t Found = 0;
  for (size_t At = 0; (At = Text.find(Part, At)) != std::string::npos; ++At)
    ++Found;
  return Found;
}

TEST(HtmlReport, ChainStandsBesideItsSource) {
  ReportBuilder Made;
  Made.file("/project/a.cpp", "int a;\n\tP.submit(g);\nint b;\nP.get();\n");
  Made.finding(CheckId::SelfWait, "task of 'P' blocks", "get");
  Made.step("submitted here", "submit");
  std::string Text = Made.text(writeHtml);
  EXPECT_EQ(count(Text, "<section class=\"finding\""), 1u);
  EXPECT_EQ(count(Text, "<pre "), 2u);
  EXPECT_EQ(count(Text, "<span class=\"row hit\" data-line=\"2\">        "
                        "P.<mark>submit</mark>(g);</span>"),
            1u)
      << Text;
  EXPECT_EQ(count(Text, "a.cpp:4"), 2u);
}

TEST(HtmlReport, WorstComesFirst) {
  ReportBuilder Made;
  Made.file("/project/a.cpp", "a b c");
  Made.finding(CheckId::SelfWait, "the first", "a").How = Grade::Likely;
  Made.finding(CheckId::SelfWait, "the second", "b").How = Grade::Always;
  std::string Text = Made.text(writeHtml);
  EXPECT_LT(Text.find("the second"), Text.find("the first"));
}

TEST(HtmlReport, EverythingIsEscaped) {
  ReportBuilder Made;
  std::string Evil = "</script><img src=x onerror=alert(1)>\"'&\xff";
  Made.file("/project/" + Evil + ".cpp", "int a; // " + Evil + "\nget();\n");
  Finding &Found = Made.finding(CheckId::SelfWait, "in " + Evil, "get");
  Found.Fixes.push_back({Evil, {}, false});
  Made.step(Evil, "get");
  WaitGraph Graph;
  Graph.Nodes.resize(1);
  Graph.Nodes[0].Name = Evil;
  Graph.Edges.push_back(
      {0, 0, Made.place("get"), Evil, WaitKind::Blocks, Made.place("get")});
  Made.Waits = &Graph;
  std::string Text = Made.text(writeHtml);
  EXPECT_EQ(count(Text, "<img"), 0u);
  EXPECT_EQ(count(Text, "</script>"), 1u);
  EXPECT_GE(count(Text, "&lt;/script&gt;"), 6u);
}

TEST(HtmlReport, LoadsNothing) {
  ReportBuilder Made;
  Made.file("/project/a.cpp", "get();\n");
  Made.finding(CheckId::SelfWait, "m", "get");
  std::string Text = Made.text(writeHtml);
  EXPECT_EQ(count(Text, "<link"), 0u);
  EXPECT_EQ(count(Text, " src="), 0u);
  EXPECT_EQ(count(Text, "url("), 0u);
  EXPECT_EQ(count(Text, "default-src 'none'"), 1u);
}

TEST(HtmlReport, WaitsAreAPictureAndATable) {
  ReportBuilder Made;
  Made.file("/project/a.cpp", "get();\n");
  WaitGraph Graph;
  Graph.Nodes.resize(2);
  Graph.Nodes[0].Name = "First";
  Graph.Nodes[1].Name = "Second";
  Graph.Edges.push_back({0, 1, Made.place("get"), "get", WaitKind::Timed});
  Made.Waits = &Graph;
  std::string Text = Made.text(writeHtml);
  EXPECT_EQ(count(Text, "<tr id=\"w0\"><td>First</td><td>Second</td><td>waits "
                        "for a time</td>"),
            1u)
      << Text;
  EXPECT_EQ(count(Text, "<svg") + count(Text, "There is no picture"), 1u);
  EXPECT_EQ(count(Text, "<!DOCTYPE"), 1u);
}

TEST(HtmlReport, NothingFoundIsSaid) {
  EXPECT_EQ(count(ReportBuilder().text(writeHtml), "Nothing was found."), 1u);
}

} // namespace
