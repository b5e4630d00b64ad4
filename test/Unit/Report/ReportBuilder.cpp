// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "ReportBuilder.h"
#include "llvm/Support/raw_ostream.h"

namespace gridlock {
namespace byhand {

void ReportBuilder::file(const std::string &Name, const std::string &Text) {
  Files.push_back(Name);
  Texts[Name] = Text;
}

Location ReportBuilder::place(const std::string &At) const {
  Location Where;
  Where.File = Files.size() - 1;
  const std::string &Text = Texts.at(Files.back());
  size_t Offset = Text.find(At);
  if (Offset == std::string::npos)
    return Where; // nowhere
  Where.Line = 1 + std::count(Text.begin(), Text.begin() + Offset, '\n');
  size_t Start = Text.rfind('\n', Offset);
  Where.Column = Offset - (Start == std::string::npos ? -1 : Start);
  return Where;
}

Finding &ReportBuilder::finding(CheckId Check, const std::string &Message,
                                const std::string &At) {
  Finding Made;
  Made.Check = Check;
  Made.Message = Message;
  Made.Where = place(At);
  Findings.push_back(std::move(Made));
  return Findings.back();
}

void ReportBuilder::step(const std::string &Text, const std::string &At) {
  Findings.back().Chain.push_back({place(At), Text});
}

std::optional<llvm::StringRef>
ReportBuilder::source(llvm::StringRef Name) const {
  auto Found = Texts.find(Name.str());
  if (Found == Texts.end())
    return std::nullopt;
  return Found->second;
}

ReportInput ReportBuilder::input() {
  Source = [this](llvm::StringRef Name) { return source(Name); };
  ReportInput Made;
  Made.Findings = Findings;
  Made.Files = Files;
  Made.Source = Source;
  Made.Version = "1.2.3";
  Made.Root = Root;
  Made.Waits = Waits;
  Made.Colour = Colour;
  return Made;
}

std::string ReportBuilder::text(void (*Write)(const ReportInput &,
                                              llvm::raw_ostream &)) {
  std::string Text;
  llvm::raw_string_ostream Out(Text);
  Write(input(), Out);
  return Out.str();
}

} // namespace byhand
} // namespace gridlock
