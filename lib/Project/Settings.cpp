// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Project/Settings.h"
#include "Findings/CheckTable.h"
#include "clang-tidy/ClangTidyOptions.h"
#include "clang-tidy/GlobList.h"
#include "llvm/ADT/StringSet.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/SourceMgr.h"
#include "llvm/Support/raw_ostream.h"

using namespace clang::tidy;
using llvm::StringRef;

namespace gridlock {

bool Settings::isOn(CheckId Check) const {
  return GlobList(Checks).contains(rowOf(Check).Name);
}

namespace {
/// Reads `.clang-tidy` files. A file is read for each folder below it; what is
/// wrong with it is told once, and the file passed over.
class OptionFiles : public FileOptionsProvider {
public:
  OptionFiles()
      : FileOptionsProvider(ClangTidyGlobalOptions(), ClangTidyOptions(),
                            ClangTidyOptions()) {
    ConfigHandlers = handlers();
  }

private:
  static ConfigFileHandlers handlers();
};
} // namespace

OptionFiles::ConfigFileHandlers OptionFiles::handlers() {
  auto Told = std::make_shared<llvm::StringSet<>>();
  auto Read = [Told](llvm::MemoryBufferRef Text) {
    auto Options = parseConfigurationWithDiags(
        Text, [&](const llvm::SMDiagnostic &Mistake) {
          if (Told->insert(Text.getBufferIdentifier()).second)
            Mistake.print(nullptr, llvm::errs());
        });
    if (!Options) {
      Options = ClangTidyOptions();
      Options->InheritParentConfig = true;
    }
    return Options;
  };
  return {{".clang-tidy", Read}};
}

SettingsReader::SettingsReader(std::string Checks,
                               const llvm::StringMap<std::string> &Overrides)
    : Checks(std::move(Checks)), Overrides(Overrides),
      Files(std::make_unique<OptionFiles>()) {}

SettingsReader::~SettingsReader() = default;

static void assign(std::string &Option, StringRef Text) { Option = Text.str(); }

static void assign(bool &Option, StringRef Text) {
  Option = Text == "true" || Text == "1";
}

static const std::string *textOf(const ClangTidyOptions::OptionMap &Options,
                                 StringRef Name) {
  for (const CheckRow &Row : checkTable()) {
    auto Found = Options.find((Row.Name + "." + Name).str());
    if (Found != Options.end())
      return &Found->second.Value;
  }
  auto Found = Options.find(Name);
  return Found == Options.end() ? nullptr : &Found->second.Value;
}

const Settings &SettingsReader::of(StringRef File) {
  auto [Entry, New] = Known.try_emplace(llvm::sys::path::parent_path(File));
  Settings &Made = Entry->second;
  if (!New)
    return Made;
  ClangTidyOptions Read = Files->getOptions(File);
  auto Set = [&](auto &Option, StringRef Name) {
    auto Given = Overrides.find(Name);
    if (Given != Overrides.end())
      assign(Option, Given->second);
    else if (const std::string *Text = textOf(Read.CheckOptions, Name))
      assign(Option, *Text);
  };
#define GRIDLOCK_OPTION(Name, Type, Default, Sentence) Set(Made.Name, #Name);
#include "Tidy/Options.def"
  // A file that says nothing of Gridlock turns nothing of it off.
  std::string Said = Read.Checks ? *Read.Checks : "";
  Made.Checks = StringRef(Said).contains("gridlock") ? Said : "gridlock-*";
  if (!Checks.empty())
    Made.Checks += "," + Checks;
  if (Read.HeaderFilterRegex)
    Made.HeaderFilter = *Read.HeaderFilterRegex;
  return Made;
}

} // namespace gridlock
