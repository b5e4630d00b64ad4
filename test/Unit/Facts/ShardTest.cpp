// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Facts/Shard.h"
#include "../Solve/FactsBuilder.h"
#include "Facts/Print.h"
#include "llvm/Support/Endian.h"
#include "llvm/Support/raw_ostream.h"
#include "llvm/Support/xxhash.h"
#include "gtest/gtest.h"

using namespace gridlock;
using namespace gridlock::byhand;

namespace {

/// A shard in which each kind of fact occurs.
Shard example() {
  FactsBuilder Facts("server.cpp");
  Body &Task = Facts.lambda("Task", 1);
  Body &Start = Facts.method("Server", "start", 2);
  Body &Derived = Facts.override("Derived", Start, "start");
  Derived.call(Start, {Derived.parameter(0)}, Derived.self());
  ValueId Done = Start.submit(
      Start.field(Start.self(), "Pool", "Pool"),
      Start.closure(Task, {{"Request", Start.parameter(0)}}), "post");
  Start.last().OnLoop = true;
  Start.last().Fate = "aborts";
  Start.wait(Done, "get").Wait = WaitKind::Timed;
  Start.onlyIf(Start.comparison(Start.constant(-3), Comparison::Less,
                                Start.threadLocal("Depth", -1)),
               false);
  Start.last().Owner = LockOwner::Coroutine;
  Start.returns(Start.any({Done, Start.fresh("Pool")}));
  Start.Code.Blocks = {{0, {1, 1}, 1}, {3, {}, 0}};
  Class &Pool = Facts.classNamed("Pool");
  Pool.Capacity = -1;
  Pool.SelfJoin = "throws";
  Shard Made;
  Made.From.Source = "/src/server.cpp";
  Made.From.Key = 0x0123456789abcdef;
  Made.From.Inputs = {{"/src/server.cpp", ~0ull}, {"/src/server.h", 1}};
  Made.From.Errors = 2;
  Made.From.CutOff = true;
  Made.From.FirstError = "server.cpp:3:1: error: no such thing";
  Made.Facts = Facts.unit();
  Made.Facts.FunctionsCut = 4;
  return Made;
}

std::string facts(const Shard &Made) {
  std::string Text;
  llvm::raw_string_ostream Out(Text);
  printFacts(Made.Facts, Out);
  return Out.str();
}

bool isRejected(llvm::StringRef Bytes) {
  auto Read = readShard(Bytes);
  if (Read)
    return false;
  llvm::consumeError(Read.takeError());
  return true;
}

/// So that what stands behind the checksum is read too.
std::string withRightChecksums(std::string Bytes) {
  for (size_t Part = 8; Part + 16 <= Bytes.size();) {
    llvm::StringRef Text = llvm::StringRef(Bytes).substr(
        Part + 16, llvm::support::endian::read64le(&Bytes[Part]));
    llvm::support::endian::write64le(&Bytes[Part + 8], llvm::xxHash64(Text));
    Part += 16 + Text.size();
  }
  return Bytes;
}

TEST(ShardBytes, WhatWasWrittenIsRead) {
  Shard Made = example();
  std::string Bytes = writeShard(Made);
  llvm::Expected<Shard> Read = readShard(Bytes);
  ASSERT_TRUE(bool(Read)) << llvm::toString(Read.takeError());
  EXPECT_EQ(writeShard(*Read), Bytes);
  EXPECT_EQ(facts(*Read), facts(Made));
  EXPECT_EQ(Read->From.Source, Made.From.Source);
  EXPECT_EQ(Read->From.Key, Made.From.Key);
  ASSERT_EQ(Read->From.Inputs.size(), 2u);
  EXPECT_EQ(Read->From.Inputs[0].Path, "/src/server.cpp");
  EXPECT_EQ(Read->From.Inputs[0].Hash, ~0ull);
  EXPECT_EQ(Read->From.Errors, 2u);
  EXPECT_TRUE(Read->From.CutOff);
  EXPECT_EQ(Read->From.FirstError, Made.From.FirstError);
  EXPECT_EQ(Read->Facts.FunctionsCut, 4u);
  EXPECT_EQ(Read->Facts.Files, Made.Facts.Files);
  ASSERT_EQ(Read->Facts.Functions.size(), 3u);
  const Function &Start = Read->Facts.Functions[1];
  EXPECT_TRUE(Start.Events[0].OnLoop);
  EXPECT_FALSE(Start.Events[1].Guards[0].Holds);
  EXPECT_EQ(Start.Events[1].Owner, LockOwner::Coroutine);
  ASSERT_EQ(Start.Blocks.size(), 2u);
  EXPECT_EQ(Start.Blocks[0].Successors, std::vector<uint32_t>({1, 1}));
}

TEST(ShardBytes, TheOriginIsReadAlone) {
  std::string Bytes = writeShard(example());
  llvm::Expected<Origin> Read = readOrigin(Bytes);
  ASSERT_TRUE(bool(Read)) << llvm::toString(Read.takeError());
  EXPECT_EQ(Read->Source, "/src/server.cpp");
  EXPECT_EQ(Read->Inputs.size(), 2u);
}

TEST(ShardBytes, DefaultsThatAreNotZeroAreKept) {
  Shard Made;
  Made.Facts.Classes.emplace_back();
  Made.Facts.Classes[0].QueueArgument = 0;
  llvm::Expected<Shard> Read = readShard(writeShard(Made));
  ASSERT_TRUE(bool(Read)) << llvm::toString(Read.takeError());
  EXPECT_EQ(Read->Facts.Classes[0].QueueArgument, 0);
  EXPECT_EQ(Read->Facts.Classes[0].CapacityArgument, -1);
}

TEST(ShardBytes, CutOffAnywhereIsRejected) {
  std::string Bytes = writeShard(example());
  for (size_t Length = 0; Length < Bytes.size(); ++Length) {
    EXPECT_TRUE(isRejected(Bytes.substr(0, Length))) << Length;
    EXPECT_TRUE(isRejected(withRightChecksums(Bytes.substr(0, Length))))
        << Length;
  }
  EXPECT_TRUE(isRejected(Bytes + '\0'));
}

TEST(ShardBytes, FlippedBitsAreRejected) {
  std::string Bytes = writeShard(example());
  for (size_t Bit = 0; Bit < Bytes.size() * 8; ++Bit) {
    std::string Flipped = Bytes;
    Flipped[Bit / 8] = static_cast<char>(Flipped[Bit / 8] ^ (1 << Bit % 8));
    EXPECT_TRUE(isRejected(Flipped)) << Bit;
  }
}

/// With a right checksum other facts may come out, but none that lead astray.
TEST(ShardBytes, WhateverIsReadCanBeSolved) {
  std::string Bytes = writeShard(example());
  for (size_t At = 8; At < Bytes.size(); ++At)
    for (int Byte : {0x00, 0x01, 0x7f, 0x80, 0xff, Bytes[At] ^ 0x10}) {
      std::string Changed = Bytes;
      Changed[At] = static_cast<char>(Byte);
      auto Read = readShard(withRightChecksums(Changed));
      if (!Read) {
        llvm::consumeError(Read.takeError());
        continue;
      }
      facts(*Read);
      std::vector<Unit> Units;
      Units.push_back(std::move(Read->Facts));
      solve(std::move(Units), SolveOptions());
    }
}

TEST(ShardBytes, AnotherFormatIsRejected) {
  std::string Bytes = writeShard(example());
  ++Bytes[4];
  auto Read = readShard(Bytes);
  ASSERT_FALSE(bool(Read));
  EXPECT_EQ(llvm::toString(Read.takeError()), "has another format");
}

} // namespace
