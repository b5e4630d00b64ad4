// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

// The JSON of a report, read back.

#include "llvm/Support/JSON.h"
#include "ReportBuilder.h"
#include "gtest/gtest.h"

using namespace gridlock;
using namespace gridlock::byhand;

namespace {

TEST(JsonReport, HoldsTheFindingAndItsChain) {
  ReportBuilder Made;
  Made.file("/project/a.cpp", "P.submit(g)\n  .get();\n");
  Made.finding(CheckId::SelfWait, "task of 'P' blocks", "get").OtherWays = 3;
  Made.step("submitted here", "submit");
  auto Read = llvm::json::parse(Made.text(writeJson));
  ASSERT_TRUE(bool(Read)) << llvm::toString(Read.takeError());
  const llvm::json::Object &Top = *Read->getAsObject();
  EXPECT_EQ(*Top.getInteger("schema"), 1);
  EXPECT_EQ(*Top.getString("version"), "1.2.3");
  const llvm::json::Array &Findings = *Top.getArray("findings");
  ASSERT_EQ(Findings.size(), 1u);
  const llvm::json::Object &One = *Findings[0].getAsObject();
  EXPECT_EQ(*One.getString("check"), "gridlock-self-wait");
  EXPECT_EQ(*One.getString("message"), "task of 'P' blocks");
  EXPECT_EQ(*One.getString("file"), "a.cpp");
  EXPECT_EQ(*One.getInteger("line"), 2);
  EXPECT_EQ(*One.getInteger("column"), 4);
  EXPECT_EQ(*One.getInteger("otherWays"), 3);
  EXPECT_EQ(*One.getString("grade"), "sometimes");
  const llvm::json::Array &Chain = *One.getArray("chain");
  ASSERT_EQ(Chain.size(), 1u);
  EXPECT_EQ(*Chain[0].getAsObject()->getInteger("line"), 1);
}

TEST(JsonReport, NothingFoundIsAnEmptyList) {
  ReportBuilder Made;
  auto Read = llvm::json::parse(Made.text(writeJson));
  ASSERT_TRUE(bool(Read)) << llvm::toString(Read.takeError());
  EXPECT_TRUE(Read->getAsObject()->getArray("findings")->empty());
}

TEST(JsonReport, BytesThatAreNoTextAreReplaced) {
  ReportBuilder Made;
  Made.Root = "/project\xff";
  Made.file("/project\xff/\xfe\"</script>.cpp", "get();\n");
  Made.finding(CheckId::SelfWait, "in '\xc3('", "get");
  Made.step("\x80 \\ \"", "get");
  std::string Text = Made.text(writeJson);
  EXPECT_TRUE(llvm::json::isUTF8(Text));
  auto Read = llvm::json::parse(Text);
  ASSERT_TRUE(bool(Read)) << llvm::toString(Read.takeError());
}

} // namespace
