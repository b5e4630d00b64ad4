// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Findings/CheckTable.h"
#include "Report/Report.h"
#include "Report/SourceText.h"
#include "llvm/Support/Format.h"
#include "llvm/Support/Unicode.h"
#include "llvm/Support/raw_ostream.h"

namespace gridlock {
namespace {

class TextWriter {
public:
  TextWriter(const ReportInput &Input, llvm::raw_ostream &Out)
      : Input(Input), Out(Out) {}

  void write(const Finding &Found);

private:
  using Colours = llvm::raw_ostream::Colors;
  void paint(Colours Colour, bool Bold, llvm::StringRef Text);
  void writeLine(const Location &Where, llvm::StringRef Word, Colours Colour,
                 llvm::StringRef Text, llvm::StringRef Check = "");
  void writeSource(const Location &Where);
  Location placeOf(const Fix &Offered) const;

  const ReportInput &Input;
  llvm::raw_ostream &Out;
};

void TextWriter::paint(Colours Colour, bool Bold, llvm::StringRef Text) {
  bool Changed = Input.Colour && (Bold || Colour != Colours::SAVEDCOLOR);
  if (Changed)
    Out.changeColor(Colour, Bold);
  Out << Text;
  if (Changed)
    Out.resetColor();
}

void TextWriter::writeLine(const Location &Where, llvm::StringRef Word,
                           Colours Colour, llvm::StringRef Text,
                           llvm::StringRef Check) {
  if (Where.Line)
    paint(Colours::SAVEDCOLOR, true,
          printable(shownFile(Input, Where.File)) + ":" +
              std::to_string(Where.Line) + ":" + std::to_string(Where.Column) +
              ": ");
  paint(Colour, true, Word.str() + ": ");
  std::string Shown = printable(Text);
  if (!Check.empty())
    Shown += " [" + Check.str() + "]";
  paint(Colours::SAVEDCOLOR, !Check.empty(), Shown);
  Out << '\n';
  writeSource(Where);
}

void TextWriter::writeSource(const Location &Where) {
  std::optional<llvm::StringRef> Line = sourceLine(Input, Where);
  if (!Line || Line->size() > MaxShownLine)
    return;
  size_t Before =
      std::min<size_t>(Where.Column ? Where.Column - 1 : 0, Line->size());
  std::string Shown = printable(withoutTabs(*Line));
  std::string Prefix = printable(withoutTabs(Line->take_front(Before)));
  int Width = llvm::sys::unicode::columnWidthUTF8(Prefix);
  Out << llvm::format("%5u | ", Where.Line) << Shown << "\n      | ";
  Out.indent(Width < 0 ? Prefix.size() : Width);
  paint(Colours::GREEN, true, "^");
  Out << '\n';
}

/// Where the first edit starts.
Location TextWriter::placeOf(const Fix &Offered) const {
  Location Where;
  if (Offered.Edits.empty() || !Input.Source)
    return Where;
  const Edit &First = Offered.Edits.front();
  if (First.File >= Input.Files.size())
    return Where;
  auto Text = Input.Source(Input.Files[First.File]);
  if (!Text || First.Offset > Text->size())
    return Where;
  llvm::StringRef Before = Text->take_front(First.Offset);
  Where.File = First.File;
  Where.Line = 1 + Before.count('\n');
  Where.Column = Before.size() - (Before.rfind('\n') + 1) + 1;
  return Where;
}

void TextWriter::write(const Finding &Found) {
  writeLine(Found.Where, "warning", Colours::MAGENTA, shownMessage(Found),
            rowOf(Found.Check).Name);
  for (const ChainStep &Step : Found.Chain)
    writeLine(Step.Where, "note", Colours::CYAN, Step.Text);
  for (const Fix &Offered : Found.Fixes)
    writeLine(Offered.Edits.empty() ? Found.Where : placeOf(Offered), "note",
              Colours::CYAN, "fix: " + Offered.Text);
}

} // namespace

void writeText(const ReportInput &Input, llvm::raw_ostream &Out) {
  if (Input.Colour)
    Out.enable_colors(true);
  TextWriter Writer(Input, Out);
  for (const Finding &Found : Input.Findings)
    Writer.write(Found);
}

} // namespace gridlock
