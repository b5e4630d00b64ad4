// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Project/Project.h"
#include "Findings/CheckTable.h"
#include "Fix/Fixes.h"
#include "Project/Suppressions.h"
#include "Project/UnitReader.h"
#include "llvm/ADT/StringSet.h"
#include "llvm/Support/Regex.h"

using llvm::StringRef;

namespace gridlock {
namespace {

/// Which findings the user asked for.
class Selection {
public:
  Selection(const ProjectRequest &Request, SettingsReader &Options,
            llvm::StringSet<> MainFiles)
      : Request(Request), Options(Options), MainFiles(std::move(MainFiles)) {}

  bool isWanted(const Finding &Found, StringRef File) {
    const Settings &Set = Options.of(File);
    if (!Set.isOn(Found.Check) || matchesPath(File, Request.Database.Exclude))
      return false;
    StringRef Filter = Request.HeaderFilter.empty()
                           ? StringRef(Set.HeaderFilter)
                           : StringRef(Request.HeaderFilter);
    return MainFiles.count(File) || Filter.empty() ||
           llvm::Regex(Filter).match(File);
  }

  bool isHidden(const Finding &Found, StringRef File) {
    auto [Entry, New] = Texts.try_emplace(File);
    if (New)
      if (auto Buffer = llvm::MemoryBuffer::getFile(File))
        Entry->second = std::move(*Buffer);
    return Entry->second &&
           isSuppressed(Entry->second->getBuffer(), Found.Where.Line,
                        rowOf(Found.Check).Name);
  }

private:
  const ProjectRequest &Request;
  SettingsReader &Options;
  llvm::StringSet<> MainFiles;
  llvm::StringMap<std::unique_ptr<llvm::MemoryBuffer>> Texts;
};

void select(ProjectResult &Result, Selection Asked) {
  std::vector<Finding> Kept;
  for (Finding &Found : Result.Found.Findings) {
    StringRef File = Result.Found.Files[Found.Where.File];
    if (!Asked.isWanted(Found, File))
      continue;
    if (Asked.isHidden(Found, File))
      ++Result.Suppressed;
    else
      Kept.push_back(std::move(Found));
  }
  Result.Found.Findings = std::move(Kept);
}

void tellDropped(const Database &Found, Progress &Shown, bool Quiet) {
  if (Found.Dropped.empty() || Quiet)
    return;
  std::string Names;
  for (const auto &[Name, Count] : Found.Dropped)
    Names += (Names.empty() ? "" : ", ") + Name;
  Shown.say("note: left out of the commands, since Clang cannot use them: " +
            Names);
}

} // namespace

llvm::Expected<ProjectResult> analyse(const ProjectRequest &Request,
                                      llvm::raw_ostream &Messages) {
  if (std::string Fault; !Request.HeaderFilter.empty() &&
                         !llvm::Regex(Request.HeaderFilter).isValid(Fault))
    return llvm::createStringError(
        std::make_error_code(std::errc::invalid_argument),
        "the header filter is no regular expression: " + Fault);
  auto Found = loadDatabase(Request.Database);
  if (!Found)
    return Found.takeError();
  Progress Shown(Messages, Request.Quiet);
  tellDropped(*Found, Shown, Request.Quiet);
  SettingsReader Options(Request.Checks, Request.Options);
  UnitReader Units(Request, std::move(*Found), Options, Shown);
  ProjectResult Result;
  auto Whole = Units.readAll(Result);
  if (!Whole)
    return Whole.takeError();
  Result.Interrupted = !*Whole;
  if (Result.Interrupted)
    return std::move(Result);
  SolveOptions Settings;
  Settings.Strict = Options.of(Units.command(0).File).Strict;
  Settings.Graph = Request.Graph;
  Settings.AskedFile = Request.AskedFile;
  Settings.AskedLine = Request.AskedLine;
  llvm::StringSet<> MainFiles;
  size_t Index = 0;
  auto Next = [&](Unit &U) {
    while (Index < Units.size()) {
      MainFiles.insert(Units.command(Index).File);
      if (std::optional<Shard> Taken = Units.take(Index++)) {
        U = std::move(Taken->Facts);
        return true;
      }
    }
    return false;
  };
  Result.Found = solve(Next, Settings);
  addFixes(Result.Found.Findings, Result.Found.Rewrites);
  select(Result, Selection(Request, Options, std::move(MainFiles)));
  return std::move(Result);
}

llvm::Expected<std::vector<Unit>> readFacts(const ProjectRequest &Request,
                                            llvm::raw_ostream &Messages) {
  auto Found = loadDatabase(Request.Database);
  if (!Found)
    return Found.takeError();
  Progress Shown(Messages, Request.Quiet);
  SettingsReader Options(Request.Checks, Request.Options);
  UnitReader Units(Request, std::move(*Found), Options, Shown);
  ProjectResult Result;
  auto Whole = Units.readAll(Result);
  if (!Whole)
    return Whole.takeError();
  std::vector<Unit> All;
  for (size_t I = 0; I < Units.size(); ++I)
    if (std::optional<Shard> Taken = Units.take(I))
      All.push_back(std::move(Taken->Facts));
  return std::move(All);
}

} // namespace gridlock
