// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Models/ModelSet.h"
#include "Models/EmbeddedModels.h"
#include "Models/ModelReader.h"
#include "gtest/gtest.h"
#include <algorithm>

using namespace gridlock;

namespace {

TypeModel type(std::vector<std::string> Names, TypeKind Kind) {
  TypeModel Type;
  Type.Names = std::move(Names);
  Type.Kind = Kind;
  return Type;
}

/// An entry that is told apart by the number of arguments it asks for.
CallModel call(std::vector<std::string> Names, unsigned Number) {
  CallModel Call;
  Call.Names = std::move(Names);
  Call.Arguments = Number;
  return Call;
}

Model model(std::vector<TypeModel> Types, std::vector<CallModel> Calls) {
  Model Result;
  Result.Library = "my";
  Result.Types = std::move(Types);
  Result.Calls = std::move(Calls);
  return Result;
}

std::vector<unsigned> numbers(const ModelSet &Set, llvm::StringRef Name) {
  llvm::SmallVector<const CallModel *, 4> Storage;
  std::vector<unsigned> Numbers;
  for (const CallModel *Call : Set.findCalls(Name, Storage))
    Numbers.push_back(*Call->Arguments);
  return Numbers;
}

using Numbers = std::vector<unsigned>;

TEST(MatchesName, ComparesWholeNames) {
  EXPECT_TRUE(matchesName("std::future::get", "std::future::get"));
  EXPECT_FALSE(matchesName("std::future::get", "std::future::wait"));
  EXPECT_FALSE(matchesName("future::get", "std::future::get"));
  EXPECT_FALSE(matchesName("std::future", "std::future::get"));
  EXPECT_FALSE(matchesName("std::future::get", "get"));
}

TEST(MatchesName, StarStaysInItsComponent) {
  EXPECT_TRUE(matchesName("tbb::*::task_group", "tbb::d1::task_group"));
  EXPECT_FALSE(
      matchesName("tbb::*::task_group", "tbb::detail::d1::task_group"));
  EXPECT_FALSE(matchesName("tbb::*::task_group", "tbb::task_group"));
  EXPECT_TRUE(matchesName("*", "Pool"));
  EXPECT_FALSE(matchesName("*", "my::Pool"));
}

TEST(MatchesName, StarStandsForAnyCharacters) {
  EXPECT_TRUE(matchesName("a::async_*", "a::async_read"));
  EXPECT_TRUE(matchesName("a::async_*", "a::async_"));
  EXPECT_FALSE(matchesName("a::async_*", "a::async"));
  EXPECT_TRUE(matchesName("a::*_pool", "a::thread_pool"));
  EXPECT_TRUE(matchesName("a::t*_p*l", "a::thread_pool"));
  EXPECT_FALSE(matchesName("a::t*_p*k", "a::thread_pool"));
  EXPECT_TRUE(matchesName("a*::f", "abc::f"));
}

TEST(MatchesName, StarOfAnOperatorIsItself) {
  EXPECT_TRUE(matchesName("p::operator*", "p::operator*"));
  EXPECT_FALSE(matchesName("p::operator*", "p::operator->"));
  EXPECT_FALSE(matchesName("p::operator*", "p::operator*="));
  EXPECT_TRUE(matchesName("*::operator*", "p::operator*"));
  EXPECT_TRUE(matchesName("p::operator_*", "p::operator_x"));
}

TEST(ModelSet, FindsTypesByTheirWholeName) {
  ModelSet Set;
  Set.add(model({type({"a::Pool", "a::Crew"}, TypeKind::Executor),
                 type({"b::Pool"}, TypeKind::Sync)},
                {}));
  EXPECT_EQ(Set.findType("a::Pool")->Kind, TypeKind::Executor);
  EXPECT_EQ(Set.findType("a::Crew"), Set.findType("a::Pool"));
  EXPECT_EQ(Set.findType("b::Pool")->Kind, TypeKind::Sync);
  EXPECT_EQ(Set.findType("Pool"), nullptr);
  EXPECT_EQ(Set.findType("c::Pool"), nullptr);
  EXPECT_EQ(Set.findType("a::Pool::Inner"), nullptr);
  EXPECT_EQ(Set.findType(""), nullptr);
}

TEST(ModelSet, FindsNamesWithStars) {
  ModelSet Set;
  Set.add(model({type({"t::*::group"}, TypeKind::Sync)},
                {call({"t::*::group::run"}, 1), call({"n::*::async_*"}, 2)}));
  EXPECT_NE(Set.findType("t::d1::group"), nullptr);
  EXPECT_EQ(Set.findType("t::group"), nullptr);
  EXPECT_EQ(numbers(Set, "t::d2::group::run"), Numbers{1});
  EXPECT_EQ(numbers(Set, "n::socket::async_read"), Numbers{2});
  EXPECT_EQ(numbers(Set, "n::async_read"), Numbers{});
}

TEST(ModelSet, KeepsTheOrderOfOneModel) {
  ModelSet Set;
  Set.add(model({}, {call({"f"}, 1), call({"f*"}, 2), call({"f"}, 3),
                     call({"g", "f"}, 4)}));
  EXPECT_EQ(numbers(Set, "f"), (Numbers{1, 2, 3, 4}));
  EXPECT_EQ(numbers(Set, "g"), (Numbers{4}));
}

TEST(ModelSet, LaterModelsWin) {
  ModelSet Set;
  Set.add(model({type({"Pool"}, TypeKind::Sync)}, {call({"f"}, 1)}));
  Set.add(model({type({"P*"}, TypeKind::Executor)},
                {call({"f"}, 2), call({"f"}, 3)}));
  EXPECT_EQ(Set.findType("Pool")->Kind, TypeKind::Executor);
  EXPECT_EQ(numbers(Set, "f"), (Numbers{2, 3, 1}));
}

TEST(ModelSet, TellsAnEntryOnce) {
  ModelSet Set;
  Set.add(model({}, {call({"f", "f*", "*"}, 1)}));
  EXPECT_EQ(numbers(Set, "f"), Numbers{1});
}

TEST(ModelSet, KnowsWhichIdentifiersItMayName) {
  ModelSet Set;
  EXPECT_FALSE(Set.mayName("run"));
  Set.add(model(
      {type({"t::Group"}, TypeKind::Sync)},
      {call({"t::Group::run", "x::operator*"}, 1), call({"n::async_*"}, 2)}));
  EXPECT_TRUE(Set.mayName("run"));
  EXPECT_TRUE(Set.mayName("operator*"));
  EXPECT_TRUE(Set.mayName("async_read"));
  EXPECT_FALSE(Set.mayName("operator->"));
  EXPECT_FALSE(Set.mayName("async"));
  EXPECT_FALSE(Set.mayName("Group"));
  EXPECT_FALSE(Set.mayName(""));
}

TEST(ModelSet, ACopyIsOfItsOwn) {
  ModelSet Copy;
  {
    ModelSet Original;
    Original.add(model({}, {call({"f"}, 1)}));
    Copy = Original;
    Original.add(model({}, {call({"f"}, 2)}));
  }
  EXPECT_EQ(numbers(Copy, "f"), Numbers{1});
  Copy.add(model({}, {call({"f"}, 3)}));
  EXPECT_EQ(numbers(Copy, "f"), (Numbers{3, 1}));
}

class Embedded : public testing::TestWithParam<EmbeddedModel> {};

TEST_P(Embedded, IsWithoutFault) {
  std::vector<std::string> Errors;
  std::optional<Model> Read =
      readModel(GetParam().Text, GetParam().FileName, Errors);
  for (const std::string &Error : Errors)
    ADD_FAILURE() << Error;
  ASSERT_TRUE(Read.has_value());
  EXPECT_FALSE(Read->Library.empty());
  EXPECT_FALSE(Read->Headers.empty());
  EXPECT_FALSE(Read->Calls.empty() && Read->Types.empty());
}

/// The unconditional entry of a name hides what comes after it.
TEST_P(Embedded, HasNoEntryThatIsNeverReached) {
  std::vector<std::string> Errors;
  std::optional<Model> Read =
      readModel(GetParam().Text, GetParam().FileName, Errors);
  ASSERT_TRUE(Read.has_value());
  std::vector<std::string> Closed;
  for (const CallModel &Call : Read->Calls)
    for (const std::string &Name : Call.Names) {
      EXPECT_EQ(std::count(Closed.begin(), Closed.end(), Name), 0) << Name;
      if (Call.Parameters.empty() && !Call.Arguments && Call.Values.empty())
        Closed.push_back(Name);
    }
}

std::string nameOf(const testing::TestParamInfo<EmbeddedModel> &Info) {
  return Info.param.FileName.split('.').first.str();
}

INSTANTIATE_TEST_SUITE_P(Models, Embedded,
                         testing::ValuesIn(embeddedModels().begin(),
                                           embeddedModels().end()),
                         nameOf);

TEST(BuiltinModels, AnswerForEachLibrary) {
  std::shared_ptr<const ModelSet> Set = ModelSet::builtin();
  EXPECT_EQ(Set, ModelSet::builtin());
  for (const char *Name :
       {"std::future", "asio::thread_pool", "boost::asio::thread_pool",
        "tbb::detail::d1::task_group", "QThreadPool", "absl::Notification",
        "llvm::ThreadPool", "boost::future", "sem_t"})
    EXPECT_NE(Set->findType(Name), nullptr) << Name;
  llvm::SmallVector<const CallModel *, 4> Storage;
  for (const char *Name :
       {"std::async", "asio::post", "boost::asio::post",
        "tbb::detail::d2::task_group::run", "QtConcurrent::run",
        "absl::Notification::Notify", "llvm::ThreadPoolInterface::async",
        "boost::async", "pthread_create"})
    EXPECT_FALSE(Set->findCalls(Name, Storage).empty()) << Name;
  EXPECT_TRUE(Set->mayName("async"));
  EXPECT_FALSE(Set->mayName("printf"));
}

} // namespace
