// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Findings/CheckTable.h"
#include "Report/CheckPage.h"
#include "Report/Fingerprint.h"
#include "Report/Markdown.h"
#include "Report/Report.h"
#include "Report/SourceText.h"
#include "Report/Uri.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/Path.h"

namespace gridlock {
namespace {

constexpr llvm::StringLiteral Schema =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/"
    "sarif-schema-2.1.0.json";
/// What the names of files start from.
constexpr llvm::StringLiteral RootId = "ROOT";

class SarifWriter {
public:
  SarifWriter(const ReportInput &Input, llvm::raw_ostream &Out)
      : Input(Input), Json(Out, 1) {}

  void write();

private:
  using Body = llvm::function_ref<void()>;
  /// An array of one object.
  void only(llvm::StringRef Key, Body Content) {
    Json.attributeArray(Key, [&] { Json.object(Content); });
  }
  void text(llvm::StringRef Key, llvm::StringRef Text) {
    Json.attributeObject(Key, [&] { Json.attribute("text", validUtf8(Text)); });
  }
  void writeTool();
  void writeRule(const CheckRow &Row);
  void writeResult(const Finding &Found, llvm::StringRef Fingerprint);
  void writeFile(uint32_t File);
  void writePlace(const Location &Where);
  void writeStep(const Location &Where, llvm::StringRef Text);
  void writeFlow(const Finding &Found);
  void writeFix(const Fix &Offered);
  void writeChanges(const Fix &Offered, uint32_t File);
  void writeRegion(const TextPoint &From, const TextPoint *To);

  const ReportInput &Input;
  llvm::json::OStream Json;
};

llvm::StringRef levelOf(Grade How) {
  switch (How) {
  case Grade::Always:
    return "error";
  case Grade::Sometimes:
    return "warning";
  case Grade::Stalls:
  case Grade::Likely:
    return "note";
  }
  return "warning";
}

void SarifWriter::writeRule(const CheckRow &Row) {
  std::string Page = checkPage(Row.Check), Plain;
  llvm::raw_string_ostream Out(Plain);
  writePlain(Page, /*Colour=*/false, Out);
  Json.attribute("id", Row.Name);
  text("shortDescription", Row.Sentence);
  text("fullDescription", Row.Sentence);
  Json.attributeObject("help", [&] {
    Json.attribute("text", Out.str());
    Json.attribute("markdown", Page);
  });
  Json.attributeObject("defaultConfiguration",
                       [&] { Json.attribute("level", "warning"); });
  Json.attributeObject("properties", [&] {
    Json.attributeArray("tags", [&] {
      for (llvm::StringRef Tag : {"concurrency", "deadlock", "reliability"})
        Json.value(Tag);
    });
    Json.attribute("precision", "high");
    Json.attribute("problem.severity", "warning");
  });
}

void SarifWriter::writeTool() {
  Json.attributeObject("tool", [&] {
    Json.attributeObject("driver", [&] {
      Json.attribute("name", "Gridlock");
      Json.attribute("version", validUtf8(Input.Version));
      Json.attributeArray("rules", [&] {
        for (const CheckRow &Row : checkTable())
          Json.object([&] { writeRule(Row); });
      });
    });
  });
}

void SarifWriter::writeFile(uint32_t File) {
  std::string Name = shownFile(Input, File);
  Json.attributeObject("artifactLocation", [&] {
    if (llvm::sys::path::is_absolute(Name)) {
      Json.attribute("uri", fileUri(Name));
      return;
    }
    Json.attribute("uri", uriPath(Name));
    if (!Input.Root.empty())
      Json.attribute("uriBaseId", RootId);
  });
}

void SarifWriter::writeRegion(const TextPoint &From, const TextPoint *To) {
  Json.attribute("startLine", From.Line);
  Json.attribute("startColumn", From.Column);
  if (!To)
    return;
  Json.attribute("endLine", To->Line);
  Json.attribute("endColumn", To->Column);
}

void SarifWriter::writePlace(const Location &Where) {
  Json.attributeObject("physicalLocation", [&] {
    writeFile(Where.File);
    Json.attributeObject("region", [&] {
      std::optional<llvm::StringRef> Line = sourceLine(Input, Where);
      TextPoint From = characterPoint(Where, Line);
      std::optional<TextPoint> To = nameEnd(Where, Line);
      writeRegion(From, To ? &*To : nullptr);
      if (Line && Line->size() <= MaxShownLine)
        text("snippet", *Line);
    });
  });
}

void SarifWriter::writeStep(const Location &Where, llvm::StringRef Text) {
  writePlace(Where);
  text("message", Text);
}

/// The chain in its order, and at its end what waits.
void SarifWriter::writeFlow(const Finding &Found) {
  auto Step = [&](const Location &Where, llvm::StringRef Text,
                  llvm::StringRef Importance) {
    if (!Where.Line)
      return;
    Json.object([&] {
      Json.attributeObject("location", [&] { writeStep(Where, Text); });
      Json.attribute("importance", Importance);
    });
  };
  only("codeFlows", [&] {
    only("threadFlows", [&] {
      Json.attributeArray("locations", [&] {
        for (const ChainStep &One : Found.Chain)
          Step(One.Where, One.Text, "important");
        Step(Found.Where, Found.Message, "essential");
      });
    });
  });
}

void SarifWriter::writeChanges(const Fix &Offered, uint32_t File) {
  Json.object([&] {
    writeFile(File);
    Json.attributeArray("replacements", [&] {
      for (const Edit &One : Offered.Edits) {
        if (One.File != File)
          continue;
        llvm::StringRef Text = *Input.Source(Input.Files[File]);
        TextPoint From = pointAt(Text, One.Offset);
        TextPoint To = pointAt(Text, One.Offset + One.Length);
        Json.object([&] {
          Json.attributeObject("deletedRegion",
                               [&] { writeRegion(From, &To); });
          text("insertedContent", One.Text);
        });
      }
    });
  });
}

void SarifWriter::writeFix(const Fix &Offered) {
  std::vector<uint32_t> Files;
  for (const Edit &One : Offered.Edits)
    if (!llvm::is_contained(Files, One.File))
      Files.push_back(One.File);
  Json.object([&] {
    text("description", Offered.Text);
    Json.attributeArray("artifactChanges", [&] {
      for (uint32_t File : Files)
        writeChanges(Offered, File);
    });
  });
}

/// Can all its places be told? They need the source.
bool isApplicable(const ReportInput &Input, const Fix &Offered) {
  return Input.Source && !Offered.Edits.empty() &&
         llvm::all_of(Offered.Edits, [&](const Edit &One) {
           if (One.File >= Input.Files.size())
             return false;
           auto Text = Input.Source(Input.Files[One.File]);
           return Text && One.Offset <= Text->size() &&
                  One.Length <= Text->size() - One.Offset;
         });
}

void SarifWriter::writeResult(const Finding &Found,
                              llvm::StringRef Fingerprint) {
  Json.attribute("ruleId", rowOf(Found.Check).Name);
  Json.attribute("ruleIndex", static_cast<int64_t>(Found.Check));
  Json.attribute("level", levelOf(Found.How));
  text("message", shownMessage(Found));
  if (Found.Where.Line)
    only("locations", [&] { writePlace(Found.Where); });
  Json.attributeArray("relatedLocations", [&] {
    for (size_t I = 0; I < Found.Chain.size(); ++I)
      if (Found.Chain[I].Where.Line)
        Json.object([&] {
          Json.attribute("id", static_cast<int64_t>(I));
          writeStep(Found.Chain[I].Where, Found.Chain[I].Text);
        });
  });
  if (Found.Where.Line)
    writeFlow(Found);
  Json.attributeObject("partialFingerprints", [&] {
    Json.attribute("gridlockChain/v1", Fingerprint);
  });
  Json.attributeArray("fixes", [&] {
    for (const Fix &Offered : Found.Fixes)
      if (isApplicable(Input, Offered))
        writeFix(Offered);
  });
}

void SarifWriter::write() {
  std::vector<std::string> Fingerprints = fingerprints(Input);
  Json.object([&] {
    Json.attribute("$schema", Schema);
    Json.attribute("version", "2.1.0");
    only("runs", [&] {
      writeTool();
      if (!Input.Root.empty())
        Json.attributeObject("originalUriBaseIds", [&] {
          Json.attributeObject(RootId, [&] {
            std::string Uri = fileUri(validUtf8(Input.Root));
            Json.attribute("uri", Uri.back() == '/' ? Uri : Uri + "/");
          });
        });
      Json.attribute("columnKind", "unicodeCodePoints");
      Json.attributeArray("results", [&] {
        for (size_t I = 0; I < Input.Findings.size(); ++I)
          Json.object([&] { writeResult(Input.Findings[I], Fingerprints[I]); });
      });
    });
  });
}

} // namespace

void writeSarif(const ReportInput &Input, llvm::raw_ostream &Out) {
  SarifWriter(Input, Out).write();
  Out << '\n';
}

} // namespace gridlock
