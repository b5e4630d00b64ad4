// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Report/Fingerprint.h"
#include "Findings/CheckTable.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/Support/SHA1.h"
#include <map>

namespace gridlock {
namespace {

/// Where a literal that starts with \p Quote at \p From ends.
size_t literalEnd(llvm::StringRef Text, size_t From, char Quote) {
  size_t I = From + 1;
  while (I < Text.size() && Text[I] != Quote && Text[I] != '\n')
    I += Text[I] == '\\' ? 2 : 1;
  return std::min(I + 1, Text.size());
}

/// \p Text with blanks where comments were, of the same length. What stands in
/// literals becomes an underscore where it would end a statement.
std::string withoutComments(llvm::StringRef Text) {
  std::string Code = Text.str();
  for (size_t I = 0; I < Text.size();) {
    llvm::StringRef Rest = Text.drop_front(I);
    size_t End = I + 1;
    if (Rest.take_front(2) == "//") {
      End = std::min(Text.find('\n', I), Text.size());
    } else if (Rest.take_front(2) == "/*") {
      End = std::min(Text.find("*/", I + 2), Text.size() - 2) + 2;
    } else if (Rest[0] == '"' || Rest[0] == '\'') {
      // 1'000 is a number.
      bool Number = Rest[0] == '\'' && I && llvm::isAlnum(Text[I - 1]);
      End = Number ? I + 1 : literalEnd(Text, I, Rest[0]);
      for (size_t C = I; C < End; ++C)
        if (Code[C] == ';' || Code[C] == '{' || Code[C] == '}')
          Code[C] = '_';
      I = End;
      continue;
    } else {
      I = End;
      continue;
    }
    std::fill(Code.begin() + I, Code.begin() + End, ' ');
    I = End;
  }
  return Code;
}

class Fingerprinter {
public:
  explicit Fingerprinter(const ReportInput &Input) : Input(Input) {}

  std::string describe(const Finding &Found);

private:
  std::string statement(const Location &Where);
  llvm::StringRef code(uint32_t File);
  void add(const Location &Where, llvm::StringRef Text, std::string &Into);

  const ReportInput &Input;
  std::map<uint32_t, std::string> CodeOf;
};

llvm::StringRef Fingerprinter::code(uint32_t File) {
  auto [Entry, New] = CodeOf.try_emplace(File);
  if (New && Input.Source && File < Input.Files.size())
    if (auto Text = Input.Source(Input.Files[File]))
      Entry->second = withoutComments(*Text);
  return Entry->second;
}

/// The statement around a place, without blanks.
std::string Fingerprinter::statement(const Location &Where) {
  llvm::StringRef Code = code(Where.File);
  size_t At = 0;
  for (uint32_t Line = 1; Line < Where.Line && At != llvm::StringRef::npos;
       ++Line)
    At = Code.find('\n', At) == llvm::StringRef::npos ? llvm::StringRef::npos
                                                      : Code.find('\n', At) + 1;
  if (!Where.Line || At == llvm::StringRef::npos)
    return "";
  At =
      std::min<size_t>(At + (Where.Column ? Where.Column - 1 : 0), Code.size());
  size_t Begin = Code.take_front(At).find_last_of(";{}") + 1;
  size_t End = std::min(Code.find_first_of(";{}", At), Code.size());
  std::string Text;
  for (char C : Code.slice(Begin, End))
    if (!llvm::isSpace(C))
      Text += C;
  return Text;
}

/// What stands between single quotes: names, as the program has them.
std::string quoted(llvm::StringRef Text) {
  std::string Names;
  llvm::SmallVector<llvm::StringRef, 8> Parts;
  Text.split(Parts, '\'');
  for (size_t I = 1; I + 1 < Parts.size(); I += 2)
    Names += Parts[I].str() + '\n';
  return Names;
}

void Fingerprinter::add(const Location &Where, llvm::StringRef Text,
                        std::string &Into) {
  Into += shownFile(Input, Where.File) + '\n' + quoted(Text) +
          statement(Where) + '\0';
}

std::string Fingerprinter::describe(const Finding &Found) {
  std::string Text = rowOf(Found.Check).Name.str() + '\0';
  add(Found.Where, Found.Message, Text);
  for (const ChainStep &Step : Found.Chain)
    add(Step.Where, Step.Text, Text);
  return Text;
}

std::string digest(llvm::StringRef Text) {
  auto Hash = llvm::SHA1::hash(llvm::arrayRefFromStringRef(Text));
  return llvm::toHex(llvm::ArrayRef<uint8_t>(Hash).take_front(8),
                     /*LowerCase=*/true);
}

} // namespace

std::vector<std::string> fingerprints(const ReportInput &Input) {
  Fingerprinter Maker(Input);
  llvm::StringMap<unsigned> Seen;
  std::vector<std::string> Made;
  for (const Finding &Found : Input.Findings) {
    std::string Text = Maker.describe(Found);
    unsigned Earlier = Seen[Text]++;
    if (Earlier)
      Text += std::to_string(Earlier);
    Made.push_back(digest(Text));
  }
  return Made;
}

} // namespace gridlock
