// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Report/Baseline.h"
#include "Findings/CheckTable.h"
#include "Report/Fingerprint.h"
#include "llvm/ADT/StringSet.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/raw_ostream.h"
#include <tuple>

namespace gridlock {

/// Raised when fingerprints are made in another way.
constexpr int BaselineVersion = 1;
constexpr llvm::StringLiteral VersionKey = "gridlock-baseline";

static std::vector<KnownFinding> knownFindings(const ReportInput &Input) {
  std::vector<std::string> Fingerprints = fingerprints(Input);
  std::vector<KnownFinding> Known;
  for (size_t I = 0; I < Input.Findings.size(); ++I) {
    const Finding &Found = Input.Findings[I];
    Known.push_back({Fingerprints[I], rowOf(Found.Check).Name.str(),
                     Found.Where.Line ? shownFile(Input, Found.Where.File) : "",
                     validUtf8(Found.Message)});
  }
  auto Key = [](const KnownFinding &K) {
    return std::tie(K.File, K.Check, K.Message, K.Fingerprint);
  };
  llvm::sort(Known, [&](const KnownFinding &A, const KnownFinding &B) {
    return Key(A) < Key(B);
  });
  return Known;
}

void writeBaseline(const ReportInput &Input, llvm::raw_ostream &Out) {
  Out << "[{\"" << VersionKey << "\": " << BaselineVersion << "}\n";
  for (const KnownFinding &Known : knownFindings(Input)) {
    Out << ",";
    llvm::json::OStream Json(Out);
    Json.object([&] {
      Json.attribute("fingerprint", Known.Fingerprint);
      Json.attribute("check", Known.Check);
      Json.attribute("file", Known.File);
      Json.attribute("message", Known.Message);
    });
    Json.flush();
    Out << '\n';
  }
  Out << "]\n";
}

/// The line in which the element \p Index of the outer array starts. The text
/// is valid JSON.
static unsigned lineOf(llvm::StringRef Text, size_t Index) {
  unsigned Line = 1, Depth = 0;
  bool InString = false;
  for (size_t I = 0; I < Text.size(); ++I) {
    char C = Text[I];
    Line += C == '\n';
    if (InString && C == '\\')
      ++I;
    else if (C == '"')
      InString = !InString;
    else if (!InString && (C == '[' || C == '{'))
      ++Depth;
    else if (!InString && (C == ']' || C == '}'))
      --Depth;
    else if (!InString && C == ',' && Depth == 1)
      --Index;
    if (Depth == 1 && !Index)
      break;
  }
  return Line;
}

/// JSON's own message starts with the place: "[line:column, byte=...]: ".
static llvm::Error syntaxError(llvm::Error Error, llvm::StringRef Name) {
  std::string Text = llvm::toString(std::move(Error));
  llvm::StringRef Said = Text;
  llvm::StringRef Line = "1";
  if (Said.consume_front("[")) {
    Line = Said.take_until([](char C) { return C == ':'; });
    Said = Said.split("]: ").second;
  }
  return llvm::createStringError(llvm::inconvertibleErrorCode(),
                                 Name + ":" + Line +
                                     ": the baseline is no JSON: " + Said);
}

static bool readEntry(const llvm::json::Value &Value, KnownFinding &Into) {
  const llvm::json::Object *Entry = Value.getAsObject();
  auto Read = [&](llvm::StringRef Key, std::string &To) {
    auto Text = Entry->getString(Key);
    if (Text)
      To = Text->str();
    return static_cast<bool>(Text);
  };
  return Entry && Read("fingerprint", Into.Fingerprint) &&
         Read("check", Into.Check) && Read("file", Into.File) &&
         Read("message", Into.Message);
}

llvm::Expected<std::vector<KnownFinding>> readBaseline(llvm::StringRef Text,
                                                       llvm::StringRef Name) {
  auto Parsed = llvm::json::parse(Text);
  if (!Parsed)
    return syntaxError(Parsed.takeError(), Name);
  auto Wrong = [&](size_t Index, const llvm::Twine &What) {
    return llvm::createStringError(
        llvm::inconvertibleErrorCode(),
        Name + ":" + llvm::Twine(lineOf(Text, Index)) + ": " + What);
  };
  const llvm::json::Array *Rows = Parsed->getAsArray();
  const llvm::json::Object *Head =
      Rows && !Rows->empty() ? Rows->front().getAsObject() : nullptr;
  if (!Head || !Head->getInteger(VersionKey))
    return Wrong(0, "this is no baseline of Gridlock");
  int64_t Version = *Head->getInteger(VersionKey);
  if (Version != BaselineVersion)
    return Wrong(0, "the baseline is of version " + llvm::Twine(Version) +
                        ", this is for version " +
                        llvm::Twine(BaselineVersion) + ": write it again");
  std::vector<KnownFinding> Known(Rows->size() - 1);
  for (size_t I = 1; I < Rows->size(); ++I)
    if (!readEntry((*Rows)[I], Known[I - 1]))
      return Wrong(I, "an entry needs the texts fingerprint, check, file and "
                      "message");
  return std::move(Known);
}

llvm::Error writeBaselineFile(const ReportInput &Input, llvm::StringRef Name) {
  std::error_code Fault;
  llvm::raw_fd_ostream Out(Name, Fault);
  if (!Fault) {
    writeBaseline(Input, Out);
    Out.flush();
    Fault = Out.error();
    Out.clear_error();
  }
  if (Fault)
    return llvm::createStringError(Fault, Name + ": " + Fault.message());
  return llvm::Error::success();
}

llvm::Expected<std::vector<KnownFinding>>
readBaselineFile(llvm::StringRef Name) {
  auto Buffer = llvm::MemoryBuffer::getFile(Name);
  if (!Buffer)
    return llvm::createStringError(Buffer.getError(),
                                   Name + ": " + Buffer.getError().message());
  return readBaseline((*Buffer)->getBuffer(), Name);
}

BaselineComparison compare(const ReportInput &Input,
                           llvm::ArrayRef<KnownFinding> Known) {
  llvm::StringSet<> Old, Present;
  for (const KnownFinding &One : Known)
    Old.insert(One.Fingerprint);
  BaselineComparison Made;
  for (const std::string &Print : fingerprints(Input)) {
    Made.IsKnown.push_back(Old.count(Print) != 0);
    Present.insert(Print);
  }
  for (const KnownFinding &One : Known)
    if (Present.insert(One.Fingerprint).second)
      Made.Vanished.push_back(One);
  return Made;
}

} // namespace gridlock
