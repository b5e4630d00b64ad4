// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Report/HtmlText.h"
#include "Report/SourceText.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/raw_ostream.h"

namespace gridlock {

/// Lines that an excerpt shows before and behind its place.
constexpr uint32_t Around = 3;

std::string escaped(llvm::StringRef Text) {
  std::string Made;
  llvm::raw_string_ostream Out(Made);
  llvm::printHTMLEscaped(printable(Text), Out);
  return Out.str();
}

void HtmlText::writePlace(const Location &Where) {
  if (Where.Line)
    Out << escaped(shownFile(Input, Where.File)) << ':' << Where.Line;
}

/// Tabs are widened first, so that the name keeps its place.
void HtmlText::writeHit(const Location &Where, llvm::StringRef Line) {
  llvm::StringRef Name = nameAt(Where, Line);
  size_t Begin = Name.begin() - Line.begin();
  std::string Before = withoutTabs(Line.take_front(Begin));
  std::string Whole = withoutTabs(Line);
  Out << escaped(Before);
  if (!Name.empty())
    Out << "<mark>" << escaped(Name) << "</mark>";
  Out << escaped(
      llvm::StringRef(Whole).drop_front(Before.size() + Name.size()));
}

void HtmlText::writeExcerpt(const Location &Where) {
  if (!sourceLine(Input, Where))
    return;
  Out << "<pre tabindex=\"0\" aria-label=\"Source\"><code>";
  Location At = Where;
  At.Line = Where.Line > Around ? Where.Line - Around : 1;
  for (; At.Line <= Where.Line + Around; ++At.Line) {
    std::optional<llvm::StringRef> Line = sourceLine(Input, At);
    if (!Line)
      break;
    bool Hit = At.Line == Where.Line;
    Out << "<span class=\"row" << (Hit ? " hit" : "") << "\" data-line=\""
        << At.Line << "\">";
    if (Line->size() > MaxShownLine)
      Out << "(a long line)";
    else if (Hit)
      writeHit(Where, *Line);
    else
      Out << escaped(withoutTabs(*Line));
    Out << "</span>";
  }
  Out << "</code></pre>";
}

} // namespace gridlock
