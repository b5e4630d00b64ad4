// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Report/Markdown.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/Unicode.h"
#include "llvm/Support/raw_ostream.h"

namespace gridlock {
namespace {

constexpr unsigned LineWidth = 79;
constexpr unsigned CodeIndent = 4;

bool hasPrefix(llvm::StringRef Text, llvm::StringRef Prefix) {
  return Text.take_front(Prefix.size()) == Prefix;
}

/// \p Text, where each link whose target is no address of the web is its text
/// alone. \p Plain: the others are followed by their address.
std::string withoutLinks(llvm::StringRef Text, bool Plain) {
  std::string Made;
  while (!Text.empty()) {
    size_t Open = Text.find('[');
    size_t Middle = Text.find("](", Open);
    size_t Close = Text.find(')', Middle);
    if (Close == llvm::StringRef::npos)
      break;
    llvm::StringRef Label = Text.slice(Open + 1, Middle);
    llvm::StringRef Target = Text.slice(Middle + 2, Close);
    if (Label.contains('[') || Target.contains(' ')) {
      Made += Text.take_front(Open + 1);
      Text = Text.drop_front(Open + 1);
      continue;
    }
    Made += Text.take_front(Open);
    if (!hasPrefix(Target, "http"))
      Made += Label;
    else if (Plain)
      Made += Label.str() + " <" + Target.str() + ">";
    else
      Made += Text.slice(Open, Close + 1);
    Text = Text.drop_front(Close + 1);
  }
  return Made + Text.str();
}

/// Without the marks of code and emphasis.
std::string plainInline(llvm::StringRef Text) {
  std::string Made;
  for (char C : withoutLinks(Text, /*Plain=*/true))
    if (C != '`')
      Made += C;
  for (size_t At; (At = Made.find("**")) != std::string::npos;)
    Made.erase(At, 2);
  return Made;
}

unsigned widthOf(llvm::StringRef Word) {
  int Width = llvm::sys::unicode::columnWidthUTF8(Word);
  return Width < 0 ? Word.size() : Width;
}

/// How far the text of a list's item is indented; 0: it is none.
unsigned itemIndent(llvm::StringRef Line) {
  if (hasPrefix(Line, "- "))
    return 2;
  size_t Digits = Line.find_first_not_of("0123456789");
  if (Digits && Digits != llvm::StringRef::npos &&
      hasPrefix(Line.drop_front(Digits), ". "))
    return Digits + 2;
  return 0;
}

class PlainWriter {
public:
  PlainWriter(bool Colour, llvm::raw_ostream &Out) : Colour(Colour), Out(Out) {}

  void line(llvm::StringRef Line);
  void flush();

private:
  void heading(llvm::StringRef Line);
  void tableRow(llvm::StringRef Line);
  void wrapped(llvm::StringRef Text, unsigned First, unsigned Rest);

  bool Colour;
  llvm::raw_ostream &Out;
  std::string Paragraph;
  unsigned Hanging = 0; ///< of the item that the paragraph is
  bool InCode = false;
  unsigned Rows = 0; ///< of the table so far
};

void PlainWriter::wrapped(llvm::StringRef Text, unsigned First, unsigned Rest) {
  llvm::SmallVector<llvm::StringRef, 32> Words;
  Text.split(Words, ' ', -1, /*KeepEmpty=*/false);
  unsigned Column = First;
  Out.indent(First);
  bool AtStart = true;
  for (llvm::StringRef Word : Words) {
    if (!AtStart && Column + 1 + widthOf(Word) > LineWidth) {
      Out << '\n';
      Out.indent(Rest);
      Column = Rest;
      AtStart = true;
    }
    Out << (AtStart ? "" : " ") << Word;
    Column += widthOf(Word) + (AtStart ? 0 : 1);
    AtStart = false;
  }
  Out << '\n';
}

void PlainWriter::flush() {
  if (!Paragraph.empty())
    wrapped(plainInline(Paragraph), 0, Hanging);
  Paragraph.clear();
  Hanging = 0;
}

void PlainWriter::heading(llvm::StringRef Line) {
  std::string Text = plainInline(Line.ltrim("# "));
  if (Colour)
    Out.changeColor(llvm::raw_ostream::SAVEDCOLOR, /*Bold=*/true);
  Out << Text;
  if (Colour)
    Out.resetColor();
  Out << '\n'
      << std::string(widthOf(Text), hasPrefix(Line, "# ") ? '=' : '-') << '\n';
}

/// The first cell, and below it the others. The heads of our tables say nothing
/// that the cells do not.
void PlainWriter::tableRow(llvm::StringRef Line) {
  if (++Rows <= 2)
    return;
  llvm::SmallVector<llvm::StringRef, 4> Cells;
  Line.trim().trim('|').split(Cells, '|');
  wrapped(plainInline(Cells.front().trim()), 0, 2);
  for (llvm::StringRef Cell :
       llvm::ArrayRef<llvm::StringRef>(Cells).drop_front())
    wrapped(plainInline(Cell.trim()), CodeIndent, CodeIndent);
}

void PlainWriter::line(llvm::StringRef Line) {
  if (hasPrefix(Line, "```")) {
    flush();
    InCode = !InCode;
  } else if (InCode) {
    Out.indent(Line.empty() ? 0 : CodeIndent) << Line << '\n';
  } else if (hasPrefix(Line, "|")) {
    flush();
    tableRow(Line);
  } else if (Line.trim().empty()) {
    flush();
    Out << '\n';
  } else if (hasPrefix(Line, "#")) {
    flush();
    heading(Line);
  } else {
    if (unsigned Indent = itemIndent(Line)) {
      flush();
      Hanging = Indent;
    }
    Paragraph += (Paragraph.empty() ? "" : " ") + Line.trim().str();
  }
  if (!hasPrefix(Line, "|"))
    Rows = 0;
}

} // namespace

void writePlain(llvm::StringRef Markdown, bool Colour, llvm::raw_ostream &Out) {
  PlainWriter Writer(Colour, Out);
  while (!Markdown.empty()) {
    auto [Line, Rest] = Markdown.split('\n');
    Writer.line(Line);
    Markdown = Rest;
  }
  Writer.flush();
}

std::string portableMarkdown(llvm::StringRef Markdown) {
  std::string Made;
  bool InCode = false;
  while (!Markdown.empty()) {
    auto [Line, Rest] = Markdown.split('\n');
    Markdown = Rest;
    bool Fence = hasPrefix(Line, "```");
    InCode ^= Fence;
    Made += Fence    ? Line.split(' ').first.str()
            : InCode ? Line.str()
                     : withoutLinks(Line, /*Plain=*/false);
    Made += '\n';
  }
  return Made;
}

} // namespace gridlock
