// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "llvm/Support/JSON.h"
#include "Findings/CheckTable.h"
#include "Report/Fingerprint.h"
#include "Report/Report.h"

namespace gridlock {
namespace {

/// Of what docs/reports.md describes. Raised when a reader would have to
/// change.
constexpr int SchemaVersion = 1;

class JsonWriter {
public:
  JsonWriter(const ReportInput &Input, llvm::raw_ostream &Out)
      : Input(Input), Json(Out, 2) {}

  void write();

private:
  void writePlace(const Location &Where);
  void writeFix(const Fix &Offered);
  void writeFinding(const Finding &Found, llvm::StringRef Fingerprint);

  const ReportInput &Input;
  llvm::json::OStream Json;
};

void JsonWriter::writePlace(const Location &Where) {
  if (!Where.Line)
    return;
  Json.attribute("file", shownFile(Input, Where.File));
  Json.attribute("line", Where.Line);
  Json.attribute("column", Where.Column);
}

void JsonWriter::writeFix(const Fix &Offered) {
  Json.attribute("message", validUtf8(Offered.Text));
  Json.attribute("keepsBehaviour", Offered.KeepsBehaviour);
  Json.attributeArray("edits", [&] {
    for (const Edit &One : Offered.Edits)
      Json.object([&] {
        Json.attribute("file", shownFile(Input, One.File));
        Json.attribute("offset", One.Offset);
        Json.attribute("length", One.Length);
        Json.attribute("text", validUtf8(One.Text));
      });
  });
}

void JsonWriter::writeFinding(const Finding &Found,
                              llvm::StringRef Fingerprint) {
  Json.attribute("check", rowOf(Found.Check).Name);
  Json.attribute("fingerprint", Fingerprint);
  Json.attribute("grade", gradeName(Found.How));
  Json.attribute("message", validUtf8(Found.Message));
  writePlace(Found.Where);
  Json.attribute("otherWays", Found.OtherWays);
  Json.attributeArray("chain", [&] {
    for (const ChainStep &Step : Found.Chain)
      Json.object([&] {
        Json.attribute("message", validUtf8(Step.Text));
        writePlace(Step.Where);
      });
  });
  Json.attributeArray("fixes", [&] {
    for (const Fix &Offered : Found.Fixes)
      Json.object([&] { writeFix(Offered); });
  });
}

void JsonWriter::write() {
  std::vector<std::string> Fingerprints = fingerprints(Input);
  Json.object([&] {
    Json.attribute("schema", SchemaVersion);
    Json.attribute("tool", "gridlock");
    Json.attribute("version", validUtf8(Input.Version));
    Json.attribute("root", validUtf8(Input.Root));
    Json.attributeArray("findings", [&] {
      for (size_t I = 0; I < Input.Findings.size(); ++I)
        Json.object([&] { writeFinding(Input.Findings[I], Fingerprints[I]); });
    });
  });
}

} // namespace

void writeJson(const ReportInput &Input, llvm::raw_ostream &Out) {
  JsonWriter(Input, Out).write();
  Out << '\n';
}

} // namespace gridlock
