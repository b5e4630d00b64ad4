// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

/// \file
/// Findings -> what people and programs read. A format is one row of
/// Formats.def and one source file.

#ifndef GRIDLOCK_REPORT_REPORT_H
#define GRIDLOCK_REPORT_REPORT_H

#include "Findings/Finding.h"
#include "Findings/WaitAnswer.h"
#include "Findings/WaitGraph.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"
#include <optional>

namespace llvm {
class raw_ostream;
} // namespace llvm

namespace gridlock {

/// Longer lines of source, as generated code has them, are not shown.
constexpr size_t MaxShownLine = 400;

struct ReportInput {
  llvm::ArrayRef<Finding> Findings;
  llvm::ArrayRef<std::string> Files; ///< what Location::File is an index in
  /// The text of a file, by its name in Files; none where it cannot be read.
  /// The text lives as long as the input. SourceCache is one. Null for none.
  llvm::function_ref<std::optional<llvm::StringRef>(llvm::StringRef)> Source =
      nullptr;
  llvm::StringRef Version; ///< of Gridlock
  llvm::StringRef Root; ///< an absolute path: what is below it is named by the
                        ///< way from there; empty for none
  const WaitGraph *Waits = nullptr; ///< for the page; null for none
  bool Colour = false;              ///< of text: with the terminal's colours
};

/// Each writes all findings, in their order, and always something that a reader
/// of the format accepts, whatever bytes names and sources have.
#define GRIDLOCK_FORMAT(Name, Id, Sentence)                                    \
  void write##Name(const ReportInput &Input, llvm::raw_ostream &Out);
#include "Report/Formats.def"

/// A line of its own: "place: text".
void writeLine(const ReportInput &Input, const Location &Where,
               llvm::StringRef Text, llvm::raw_ostream &Out);
/// What was asked of single waits: a line each, and a line for each step of its
/// chain.
void writeAnswers(const ReportInput &Input, llvm::ArrayRef<WaitAnswer> Answers,
                  llvm::raw_ostream &Out);

/// Writes the page as index.html into \p Folder, which is made if need be.
llvm::Error writePage(const ReportInput &Input, llvm::StringRef Folder);

struct ReportFormat {
  llvm::StringRef Name; ///< "json"
  llvm::StringRef Sentence;
  void (*Write)(const ReportInput &, llvm::raw_ostream &);
};

/// In the order of Formats.def.
llvm::ArrayRef<ReportFormat> reportFormats();
/// Null where there is none of that name.
const ReportFormat *findFormat(llvm::StringRef Name);

/// A file as reports name it: from the root with slashes, or as it is. Valid
/// UTF-8.
std::string shownFile(const ReportInput &Input, uint32_t File);
/// The index of the finding on whose cycle a wait is; -1 where there is none
/// among those that are reported.
int findingOf(const ReportInput &Input, const WaitEdge &Edge);
/// The message, and how many other ways there are. Valid UTF-8.
std::string shownMessage(const Finding &Found);
/// "always", "sometimes", "stalls" or "likely".
llvm::StringRef gradeName(Grade How);
/// \p Text, where bytes that are no UTF-8 are replaced.
std::string validUtf8(llvm::StringRef Text);
/// Likewise, and what a terminal would take for a command becomes a question
/// mark.
std::string printable(llvm::StringRef Text);
/// The line that \p Where is in, without its end; none where that is not known.
std::optional<llvm::StringRef> sourceLine(const ReportInput &Input,
                                          const Location &Where);

} // namespace gridlock

#endif
