// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Project/UnitParser.h"
#include "Extract/Extract.h"
#include "Extract/UserFunctions.h"
#include "clang/AST/ASTConsumer.h"
#include "clang/AST/ASTContext.h"
#include "clang/Basic/Stack.h"
#include "clang/Frontend/CompilerInstance.h"
#include "clang/Frontend/FrontendAction.h"
#include "clang/Tooling/Tooling.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/xxhash.h"

using namespace clang;

namespace gridlock {
namespace {

/// Keeps the first error.
class ErrorKeeper : public DiagnosticConsumer {
public:
  explicit ErrorKeeper(Origin &From) : From(From) {}

  void HandleDiagnostic(DiagnosticsEngine::Level Level,
                        const Diagnostic &Info) override {
    if (Level < DiagnosticsEngine::Error)
      return;
    From.CutOff |= Level == DiagnosticsEngine::Fatal;
    if (++From.Errors > 1)
      return;
    llvm::SmallString<128> Text;
    Info.FormatDiagnostic(Text);
    if (Info.hasSourceManager() && Info.getLocation().isValid()) {
      PresumedLoc At = Info.getSourceManager().getPresumedLoc(
          Info.getSourceManager().getExpansionLoc(Info.getLocation()));
      if (At.isValid())
        From.FirstError = std::string(At.getFilename()) + ":" +
                          std::to_string(At.getLine()) + ":" +
                          std::to_string(At.getColumn()) + ": ";
    }
    From.FirstError += Text.str();
  }

private:
  Origin &From;
};

/// Every file whose text was read, with the hash of what was read.
void noteInputs(const SourceManager &Sources, const std::string &Folder,
                std::vector<Input> &Inputs) {
  llvm::DenseSet<const FileEntry *> Known;
  for (unsigned I = 0; I < Sources.local_sloc_entry_size(); ++I) {
    const SrcMgr::SLocEntry &Entry = Sources.getLocalSLocEntry(I);
    if (!Entry.isFile())
      continue;
    FileID File = Sources.getFileID(
        SourceLocation::getFromRawEncoding(Entry.getOffset()));
    const FileEntry *Read = Sources.getFileEntryForID(File);
    if (!Read || !Known.insert(Read).second)
      continue;
    auto Text = Sources.getBufferDataOrNone(File);
    if (Text)
      Inputs.push_back({absolutePath(Read->tryGetRealPathName(), Folder),
                        llvm::xxHash64(*Text)});
  }
}

class Reader : public ASTConsumer {
public:
  Reader(Shard &Made, const CompileCommand &Command, const ModelSet &Models,
         const AwaitNames &Names)
      : Made(Made), Command(Command), Models(Models), Names(Names) {}

  void HandleTranslationUnit(ASTContext &Context) override {
    noteInputs(Context.getSourceManager(), Command.Directory, Made.From.Inputs);
    if (!Context.getLangOpts().CPlusPlus)
      return;
    Made.Facts = extract(Context, Models, userFunctions(Context), Names);
    for (std::string &File : Made.Facts.Files)
      File = absolutePath(File, Command.Directory);
  }

private:
  Shard &Made;
  const CompileCommand &Command;
  const ModelSet &Models;
  const AwaitNames &Names;
};

class ReadAction : public ASTFrontendAction {
public:
  explicit ReadAction(std::unique_ptr<Reader> Consumer)
      : Consumer(std::move(Consumer)) {}

  std::unique_ptr<ASTConsumer> CreateASTConsumer(CompilerInstance &Compiler,
                                                 StringRef) override {
    // The process ends when the unit is read.
    Compiler.getFrontendOpts().DisableFree = true;
    return std::move(Consumer);
  }

private:
  std::unique_ptr<Reader> Consumer;
};

} // namespace

Shard parseUnit(const CompileCommand &Command, const ModelSet &Models,
                const AwaitNames &Names) {
  Shard Made;
  Made.From.Source = Command.File;
  if (std::error_code Fault =
          llvm::sys::fs::set_current_path(Command.Directory)) {
    Made.From.Errors = 1;
    Made.From.CutOff = true;
    Made.From.FirstError = Command.Directory + ": " + Fault.message();
    return Made;
  }
  noteBottomOfStack();
  llvm::IntrusiveRefCntPtr<FileManager> Files(
      new FileManager(FileSystemOptions()));
  ErrorKeeper Errors(Made.From);
  tooling::ToolInvocation Invocation(
      Command.Arguments,
      std::make_unique<ReadAction>(
          std::make_unique<Reader>(Made, Command, Models, Names)),
      Files.get());
  Invocation.setDiagnosticConsumer(&Errors);
  if (!Invocation.run() && !Made.From.Errors) {
    Made.From.Errors = 1;
    Made.From.FirstError = "the compile command is not understood";
  }
  Made.From.CutOff |= Made.From.Inputs.empty();
  return Made;
}

} // namespace gridlock
