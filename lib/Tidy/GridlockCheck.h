// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

/// \file
/// What every check of Gridlock is: a reader of the findings of its kind.

#ifndef GRIDLOCK_TIDY_GRIDLOCKCHECK_H
#define GRIDLOCK_TIDY_GRIDLOCKCHECK_H

#include "Compat/TidyModule.h"
#include "Findings/Finding.h"
#include "Tidy/UnitAnalysis.h"

namespace gridlock {

class GridlockCheck : public clang::tidy::ClangTidyCheck {
public:
  GridlockCheck(CheckId Id, llvm::StringRef Name,
                clang::tidy::ClangTidyContext *Context,
                std::shared_ptr<UnitAnalysis> Analysis);

  bool isLanguageVersionSupported(
      const clang::LangOptions &Language) const override {
    return Language.CPlusPlus;
  }
  void storeOptions(clang::tidy::ClangTidyOptions::OptionMap &Map) override;
  void registerMatchers(clang::ast_matchers::MatchFinder *Finder) override;
  void
  check(const clang::ast_matchers::MatchFinder::MatchResult &Result) override;
  void onEndOfTranslationUnit() override;

private:
  void report(const Finding &Found, llvm::ArrayRef<std::string> Files);

  CheckId Id;
  AnalysisOptions Settings;
  std::shared_ptr<UnitAnalysis> Analysis;
  clang::ASTContext *Unit = nullptr;
};

} // namespace gridlock

#endif
