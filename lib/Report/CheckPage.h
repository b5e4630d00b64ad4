// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

/// \file
/// The page of a check in docs/checks, for readers who have no browser.

#ifndef GRIDLOCK_REPORT_CHECKPAGE_H
#define GRIDLOCK_REPORT_CHECKPAGE_H

#include "Findings/CheckTable.h"

namespace llvm {
class raw_ostream;
} // namespace llvm

namespace gridlock {

/// The page as Markdown without links to other pages.
std::string checkPage(CheckId Check);

/// Writes the page of a check as plain text of at most 80 columns, where it has
/// no longer code. \p Name with or without "gridlock-". Where there is no such
/// check, false, and \p Out gets the list of checks.
bool explain(llvm::StringRef Name, llvm::raw_ostream &Out, bool Colour);

} // namespace gridlock

#endif
