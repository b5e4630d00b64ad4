// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

// What a finding says: its place, its sentence, its chain; one for one wait,
// and the same each time.

#include "FactsBuilder.h"
#include "Findings/Print.h"
#include "llvm/Support/raw_ostream.h"
#include "gtest/gtest.h"
#include <memory>

using namespace gridlock;
using namespace gridlock::byhand;

namespace {

class Report : public testing::Test {
protected:
  FactsBuilder Facts;
  Body &Main = Facts.function("main");
  Body &Outer = Facts.lambda("Outer");
  Body &Inner = Facts.lambda("Inner");
  Body &Work = Facts.function("work", 1);
  ValueId P = Main.variable("P", "Pool");

  void submitOuter() {
    Main.submit(P, Main.closure(Outer, {{"P", P}}));
    Main.last().ObjectText = "P";
  }
  void waitInWork() {
    Work.wait(Work.submit(Work.parameter(0), Work.closure(Inner)), "get");
  }
};

std::string text(const Solution &Found) {
  std::string Text;
  llvm::raw_string_ostream Out(Text);
  printFindings(Found.Findings, Found.Files, Out);
  return Out.str();
}

TEST_F(Report, ChainTellsTheStepsInOrder) {
  Body &Make = Facts.constructor("Pool");
  Main.construct(Make, P);
  Location Created = Main.last().Where;
  submitOuter();
  Location Submitted = Main.last().Where;
  Outer.call(Work, {Outer.captured("P")});
  Location Called = Outer.last().Where;
  waitInWork();
  Solution Found = solved(Facts);
  ASSERT_EQ(Found.Findings.size(), 1u);
  const Finding &One = Found.Findings[0];
  EXPECT_EQ(One.Where.Line, Work.last().Where.Line);
  EXPECT_NE(One.Message.find("task of 'P' blocks in 'get'"), std::string::npos)
      << One.Message;
  std::vector<uint32_t> Lines;
  for (const ChainStep &Step : One.Chain)
    Lines.push_back(Step.Where.Line);
  EXPECT_EQ(Lines,
            std::vector<uint32_t>({Created.Line, Submitted.Line, Called.Line,
                                   Work.Code.Events[0].Where.Line}));
}

TEST_F(Report, OneWaitIsReportedOnce) {
  submitOuter();
  Body &Other = Facts.lambda("Other");
  Main.submit(P, Main.closure(Other, {{"P", P}}));
  Outer.call(Work, {Outer.captured("P")});
  Other.call(Work, {Other.captured("P")});
  waitInWork();
  Solution Found = solved(Facts);
  ASSERT_EQ(Found.Findings.size(), 1u);
  EXPECT_EQ(Found.Findings[0].OtherWays, 1u);
}

TEST_F(Report, ShortestChainIsShown) {
  Body &Detour = Facts.function("detour", 1);
  submitOuter();
  Body &Other = Facts.lambda("Other");
  Main.submit(P, Main.closure(Other, {{"P", P}}));
  Outer.call(Detour, {Outer.captured("P")});
  Detour.call(Work, {Detour.parameter(0)});
  Other.call(Work, {Other.captured("P")});
  waitInWork();
  Solution Found = solved(Facts);
  ASSERT_EQ(Found.Findings.size(), 1u);
  for (const ChainStep &Step : Found.Findings[0].Chain)
    EXPECT_EQ(Step.Text.find("detour"), std::string::npos) << Step.Text;
}

TEST_F(Report, FindingsAreOrderedByPlace) {
  submitOuter();
  Outer.wait(Outer.submit(Outer.captured("P"), Outer.closure(Inner)), "first");
  Outer.wait(Outer.submit(Outer.captured("P"), Outer.closure(Inner)), "second");
  Outer.call(Work, {Outer.captured("P")});
  waitInWork();
  EXPECT_EQ(reported(Facts), Names({"first", "second", "get"}));
}

TEST_F(Report, OnlyWorkerIsTold) {
  Facts.classNamed("Pool").Capacity = 1;
  submitOuter();
  Outer.call(Work, {Outer.captured("P")});
  waitInWork();
  Solution Found = solved(Facts);
  ASSERT_EQ(Found.Findings.size(), 1u);
  EXPECT_NE(Found.Findings[0].Message.find("its only worker"),
            std::string::npos)
      << Found.Findings[0].Message;
}

TEST_F(Report, PoolOutOfAContainerIsOnlyLikely) {
  Body &Start = Facts.function("start", 1);
  ValueId One = Start.element(Start.parameter(0));
  Start.submit(One, Start.closure(Outer, {{"P", One}}));
  Outer.wait(Outer.submit(Outer.captured("P"), Outer.closure(Inner)), "get");
  for (const Finding &Found : solved(Facts).Findings)
    EXPECT_EQ(Found.Message.find("likely: "), 0u) << Found.Message;
}

TEST_F(Report, SameFactsGiveTheSameText) {
  submitOuter();
  for (unsigned I = 0; I < 20; ++I) {
    Body &Task = Facts.lambda("Task" + std::to_string(I));
    Outer.submit(Outer.captured("P"),
                 Outer.closure(Task, {{"P", Outer.captured("P")}}));
    Task.call(Work, {Task.captured("P")});
    Task.wait(Task.submit(Task.captured("P"), Task.closure(Inner)), "get");
  }
  waitInWork();
  std::string First = text(solved(Facts));
  EXPECT_NE(First.find("gridlock-self-wait"), std::string::npos);
  // Other addresses, the same answer.
  std::vector<std::unique_ptr<Unit>> Copies;
  for (unsigned I = 0; I < 5; ++I) {
    Copies.push_back(std::make_unique<Unit>(Facts.unit()));
    EXPECT_EQ(text(solved({*Copies.back()})), First);
  }
}

/// One unit submits, the other one waits: neither tells anything by itself.
class TwoUnits : public testing::Test {
protected:
  FactsBuilder Starts{"starts.cpp"}, Waits{"waits.cpp"};

  void SetUp() override {
    Body &Main = Starts.function("main");
    Body &Outer = Starts.lambda("Outer");
    Body &Elsewhere = Starts.function("work", 1); // has no body here
    ValueId P = Main.variable("P", "Pool");
    Main.submit(P, Main.closure(Outer, {{"P", P}}));
    Outer.call(Elsewhere, {Outer.captured("P")});

    Waits.symbol("another name first, so that the numbers differ");
    Body &Work = Waits.function("work", 1);
    Body &Inner = Waits.lambda("Inner");
    Work.wait(Work.submit(Work.parameter(0), Work.closure(Inner)), "get");
  }
  Unit starts() {
    Unit U = Starts.unit();
    U.Functions.pop_back();
    return U;
  }
};

TEST_F(TwoUnits, NeitherTellsAnything) {
  EXPECT_EQ(reported({starts()}), Names());
  EXPECT_EQ(reported({Waits.unit()}), Names());
}

TEST_F(TwoUnits, TogetherTheyTell) {
  EXPECT_EQ(reported({starts(), Waits.unit()}), Names({"get"}));
  EXPECT_EQ(reported({Waits.unit(), starts()}), Names({"get"}));
}

TEST_F(TwoUnits, PlacesAreInTheirFiles) {
  Solution Found = solved({starts(), Waits.unit()});
  ASSERT_EQ(Found.Findings.size(), 1u);
  EXPECT_EQ(Found.Files[Found.Findings[0].Where.File], "waits.cpp");
  EXPECT_EQ(Found.Files[Found.Findings[0].Chain.front().Where.File],
            "starts.cpp");
}

TEST_F(TwoUnits, SameFunctionInBothIsKeptOnce) {
  Solution Found = solved({starts(), Waits.unit(), Waits.unit()});
  ASSERT_EQ(Found.Findings.size(), 1u);
  EXPECT_EQ(Found.Findings[0].OtherWays, 0u);
}

} // namespace
