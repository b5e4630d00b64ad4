// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

/// \file
/// Findings written by hand, in sources that are texts.
///
///   ReportBuilder Made;
///   Made.file("/project/a.cpp", "P.submit(\n  task).get();\n");
///   Made.finding(CheckId::SelfWait, "task of 'P' blocks", "get");
///   Made.step("submitted to 'P' here", "submit");
///   EXPECT_EQ(Made.text(writeText), "...");

#ifndef GRIDLOCK_TEST_UNIT_REPORT_REPORTBUILDER_H
#define GRIDLOCK_TEST_UNIT_REPORT_REPORTBUILDER_H

#include "Report/Report.h"
#include <functional>
#include <map>

namespace gridlock {
namespace byhand {

class ReportBuilder {
public:
  /// The places that follow are in this file.
  void file(const std::string &Name, const std::string &Text);
  /// The finding stands where \p At is first found in the file.
  Finding &finding(CheckId Check, const std::string &Message,
                   const std::string &At);
  /// A step of the last finding.
  void step(const std::string &Text, const std::string &At);

  Location place(const std::string &At) const;
  /// What one format writes.
  std::string text(void (*Write)(const ReportInput &, llvm::raw_ostream &));
  /// Good until something is added.
  ReportInput input();

  std::string Root = "/project";
  const WaitGraph *Waits = nullptr;
  bool Colour = false;

private:
  std::optional<llvm::StringRef> source(llvm::StringRef Name) const;

  std::vector<std::string> Files;
  std::map<std::string, std::string> Texts;
  std::vector<Finding> Findings;
  std::function<std::optional<llvm::StringRef>(llvm::StringRef)> Source;
};

} // namespace byhand
} // namespace gridlock

#endif
