// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Project/UnitReader.h"
#include "Models/ModelFiles.h"
#include "Project/UnitParser.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/xxhash.h"

namespace gridlock {

UnitReader::UnitReader(const ProjectRequest &Request, Database Found,
                       SettingsReader &Options, Progress &Shown)
    : Request(Request), Commands(std::move(Found)), Options(Options),
      Shown(Shown), Units(Commands.Commands.size()) {
  if (!Request.CacheFolder.empty())
    Kept.emplace(Request.CacheFolder);
}

static uint64_t hashOfFiles(llvm::StringRef Paths) {
  std::string All = Paths.str();
  llvm::SmallVector<llvm::StringRef, 4> Names;
  Paths.split(Names, ';', -1, /*KeepEmpty=*/false);
  for (llvm::StringRef Name : Names)
    if (auto Buffer = llvm::MemoryBuffer::getFile(Name.trim()))
      All += (*Buffer)->getBuffer();
  return llvm::xxHash64(All);
}

/// The models and the key of each unit.
llvm::Error UnitReader::prepare() {
  llvm::StringMap<unsigned> Commanded; ///< how often a source has a command
  for (size_t I = 0; I < Units.size(); ++I) {
    const CompileCommand &Command = Commands.Commands[I];
    const Settings &Set = Options.of(Command.File);
    auto [Entry, New] = Models.try_emplace(Set.Models);
    if (New) {
      std::vector<std::string> Errors;
      Entry->second = {loadModels(Set.Models, Errors), hashOfFiles(Set.Models)};
      if (!Errors.empty())
        return llvm::createStringError(
            std::make_error_code(std::errc::invalid_argument),
            llvm::join(Errors, "\n"));
    }
    std::string All = Request.Version + '\0' + Command.File + '\0' +
                      Command.Directory + '\0' +
                      std::to_string(Entry->second.second) + '\0' +
                      Set.AwaitablesThatNeverSuspend + '\0' +
                      Set.CreationVerbs + '\0' + Set.CreationNouns;
    for (const std::string &Word : Command.Arguments)
      All += '\0' + Word;
    // What is there of a source with another key is not current: it goes.
    Units[I].Name = llvm::xxHash64(Command.File + "#" +
                                   std::to_string(Commanded[Command.File]++));
    Units[I].Key = llvm::xxHash64(All);
    Units[I].Models = Entry->second.first.get();
    Units[I].Options = &Set;
  }
  return llvm::Error::success();
}

void UnitReader::tellErrors(const Origin &From, ProjectResult &Result) {
  if (!From.Errors)
    return;
  ++Result.Broken;
  Shown.say(From.Source + ": does not compile: " + From.FirstError +
            (From.Errors > 1
                 ? " (and " + std::to_string(From.Errors - 1) + " more)"
                 : std::string()));
}

/// Takes over what the work on a unit has come to.
void UnitReader::parsed(UnitState &Unit, const CompileCommand &Command,
                        WorkResult Made, ProjectResult &Result) {
  if (Made.Crashed) {
    ++Result.Broken;
    ++Result.Lost;
    Shown.say(Command.File + ": error: the analysis of this unit ended early" +
              (Made.Signal ? " by signal " + std::to_string(Made.Signal)
                           : std::string()) +
              "; it is left out");
    return;
  }
  auto From = readOrigin(Made.Bytes);
  if (!From) {
    llvm::consumeError(From.takeError());
    return;
  }
  tellErrors(*From, Result);
  Unit.Sum = llvm::xxHash64(Made.Bytes);
  if (Kept)
    Unit.Bytes = Kept->store(Unit.Name, Made.Bytes);
  if (!Unit.Bytes)
    Unit.Bytes = llvm::MemoryBuffer::getMemBufferCopy(Made.Bytes);
}

void UnitReader::complain() {
  std::string Text = Kept ? Kept->complaint() : "";
  if (!Text.empty())
    Shown.say("warning: cache: " + Text);
}

std::string UnitReader::parse(size_t Index) const {
  const UnitState &Unit = Units[Index];
  const Settings &Set = *Unit.Options;
  Shard Made = parseUnit(
      Commands.Commands[Index], *Unit.Models,
      {Set.AwaitablesThatNeverSuspend, Set.CreationVerbs, Set.CreationNouns});
  Made.From.Key = Unit.Key;
  return writeShard(Made);
}

llvm::Expected<bool> UnitReader::readAll(ProjectResult &Result) {
  if (llvm::Error Fault = prepare())
    return std::move(Fault);
  Result.Units = Units.size();
  std::vector<size_t> Open;
  for (size_t I = 0; I < Units.size(); ++I) {
    std::optional<Cache::KnownShard> Known;
    if (Kept)
      Known = Kept->find(Units[I].Name, Units[I].Key);
    if (!Known) {
      Open.push_back(I);
      continue;
    }
    Units[I].Bytes = std::move(Known->Bytes);
    Units[I].Sum = llvm::xxHash64(Units[I].Bytes->getBuffer());
    tellErrors(Known->From, Result);
  }
  complain();
  Shown.begin(Open.size());
  auto Work = [&](unsigned At) { return parse(Open[At]); };
  auto Done = [&](unsigned At, WorkResult Made) {
    const CompileCommand &Command = Commands.Commands[Open[At]];
    ++Result.Parsed;
    parsed(Units[Open[At]], Command, std::move(Made), Result);
    complain();
    Shown.step(Command.File);
  };
  bool Whole =
      Workers(Request.Jobs, Request.MaxMemory).run(Open.size(), Work, Done);
  if (Kept && Whole)
    Kept->finish();
  complain();
  Shown.clear();
  return Whole;
}

std::optional<Shard> UnitReader::shard(size_t Index) {
  UnitState &Unit = Units[Index];
  if (!Unit.Bytes)
    return std::nullopt;
  auto Made = readShard(Unit.Bytes->getBuffer());
  if (++Unit.Read >= Reads)
    Unit.Bytes.reset();
  if (Made)
    return std::move(*Made);
  Damaged = true;
  Shown.say(command(Index).File + ": error: its facts are " +
            llvm::toString(Made.takeError()) + "; it is left out");
  return std::nullopt;
}

void UnitReader::addInputs(llvm::StringMap<InputState> &Inputs) const {
  for (const UnitState &Unit : Units) {
    if (!Unit.Bytes)
      continue;
    auto From = readOrigin(Unit.Bytes->getBuffer());
    if (!From) {
      llvm::consumeError(From.takeError());
      continue;
    }
    for (const Input &File : From->Inputs) {
      auto [Entry, New] = Inputs.try_emplace(File.Path);
      InputState &State = Entry->second;
      if (New)
        State.Hash = File.Hash;
      else if (State.Hash != File.Hash)
        State.Hash.reset();
      State.Broken |= From->Errors != 0;
    }
  }
}

uint64_t UnitReader::solutionName(const SolveOptions &Options) const {
  std::string All;
  for (const UnitState &Unit : Units)
    All += llvm::utohexstr(Unit.Name);
  All += Options.Strict ? "s" : "";
  All += Options.Graph ? "g" : "";
  return llvm::xxHash64(All);
}

uint64_t UnitReader::solutionKey() const {
  std::string All = Request.Version;
  for (const UnitState &Unit : Units)
    All += "/" + llvm::utohexstr(Unit.Sum);
  return llvm::xxHash64(All);
}

std::optional<Solution> UnitReader::knownSolution(const SolveOptions &Options) {
  // Each place has answers of its own.
  if (!Kept || Options.AskedLine)
    return std::nullopt;
  auto Known = Kept->findSolution(solutionName(Options), solutionKey());
  complain();
  return Known;
}

void UnitReader::keepSolution(const SolveOptions &Options,
                              const Solution &Found) {
  if (!Kept || Options.AskedLine || Damaged)
    return;
  Kept->storeSolution(solutionName(Options), solutionKey(), Found);
  complain();
}

} // namespace gridlock
