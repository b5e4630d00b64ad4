// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

/// \file
/// What the project's `.clang-tidy` files say of Gridlock, file by file.

#ifndef GRIDLOCK_PROJECT_SETTINGS_H
#define GRIDLOCK_PROJECT_SETTINGS_H

#include "Findings/Finding.h"
#include "llvm/ADT/StringMap.h"
#include <memory>
#include <string>

namespace clang {
namespace tidy {
class FileOptionsProvider;
} // namespace tidy
} // namespace clang

namespace gridlock {

/// The options of a check, here one for all of them: the first check that has
/// the option in a file says it.
struct Settings {
#define GRIDLOCK_OPTION(Name, Type, Default, Sentence) Type Name = Default;
#include "Tidy/Options.def"
  std::string Checks; ///< patterns, as clang-tidy knows them
  std::string HeaderFilter;

  bool isOn(CheckId Check) const;
};

class SettingsReader {
public:
  /// \p Checks is added to what the files say. \p Overrides has options that
  /// win over those of the files.
  SettingsReader(std::string Checks,
                 const llvm::StringMap<std::string> &Overrides);
  ~SettingsReader();

  /// Those of the `.clang-tidy` nearest to a file, given by an absolute path.
  const Settings &of(llvm::StringRef File);

private:
  std::string Checks;
  const llvm::StringMap<std::string> &Overrides;
  std::unique_ptr<clang::tidy::FileOptionsProvider> Files;
  llvm::StringMap<Settings> Known; ///< by folder
};

} // namespace gridlock

#endif
