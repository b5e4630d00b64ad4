// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

/// \file
/// Pieces of the source that an edit may replace: what stands there as the user
/// wrote it, in no macro, no system header, without preprocessor directives.

#ifndef GRIDLOCK_EXTRACT_WRITTENTEXT_H
#define GRIDLOCK_EXTRACT_WRITTENTEXT_H

#include "Extract/UnitBuilder.h"
#include "clang/AST/Stmt.h"
#include "clang/Basic/SourceManager.h"

namespace gridlock {

/// A piece of one file, in bytes; one without a file stands for none.
struct Span {
  clang::FileID File;
  unsigned Begin = 0;
  unsigned End = 0;
  explicit operator bool() const { return File.isValid(); }
};

class WrittenText {
public:
  explicit WrittenText(UnitBuilder &Builder)
      : Builder(Builder), Sources(Builder.context().getSourceManager()) {}

  /// The tokens of a range.
  Span span(clang::SourceRange Tokens) const;
  Span token(clang::SourceLocation Where) const { return span(Where); }
  /// A statement with its semicolon.
  Span statement(const clang::Stmt *S) const;
  llvm::StringRef text(Span S) const;
  /// The white space that the line of \p Offset starts with.
  std::string indent(Span S) const;
  /// Does nothing but white space stand on its lines before it, and nothing but
  /// white space and a comment behind it?
  bool isAlone(Span S) const;
  /// Where the line ends that a piece ends on: behind a comment, before the
  /// line break.
  unsigned lineEnd(Span S) const;
  /// The whole lines that a piece is alone on, from the line break before them
  /// on; else the piece. Clang takes away a space behind what is removed.
  Span lines(Span S) const;
  /// Moves the lines behind the first one two columns in, but for those of
  /// \p Except; false where a text of several lines would change.
  bool indentLines(Span S, Span Except, std::vector<Edit> &Made) const;
  Edit replace(Span S, std::string Text) const;
  Edit insert(Span S, unsigned Offset, std::string Text) const {
    return replace({S.File, Offset, Offset}, std::move(Text));
  }
  /// The text of the whole file.
  llvm::StringRef file(Span S) const;

private:
  bool isPlain(clang::SourceLocation Where) const;

  UnitBuilder &Builder;
  const clang::SourceManager &Sources;
};

} // namespace gridlock

#endif
