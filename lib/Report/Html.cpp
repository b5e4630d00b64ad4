// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Findings/CheckTable.h"
#include "Report/EmbeddedTexts.h"
#include "Report/HtmlGraph.h"
#include "Report/HtmlText.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/raw_ostream.h"

namespace gridlock {
namespace {

constexpr Grade Grades[] = {Grade::Always, Grade::Sometimes, Grade::Stalls,
                            Grade::Likely};

llvm::StringRef gradeText(Grade How) {
  switch (How) {
  case Grade::Always:
    return "hangs each time";
  case Grade::Sometimes:
    return "hangs under some schedule";
  case Grade::Stalls:
    return "stalls until a time limit";
  case Grade::Likely:
    return "only likely";
  }
  return "";
}

llvm::StringRef part(llvm::StringRef Name) {
  for (const EmbeddedText &One : pageParts())
    if (One.FileName == Name)
      return One.Text;
  return "";
}

class HtmlWriter {
public:
  HtmlWriter(const ReportInput &Input, llvm::raw_ostream &Out)
      : Input(Input), Out(Out), Text(Input, Out) {
    for (size_t I = 0; I < Input.Findings.size(); ++I)
      Order.push_back(I);
    // The worst first; else by place, as they come.
    llvm::sort(Order, [&](size_t A, size_t B) {
      return std::make_pair(Input.Findings[A].How, A) <
             std::make_pair(Input.Findings[B].How, B);
    });
  }

  void write();

private:
  void writeHead();
  void writeFilters();
  void writeChoice(llvm::StringRef Value, llvm::StringRef Label, size_t Count);
  void writeList();
  void writeFinding(size_t Index);
  void writeStep(const Location &Where, llvm::StringRef Message, bool Wait);
  void writeFixes(const Finding &Found);

  const ReportInput &Input;
  llvm::raw_ostream &Out;
  HtmlText Text;
  std::vector<size_t> Order; ///< of the findings
};

/// The policy keeps the page from loading anything, whatever it quotes.
void HtmlWriter::writeHead() {
  Out << "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n"
         "<meta charset=\"utf-8\">\n"
         "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src "
         "'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'\">\n"
         "<meta name=\"viewport\" content=\"width=device-width, "
         "initial-scale=1\">\n"
         "<title>Gridlock: "
      << Input.Findings.size() << " findings</title>\n<style>\n"
      << part("page.css")
      << "</style>\n</head>\n<body>\n"
         "<a class=\"skip\" href=\"#details\">To the finding</a>\n"
         "<header><h1>Gridlock</h1><p>"
      << Input.Findings.size()
      << (Input.Findings.size() == 1 ? " finding" : " findings") << ", version "
      << escaped(Input.Version) << "</p>"
      << (Input.Waits ? "<a href=\"#waits\">What blocks on what</a>" : "")
      << "</header>\n";
}

void HtmlWriter::writeChoice(llvm::StringRef Value, llvm::StringRef Label,
                             size_t Count) {
  if (Count)
    Out << "<option value=\"" << Value << "\">" << Label << " (" << Count
        << ")</option>";
}

void HtmlWriter::writeFilters() {
  Out << "<div class=\"filters\">\n<label>Search <input id=\"filter\" "
         "type=\"search\"></label>\n"
         "<label>Check <select id=\"check\"><option value=\"\">all</option>";
  for (const CheckRow &Row : checkTable())
    writeChoice(Row.Name, Row.Name,
                llvm::count_if(Input.Findings, [&](const Finding &Found) {
                  return Found.Check == Row.Check;
                }));
  Out << "</select></label>\n<label>Grade <select id=\"grade\"><option "
         "value=\"\">all</option>";
  for (Grade How : Grades)
    writeChoice(gradeName(How), gradeText(How),
                llvm::count_if(Input.Findings, [&](const Finding &Found) {
                  return Found.How == How;
                }));
  Out << "</select></label>\n<p id=\"shown\" role=\"status\"></p>\n"
         "<p><kbd>&uarr;</kbd> <kbd>&darr;</kbd> next, <kbd>Enter</kbd> read, "
         "<kbd>Esc</kbd> back, <kbd>/</kbd> search</p>\n</div>\n";
}

void HtmlWriter::writeList() {
  Out << "<nav aria-label=\"Findings\">\n";
  writeFilters();
  Out << "<ul id=\"list\">\n";
  for (size_t Index : Order) {
    const Finding &Found = Input.Findings[Index];
    llvm::StringRef How = gradeName(Found.How);
    Out << "<li data-check=\"" << rowOf(Found.Check).Name << "\" data-grade=\""
        << How << "\"><a href=\"#f" << Index << "\"><span class=\"grade " << How
        << "\">" << gradeText(Found.How) << "</span> "
        << escaped(shownMessage(Found)) << "<span class=\"about\">"
        << rowOf(Found.Check).Name << "<br>";
    Text.writePlace(Found.Where);
    Out << "</span></a></li>\n";
  }
  Out << "</ul>\n</nav>\n";
}

void HtmlWriter::writeStep(const Location &Where, llvm::StringRef Message,
                           bool Wait) {
  Out << (Wait ? "<li class=\"wait\">" : "<li>") << "<p>" << escaped(Message)
      << " <span class=\"place\">";
  Text.writePlace(Where);
  Out << "</span></p>\n<div>";
  Text.writeExcerpt(Where);
  Out << "</div></li>\n";
}

void HtmlWriter::writeFixes(const Finding &Found) {
  if (Found.Fixes.empty())
    return;
  Out << "<h3>What removes it</h3>\n<ul>\n";
  for (const Fix &Offered : Found.Fixes)
    Out << "<li>" << escaped(Offered.Text) << "</li>\n";
  Out << "</ul>\n";
}

void HtmlWriter::writeFinding(size_t Index) {
  const Finding &Found = Input.Findings[Index];
  const CheckRow &Row = rowOf(Found.Check);
  Out << "<section class=\"finding\" id=\"f" << Index
      << "\" tabindex=\"-1\" aria-labelledby=\"t" << Index << "\">\n<h2 id=\"t"
      << Index << "\">" << escaped(shownMessage(Found))
      << "</h2>\n<p class=\"meta\"><span class=\"check\">" << Row.Name
      << "</span>: " << escaped(Row.Sentence) << " &middot; "
      << gradeText(Found.How) << "</p>\n<ol class=\"chain\">\n";
  for (const ChainStep &Step : Found.Chain)
    writeStep(Step.Where, Step.Text, /*Wait=*/false);
  writeStep(Found.Where, Found.Message, /*Wait=*/true);
  Out << "</ol>\n";
  writeFixes(Found);
  Out << "</section>\n";
}

void HtmlWriter::write() {
  writeHead();
  Out << "<main>\n<div class=\"findings\">\n";
  writeList();
  Out << "<div id=\"details\">\n";
  if (Order.empty())
    Out << "<p class=\"none\">Nothing was found.</p>\n";
  for (size_t Index : Order)
    writeFinding(Index);
  Out << "</div>\n</div>\n";
  writeGraphSection(Input, Out);
  Out << "</main>\n<script>\n"
      << part("page.js") << "</script>\n</body>\n"
      << "</html>\n";
}

} // namespace

void writeHtml(const ReportInput &Input, llvm::raw_ostream &Out) {
  HtmlWriter(Input, Out).write();
}

llvm::Error writePage(const ReportInput &Input, llvm::StringRef Folder) {
  if (std::error_code Failed = llvm::sys::fs::create_directories(Folder))
    return llvm::createFileError(Folder, Failed);
  llvm::SmallString<256> Name(Folder);
  llvm::sys::path::append(Name, "index.html");
  std::error_code Failed;
  llvm::raw_fd_ostream Out(Name, Failed);
  if (Failed)
    return llvm::createFileError(Name, Failed);
  writeHtml(Input, Out);
  Out.close();
  if (!Out.has_error())
    return llvm::Error::success();
  Failed = Out.error();
  Out.clear_error();
  return llvm::createFileError(Name, Failed);
}

} // namespace gridlock
