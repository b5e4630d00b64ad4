// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Report/Report.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/Path.h"

namespace gridlock {

static const ReportFormat Formats[] = {
#define GRIDLOCK_FORMAT(Name, Id, Sentence) {Id, Sentence, write##Name},
#include "Report/Formats.def"
};

llvm::ArrayRef<ReportFormat> reportFormats() { return Formats; }

const ReportFormat *findFormat(llvm::StringRef Name) {
  for (const ReportFormat &Format : Formats)
    if (Format.Name == Name)
      return &Format;
  return nullptr;
}

llvm::StringRef gradeName(Grade How) {
  switch (How) {
  case Grade::Always:
    return "always";
  case Grade::Sometimes:
    return "sometimes";
  case Grade::Stalls:
    return "stalls";
  case Grade::Likely:
    return "likely";
  }
  return "";
}

std::string validUtf8(llvm::StringRef Text) {
  return llvm::json::isUTF8(Text) ? Text.str() : llvm::json::fixUTF8(Text);
}

std::string printable(llvm::StringRef Text) {
  std::string Shown = validUtf8(Text);
  for (char &C : Shown)
    if (static_cast<unsigned char>(C) < 0x20 || C == 0x7f)
      C = '?';
  return Shown;
}

std::string shownFile(const ReportInput &Input, uint32_t File) {
  if (File >= Input.Files.size())
    return "";
  llvm::SmallString<256> Path(Input.Files[File]);
  llvm::sys::path::remove_dots(Path, /*remove_dot_dot=*/true);
  llvm::StringRef Shown = Path;
  llvm::StringRef Root = Input.Root;
  while (Root.size() > 1 && llvm::sys::path::is_separator(Root.back()))
    Root = Root.drop_back();
  if (!Root.empty() && Shown.consume_front(Root)) {
    llvm::StringRef Below = Shown.drop_while(
        [](char C) { return llvm::sys::path::is_separator(C); });
    Shown = Below.size() < Shown.size() || Root == "/" ? Below : Path.str();
  }
  return validUtf8(llvm::sys::path::convert_to_slash(Shown));
}

int findingOf(const ReportInput &Input, const WaitEdge &Edge) {
  for (size_t I = 0; Edge.Told.Line && I < Input.Findings.size(); ++I) {
    const Finding &Found = Input.Findings[I];
    if (Found.Check == Edge.By && Found.Where.File == Edge.Told.File &&
        Found.Where.Line == Edge.Told.Line &&
        Found.Where.Column == Edge.Told.Column)
      return I;
  }
  return -1;
}

std::string shownMessage(const Finding &Found) {
  std::string Message = validUtf8(Found.Message);
  if (Found.OtherWays)
    Message += " (and " + std::to_string(Found.OtherWays) + " more ways)";
  return Message;
}

std::optional<llvm::StringRef> sourceLine(const ReportInput &Input,
                                          const Location &Where) {
  if (!Input.Source || !Where.Line || Where.File >= Input.Files.size())
    return std::nullopt;
  std::optional<llvm::StringRef> Text = Input.Source(Input.Files[Where.File]);
  if (!Text)
    return std::nullopt;
  for (uint32_t Line = 1; Line < Where.Line; ++Line) {
    size_t End = Text->find('\n');
    if (End == llvm::StringRef::npos)
      return std::nullopt;
    *Text = Text->drop_front(End + 1);
  }
  return Text->take_until([](char C) { return C == '\n' || C == '\r'; });
}

} // namespace gridlock
