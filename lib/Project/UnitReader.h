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
  /// The shard of a unit, once; none where nothing is known of it.
  std::optional<Shard> take(size_t Index);

private:
  struct UnitState {
    uint64_t Key = 0;
    const ModelSet *Models = nullptr;
    const Settings *Options = nullptr;
    std::unique_ptr<llvm::MemoryBuffer> Bytes;
  };
  llvm::Error prepare();
  std::string parse(size_t Index) const;
  void complain();
  void parsed(UnitState &Unit, const CompileCommand &Command, WorkResult Made,
              ProjectResult &Result);

  const ProjectRequest &Request;
  Database Commands;
  SettingsReader &Options;
  Progress &Shown;
  std::optional<Cache> Kept;
  std::vector<UnitState> Units;
  /// By the names of the files; with the hash of their texts.
  std::map<std::string, std::pair<std::shared_ptr<const ModelSet>, uint64_t>>
      Models;
};

} // namespace gridlock

#endif
