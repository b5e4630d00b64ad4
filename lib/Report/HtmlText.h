// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

/// \file
/// Names, places and pieces of source in a page.

#ifndef GRIDLOCK_REPORT_HTMLTEXT_H
#define GRIDLOCK_REPORT_HTMLTEXT_H

#include "Report/Report.h"

namespace gridlock {

/// As text or as the value of an attribute in HTML.
std::string escaped(llvm::StringRef Text);

class HtmlText {
public:
  HtmlText(const ReportInput &Input, llvm::raw_ostream &Out)
      : Input(Input), Out(Out) {}

  /// The file and the line; nothing where they are not known.
  void writePlace(const Location &Where);
  /// The lines around a place, with the place marked; nothing where the source
  /// cannot be read.
  void writeExcerpt(const Location &Where);

private:
  void writeHit(const Location &Where, llvm::StringRef Line);

  const ReportInput &Input;
  llvm::raw_ostream &Out;
};

} // namespace gridlock

#endif
