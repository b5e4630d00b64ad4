// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

// What is known, new and gone.

#include "Report/Baseline.h"
#include "ReportBuilder.h"
#include "llvm/Support/JSON.h"
#include "gtest/gtest.h"

using namespace gridlock;
using namespace gridlock::byhand;

namespace {

const std::string Source = "f().get();\ng().wait();\nh().join();\n";

ReportBuilder found(const std::vector<std::string> &Calls,
                    const std::string &Above = "") {
  ReportBuilder Made;
  Made.file("/project/a.cpp", Above + Source);
  for (const std::string &Call : Calls)
    Made.finding(CheckId::SelfWait, "task blocks in '" + Call + "'", Call);
  return Made;
}

std::vector<KnownFinding> readBack(ReportBuilder Made) {
  auto Read = readBaseline(Made.text(writeBaseline), "known.json");
  EXPECT_TRUE(bool(Read)) << llvm::toString(Read.takeError());
  return std::move(*Read);
}

std::string errorOf(llvm::StringRef Text) {
  auto Read = readBaseline(Text, "known.json");
  return Read ? "" : llvm::toString(Read.takeError());
}

TEST(Baseline, WhatWasWrittenIsKnown) {
  ReportBuilder Later = found({"get", "wait"}, "// a line above\n");
  auto Compared = compare(Later.input(), readBack(found({"get", "wait"})));
  EXPECT_EQ(Compared.IsKnown, (std::vector<bool>{true, true}));
  EXPECT_TRUE(Compared.Vanished.empty());
}

TEST(Baseline, TellsNewAndVanished) {
  ReportBuilder Later = found({"get", "join"});
  auto Compared = compare(Later.input(), readBack(found({"get", "wait"})));
  EXPECT_EQ(Compared.IsKnown, (std::vector<bool>{true, false}));
  ASSERT_EQ(Compared.Vanished.size(), 1u);
  EXPECT_EQ(Compared.Vanished[0].Message, "task blocks in 'wait'");
  EXPECT_EQ(Compared.Vanished[0].File, "a.cpp");
  EXPECT_EQ(Compared.Vanished[0].Check, "gridlock-self-wait");
}

TEST(Baseline, IsJsonOfAlikeLinesInOrder) {
  std::string Text = found({"wait", "get"}).text(writeBaseline);
  EXPECT_TRUE(bool(llvm::json::parse(Text)));
  EXPECT_EQ(Text, found({"get", "wait"}).text(writeBaseline));
  llvm::SmallVector<llvm::StringRef, 8> Lines;
  llvm::StringRef(Text).split(Lines, '\n');
  ASSERT_EQ(Lines.size(), 5u);
  EXPECT_EQ(Lines[1].take_front(17), ",{\"fingerprint\":\"");
  EXPECT_EQ(Lines[2].take_front(17), ",{\"fingerprint\":\"");
}

TEST(Baseline, LinesThatAMergeDoubledAreOne) {
  std::vector<KnownFinding> Known = readBack(found({"get", "wait"}));
  Known.push_back(Known[1]);
  ReportBuilder Later = found({"get"});
  EXPECT_EQ(compare(Later.input(), Known).Vanished.size(), 1u);
}

TEST(Baseline, NothingFoundIsABaselineToo) {
  EXPECT_TRUE(readBack(ReportBuilder()).empty());
}

TEST(Baseline, BadFileIsNamedWithItsLine) {
  EXPECT_EQ(errorOf("[{\"gridlock-baseline\": 1}\n,{\"check\": \n]")
                .find("known.json:3: the baseline is no JSON: "),
            0u);
  EXPECT_EQ(errorOf("[{\"gridlock-baseline\": 1}\n,{\"check\": \"a,[\"}\n]"),
            "known.json:2: an entry needs the texts fingerprint, check, file "
            "and message");
  EXPECT_EQ(errorOf("[{\"gridlock-baseline\": 1}\n\n,\n 7]"),
            "known.json:3: an entry needs the texts fingerprint, check, file "
            "and message");
  for (const char *Text : {"{}", "[]", "7", "[7]", "[{\"version\": 1}]"})
    EXPECT_EQ(errorOf(Text), "known.json:1: this is no baseline of Gridlock")
        << Text;
  EXPECT_EQ(errorOf("[{\"gridlock-baseline\": 9}]"),
            "known.json:1: the baseline is of version 9, this is for version "
            "1: write it again");
  EXPECT_NE(errorOf(""), "");
}

} // namespace
