// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

/// \file
/// Which units a project has, and how each is read.

#ifndef GRIDLOCK_PROJECT_COMPILECOMMANDS_H
#define GRIDLOCK_PROJECT_COMPILECOMMANDS_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/Support/Error.h"
#include <map>
#include <string>
#include <vector>

namespace gridlock {

struct CompileCommand {
  std::string File;                   ///< an absolute path
  std::string Directory;              ///< where the compiler runs
  std::vector<std::string> Arguments; ///< the program first; such that Clang
                                      ///< only reads
};

struct Database {
  std::string File;                     ///< its own path
  std::vector<CompileCommand> Commands; ///< in the order of the database
  /// Arguments that were left out since they cannot work, and how often.
  std::map<std::string, unsigned> Dropped;
};

struct DatabaseRequest {
  std::string BuildPath; ///< a folder or the file; empty: near the sources
  std::vector<std::string> Files;   ///< names, folders and patterns; empty: all
  std::vector<std::string> Exclude; ///< likewise, what is left out
  std::vector<std::string> ExtraArguments, ExtraArgumentsBefore;
};

/// Reads the database and adjusts its commands. No database, or none of its
/// commands asked for, is an error.
llvm::Expected<Database> loadDatabase(const DatabaseRequest &Request);

/// Is an absolute path meant by one of \p Patterns: its name, a folder above
/// it, or a pattern with `*`; what is relative starts in the current folder?
bool matchesPath(llvm::StringRef Path, llvm::ArrayRef<std::string> Patterns);

/// The path without `.` and `..`, from \p Folder on where it is relative.
std::string absolutePath(llvm::StringRef Path, llvm::StringRef Folder);

/// Where the headers that belong to Clang are: an error tells what to do.
llvm::Expected<std::string> resourceFolder();

} // namespace gridlock

#endif
