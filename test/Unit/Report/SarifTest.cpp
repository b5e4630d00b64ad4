// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

// SARIF, read back: places in characters, the chain as a flow, fixes.

#include "Findings/CheckTable.h"
#include "ReportBuilder.h"
#include "llvm/Support/JSON.h"
#include "gtest/gtest.h"

using namespace gridlock;
using namespace gridlock::byhand;
using llvm::json::Array;
using llvm::json::Object;

namespace {

class Sarif : public testing::Test {
protected:
  const Object &run() {
    auto Parsed = llvm::json::parse(Made.text(writeSarif));
    EXPECT_TRUE(bool(Parsed)) << llvm::toString(Parsed.takeError());
    Read = std::move(*Parsed);
    EXPECT_EQ(*Read.getAsObject()->getString("version"), "2.1.0");
    return *(*Read.getAsObject()->getArray("runs"))[0].getAsObject();
  }
  const Object &result() {
    return *(*run().getArray("results"))[0].getAsObject();
  }
  static const Object &physical(const Object &Location) {
    return *Location.getObject("physicalLocation");
  }
  static const Object &first(const Object &In, llvm::StringRef Key) {
    return *(*In.getArray(Key))[0].getAsObject();
  }

  ReportBuilder Made;
  llvm::json::Value Read = nullptr;
};

TEST_F(Sarif, EachCheckIsARuleWithItsPage) {
  const Array &Rules =
      *run().getObject("tool")->getObject("driver")->getArray("rules");
  ASSERT_EQ(Rules.size(), checkTable().size());
  for (size_t I = 0; I < Rules.size(); ++I) {
    const Object &Rule = *Rules[I].getAsObject();
    EXPECT_EQ(*Rule.getString("id"), checkTable()[I].Name);
    const Object &Help = *Rule.getObject("help");
    EXPECT_GT(Help.getString("text")->size(), 500u);
    EXPECT_NE(Help.getString("markdown")->find("```cpp\n"),
              llvm::StringRef::npos);
    EXPECT_EQ(Help.getString("markdown")->find(".md)"), llvm::StringRef::npos);
  }
}

TEST_F(Sarif, ResultNamesItsRulePlaceAndFingerprint) {
  Made.file("/project/dir with space/a.cpp", "\xc3\xa9\xc3\xa9 get();\n");
  Made.finding(CheckId::SelfJoin, "message", "get").How = Grade::Always;
  const Object &Result = result();
  EXPECT_EQ(*Result.getString("ruleId"), "gridlock-self-join");
  EXPECT_EQ(checkTable()[*Result.getInteger("ruleIndex")].Name,
            "gridlock-self-join");
  EXPECT_EQ(*Result.getString("level"), "error");
  const Object &Place = physical(first(Result, "locations"));
  const Object &File = *Place.getObject("artifactLocation");
  EXPECT_EQ(*File.getString("uri"), "dir%20with%20space/a.cpp");
  EXPECT_EQ(*File.getString("uriBaseId"), "ROOT");
  const Object &Region = *Place.getObject("region");
  EXPECT_EQ(*Region.getInteger("startLine"), 1);
  EXPECT_EQ(*Region.getInteger("startColumn"), 4) << "in characters";
  EXPECT_EQ(*Region.getInteger("endColumn"), 7);
  EXPECT_EQ(Result.getObject("partialFingerprints")
                ->getString("gridlockChain/v1")
                ->size(),
            16u);
}

TEST_F(Sarif, RootIsAFolderInTheFormOfAUri) {
  Made.Root = "/a b";
  EXPECT_EQ(*run()
                 .getObject("originalUriBaseIds")
                 ->getObject("ROOT")
                 ->getString("uri"),
            "file:///a%20b/");
}

TEST_F(Sarif, FileOutsideTheRootIsAWholeUri) {
  Made.file("/elsewhere/a.cpp", "get();\n");
  Made.finding(CheckId::SelfWait, "m", "get");
  const Object &File =
      *physical(first(result(), "locations")).getObject("artifactLocation");
  EXPECT_EQ(*File.getString("uri"), "file:///elsewhere/a.cpp");
  EXPECT_FALSE(File.getString("uriBaseId"));
}

TEST_F(Sarif, ChainIsAFlowThatEndsWithTheWait) {
  Made.file("/project/a.cpp", "submit();\nget();\n");
  Made.finding(CheckId::SelfWait, "it blocks", "get");
  Made.step("submitted here", "submit");
  const Object &Result = result();
  EXPECT_EQ(Result.getArray("relatedLocations")->size(), 1u);
  const Array &Steps =
      *first(first(Result, "codeFlows"), "threadFlows").getArray("locations");
  ASSERT_EQ(Steps.size(), 2u);
  auto Text = [&](size_t I) {
    return *Steps[I]
                .getAsObject()
                ->getObject("location")
                ->getObject("message")
                ->getString("text");
  };
  EXPECT_EQ(Text(0), "submitted here");
  EXPECT_EQ(Text(1), "it blocks");
}

TEST_F(Sarif, FixReplacesARegionInCharacters) {
  Made.file("/project/a.cpp", "int a;\n\xc3\xa9\xc3\xa9 get();\n");
  Finding &Found = Made.finding(CheckId::SelfWait, "m", "get");
  Found.Fixes.push_back({"await it", {{0, 12, 3, "await"}}, true});
  Found.Fixes.push_back({"beyond the end", {{0, 900, 3, "x"}}, true});
  const Array &Fixes = *result().getArray("fixes");
  ASSERT_EQ(Fixes.size(), 1u);
  const Object &Change = first(*Fixes[0].getAsObject(), "artifactChanges");
  const Object &Replaced = first(Change, "replacements");
  const Object &Region = *Replaced.getObject("deletedRegion");
  EXPECT_EQ(*Region.getInteger("startLine"), 2);
  EXPECT_EQ(*Region.getInteger("startColumn"), 4);
  EXPECT_EQ(*Region.getInteger("endColumn"), 7);
  EXPECT_EQ(*Replaced.getObject("insertedContent")->getString("text"), "await");
}

TEST_F(Sarif, BytesThatAreNoTextAreReplaced) {
  Made.Root = "/project\xff";
  Made.file("/project\xff/\xfe\"</script>.cpp", "\x80 get();\n");
  Made.finding(CheckId::SelfWait, "in '\xc3('", "get");
  Made.step("\x80 \"", "nowhere");
  EXPECT_TRUE(llvm::json::isUTF8(Made.text(writeSarif)));
  EXPECT_EQ(run().getArray("results")->size(), 1u);
}

} // namespace
