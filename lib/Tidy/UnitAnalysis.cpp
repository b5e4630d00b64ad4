// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Tidy/UnitAnalysis.h"
#include "Extract/Extract.h"
#include "Facts/Print.h"
#include "Facts/ShardFolder.h"
#include "Findings/Print.h"
#include "Fix/Fixes.h"
#include "Models/ModelFiles.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/Decl.h"
#include "clang/Basic/Diagnostic.h"
#include "clang/Basic/SourceManager.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/raw_ostream.h"

namespace gridlock {

UnitAnalysis::State &UnitAnalysis::state(const clang::ASTContext &Unit) {
  std::lock_guard<std::mutex> Guard(Lock);
  auto &Found = Units[&Unit];
  if (!Found)
    Found = std::make_unique<State>();
  return *Found;
}

void UnitAnalysis::add(const clang::ASTContext &Unit,
                       const clang::FunctionDecl *Function,
                       const void *Reader) {
  State &Current = state(Unit);
  if (Function)
    Current.Functions.insert(Function);
  Current.Readers.insert(Reader);
}

static void dump(const Solution &Solved, unsigned FunctionsCut,
                 llvm::StringRef Stage) {
  if (Stage == "findings")
    printFindings(Solved.Findings, Solved.Files, llvm::errs());
  if (Stage == "bounds")
    llvm::errs() << "walks: " << Solved.Walks
                 << "\nactivations: " << Solved.Activations
                 << "\ncalls cut: " << Solved.Cut
                 << "\nfunctions cut: " << FunctionsCut << "\n";
}

/// A relative path starts in the nearest folder above the source that has it:
/// where `.clang-tidy` is, a check is not told.
static std::string indexFolder(llvm::StringRef Name, llvm::StringRef Source) {
  for (llvm::StringRef Above = llvm::sys::path::parent_path(Source);
       llvm::sys::path::is_relative(Name) && !Above.empty();
       Above = llvm::sys::path::parent_path(Above)) {
    llvm::SmallString<256> Path(Above);
    llvm::sys::path::append(Path, Name);
    if (llvm::sys::fs::is_directory(Path))
      return std::string(Path);
  }
  return Name.str();
}

/// The facts of all other sources. This one comes first: what it has in common
/// with them is told of where it stands here.
static void addIndex(const clang::ASTContext &Context, llvm::StringRef Name,
                     std::vector<Unit> &Units,
                     std::vector<std::string> &Errors) {
  if (Name.empty())
    return;
  const clang::SourceManager &Sources = Context.getSourceManager();
  const clang::FileEntry *Main =
      Sources.getFileEntryForID(Sources.getMainFileID());
  llvm::StringRef Source = Main ? Main->tryGetRealPathName() : "";
  if (llvm::Error Fault = addShards(indexFolder(Name, Source), Source, Units))
    Errors.push_back(llvm::toString(std::move(Fault)));
}

const Solution &UnitAnalysis::report(clang::ASTContext &Context,
                                     const AnalysisOptions &Options) {
  State &Current = state(Context);
  std::string Key = Options.Models + '\n' + Options.Dump + '\n' + Options.Index;
  Key += Options.Strict ? "\nstrict" : "\n";
  Key += '\n' + Options.AwaitablesThatNeverSuspend + '\n' +
         Options.CreationVerbs + '\n' + Options.CreationNouns;
  std::unique_ptr<Solution> &Report = Current.Reports[Key];
  if (Report)
    return *Report;
  Report = std::make_unique<Solution>();
  // After a fatal error the tree is cut off anywhere; Clang says so itself.
  if (Context.getDiagnostics().hasFatalErrorOccurred())
    return *Report;
  std::vector<std::string> Errors;
  auto Models = loadModels(Options.Models, Errors);
  std::vector<Unit> Units;
  Units.push_back(extract(Context, *Models, Current.Functions.getArrayRef(),
                          {Options.AwaitablesThatNeverSuspend,
                           Options.CreationVerbs, Options.CreationNouns}));
  if (Options.Dump == "facts")
    printFacts(Units.front(), llvm::errs());
  unsigned FunctionsCut = Units.front().FunctionsCut;
  addIndex(Context, Options.Index, Units, Errors);
  for (std::string &Error : Errors)
    if (Current.Errors.insert(Error).second)
      Current.NewErrors.push_back(std::move(Error));
  SolveOptions Settings;
  Settings.Strict = Options.Strict;
  Settings.Log = Options.Dump == "walks" ? &llvm::errs() : nullptr;
  *Report = solve(std::move(Units), Settings);
  addFixes(Report->Findings, Report->Rewrites);
  dump(*Report, FunctionsCut, Options.Dump);
  return *Report;
}

std::vector<std::string>
UnitAnalysis::takeErrors(const clang::ASTContext &Unit) {
  return std::exchange(state(Unit).NewErrors, {});
}

void UnitAnalysis::forget(const clang::ASTContext &Unit, const void *Reader) {
  std::lock_guard<std::mutex> Guard(Lock);
  auto Found = Units.find(&Unit);
  if (Found == Units.end())
    return;
  Found->second->Readers.erase(Reader);
  if (Found->second->Readers.empty())
    Units.erase(Found);
}

} // namespace gridlock
