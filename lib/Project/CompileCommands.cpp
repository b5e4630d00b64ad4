// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Project/CompileCommands.h"
#include "Compat/DriverOptions.h"
#include "clang/Tooling/ArgumentsAdjusters.h"
#include "clang/Tooling/CompilationDatabase.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/GlobPattern.h"
#include "llvm/Support/Path.h"
#include <set>

using namespace clang::tooling;
using llvm::StringRef;

namespace gridlock {

std::string absolutePath(StringRef Path, StringRef Folder) {
  llvm::SmallString<256> Result(Path);
  if (!llvm::sys::path::is_absolute(Path)) {
    Result = Folder;
    llvm::sys::path::append(Result, Path);
  }
  llvm::sys::path::remove_dots(Result, /*remove_dot_dot=*/true);
  return std::string(Result);
}

static std::string currentFolder() {
  llvm::SmallString<256> Folder;
  llvm::sys::fs::current_path(Folder);
  return std::string(Folder);
}

bool matchesPath(StringRef Path, llvm::ArrayRef<std::string> Patterns) {
  for (const std::string &Pattern : Patterns) {
    std::string Full = absolutePath(Pattern, currentFolder());
    if (Path == Full || Path.substr(0, Full.size() + 1) == Full + "/")
      return true;
    // A pattern that starts anywhere is not below the current folder.
    auto Glob = llvm::GlobPattern::create(
        StringRef(Pattern).take_front() == "*" ? StringRef(Pattern)
                                               : StringRef(Full));
    if (!Glob)
      llvm::consumeError(Glob.takeError());
    else if (Glob->match(Path))
      return true;
  }
  return false;
}

static llvm::Error fault(const llvm::Twine &What) {
  return llvm::createStringError(
      std::make_error_code(std::errc::invalid_argument), What.str());
}

llvm::Expected<std::string> resourceFolder() {
  llvm::SmallString<256> Folder(GRIDLOCK_RESOURCE_DIR);
  if (!llvm::sys::fs::exists(Folder + "/include/stddef.h"))
    return fault("Clang's own headers are not in " + Folder +
                 "/include; name their place with "
                 "--extra-arg=-resource-dir=DIR");
  return std::string(Folder);
}

/// The words of options that cannot work, with how many words they take.
static unsigned wordsThatCannotWork(const CommandLineArguments &Words,
                                    size_t At) {
  StringRef Word = Words[At];
  // Precompiled headers and modules are made by and for one compiler.
  if (Word == "-include-pch" || Word == "-fmodule-file" ||
      Word == "-fmodules-cache-path")
    return 2;
  for (StringRef Start :
       {"-fmodule-file=", "-fmodules", "-fprebuilt-module-path", "-fmodule-map",
        "-fmodule-mapper", "-fmodule-output", "-fpch-", "-fno-pch-",
        "-Winvalid-pch"})
    if (Word.substr(0, Start.size()) == Start)
      return 1;
  // What newer compilers find fault with does not stop us.
  if (Word == "-Werror" || Word.substr(0, 8) == "-Werror=" ||
      Word == "-pedantic-errors")
    return 1;
  if (Word.size() > 1 && Word[0] == '-' && Word[1] != '-' &&
      isUnknownToDriver(Words[At].c_str()))
    return 1;
  return 0;
}

/// `-Xclang -include-pch -Xclang FILE` is four words for one thing.
static bool isPassedOn(const CommandLineArguments &Words, size_t At,
                       StringRef What) {
  return At + 3 < Words.size() && Words[At] == "-Xclang" &&
         Words[At + 1] == What && Words[At + 2] == "-Xclang";
}

static CommandLineArguments
withoutWhatCannotWork(const CommandLineArguments &Words,
                      std::map<std::string, unsigned> &Dropped) {
  CommandLineArguments Kept;
  for (size_t I = 0; I < Words.size();) {
    if (I && isPassedOn(Words, I, "-include-pch")) {
      ++Dropped["-include-pch"];
      I += 4;
      continue;
    }
    if (I && (Words[I] == "-Xclang" || Words[I] == "-o") &&
        I + 1 < Words.size()) {
      Kept.insert(Kept.end(), {Words[I], Words[I + 1]});
      I += 2;
      continue;
    }
    unsigned Count = I ? wordsThatCannotWork(Words, I) : 0;
    if (!Count) {
      Kept.push_back(Words[I++]);
      continue;
    }
    StringRef Name = StringRef(Words[I]).split('=').first;
    if (Name != "-Werror" && Name != "-Winvalid-pch")
      ++Dropped[Name.str()];
    I += Count;
  }
  return Kept;
}

/// The driver takes a precompiled header beside a header that is included on
/// the command line; Clang itself does not.
static CommandLineArguments withoutFoundPch(const CommandLineArguments &Words) {
  CommandLineArguments Kept;
  for (size_t I = 0; I < Words.size(); ++I)
    if (Words[I] == "-include" && I + 1 < Words.size() &&
        (llvm::sys::fs::exists(Words[I + 1] + ".gch") ||
         llvm::sys::fs::exists(Words[I + 1] + ".pch"))) {
      Kept.insert(Kept.end(), {"-Xclang", "-include", "-Xclang", Words[++I]});
    } else {
      Kept.push_back(Words[I]);
    }
  return Kept;
}

static ArgumentsAdjuster adjuster(const DatabaseRequest &Request,
                                  const std::string &Resources,
                                  std::map<std::string, unsigned> &Dropped) {
  auto Own = [&Dropped](const CommandLineArguments &Words, StringRef) {
    return withoutFoundPch(withoutWhatCannotWork(Words, Dropped));
  };
  auto Both = [](ArgumentsAdjuster A, ArgumentsAdjuster B) {
    return combineAdjusters(std::move(A), std::move(B));
  };
  ArgumentsAdjuster All = Both(getClangStripOutputAdjuster(),
                               getClangStripDependencyFileAdjuster());
  All = Both(All, Own);
  All = Both(All, getClangSyntaxOnlyAdjuster());
  CommandLineArguments First{"-w"};
  if (!Resources.empty())
    First.push_back("-resource-dir=" + Resources);
  All = Both(All,
             getInsertArgumentAdjuster(First, ArgumentInsertPosition::BEGIN));
  All = Both(All, getInsertArgumentAdjuster(Request.ExtraArgumentsBefore,
                                            ArgumentInsertPosition::BEGIN));
  return Both(All, getInsertArgumentAdjuster(Request.ExtraArguments,
                                             ArgumentInsertPosition::END));
}

/// Where the search for a database starts.
static std::unique_ptr<CompilationDatabase>
findDatabase(const DatabaseRequest &Request, std::string &Fault) {
  StringRef Path = Request.BuildPath;
  if (Path.empty()) {
    StringRef First = ".";
    if (!Request.Files.empty())
      First = Request.Files.front();
    First = First.take_until([](char C) { return C == '*' || C == '?'; });
    return CompilationDatabase::autoDetectFromDirectory(
        absolutePath(First.empty() ? "." : First, currentFolder()), Fault);
  }
  if (!llvm::sys::fs::is_directory(Path))
    Path = llvm::sys::path::parent_path(Path);
  return CompilationDatabase::loadFromDirectory(Path.empty() ? "." : Path,
                                                Fault);
}

llvm::Expected<Database> loadDatabase(const DatabaseRequest &Request) {
  std::string Fault;
  std::unique_ptr<CompilationDatabase> Found = findDatabase(Request, Fault);
  if (!Found)
    return fault("no compile_commands.json: " + StringRef(Fault).rtrim() +
                 "\nname its folder with -p; CMake writes it with "
                 "-DCMAKE_EXPORT_COMPILE_COMMANDS=ON");
  llvm::Expected<std::string> Resources = resourceFolder();
  bool Named = false;
  for (const std::string &Word : Request.ExtraArguments)
    Named |= StringRef(Word).contains("-resource-dir");
  if (!Resources) {
    if (!Named)
      return Resources.takeError();
    llvm::consumeError(Resources.takeError());
    Resources = std::string();
  }
  Database Made;
  ArgumentsAdjuster Adjust = adjuster(Request, *Resources, Made.Dropped);
  std::set<std::pair<std::string, CommandLineArguments>> Known;
  for (const clang::tooling::CompileCommand &Command :
       Found->getAllCompileCommands()) {
    std::string File = absolutePath(Command.Filename, Command.Directory);
    if ((!Request.Files.empty() && !matchesPath(File, Request.Files)) ||
        matchesPath(File, Request.Exclude))
      continue;
    CommandLineArguments Words = Adjust(Command.CommandLine, Command.Filename);
    if (Known.insert({File, Words}).second)
      Made.Commands.push_back({File, Command.Directory, std::move(Words)});
  }
  if (Made.Commands.empty())
    return fault("the database has no command for what is asked for");
  return std::move(Made);
}

} // namespace gridlock
