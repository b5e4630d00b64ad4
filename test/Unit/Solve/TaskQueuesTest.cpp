// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Solve/TaskQueues.h"
#include "gtest/gtest.h"

using namespace gridlock;

namespace {

class Queues : public testing::Test {
protected:
  enum : Symbol { One = 1, Other, Class, Shared, Jobs, Slow, Call };
  TermTable Terms;
  TaskQueues Known;

  TermId object(Symbol Name) {
    Term T{TermKind::Object, Name, Class};
    return Terms.intern(std::move(T));
  }
  TermId field(TermId Base, Symbol Name) { return Terms.field(Base, Name, 0); }
};

TEST_F(Queues, NothingIsKnownAtFirst) {
  EXPECT_EQ(Known.find(Terms, field(object(One), Jobs)).Queue, nullptr);
  EXPECT_EQ(Known.version(), 0u);
}

TEST_F(Queues, QueueIsKnownForEachObject) {
  ASSERT_TRUE(Known.learn(Terms, field(object(One), Jobs), object(One), {}));
  TermId Place = Terms.element(field(object(Other), Jobs));
  QueuePlace Found = Known.find(Terms, Place);
  ASSERT_NE(Found.Queue, nullptr);
  EXPECT_EQ(Found.Container, field(object(Other), Jobs));
  EXPECT_EQ(TaskQueues::ownerOf(Terms, Found.Executor, *Found.Queue),
            object(Other));
  EXPECT_EQ(Known.find(Terms, field(object(Other), Slow)).Queue, nullptr);
}

TEST_F(Queues, WhatLiesBehindTheElementIsTold) {
  ASSERT_TRUE(Known.learn(Terms, field(object(One), Jobs), object(One), {}));
  QueuePlace Found =
      Known.find(Terms, field(Terms.element(field(object(One), Jobs)), Call));
  ASSERT_NE(Found.Queue, nullptr);
  EXPECT_EQ(Found.Rest, std::vector<Symbol>({Call}));
}

TEST_F(Queues, LearnedTwiceIsLearnedOnce) {
  ASSERT_TRUE(Known.learn(Terms, field(object(One), Jobs), object(One), {}));
  size_t Version = Known.version();
  EXPECT_TRUE(
      Known.learn(Terms, field(object(Other), Jobs), object(Other), {}));
  EXPECT_EQ(Known.version(), Version);
}

TEST_F(Queues, OwnerIsTheOuterObject) {
  TermId Container = field(field(object(One), Shared), Jobs);
  ASSERT_TRUE(Known.learn(Terms, Container, object(One), {}));
  QueuePlace Found = Known.find(Terms, Terms.element(Container));
  ASSERT_NE(Found.Queue, nullptr);
  EXPECT_EQ(TaskQueues::ownerOf(Terms, Found.Executor, *Found.Queue),
            object(One));
}

TEST_F(Queues, VariableIsAQueueToo) {
  ASSERT_TRUE(Known.learn(Terms, object(One), object(One), {}));
  EXPECT_NE(Known.find(Terms, Terms.element(object(One))).Queue, nullptr);
  EXPECT_EQ(Known.find(Terms, Terms.element(object(Other))).Queue, nullptr);
}

TEST_F(Queues, QueuesOfOneThreadAreOneExecutor) {
  ASSERT_TRUE(Known.learn(Terms, field(object(One), Jobs), object(One), {}));
  ASSERT_TRUE(Known.learn(Terms, field(object(One), Slow), object(One), {}));
  QueuePlace Fast = Known.find(Terms, field(object(One), Jobs)),
             Slowly = Known.find(Terms, field(object(One), Slow));
  ASSERT_NE(Fast.Executor, Slowly.Executor);
  size_t Version = Known.version();
  Known.join(*Fast.Queue, *Slowly.Queue);
  EXPECT_GT(Known.version(), Version);
  EXPECT_EQ(Known.find(Terms, field(object(One), Jobs)).Executor,
            Known.find(Terms, field(object(One), Slow)).Executor);
}

} // namespace
