// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Extract/WrittenText.h"
#include "clang/Lex/Lexer.h"

using namespace clang;

namespace gridlock {

bool WrittenText::isPlain(SourceLocation Where) const {
  return Where.isValid() && Where.isFileID() &&
         !Sources.isInSystemHeader(Where);
}

static bool hasDirective(llvm::StringRef Text) {
  while (!Text.empty()) {
    auto [Line, Rest] = Text.split('\n');
    if (Line.ltrim().consume_front("#"))
      return true;
    Text = Rest;
  }
  return false;
}

Span WrittenText::span(SourceRange Tokens) const {
  if (!isPlain(Tokens.getBegin()) || !isPlain(Tokens.getEnd()))
    return {};
  auto [File, Begin] = Sources.getDecomposedLoc(Tokens.getBegin());
  auto [LastFile, Last] = Sources.getDecomposedLoc(Tokens.getEnd());
  if (File != LastFile || Last < Begin)
    return {};
  unsigned End =
      Last + Lexer::MeasureTokenLength(Tokens.getEnd(), Sources,
                                       Builder.context().getLangOpts());
  Span Found{File, Begin, End};
  return hasDirective(text(Found)) ? Span() : Found;
}

Span WrittenText::statement(const Stmt *S) const {
  Span Found = span(S->getSourceRange());
  if (!Found || isa<CompoundStmt, IfStmt, ForStmt, WhileStmt, CXXForRangeStmt,
                    SwitchStmt>(S))
    return Found;
  llvm::StringRef Whole = file(Found);
  if (Whole[Found.End - 1] == ';')
    return Found;
  size_t Next = Whole.find_first_not_of(" \t\r\n", Found.End);
  if (Next == llvm::StringRef::npos || Whole[Next] != ';')
    return {};
  Found.End = Next + 1;
  return Found;
}

llvm::StringRef WrittenText::file(Span S) const {
  return Sources.getBufferData(S.File);
}

llvm::StringRef WrittenText::text(Span S) const {
  return S ? file(S).slice(S.Begin, S.End) : llvm::StringRef();
}

std::string WrittenText::indent(Span S) const {
  llvm::StringRef Before = file(S).substr(0, S.Begin);
  size_t Start = Before.rfind('\n');
  llvm::StringRef Line =
      Start == llvm::StringRef::npos ? Before : Before.substr(Start + 1);
  return Line.take_while([](char C) { return C == ' ' || C == '\t'; }).str();
}

bool WrittenText::isAlone(Span S) const {
  llvm::StringRef Whole = file(S);
  llvm::StringRef Before = Whole.substr(0, S.Begin).rtrim(" \t");
  llvm::StringRef After = Whole.slice(S.End, lineEnd(S)).trim();
  // A comment that ends with a backslash goes on in the next line.
  bool Comment =
      After.consume_front("//") && (After.empty() || After.back() != '\\');
  return (Before.empty() || Before.back() == '\n') &&
         (After.empty() || Comment);
}

unsigned WrittenText::lineEnd(Span S) const {
  llvm::StringRef Whole = file(S);
  size_t End = std::min(Whole.find('\n', S.End), Whole.size());
  return End > S.End && Whole[End - 1] == '\r' ? End - 1 : End;
}

Span WrittenText::lines(Span S) const {
  if (!isAlone(S))
    return S;
  llvm::StringRef Before = file(S).substr(0, S.Begin).rtrim(" \t");
  if (Before.consume_back("\n"))
    Before.consume_back("\r");
  S.Begin = Before.size();
  S.End = lineEnd(S);
  return S;
}

bool WrittenText::indentLines(Span S, Span Except,
                              std::vector<Edit> &Made) const {
  llvm::StringRef Lines = text(S);
  if (Lines.find("R\"") != llvm::StringRef::npos)
    return false;
  for (size_t I = Lines.find('\n'); I != llvm::StringRef::npos;
       I = Lines.find('\n', I + 1)) {
    unsigned Start = S.Begin + I + 1;
    bool Left = Except && Start > Except.Begin && Start < Except.End;
    if (I + 1 < Lines.size() && Lines[I + 1] != '\n' && !Left)
      Made.push_back(insert(S, Start, "  "));
  }
  return true;
}

Edit WrittenText::replace(Span S, std::string Text) const {
  SourceLocation Begin =
      Sources.getLocForStartOfFile(S.File).getLocWithOffset(S.Begin);
  return {Builder.locate(Begin).File, S.Begin, S.End - S.Begin,
          std::move(Text)};
}

} // namespace gridlock
