// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

/// \file
/// The findings that are known already, so that only new ones count.

#ifndef GRIDLOCK_REPORT_BASELINE_H
#define GRIDLOCK_REPORT_BASELINE_H

#include "Report/Report.h"
#include "llvm/Support/Error.h"

namespace gridlock {

struct KnownFinding {
  std::string Fingerprint;
  std::string Check; ///< the rest is for people who read the file
  std::string File;
  std::string Message;
};

/// Writes all findings as JSON, sorted, one a line and each line alike, so that
/// version control merges it well.
void writeBaseline(const ReportInput &Input, llvm::raw_ostream &Out);

/// Reads what \ref writeBaseline wrote. An error names the line in the form
/// "Name:line: what is wrong".
llvm::Expected<std::vector<KnownFinding>> readBaseline(llvm::StringRef Text,
                                                       llvm::StringRef Name);

/// Likewise with a file; what is wrong with it is an error too.
llvm::Error writeBaselineFile(const ReportInput &Input, llvm::StringRef Name);
llvm::Expected<std::vector<KnownFinding>>
readBaselineFile(llvm::StringRef Name);

struct BaselineComparison {
  std::vector<bool> IsKnown; ///< by the finding
  std::vector<KnownFinding> Vanished;
};

BaselineComparison compare(const ReportInput &Input,
                           llvm::ArrayRef<KnownFinding> Known);

} // namespace gridlock

#endif
