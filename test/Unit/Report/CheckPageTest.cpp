// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

// The pages of the checks as plain text.

#include "Report/CheckPage.h"
#include "Report/Markdown.h"
#include "llvm/Support/raw_ostream.h"
#include "gtest/gtest.h"

using namespace gridlock;

namespace {

std::string plain(llvm::StringRef Markdown) {
  std::string Text;
  llvm::raw_string_ostream Out(Text);
  writePlain(Markdown, /*Colour=*/false, Out);
  return Out.str();
}

TEST(PlainText, HeadingsParagraphsAndCode) {
  EXPECT_EQ(plain("# Title\n\nSome `code` and **more**,\nin two lines.\n\n"
                  "```cpp bad\nint  a;\n\nint b;\n```\n"),
            "Title\n=====\n\nSome code and more, in two lines.\n\n"
            "    int  a;\n\n    int b;\n");
}

TEST(PlainText, LinesAreWrapped) {
  std::string Word(30, 'x');
  EXPECT_EQ(plain("- " + Word + " " + Word + " " + Word + "\n- b\n"),
            "- " + Word + " " + Word + "\n  " + Word + "\n- b\n");
  EXPECT_EQ(plain("1. " + Word + " " + Word + "\n   " + Word + "\n"),
            "1. " + Word + " " + Word + "\n   " + Word + "\n");
}

TEST(PlainText, LinksAreTheirText) {
  EXPECT_EQ(plain("See [the page](page.md#part), [it](https://a.example) and "
                  "a[i](b c) too.\n"),
            "See the page, it <https://a.example> and a[i](b c) too.\n");
}

TEST(PlainText, TablesAreLists) {
  EXPECT_EQ(plain("| words | meaning |\n|---|---|\n| `a` | what a is |\n"),
            "a\n    what a is\n");
}

TEST(PlainText, UnfinishedMarkdownIsNoError) {
  for (const char *Text : {"```", "[a](", "[", "|", "#", "- ", "12", "**"})
    plain(Text);
}

TEST(PortableMarkdown, FencesNameTheLanguage) {
  EXPECT_EQ(portableMarkdown("[a](b.md)\n```cpp bad\n[a](b)\n```\n"),
            "a\n```cpp\n[a](b)\n```\n");
}

TEST(Explain, WritesThePageOfEachCheck) {
  for (const CheckRow &Row : checkTable()) {
    std::string Text;
    llvm::raw_string_ostream Out(Text);
    EXPECT_TRUE(explain(Row.Name, Out, /*Colour=*/false));
    EXPECT_EQ(Out.str().find(Row.Name.str() + "\n==="), 0u) << Row.Name.str();
    EXPECT_EQ(Out.str().find("``"), std::string::npos);
  }
}

TEST(Explain, ListsTheChecksWhereThereIsNone) {
  std::string Text;
  llvm::raw_string_ostream Out(Text);
  EXPECT_FALSE(explain("self-wai", Out, /*Colour=*/false));
  EXPECT_NE(Out.str().find("gridlock-self-wait\n"), std::string::npos);
  EXPECT_TRUE(explain("self-wait", Out, /*Colour=*/false));
}

} // namespace
