// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

/// \file
/// One analysis of a unit serves all checks.

#ifndef GRIDLOCK_TIDY_UNITANALYSIS_H
#define GRIDLOCK_TIDY_UNITANALYSIS_H

#include "Models/ModelSet.h"
#include "Solve/Solve.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/SetVector.h"
#include "llvm/ADT/SmallPtrSet.h"
#include <map>
#include <mutex>
#include <set>

namespace clang {
class ASTContext;
class FunctionDecl;
} // namespace clang

namespace gridlock {

struct AnalysisOptions {
#define GRIDLOCK_OPTION(Name, Type, Default, Sentence) Type Name = Default;
#include "Tidy/Options.def"
};

/// Shared by the checks of one clang-tidy; several units may be under way at
/// once, each in a thread of its own (clangd).
class UnitAnalysis {
public:
  /// \p Reader will ask for the report. \p Function is one outside system
  /// headers, or null.
  void add(const clang::ASTContext &Unit, const clang::FunctionDecl *Function,
           const void *Reader);
  /// What was found in the unit; computed when it is first asked for, once for
  /// all checks that have the same options.
  const Solution &report(clang::ASTContext &Unit,
                         const AnalysisOptions &Options);
  /// The errors of the user's configuration that nobody was told yet.
  std::vector<std::string> takeErrors(const clang::ASTContext &Unit);
  /// \p Reader needs the unit no more; after the last one it is dropped.
  void forget(const clang::ASTContext &Unit, const void *Reader);

private:
  struct State {
    llvm::SetVector<const clang::FunctionDecl *> Functions;
    llvm::SmallPtrSet<const void *, 8> Readers;
    std::set<std::string> Errors; ///< of the user's configuration
    std::vector<std::string> NewErrors;
    std::map<std::string, std::unique_ptr<Solution>> Reports; ///< by options
  };
  State &state(const clang::ASTContext &Unit);

  std::mutex Lock;
  llvm::DenseMap<const clang::ASTContext *, std::unique_ptr<State>> Units;
};

} // namespace gridlock

#endif
