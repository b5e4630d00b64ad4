// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

// What is told of one wait, reported or not.

#include "FactsBuilder.h"
#include "gtest/gtest.h"

using namespace gridlock;
using namespace gridlock::byhand;

namespace {

class WhyAnswers : public testing::Test {
protected:
  std::vector<WaitAnswer> ask(unsigned Line, const std::string &File) {
    SolveOptions Options;
    Options.AskedFile = File;
    Options.AskedLine = Line;
    std::vector<Unit> Units;
    Units.push_back(Facts.unit());
    return solve(std::move(Units), Options).Answers;
  }
  Names texts(unsigned Line, const std::string &File = "unit.cpp") {
    Names All;
    for (const WaitAnswer &One : ask(Line, File))
      All.push_back((One.Reported ? "reported: " : "") + One.Text);
    return All;
  }
  /// A task of \p First that waits for a task of \p Second.
  Event &parentAndChild(ValueId First, const std::string &Second) {
    Main.submit(First, Main.closure(Outer, {{"P", P}, {"Q", Q}}));
    return Outer.wait(
        Outer.submit(Outer.captured(Second), Outer.closure(Inner)), "get");
  }

  FactsBuilder Facts;
  Body &Main = Facts.function("main");
  Body &Inner = Facts.lambda("Inner");
  Body &Outer = Facts.lambda("Outer");
  ValueId P = Main.variable("P", "Pool");
  ValueId Q = Main.variable("Q", "Pool");
};

TEST_F(WhyAnswers, OutsideOfAnyTask) {
  Main.wait(Main.submit(P, Main.closure(Inner)), "get");
  EXPECT_EQ(texts(Main.last().Where.Line),
            Names{"'get' waits outside of any task in view, where it holds no "
                  "worker"});
}

TEST_F(WhyAnswers, AnotherExecutor) {
  unsigned Line = parentAndChild(P, "Q").Where.Line;
  auto Found = ask(Line, "unit.cpp");
  ASSERT_EQ(Found.size(), 1u);
  EXPECT_EQ(Found[0].Text, "'get' waits in a task of 'P'");
  ASSERT_FALSE(Found[0].Chain.empty());
  EXPECT_EQ(Found[0].Chain.back().Text,
            "a task of 'Q', submitted here, ends the wait: it has workers of "
            "its own");
}

TEST_F(WhyAnswers, ReportedOne) {
  unsigned Line = parentAndChild(P, "P").Where.Line;
  auto Found = ask(Line, "unit.cpp");
  ASSERT_EQ(Found.size(), 1u);
  EXPECT_TRUE(Found[0].Reported);
  EXPECT_FALSE(Found[0].Chain.empty());
}

TEST_F(WhyAnswers, HelpingWait) {
  Event &Wait = parentAndChild(P, "P");
  Wait.Wait = WaitKind::Helps;
  EXPECT_EQ(texts(Wait.Where.Line),
            Names{"'get' waits in a task of 'P'; it runs other tasks "
                  "meanwhile"});
}

TEST_F(WhyAnswers, ATestForWorkers) {
  parentAndChild(P, "P");
  Outer.onlyIf(Outer.isWorker(Outer.captured("P")), false);
  EXPECT_EQ(texts(Outer.last().Where.Line),
            Names{"'get' does not happen in a task of 'P': it stands under a "
                  "test for workers"});
}

TEST_F(WhyAnswers, NothingEndsIt) {
  Main.submit(P, Main.closure(Outer, {{"Q", Q}}));
  Outer.wait(Outer.captured("Q"), "wait");
  EXPECT_EQ(
      texts(Outer.last().Where.Line),
      Names{"'wait' waits in a task of 'P'; nothing in view ends the wait"});
}

TEST_F(WhyAnswers, NoTaskLeadsThere) {
  Body &Lonely = Facts.function("lonely");
  unsigned Line = Lonely.wait(Lonely.global("G"), "wait").Where.Line;
  EXPECT_EQ(texts(Line), Names{"'wait' waits in 'lonely', which nothing "
                               "reaches that submits a task, starts a thread, "
                               "or locks"});
}

TEST_F(WhyAnswers, NoWaitThere) {
  unsigned Line = parentAndChild(P, "Q").Where.Line;
  EXPECT_EQ(texts(Line + 100),
            Names{"no wait is known at this line; the "
                  "nearest waits of this file stand at line " +
                  std::to_string(Line)});
  EXPECT_EQ(texts(Line, "nit.cpp"), Names{"no code of this file is known"});
}

} // namespace
