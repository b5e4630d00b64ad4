// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Tidy/GridlockCheck.h"

using namespace clang;
using namespace clang::ast_matchers;

namespace gridlock {

GridlockCheck::GridlockCheck(CheckId Id, llvm::StringRef Name,
                             tidy::ClangTidyContext *Context,
                             std::shared_ptr<UnitAnalysis> Analysis)
    : ClangTidyCheck(Name, Context), Id(Id), Analysis(std::move(Analysis)) {
#define GRIDLOCK_OPTION(Name, Type, Default, Sentence)                         \
  Settings.Name = Type(Options.getLocalOrGlobal(#Name, Type(Default)));
#include "Tidy/Options.def"
}

void GridlockCheck::storeOptions(tidy::ClangTidyOptions::OptionMap &Map) {
#define GRIDLOCK_OPTION(Name, Type, Default, Sentence)                         \
  Options.store(Map, #Name, Settings.Name);
#include "Tidy/Options.def"
}

void GridlockCheck::registerMatchers(MatchFinder *Finder) {
  Finder->addMatcher(
      functionDecl(isDefinition(), unless(isExpansionInSystemHeader()))
          .bind("function"),
      this);
  // What is wrong with the options is told in a unit without functions too.
  Finder->addMatcher(translationUnitDecl(), this);
}

void GridlockCheck::check(const MatchFinder::MatchResult &Result) {
  Unit = Result.Context;
  const auto *Function = Result.Nodes.getNodeAs<FunctionDecl>("function");
  Analysis->add(*Unit, Function, this);
}

void GridlockCheck::onEndOfTranslationUnit() {
  if (!Unit)
    return;
  const Solution &Found = Analysis->report(*Unit, Settings);
  // Told by the first check that is there.
  for (const std::string &Error : Analysis->takeErrors(*Unit))
    configurationDiag("%0") << Error;
  // What has no token stands in another unit, and is told there.
  for (const Finding &One : Found.Findings)
    if (One.Check == Id && One.Where.Token)
      report(One, Found.Files);
  Analysis->forget(*Unit, this);
  Unit = nullptr;
}

/// The same edits in Clang's words; none where a file is not a part of this
/// unit.
static std::vector<FixItHint> hintsOf(const Fix &Offered,
                                      llvm::ArrayRef<std::string> Files,
                                      SourceManager &Sources) {
  std::vector<FixItHint> Hints;
  for (const Edit &One : Offered.Edits) {
    auto File = Sources.getFileManager().getOptionalFileRef(Files[One.File]);
    SourceLocation Start =
        File ? Sources.getLocForStartOfFile(Sources.translateFile(*File))
             : SourceLocation();
    if (Start.isInvalid())
      return {};
    Start = Start.getLocWithOffset(One.Offset);
    Hints.push_back(FixItHint::CreateReplacement(
        CharSourceRange::getCharRange(Start,
                                      Start.getLocWithOffset(One.Length)),
        One.Text));
  }
  return Hints;
}

/// Also of a place in a file that is no part of this unit.
static SourceLocation locate(const Location &Where,
                             llvm::ArrayRef<std::string> Files,
                             SourceManager &Sources) {
  if (Where.Token || !Where.Line)
    return SourceLocation::getFromRawEncoding(Where.Token);
  auto File = Sources.getFileManager().getOptionalFileRef(Files[Where.File]);
  if (!File)
    return SourceLocation();
  return Sources.translateLineCol(
      Sources.getOrCreateFileID(*File, SrcMgr::C_User), Where.Line,
      Where.Column);
}

void GridlockCheck::report(const Finding &Found,
                           llvm::ArrayRef<std::string> Files) {
  std::string Message = Found.Message;
  if (Found.OtherWays)
    Message += " (and " + std::to_string(Found.OtherWays) + " more ways)";
  SourceManager &Sources = Unit->getSourceManager();
  SourceLocation Where = SourceLocation::getFromRawEncoding(Found.Where.Token);
  const Fix *Safe = nullptr;
  {
    auto Warning = diag(Where, "%0") << Message;
    for (const Fix &Offered : Found.Fixes)
      if (Offered.KeepsBehaviour && !Safe) {
        Safe = &Offered;
        Warning << hintsOf(Offered, Files, Sources);
      }
  }
  for (const ChainStep &Step : Found.Chain)
    diag(locate(Step.Where, Files, Sources), "%0", DiagnosticIDs::Note)
        << Step.Text;
  for (const Fix &Offered : Found.Fixes) {
    auto Hints = hintsOf(Offered, Files, Sources);
    if (&Offered != Safe && Hints.empty() == Offered.Edits.empty())
      diag(Where, "%0", DiagnosticIDs::Note) << "fix: " + Offered.Text << Hints;
  }
}

} // namespace gridlock
