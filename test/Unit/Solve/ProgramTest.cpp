// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Solve/Program.h"
#include "FactsBuilder.h"
#include "gtest/gtest.h"
#include <algorithm>

using namespace gridlock;
using namespace gridlock::byhand;

namespace {

const Function *named(const Program &Code, const std::string &Name) {
  for (const Function &F : Code.functions())
    if (Code.name(F.Name) == Name)
      return &F;
  return nullptr;
}

Names namesOf(const Program &Code, llvm::ArrayRef<const Function *> Functions) {
  Names Found;
  for (const Function *F : Functions)
    Found.push_back(Code.name(F->Name));
  std::sort(Found.begin(), Found.end());
  return Found;
}

/// Three classes in a row, each with its own `run`.
class Dispatch : public testing::Test {
protected:
  FactsBuilder Facts;
  Body &Base = Facts.method("Base", "run");
  Body &Middle = Facts.override("Middle", Base, "run");
  Body &Last = Facts.override("Last", Middle, "run");
};

TEST_F(Dispatch, UnknownClassMeansEachOverride) {
  Program Code({Facts.unit()});
  EXPECT_EQ(namesOf(Code, Code.dispatch(named(Code, "Base::run")->Name, 0)),
            Names({"Base::run", "Last::run", "Middle::run"}));
}

TEST_F(Dispatch, KnownClassMeansItsOwn) {
  Program Code({Facts.unit()});
  Symbol Run = named(Code, "Base::run")->Name;
  EXPECT_EQ(
      namesOf(Code, Code.dispatch(Run, named(Code, "Middle::run")->Class)),
      Names({"Middle::run"}));
  EXPECT_EQ(namesOf(Code, Code.dispatch(Run, named(Code, "Base::run")->Class)),
            Names({"Base::run"}));
}

TEST_F(Dispatch, ClassWithoutAnOverrideTakesThatOfItsBase) {
  Facts.method("Plain", "other");
  Facts.classNamed("Plain").Bases.push_back(Middle.Code.Class);
  Program Code({Facts.unit()});
  Symbol Run = named(Code, "Base::run")->Name;
  EXPECT_EQ(
      namesOf(Code, Code.dispatch(Run, named(Code, "Plain::other")->Class)),
      Names({"Middle::run"}));
}

TEST_F(Dispatch, BasesAreFollowed) {
  Program Code({Facts.unit()});
  Symbol B = named(Code, "Base::run")->Class,
         L = named(Code, "Last::run")->Class;
  EXPECT_TRUE(Code.derives(L, B));
  EXPECT_TRUE(Code.derives(B, B));
  EXPECT_FALSE(Code.derives(B, L));
}

/// What cannot wait, submit or store anything is not walked.
TEST(ActiveFunctions, OnlyWhatReachesAnEvent) {
  FactsBuilder Facts;
  Body &Quiet = Facts.function("quiet");
  Body &Waits = Facts.function("waits", 1);
  Body &Caller = Facts.function("caller", 1);
  Body &Names = Facts.function("names", 1);
  Waits.wait(Waits.parameter(0), "get");
  Caller.call(Waits, {Caller.parameter(0)});
  Names.call(Quiet, {Names.function(Waits)});
  Program Code({Facts.unit()});
  EXPECT_FALSE(Code.isActive(*named(Code, "quiet")));
  EXPECT_TRUE(Code.isActive(*named(Code, "waits")));
  EXPECT_TRUE(Code.isActive(*named(Code, "caller")));
  EXPECT_TRUE(Code.isActive(*named(Code, "names")))
      << "it hands a function that waits to somebody";
  EXPECT_TRUE(Code.isCalled(*named(Code, "waits")));
  EXPECT_FALSE(Code.isCalled(*named(Code, "caller")));
}

TEST(ActiveFunctions, CallersAreFoundLevelByLevel) {
  FactsBuilder Facts;
  Body &Loop = Facts.lambda("Loop");
  Body &Starts = Facts.function("starts");
  Body &Caller = Facts.function("caller");
  Body &Outer = Facts.function("outer");
  Body &Other = Facts.function("other", 1);
  Starts.start(Starts.closure(Loop));
  Caller.call(Starts);
  Outer.call(Caller);
  Other.wait(Other.parameter(0), "get");
  Program Code({Facts.unit()});
  EXPECT_TRUE(Code.startsThread(*named(Code, "starts")));
  EXPECT_FALSE(Code.startsThread(*named(Code, "other")));
  llvm::DenseSet<const Function *> Reaching;
  Reaching.insert(named(Code, "starts"));
  Code.addCallers(Reaching, 1);
  EXPECT_TRUE(Reaching.count(named(Code, "caller")));
  EXPECT_FALSE(Reaching.count(named(Code, "outer")));
  Code.addCallers(Reaching);
  EXPECT_TRUE(Reaching.count(named(Code, "outer")));
  EXPECT_FALSE(Reaching.count(named(Code, "other")));
}

TEST(JoinedUnits, NamesAreJoinedByTheirKeys) {
  FactsBuilder One("one.cpp"), Two("two.cpp");
  One.function("shared");
  One.function("first");
  Two.symbol("so that the numbers differ");
  Two.function("second");
  Two.function("shared");
  Program Code({One.unit(), Two.unit()});
  EXPECT_EQ(Code.files(), Names({"one.cpp", "two.cpp"}));
  EXPECT_EQ(Code.functions().size(), 3u);
  EXPECT_EQ(Code.files()[named(Code, "shared")->Where.File], "one.cpp");
  EXPECT_EQ(Code.files()[named(Code, "second")->Where.File], "two.cpp");
}

TEST(StoredPlaces, FunctionsThatStoreAreFoundByTheField) {
  FactsBuilder Facts;
  Body &Store = Facts.method("Server", "store", 1);
  Body &Put = Facts.method("Server", "put", 1);
  ValueId Field = Store.field(Store.self(), "Pool");
  Store.bind(Field, Store.parameter(0));
  Put.bind(Put.element(Put.field(Put.self(), "Pool")), Put.parameter(0));
  Put.bind(Put.variable("Pool"), Put.parameter(0));
  Program Code({Facts.unit()});
  const Function &First = *named(Code, "Server::store");
  EXPECT_EQ(namesOf(Code, Code.storers(First.Values[Field].Name)),
            Names({"Server::put", "Server::store"}));
}

} // namespace
