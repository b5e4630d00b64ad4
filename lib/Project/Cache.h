// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

/// \file
/// Shards on disk: which of them are current.

#ifndef GRIDLOCK_PROJECT_CACHE_H
#define GRIDLOCK_PROJECT_CACHE_H

#include "Facts/Shard.h"
#include "Solve/Solve.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/Support/MemoryBuffer.h"
#include <optional>

namespace gridlock {

/// The hashes of files, asked for once a run, and from one run to the next only
/// if a file's time or size has changed.
class FileHashes {
public:
  /// What an earlier run knew; a file that cannot be read is as none.
  void load(llvm::StringRef Path);
  /// As text, a file on a line; empty if nothing has changed.
  std::string changed() const;
  /// None where the file cannot be read.
  std::optional<uint64_t> of(const std::string &File);

private:
  struct Known {
    int64_t Time = 0; ///< of its last change, in nanoseconds
    uint64_t Size = 0, Hash = 0;
    bool Asked = false, Exists = false;
  };
  llvm::StringMap<Known> Files;
  bool Changed = false;
};

/// One folder. Several processes may use it at once: what is there is whole,
/// and who comes last wins.
class Cache {
public:
  /// Makes the folder; a fault is told by complaint().
  explicit Cache(llvm::StringRef Folder);

  struct KnownShard {
    std::unique_ptr<llvm::MemoryBuffer> Bytes;
    Origin From;
  };
  /// The shard of this name, if it has this key and all that it was made from
  /// is as it was; none where it has to be made anew.
  std::optional<KnownShard> find(uint64_t Name, uint64_t Key);
  /// Keeps the bytes, and gives them back as they are kept; null where they
  /// could not be written.
  std::unique_ptr<llvm::MemoryBuffer> store(uint64_t Name,
                                            llvm::StringRef Bytes);
  /// What storeSolution() kept under this name, if it was with this key.
  std::optional<Solution> findSolution(uint64_t Name, uint64_t Key);
  void storeSolution(uint64_t Name, uint64_t Key, const Solution &Found);
  /// To be called at the end of a run. Takes away what runs have left that were
  /// killed long ago.
  void finish();
  /// What the user should be told, once; then empty.
  std::string complaint() { return std::exchange(Complaint, {}); }

private:
  std::string pathOf(llvm::StringRef Name) const;
  bool write(llvm::StringRef Name, llvm::StringRef Bytes);
  void complain(const llvm::Twine &What);
  void complainOf(llvm::StringRef Path, llvm::Error Fault);
  void removeRemains();

  std::string Folder;
  FileHashes Hashes;
  std::string Complaint;
  bool Complained = false;
};

} // namespace gridlock

#endif
