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
  for (const Finding &One : Found.Findings)
    if (One.Check == Id)
      report(One);
  Analysis->forget(*Unit, this);
  Unit = nullptr;
}

void GridlockCheck::report(const Finding &Found) {
  std::string Message = Found.Message;
  if (Found.OtherWays)
    Message += " (and " + std::to_string(Found.OtherWays) + " more ways)";
  diag(SourceLocation::getFromRawEncoding(Found.Where.Token), "%0") << Message;
  for (const ChainStep &Step : Found.Chain)
    diag(SourceLocation::getFromRawEncoding(Step.Where.Token), "%0",
         DiagnosticIDs::Note)
        << Step.Text;
}

} // namespace gridlock
