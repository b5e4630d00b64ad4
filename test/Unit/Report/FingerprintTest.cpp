// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

// What changes a fingerprint, and what does not.

#include "Report/Fingerprint.h"
#include "ReportBuilder.h"
#include "gtest/gtest.h"
#include <set>

using namespace gridlock;
using namespace gridlock::byhand;

namespace {

const std::string Plain = "void f() {\n"
                          "  prepare();\n"
                          "  auto Part = P.submit(work);\n"
                          "  return Part.get() + 1;\n"
                          "}\n";

struct Written {
  std::string Text = Plain;
  std::string File = "/project/a.cpp";
  std::string Root = "/project";
  std::string Message = "task of 'P' blocks in 'get'";
  std::string Step = "submitted to 'P' here";
  CheckId Check = CheckId::SelfWait;
};

std::string print(const Written &Of) {
  ReportBuilder Made;
  Made.Root = Of.Root;
  Made.file(Of.File, Of.Text);
  Made.finding(Of.Check, Of.Message, "get");
  Made.step(Of.Step, "submit");
  return fingerprints(Made.input()).front();
}

std::string printText(const std::string &Text) {
  Written Of;
  Of.Text = Text;
  return print(Of);
}

TEST(Fingerprint, IsSixteenDigits) {
  std::string Print = print({});
  EXPECT_EQ(Print.size(), 16u);
  EXPECT_EQ(Print.find_first_not_of("0123456789abcdef"), std::string::npos);
}

TEST(Fingerprint, LinesAboveDoNotChangeIt) {
  EXPECT_EQ(printText("#include <vector>\n// ';' and { here\n" + Plain),
            print({}));
}

TEST(Fingerprint, FormatDoesNotChangeIt) {
  EXPECT_EQ(printText("void f()\n{\n\tprepare();\n\tauto Part =\n"
                      "\t\tP.submit(\n\t\t\twork);\n"
                      "\treturn Part\n\t\t.get()\n\t\t+ 1;\n}\n"),
            print({}));
}

TEST(Fingerprint, CommentsDoNotChangeIt) {
  EXPECT_EQ(printText("void f() {\n  prepare();\n"
                      "  auto Part = /* ; */ P.submit(work); // now\n"
                      "  // wait; {\n  return Part.get() + 1;\n}\n"),
            print({}));
}

TEST(Fingerprint, ProjectThatMovedDoesNotChangeIt) {
  Written Moved;
  Moved.File = "/elsewhere/a.cpp";
  Moved.Root = "/elsewhere/";
  EXPECT_EQ(print(Moved), print({}));
}

TEST(Fingerprint, OurOwnWordsDoNotChangeIt) {
  Written Reworded;
  Reworded.Message = "'P' never gets past 'get'";
  EXPECT_EQ(print(Reworded), print({}));
}

TEST(Fingerprint, AnythingElseChangesIt) {
  std::set<std::string> Prints = {print({})};
  Written Of;
  Of.Check = CheckId::WaitCycle;
  Prints.insert(print(Of));
  Of = {};
  Of.File = "/project/b.cpp";
  Prints.insert(print(Of));
  Of = {};
  Of.Message = "task of 'Q' blocks in 'get'";
  Prints.insert(print(Of));
  Of = {};
  Of.Step = "submitted to 'Q' here";
  Prints.insert(print(Of));
  Prints.insert(printText("void f() {\n  auto Part = P.submit(work);\n"
                          "  return Part.get() + 2;\n}\n"));
  EXPECT_EQ(Prints.size(), 6u);
}

TEST(Fingerprint, EqualOnesAreToldApart) {
  ReportBuilder Made;
  Made.file("/project/a.cpp", Plain);
  for (int I = 0; I < 3; ++I)
    Made.finding(CheckId::SelfWait, "'get'", "get");
  auto Prints = fingerprints(Made.input());
  EXPECT_EQ(std::set<std::string>(Prints.begin(), Prints.end()).size(), 3u);
}

TEST(Fingerprint, LiteralsDoNotEndAStatement) {
  auto With = [](const std::string &Literal) {
    return printText("void f() { log(" + Literal +
                     ", Part.get()); P.submit(work); }");
  };
  EXPECT_EQ(With("\"a;b\""), With("  \"a;b\""));
  EXPECT_NE(With("\"a;b\""), With("\"c;b\""));
  EXPECT_NE(With("'\\'', 1"), With("'\\'', 2"));
  EXPECT_NE(With("1'000"), With("2'000"));
}

TEST(Fingerprint, SourceThatIsMissingIsNoError) {
  ReportBuilder Made;
  Made.file("/project/a.cpp", "get");
  Made.finding(CheckId::SelfWait, "'get'", "get");
  ReportInput Input = Made.input();
  Input.Source = nullptr;
  EXPECT_EQ(fingerprints(Input).size(), 1u);
}

TEST(Fingerprint, UnfinishedTextIsNoError) {
  for (const char *Text : {"get /*", "get \"", "get '\\", "get /", "get //"})
    EXPECT_EQ(printText(Text).size(), 16u) << Text;
}

} // namespace
