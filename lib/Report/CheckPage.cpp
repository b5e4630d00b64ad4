// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Report/CheckPage.h"
#include "Report/EmbeddedTexts.h"
#include "Report/Markdown.h"
#include "llvm/Support/raw_ostream.h"

namespace gridlock {

static llvm::StringRef pageOf(const CheckRow &Row) {
  for (const EmbeddedText &Page : checkPages())
    if ("gridlock-" + Page.FileName.drop_back(sizeof(".md") - 1).str() ==
        Row.Name)
      return Page.Text;
  return "";
}

std::string checkPage(CheckId Check) {
  return portableMarkdown(pageOf(rowOf(Check)));
}

bool explain(llvm::StringRef Name, llvm::raw_ostream &Out, bool Colour) {
  if (const CheckRow *Row = findCheck(Name)) {
    writePlain(pageOf(*Row), Colour, Out);
    return true;
  }
  Out << "The checks are:\n";
  for (const CheckRow &Row : checkTable())
    Out << "  " << Row.Name << "\n      " << Row.Sentence << "\n";
  return false;
}

} // namespace gridlock
