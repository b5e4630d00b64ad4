// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Project/Suppressions.h"
#include "clang-tidy/GlobList.h"
#include "llvm/ADT/StringExtras.h"

using llvm::StringRef;

namespace gridlock {
namespace {

enum class Word { Line, NextLine, Begin, End };

/// Calls \p Take(word, does it speak of the check?) for each such word of a
/// line.
template <typename Function>
void readLine(StringRef Line, StringRef Check, Function Take) {
  static constexpr llvm::StringLiteral Start = "NOLINT";
  for (size_t At = Line.find(Start); At != StringRef::npos;
       At = Line.find(Start)) {
    StringRef Rest = Line.drop_front(At + Start.size());
    bool Whole = !At || !(llvm::isAlnum(Line[At - 1]) || Line[At - 1] == '_');
    Line = Rest;
    if (!Whole)
      continue;
    Word Kind = Word::Line;
    if (Rest.consume_front("NEXTLINE"))
      Kind = Word::NextLine;
    else if (Rest.consume_front("BEGIN"))
      Kind = Word::Begin;
    else if (Rest.consume_front("END"))
      Kind = Word::End;
    bool Meant = true;
    if (Rest.consume_front("("))
      Meant = clang::tidy::GlobList(Rest.take_until([](char C) {
                return C == ')';
              })).contains(Check);
    Take(Kind, Meant);
  }
}

} // namespace

bool isSuppressed(StringRef Source, unsigned Line, StringRef Check) {
  if (!Source.contains("NOLINT"))
    return false;
  int Open = 0;
  bool Next = false;
  for (unsigned Number = 1; Number <= Line; ++Number) {
    StringRef Text;
    std::tie(Text, Source) = Source.split('\n');
    bool Here = std::exchange(Next, false);
    readLine(Text, Check, [&](Word Kind, bool Meant) {
      if (!Meant)
        return;
      Here |= Kind == Word::Line;
      Next |= Kind == Word::NextLine;
      Open += Kind == Word::Begin ? 1 : Kind == Word::End ? -1 : 0;
    });
    if (Number == Line)
      return Here || Open > 0;
  }
  return false;
}

} // namespace gridlock
