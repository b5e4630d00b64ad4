// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

/// \file
/// The graph of what blocks on what, as Graphviz reads and draws it.

#ifndef GRIDLOCK_REPORT_DOT_H
#define GRIDLOCK_REPORT_DOT_H

#include "Report/Report.h"
#include "llvm/Support/Error.h"
#include <functional>

namespace gridlock {

/// Where a click on an edge leads; the argument is an index in
/// WaitGraph::Edges.
using EdgeLink = std::function<std::string(size_t)>;

/// Writes \p Input.Waits. Edges between the same two nodes are drawn as one;
/// those of a finding in red. Without \p Link they lead to the file.
void writeDot(const ReportInput &Input, llvm::raw_ostream &Out,
              const EdgeLink &Link = nullptr);

/// Draws what \ref writeDot wrote, with the program "dot" of Graphviz. An error
/// says what is missing.
llvm::Expected<std::string> drawSvg(llvm::StringRef Dot);

} // namespace gridlock

#endif
