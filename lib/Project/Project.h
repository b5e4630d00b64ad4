// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

/// \file
/// A whole project as one program: database -> facts of each unit -> findings.

#ifndef GRIDLOCK_PROJECT_PROJECT_H
#define GRIDLOCK_PROJECT_PROJECT_H

#include "Project/CompileCommands.h"
#include "Solve/Solve.h"
#include "llvm/ADT/StringMap.h"
#include <optional>

namespace gridlock {

struct ProjectRequest {
  DatabaseRequest Database;
  std::string Checks;       ///< patterns, added to those of .clang-tidy
  std::string HeaderFilter; ///< empty: that of .clang-tidy
  llvm::StringMap<std::string> Options; ///< win over those of .clang-tidy
  std::string CacheFolder;              ///< empty: nothing is kept
  std::string Version;                  ///< of Gridlock, its build included
  unsigned Jobs = 1;
  uint64_t MaxMemory = 0; ///< bytes; 0: no bound
  bool Quiet = false;     ///< tells no progress
  bool Graph = false;     ///< make Solution::Waits
  std::string AskedFile;  ///< make Solution::Answers, for this file
  unsigned AskedLine = 0; ///< and this line
  bool Inputs = false;    ///< make ProjectResult::Inputs
};

/// A file that units were read from.
struct InputState {
  std::optional<uint64_t> Hash; ///< of its text; none where units differ
  bool Broken = false;          ///< one of them does not compile
};

struct ProjectResult {
  Solution Found;      ///< what is to be reported
  unsigned Units = 0;  ///< compile commands
  unsigned Parsed = 0; ///< of them, those that were read anew
  unsigned Broken = 0; ///< those that do not compile, or that nothing is known
                       ///< of
  unsigned Lost = 0;   ///< those that nothing is known of
  unsigned Suppressed = 0; ///< findings that NOLINT comments hide
  bool Interrupted = false;
  llvm::StringMap<InputState> Inputs; ///< by absolute paths
};

/// Tells progress, and what is wrong with single units, on \p Messages. A fault
/// of the whole is an error: no database, a bad model.
llvm::Expected<ProjectResult> analyse(const ProjectRequest &Request,
                                      llvm::raw_ostream &Messages);

/// The facts of the units that are asked for, in the order of the database.
llvm::Expected<std::vector<Unit>> readFacts(const ProjectRequest &Request,
                                            llvm::raw_ostream &Messages);

} // namespace gridlock

#endif
