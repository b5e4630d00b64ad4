// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

/// \file
/// The shards of all units: from the cache, or made anew.

#ifndef GRIDLOCK_PROJECT_UNITREADER_H
#define GRIDLOCK_PROJECT_UNITREADER_H

#include "Models/ModelSet.h"
#include "Project/Cache.h"
#include "Project/Progress.h"
#include "Project/Project.h"
#include "Project/Settings.h"
#include "Project/Workers.h"

namespace gridlock {

class UnitReader {
public:
  UnitReader(const ProjectRequest &Request, Database Commands,
             SettingsReader &Options, Progress &Shown);

  /// Sees to it that each shard is there. False if the user interrupted it. A
  /// model that cannot be read is an error.
  llvm::Expected<bool> readAll(ProjectResult &Result);
  size_t size() const { return Units.size(); }
  const CompileCommand &command(size_t Index) const {
    return Commands.Commands[Index];
  }
  /// How often each shard will be asked for; once, if nothing is said.
  void setReads(unsigned Count) { Reads = Count; }
  /// The shard of a unit; none where nothing is known of it.
  std::optional<Shard> shard(size_t Index);

  /// The files that the units were read from; before their shards are asked
  /// for.
  void addInputs(llvm::StringMap<InputState> &Inputs) const;

  /// What was found with these options in these very shards, if that is known.
  std::optional<Solution> knownSolution(const SolveOptions &Options);
  void keepSolution(const SolveOptions &Options, const Solution &Found);

private:
  struct UnitState {
    uint64_t Name = 0; ///< of the shard
    uint64_t Key = 0;
    const ModelSet *Models = nullptr;
    const Settings *Options = nullptr;
    std::unique_ptr<llvm::MemoryBuffer> Bytes;
    uint64_t Sum = 0;  ///< of the bytes; 0 where there are none
    unsigned Read = 0; ///< how often
  };
  llvm::Error prepare();
  std::string parse(size_t Index) const;
  void complain();
  void tellErrors(const Origin &From, ProjectResult &Result);
  uint64_t solutionName(const SolveOptions &Options) const;
  uint64_t solutionKey() const;
  void parsed(UnitState &Unit, const CompileCommand &Command, WorkResult Made,
              ProjectResult &Result);

  const ProjectRequest &Request;
  Database Commands;
  SettingsReader &Options;
  Progress &Shown;
  std::optional<Cache> Kept;
  std::vector<UnitState> Units;
  unsigned Reads = 1;
  bool Damaged = false; ///< a shard could not be used
  /// By the names of the files; with the hash of their texts.
  std::map<std::string, std::pair<std::shared_ptr<const ModelSet>, uint64_t>>
      Models;
};

} // namespace gridlock

#endif
