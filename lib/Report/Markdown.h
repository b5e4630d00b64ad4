// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

/// \file
/// What our pages use of Markdown: headings, paragraphs, lists, tables, fences,
/// links, code, emphasis.

#ifndef GRIDLOCK_REPORT_MARKDOWN_H
#define GRIDLOCK_REPORT_MARKDOWN_H

#include "llvm/ADT/StringRef.h"
#include <string>

namespace llvm {
class raw_ostream;
} // namespace llvm

namespace gridlock {

/// As text for a terminal: paragraphs wrapped at 79 columns, code indented and
/// as it is. \p Colour: headings in bold.
void writePlain(llvm::StringRef Markdown, bool Colour, llvm::raw_ostream &Out);

/// The same Markdown for readers elsewhere: links to other pages become their
/// text, and a fence names nothing but its language.
std::string portableMarkdown(llvm::StringRef Markdown);

} // namespace gridlock

#endif
