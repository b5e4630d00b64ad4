// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Facts/Print.h"
#include "../Solve/FactsBuilder.h"
#include "llvm/Support/YAMLParser.h"
#include "llvm/Support/raw_ostream.h"
#include "gtest/gtest.h"

using namespace gridlock;
using namespace gridlock::byhand;

namespace {

std::string printed(const FactsBuilder &Facts) {
  std::string Text;
  llvm::raw_string_ostream Out(Text);
  printFacts(Facts.unit(), Out);
  return Out.str();
}

/// The last line that speaks of an event.
std::string lastEvent(const FactsBuilder &Facts) {
  std::string Text = printed(Facts);
  size_t Start = Text.rfind("    - {"), End = Text.find('\n', Start);
  return Text.substr(Start, End - Start);
}

bool has(const std::string &Text, const std::string &Part) {
  return Text.find(Part) != std::string::npos;
}

class FactsText : public testing::Test {
protected:
  FactsBuilder Facts;
  Body &F = Facts.method("Server", "start", 1);
};

TEST_F(FactsText, EventsTellTheirKindAndTheirValues) {
  Body &Task = Facts.lambda("Task");
  F.submit(F.field(F.self(), "Pool"),
           F.closure(Task, {{"Request", F.parameter(0)}}), "post");
  std::string Text = printed(Facts);
  EXPECT_TRUE(has(Text, "submit: \"post\"")) << Text;
  EXPECT_TRUE(has(Text, "executor: pool")) << Text;
  EXPECT_TRUE(has(Text, "object: \"this.Pool\"")) << Text;
  EXPECT_TRUE(has(Text, "value: \"lambda(Request = parameter 0)\"")) << Text;
  EXPECT_TRUE(has(Text, "completion: \"result 0\"")) << Text;
}

TEST_F(FactsText, WaitsTellTheirMode) {
  F.wait(F.variable("L"), "wait");
  EXPECT_TRUE(
      has(lastEvent(Facts), "wait: \"wait\", mode: blocks, object: \"L\""))
      << lastEvent(Facts);
  F.wait(F.variable("L"), "wait_for").Wait = WaitKind::Timed;
  EXPECT_TRUE(has(lastEvent(Facts), "mode: timed")) << lastEvent(Facts);
  F.wait(F.variable("L"), "join").NeedsAll = true;
  EXPECT_TRUE(has(lastEvent(Facts), "needs: all")) << lastEvent(Facts);
}

TEST_F(FactsText, GuardsTellWhetherTheyHold) {
  F.wait(F.variable("L"), "wait");
  F.onlyIf(F.isWorker(F.parameter(0)), false);
  F.onlyIf(F.comparison(F.parameter(0), Comparison::LessEqual, F.constant(3)));
  EXPECT_TRUE(has(lastEvent(Facts), "unless: \"worker of parameter 0\""))
      << lastEvent(Facts);
  EXPECT_TRUE(has(lastEvent(Facts), ", if: \"parameter 0 <= 3\""))
      << lastEvent(Facts);
}

TEST_F(FactsText, EachValueHasAText) {
  Body &Other = Facts.function("other");
  std::vector<std::pair<ValueId, std::string>> Texts = {
      {F.self(), "this"},
      {F.global("Pool"), "global Pool"},
      {F.threadLocal("Depth", 0), "thread-local Depth"},
      {F.element(F.variable("List")), "List[*]"},
      {F.element(F.variable("List"), 2), "List[2]"},
      {F.held(F.variable("Task")), "held by Task"},
      {F.fresh("Pool"), "new Pool"},
      {F.function(Other), "other"},
      {F.bound(F.function(Other), {F.constant(7)}), "bind(other, 7)"},
      {F.any({F.constant(1), F.constant(2)}), "any(1, 2)"},
      {F.currentThread(), "current thread"},
      {F.isReady(F.variable("Result")), "ready Result"},
      {F.negation(F.variable("Flag")), "not Flag"},
  };
  for (auto &[Id, Text] : Texts) {
    F.wait(Id, "wait");
    EXPECT_TRUE(has(printed(Facts), "object: \"" + Text + "\""))
        << Text << " in " << printed(Facts);
  }
}

TEST_F(FactsText, IsYaml) {
  F.wait(F.variable("L"), "wait");
  F.onlyIf(F.isReady(F.variable("L")));
  Body &Task = Facts.lambda("Task");
  F.start(F.closure(Task));
  std::string Text = printed(Facts);
  llvm::SourceMgr Sources;
  llvm::yaml::Stream Stream(Text, Sources);
  for (llvm::yaml::Document &Document : Stream)
    Document.skip();
  EXPECT_FALSE(Stream.failed()) << Text;
}

} // namespace
