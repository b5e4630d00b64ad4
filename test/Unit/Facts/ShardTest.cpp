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
  Made.Source = "/src/server.cpp";
  Made.Key = 0x0123456789abcdef;
  Made.Inputs = {{"/src/server.cpp", ~0ull}, {"/src/server.h", 1}};
  Made.Errors = 2;
  Made.FirstError = "server.cpp:3:1: error: no such thing";
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
std::string withRightChecksum(std::string Bytes) {
  if (Bytes.size() >= 16)
    llvm::support::endian::write64le(
        &Bytes[8], llvm::xxHash64(llvm::StringRef(Bytes).drop_front(16)));
  return Bytes;
}

TEST(ShardBytes, WhatWasWrittenIsRead) {
  Shard Made = example();
  std::string Bytes = writeShard(Made);
  llvm::Expected<Shard> Read = readShard(Bytes);
  ASSERT_TRUE(bool(Read)) << llvm::toString(Read.takeError());
  EXPECT_EQ(writeShard(*Read), Bytes);
  EXPECT_EQ(facts(*Read), facts(Made));
  EXPECT_EQ(Read->Source, Made.Source);
  EXPECT_EQ(Read->Key, Made.Key);
  ASSERT_EQ(Read->Inputs.size(), 2u);
  EXPECT_EQ(Read->Inputs[0].Path, "/src/server.cpp");
  EXPECT_EQ(Read->Inputs[0].Hash, ~0ull);
  EXPECT_EQ(Read->Errors, 2u);
  EXPECT_EQ(Read->FirstError, Made.FirstError);
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
    EXPECT_TRUE(isRejected(withRightChecksum(Bytes.substr(0, Length))))
        << Length;
  }
  EXPECT_TRUE(isRejected(withRightChecksum(Bytes + '\0')));
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
  for (size_t At = 16; At < Bytes.size(); ++At)
    for (int Byte : {0x00, 0x01, 0x7f, 0x80, 0xff, Bytes[At] ^ 0x10}) {
      std::string Changed = Bytes;
      Changed[At] = static_cast<char>(Byte);
      auto Read = readShard(withRightChecksum(Changed));
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
