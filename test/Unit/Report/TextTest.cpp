// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

// The text of a report, with its source lines.

#include "ReportBuilder.h"
#include "gtest/gtest.h"

using namespace gridlock;
using namespace gridlock::byhand;

namespace {

TEST(TextReport, WarningNotesAndSourceLines) {
  ReportBuilder Made;
  Made.file("/project/src/a.cpp", "void f() {\n\tP.submit(g).get();\n}\n");
  Made.finding(CheckId::SelfWait, "task of 'P' blocks in 'get'", "get");
  Made.step("submitted here", "submit");
  EXPECT_EQ(Made.text(writeText),
            "src/a.cpp:2:14: warning: task of 'P' blocks in 'get' "
            "[gridlock-self-wait]\n"
            "    2 |         P.submit(g).get();\n"
            "      |                     ^\n"
            "src/a.cpp:2:4: note: submitted here\n"
            "    2 |         P.submit(g).get();\n"
            "      |           ^\n");
}

TEST(TextReport, FixesAreNotesWhereTheyBegin) {
  ReportBuilder Made;
  Made.file("/project/a.cpp", "int a;\n  get();\n");
  Finding &Found = Made.finding(CheckId::SelfWait, "m", "missing");
  Found.Fixes.push_back({"await it", {{0, 9, 3, "await"}}, true});
  Found.Fixes.push_back({"use two pools", {}, false});
  EXPECT_EQ(Made.text(writeText), "warning: m [gridlock-self-wait]\n"
                                  "a.cpp:2:3: note: fix: await it\n"
                                  "    2 |   get();\n"
                                  "      |   ^\n"
                                  "note: fix: use two pools\n");
}

TEST(TextReport, OtherWaysAreCounted) {
  ReportBuilder Made;
  Made.file("/elsewhere/a.cpp", "get();");
  Made.finding(CheckId::WaitCycle, "message", "get").OtherWays = 2;
  EXPECT_EQ(Made.text(writeText),
            "/elsewhere/a.cpp:1:1: warning: message (and 2 more ways) "
            "[gridlock-wait-cycle]\n"
            "    1 | get();\n"
            "      | ^\n");
}

TEST(TextReport, PlaceThatIsNotKnownHasNoLine) {
  ReportBuilder Made;
  Made.file("/project/a.cpp", "");
  Made.finding(CheckId::SelfJoin, "message", "missing");
  EXPECT_EQ(Made.text(writeText), "warning: message [gridlock-self-join]\n");
}

TEST(TextReport, CaretStandsBelowItsCharacter) {
  ReportBuilder Made;
  Made.file("/project/a.cpp", "/* \xe4\xbd\xa0 \xc3\xa9 */ get();\n");
  Made.finding(CheckId::SelfWait, "m", "get");
  EXPECT_EQ(Made.text(writeText),
            "a.cpp:1:14: warning: m [gridlock-self-wait]\n"
            "    1 | /* \xe4\xbd\xa0 \xc3\xa9 */ get();\n"
            "      |            ^\n");
}

TEST(TextReport, BytesThatSteerATerminalAreReplaced) {
  ReportBuilder Made;
  Made.file("/project/\x1b[2J.cpp", "\x1b]0;title\x07 get();\n");
  Made.finding(CheckId::SelfWait, "in '\x1b[31m'\n", "get");
  std::string Text = Made.text(writeText);
  EXPECT_EQ(Text.find('\x1b'), std::string::npos) << Text;
  EXPECT_EQ(Text.find('\x07'), std::string::npos) << Text;
}

TEST(TextReport, ColourOnlyWhereAskedFor) {
  ReportBuilder Made;
  Made.file("/project/a.cpp", "get();\n");
  Made.finding(CheckId::SelfWait, "m", "get");
  EXPECT_EQ(Made.text(writeText).find('\x1b'), std::string::npos);
  Made.Colour = true;
  EXPECT_NE(Made.text(writeText).find("\x1b["), std::string::npos);
}

TEST(TextReport, LineBeyondTheEndIsLeftOut) {
  ReportBuilder Made;
  Made.file("/project/a.cpp", "get();");
  Finding &Found = Made.finding(CheckId::SelfWait, "m", "get");
  Found.Where.Line = 7;
  Found.Where.Column = 99;
  EXPECT_EQ(Made.text(writeText),
            "a.cpp:7:99: warning: m [gridlock-self-wait]\n");
}

TEST(ShownFile, IsTheWayFromTheRoot) {
  auto Shown = [](const std::string &Root, const std::string &Name) {
    ReportBuilder Made;
    Made.Root = Root;
    Made.file(Name, "");
    return shownFile(Made.input(), 0);
  };
  EXPECT_EQ(Shown("/a/b", "/a/b/c.cpp"), "c.cpp");
  EXPECT_EQ(Shown("/a/b/", "/a/b/d/../c.cpp"), "c.cpp");
  EXPECT_EQ(Shown("/a/b", "/a/bc.cpp"), "/a/bc.cpp");
  EXPECT_EQ(Shown("", "/a/b/c.cpp"), "/a/b/c.cpp");
  EXPECT_EQ(Shown("/", "/a/c.cpp"), "a/c.cpp");
  EXPECT_EQ(Shown("/a", "b/c.cpp"), "b/c.cpp");
}

TEST(Formats, AreFoundByName) {
  ASSERT_NE(findFormat("json"), nullptr);
  EXPECT_EQ(findFormat("json")->Write, &writeJson);
  EXPECT_EQ(findFormat("JSON "), nullptr);
}

} // namespace
