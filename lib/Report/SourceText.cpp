// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Report/SourceText.h"
#include "llvm/ADT/StringExtras.h"

namespace gridlock {

constexpr size_t TabWidth = 8;

/// How many characters start in the bytes.
static uint32_t characters(llvm::StringRef Bytes) {
  return std::count_if(Bytes.begin(), Bytes.end(),
                       [](char C) { return (C & 0xC0) != 0x80; });
}

static bool isNamePart(char C) {
  return llvm::isAlnum(C) || C == '_' || (C & 0x80);
}

std::string withoutTabs(llvm::StringRef Line) {
  std::string Wide;
  for (char C : Line)
    if (C == '\t')
      Wide.append(TabWidth - Wide.size() % TabWidth, ' ');
    else
      Wide += C;
  return Wide;
}

TextPoint pointAt(llvm::StringRef Text, size_t Offset) {
  llvm::StringRef Before = Text.take_front(Offset);
  TextPoint At;
  At.Line = 1 + Before.count('\n');
  At.Column = 1 + characters(Before.drop_front(Before.rfind('\n') + 1));
  return At;
}

TextPoint characterPoint(const Location &Where,
                         std::optional<llvm::StringRef> Line) {
  uint32_t Before = Where.Column ? Where.Column - 1 : 0;
  return {Where.Line,
          1 + (Line ? characters(Line->take_front(Before)) : Before)};
}

llvm::StringRef nameAt(const Location &Where, llvm::StringRef Line) {
  llvm::StringRef Rest = Line.drop_front(
      std::min<size_t>(Where.Column ? Where.Column - 1 : 0, Line.size()));
  size_t End = Rest.take_front(1) == "~";
  while (End < Rest.size() && isNamePart(Rest[End]))
    ++End;
  return Rest.take_front(End);
}

std::optional<TextPoint> nameEnd(const Location &Where,
                                 std::optional<llvm::StringRef> Line) {
  llvm::StringRef Name = Line ? nameAt(Where, *Line) : llvm::StringRef();
  if (Name.empty())
    return std::nullopt;
  size_t End = Name.end() - Line->begin();
  return TextPoint{Where.Line, 1 + characters(Line->take_front(End))};
}

} // namespace gridlock
