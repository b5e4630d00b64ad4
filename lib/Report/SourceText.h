// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

/// \file
/// Places in a source as people and editors count them: in characters, not in
/// bytes.

#ifndef GRIDLOCK_REPORT_SOURCETEXT_H
#define GRIDLOCK_REPORT_SOURCETEXT_H

#include "Facts/Facts.h"
#include "llvm/ADT/StringRef.h"
#include <optional>
#include <string>

namespace gridlock {

struct TextPoint {
  uint32_t Line = 1;   ///< from 1
  uint32_t Column = 1; ///< from 1, in Unicode characters
};

/// A line with blanks for its tabs.
std::string withoutTabs(llvm::StringRef Line);
/// The point \p Offset bytes behind the start of \p Text.
TextPoint pointAt(llvm::StringRef Text, size_t Offset);
/// The point of a place, whose columns are bytes; \p Line is the text of its
/// line, where that is known.
TextPoint characterPoint(const Location &Where,
                         std::optional<llvm::StringRef> Line);
/// The name that starts at the place in its line; empty where none does.
llvm::StringRef nameAt(const Location &Where, llvm::StringRef Line);
/// The end of the name that starts at the place; none where no name does.
std::optional<TextPoint> nameEnd(const Location &Where,
                                 std::optional<llvm::StringRef> Line);

} // namespace gridlock

#endif
