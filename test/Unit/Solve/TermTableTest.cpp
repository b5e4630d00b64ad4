// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Solve/Term.h"
#include "gtest/gtest.h"

using namespace gridlock;

namespace {

class Terms : public testing::Test {
protected:
  enum : Symbol { Pool = 1, Next, Queue, Class };
  TermTable Table;

  TermId object(Symbol Name, int64_t Number = 0) {
    Term T{TermKind::Object, Name};
    T.Number = Number;
    return Table.intern(std::move(T));
  }
  TermId closure(Symbol Label, TermId Captured) {
    Term T{TermKind::Closure, Class};
    T.Labels = {Label};
    T.Parts = {Captured};
    return Table.intern(std::move(T));
  }
};

TEST_F(Terms, EqualTermsAreOne) {
  EXPECT_EQ(object(Pool), object(Pool));
  EXPECT_NE(object(Pool), object(Next));
  EXPECT_NE(object(Pool, 1), object(Pool, 2))
      << "a variable of two activations is two";
  EXPECT_EQ(Table.field(object(Pool), Queue, 0),
            Table.field(object(Pool), Queue, 0));
}

TEST_F(Terms, TypeIsLearnedLater) {
  TermId Plain = object(Pool);
  Term Typed{TermKind::Object, Pool, Class};
  EXPECT_EQ(Table.intern(std::move(Typed)), Plain);
  EXPECT_EQ(Table[Plain].Type, Class);
}

TEST_F(Terms, PartOfTheUnknownIsUnknown) {
  EXPECT_EQ(Table.field(0, Queue, 0), 0u);
  EXPECT_EQ(Table.element(0), 0u);
  EXPECT_EQ(Table.held(0), 0u);
  EXPECT_EQ(Table.any({}), 0u);
  EXPECT_EQ(Table.any({0, 0}), 0u);
}

TEST_F(Terms, CaptureIsTheCapturedThing) {
  TermId Captured = object(Pool);
  EXPECT_EQ(Table.field(closure(Pool, Captured), Pool, 0), Captured);
  EXPECT_NE(Table.field(closure(Pool, Captured), Next, 0), Captured);
}

TEST_F(Terms, ElementsOfElementsAreNotToldApart) {
  TermId Element = Table.element(object(Queue));
  EXPECT_EQ(Table.element(Element), Element);
}

TEST_F(Terms, ChoicesAreFlatAndOrdered) {
  TermId A = object(Pool), B = object(Next), C = object(Queue);
  EXPECT_EQ(Table.any({A}), A);
  EXPECT_EQ(Table.any({B, A, B}), Table.any({A, B}));
  EXPECT_EQ(Table.any({Table.any({A, B}), C}), Table.any({A, B, C}));
}

TEST_F(Terms, FieldOfAChoiceIsAChoiceOfFields) {
  TermId A = object(Pool), B = object(Next);
  EXPECT_EQ(Table.field(Table.any({A, B}), Queue, 0),
            Table.any({Table.field(A, Queue, 0), Table.field(B, Queue, 0)}));
  EXPECT_EQ(Table.element(Table.any({A, B})),
            Table.any({Table.element(A), Table.element(B)}));
  EXPECT_EQ(Table.held(Table.any({A, B})),
            Table.any({Table.held(A), Table.held(B)}));
}

TEST_F(Terms, ChoicesAreBounded) {
  std::vector<TermId> Many;
  for (int64_t I = 0; I < 1000; ++I)
    Many.push_back(object(Pool, I));
  EXPECT_LE(Table[Table.any(Many)].Parts.size(), 16u);
}

TEST_F(Terms, PathsKnowWhatTheyLieIn) {
  TermId Root = object(Pool), Field = Table.field(Root, Queue, 0),
         Element = Table.element(Field);
  EXPECT_TRUE(Table.isWithin(Element, Root));
  EXPECT_TRUE(Table.isWithin(Element, Field));
  EXPECT_TRUE(Table.isWithin(Field, Field));
  EXPECT_FALSE(Table.isWithin(Root, Field));
  EXPECT_FALSE(Table.isWithin(Element, object(Next)));
  EXPECT_EQ(Table.rootOf(Element), Root);
  EXPECT_EQ(Table.rootOf(Root), Root);
}

TEST_F(Terms, ElementOfNoKnownIndexIsUncertain) {
  TermId Root = object(Pool);
  EXPECT_TRUE(Table.isUncertain(Table.field(Table.element(Root), Next, 0)));
  EXPECT_FALSE(Table.isUncertain(Table.element(Root, 3)));
  EXPECT_FALSE(Table.isUncertain(Table.field(Root, Next, 0)));
}

} // namespace
