// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Project/StoredSolution.h"
#include "Findings/Print.h"
#include "llvm/Support/Endian.h"
#include "llvm/Support/raw_ostream.h"
#include "llvm/Support/xxhash.h"
#include "gtest/gtest.h"

using namespace gridlock;

namespace {

StoredSolution example() {
  StoredSolution Made;
  Made.Key = ~0ull;
  Made.Found.Files = {"/src/server.cpp", "/src/server.h"};
  Finding &Found = Made.Found.Findings.emplace_back();
  Found.Check = CheckId::WaitCycle;
  Found.How = Grade::Likely;
  Found.Where = {1, 12, 3, 0};
  Found.Message = "task of 'Pool' blocks";
  Found.Chain = {{{0, 5, 7, 0}, "'Pool' is created here", StepRole::Parent},
                 {{1, 9, 2, 0}, "locked here", StepRole::Lock}};
  Found.OtherWays = 3;
  Found.OneParent = Found.ChildMayMove = true;
  Found.Fixes = {{"run the task here", {{1, 310, 3, "call()"}}, true},
                 {"a separate pool", {{0, 0, 0, "P"}, {1, 2, 1, ""}}, false}};
  Made.Found.Waits.Nodes = {
      {WaitNode::Pool, "Server.Pool", 4, {1, 2, 3, 0}},
      {WaitNode::Outside, "main", -1, {}},
  };
  Made.Found.Waits.Edges = {{1,
                             0,
                             {0, 4, 4, 0},
                             "get",
                             WaitKind::Timed,
                             {1, 12, 3, 0},
                             CheckId::SelfJoin}};
  Made.Found.Walks = 7;
  Made.Found.Cut = 1;
  return Made;
}

std::string text(const StoredSolution &Made) {
  std::string Text;
  llvm::raw_string_ostream Out(Text);
  printFindings(Made.Found.Findings, Made.Found.Files, Out);
  for (const WaitEdge &Edge : Made.Found.Waits.Edges)
    Out << Made.Found.Waits.Nodes[Edge.From].Name << " -> "
        << Made.Found.Waits.Nodes[Edge.To].Name << " "
        << Made.Found.Files[Edge.Where.File] << "\n";
  for (const Finding &Found : Made.Found.Findings)
    for (const Fix &Offered : Found.Fixes)
      for (const Edit &One : Offered.Edits)
        Out << Made.Found.Files[One.File] << One.Offset << One.Text;
  return Out.str();
}

bool isRejected(llvm::StringRef Bytes) {
  auto Read = readSolution(Bytes);
  if (Read)
    return false;
  llvm::consumeError(Read.takeError());
  return true;
}

std::string withRightChecksum(std::string Bytes) {
  constexpr size_t Head = 8, PartHead = 16;
  llvm::support::endian::write64le(&Bytes[Head],
                                   Bytes.size() - Head - PartHead);
  llvm::support::endian::write64le(
      &Bytes[Head + 8],
      llvm::xxHash64(llvm::StringRef(Bytes).drop_front(Head + PartHead)));
  return Bytes;
}

TEST(StoredSolution, WhatWasWrittenIsRead) {
  StoredSolution Made = example();
  std::string Bytes = writeSolution(Made);
  auto Read = readSolution(Bytes);
  ASSERT_TRUE(bool(Read)) << llvm::toString(Read.takeError());
  EXPECT_EQ(writeSolution(*Read), Bytes);
  EXPECT_EQ(text(*Read), text(Made));
  EXPECT_EQ(Read->Key, ~0ull);
  const Finding &Found = Read->Found.Findings[0];
  EXPECT_EQ(Found.How, Grade::Likely);
  EXPECT_EQ(Found.OtherWays, 3u);
  EXPECT_TRUE(Found.OneParent && Found.ChildMayMove);
  EXPECT_FALSE(Found.OneChild || Found.ParentMayMove);
  EXPECT_EQ(Found.Chain[1].Role, StepRole::Lock);
  EXPECT_TRUE(Found.Fixes[0].KeepsBehaviour);
  EXPECT_FALSE(Found.Fixes[1].KeepsBehaviour);
  EXPECT_EQ(Found.Fixes[0].Text, "run the task here");
  const WaitGraph &Waits = Read->Found.Waits;
  EXPECT_EQ(Waits.Nodes[1].Kind, WaitNode::Outside);
  EXPECT_EQ(Waits.Nodes[1].Capacity, -1);
  EXPECT_EQ(Waits.Edges[0].How, WaitKind::Timed);
  EXPECT_EQ(Waits.Edges[0].By, CheckId::SelfJoin);
  EXPECT_EQ(Waits.Edges[0].Told.Line, 12u);
  EXPECT_EQ(Read->Found.Walks, 7u);
  EXPECT_EQ(Read->Found.Cut, 1u);
}

TEST(StoredSolution, CutOffAnywhereIsRejected) {
  std::string Bytes = writeSolution(example());
  for (size_t Length = 0; Length < Bytes.size(); ++Length) {
    EXPECT_TRUE(isRejected(Bytes.substr(0, Length))) << Length;
    if (Length > 24)
      EXPECT_TRUE(isRejected(withRightChecksum(Bytes.substr(0, Length))))
          << Length;
  }
}

/// With a right checksum another solution may come out, but none that leads
/// astray.
TEST(StoredSolution, WhateverIsReadCanBeTold) {
  std::string Bytes = writeSolution(example());
  for (size_t At = 24; At < Bytes.size(); ++At)
    for (int Byte : {0x00, 0x01, 0x7f, 0x80, 0xff, Bytes[At] ^ 0x10}) {
      std::string Changed = Bytes;
      Changed[At] = static_cast<char>(Byte);
      EXPECT_TRUE(Changed == Bytes || isRejected(Changed)) << At;
      auto Read = readSolution(withRightChecksum(Changed));
      if (Read)
        text(*Read);
      else
        llvm::consumeError(Read.takeError());
    }
}

TEST(StoredSolution, AnotherFormatIsRejected) {
  std::string Bytes = writeSolution(example());
  ++Bytes[4];
  EXPECT_TRUE(isRejected(Bytes));
}

} // namespace
