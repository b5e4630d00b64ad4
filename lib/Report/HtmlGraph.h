// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

/// \file
/// The part of a page that shows what blocks on what.

#ifndef GRIDLOCK_REPORT_HTMLGRAPH_H
#define GRIDLOCK_REPORT_HTMLGRAPH_H

#include "Report/Report.h"

namespace gridlock {

/// The picture, and all waits as a table; nothing where there is no graph.
/// Where the picture cannot be drawn the page says why.
void writeGraphSection(const ReportInput &Input, llvm::raw_ostream &Out);

} // namespace gridlock

#endif
