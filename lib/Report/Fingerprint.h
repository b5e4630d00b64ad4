// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

/// \file
/// What tells a finding from all others, and stays the same while the code
/// around it changes.

#ifndef GRIDLOCK_REPORT_FINGERPRINT_H
#define GRIDLOCK_REPORT_FINGERPRINT_H

#include "Report/Report.h"

namespace gridlock {

/// One for each finding: 16 hexadecimal digits, all different. Made of the
/// check, and for each step of the chain and the place itself of the file from
/// the root, the names that the text quotes, and the statement there without
/// blanks and comments. So lines above, line breaks and indentation do not
/// change it, nor do Gridlock's own words. Equal ones are told apart by their
/// order.
std::vector<std::string> fingerprints(const ReportInput &Input);

} // namespace gridlock

#endif
