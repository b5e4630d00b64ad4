// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Project/Project.h"
#include "Findings/CheckTable.h"
#include "Findings/SourceCache.h"
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
    std::optional<StringRef> Text = Texts(File);
    return Text &&
           isSuppressed(*Text, Found.Where.Line, rowOf(Found.Check).Name);
  }

private:
  const ProjectRequest &Request;
  SettingsReader &Options;
  llvm::StringSet<> MainFiles;
  SourceCache Texts;
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

std::string droppedWords(const Database &Found) {
  std::string Names;
  for (const auto &[Name, Count] : Found.Dropped)
    Names += (Names.empty() ? "" : ", ") + Name;
  return Names;
}

/// All units of a project, each read.
struct Reading {
  Reading(const ProjectRequest &Request, Database Found,
          llvm::raw_ostream &Messages)
      : Shown(Messages, Request.Quiet),
        Options(Request.Checks, Request.Options),
        Units(Request, std::move(Found), Options, Shown) {}

  Progress Shown;
  SettingsReader Options;
  UnitReader Units;
  ProjectResult Result;
};

llvm::Expected<std::unique_ptr<Reading>> read(const ProjectRequest &Request,
                                              llvm::raw_ostream &Messages) {
  auto Found = loadDatabase(Request.Database);
  if (!Found)
    return Found.takeError();
  std::string Dropped = Request.Quiet ? "" : droppedWords(*Found);
  auto Made = std::make_unique<Reading>(Request, std::move(*Found), Messages);
  if (!Dropped.empty())
    Made->Shown.say(
        "note: left out of the commands, since Clang cannot use them: " +
        Dropped);
  auto Whole = Made->Units.readAll(Made->Result);
  if (!Whole)
    return Whole.takeError();
  Made->Result.Interrupted = !*Whole;
  return std::move(Made);
}

/// What is found in the program that the units make; that of an earlier run,
/// where nothing has changed.
Solution solveUnits(UnitReader &Units, const SolveOptions &Settings) {
  if (std::optional<Solution> Known = Units.knownSolution(Settings))
    return std::move(*Known);
  size_t Index = 0;
  auto Next = [&](Unit &U) {
    while (Index < Units.size())
      if (std::optional<Shard> Read = Units.shard(Index++)) {
        U = std::move(Read->Facts);
        return true;
      }
    return false;
  };
  Solution Found = solve(Next, Settings);
  addFixes(Found.Findings, Found.Rewrites);
  Found.Rewrites.clear();
  Units.keepSolution(Settings, Found);
  return Found;
}

/// Each file's own `Strict` decides which findings in it there are.
void mixFindings(Solution &Lax, Solution Strictly, SettingsReader &Options) {
  auto IsStrict = [&](const Finding &Found) {
    return Options.of(Lax.Files[Found.Where.File]).Strict;
  };
  llvm::erase_if(Lax.Findings, IsStrict);
  for (Finding &Found : Strictly.Findings)
    if (IsStrict(Found))
      Lax.Findings.push_back(std::move(Found));
  auto Place = [](const Finding &F) {
    return std::tie(F.Where.File, F.Where.Line, F.Where.Column, F.Check);
  };
  llvm::sort(Lax.Findings, [&](const Finding &A, const Finding &B) {
    return Place(A) < Place(B);
  });
}

Solution solveProject(const ProjectRequest &Request, Reading &Read) {
  SolveOptions Settings;
  Settings.Graph = Request.Graph;
  Settings.AskedFile = Request.AskedFile;
  Settings.AskedLine = Request.AskedLine;
  std::set<bool> Modes;
  for (size_t I = 0; I < Read.Units.size(); ++I)
    Modes.insert(Read.Options.of(Read.Units.command(I).File).Strict);
  Settings.Strict = *Modes.begin();
  Read.Units.setReads(Modes.size());
  Solution Found = solveUnits(Read.Units, Settings);
  if (Modes.size() > 1) {
    Settings.Strict = true;
    mixFindings(Found, solveUnits(Read.Units, Settings), Read.Options);
  }
  return Found;
}

} // namespace

llvm::Expected<ProjectResult> analyse(const ProjectRequest &Request,
                                      llvm::raw_ostream &Messages) {
  if (std::string Fault; !Request.HeaderFilter.empty() &&
                         !llvm::Regex(Request.HeaderFilter).isValid(Fault))
    return llvm::createStringError(
        std::make_error_code(std::errc::invalid_argument),
        "the header filter is no regular expression: " + Fault);
  auto Read = read(Request, Messages);
  if (!Read)
    return Read.takeError();
  ProjectResult &Result = (*Read)->Result;
  if (Result.Interrupted)
    return std::move(Result);
  if (Request.Inputs)
    (*Read)->Units.addInputs(Result.Inputs);
  Result.Found = solveProject(Request, **Read);
  llvm::StringSet<> MainFiles;
  for (size_t I = 0; I < (*Read)->Units.size(); ++I)
    MainFiles.insert((*Read)->Units.command(I).File);
  select(Result, Selection(Request, (*Read)->Options, std::move(MainFiles)));
  return std::move(Result);
}

llvm::Expected<std::vector<Unit>> readFacts(const ProjectRequest &Request,
                                            llvm::raw_ostream &Messages) {
  auto Read = read(Request, Messages);
  if (!Read)
    return Read.takeError();
  std::vector<Unit> All;
  for (size_t I = 0; I < (*Read)->Units.size(); ++I)
    if (std::optional<Shard> Known = (*Read)->Units.shard(I))
      All.push_back(std::move(Known->Facts));
  return std::move(All);
}

} // namespace gridlock
