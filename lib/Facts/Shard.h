// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

/// \file
/// The facts of one unit as bytes, with what they were made from.

#ifndef GRIDLOCK_FACTS_SHARD_H
#define GRIDLOCK_FACTS_SHARD_H

#include "Facts/Facts.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"

namespace gridlock {

/// A file that a unit was read from.
struct Input {
  std::string Path;  ///< absolute
  uint64_t Hash = 0; ///< of its text
};

/// What facts were made from.
struct Origin {
  std::string Source;        ///< the main file, an absolute path
  uint64_t Key = 0;          ///< of all but the inputs that the facts depend on
  std::vector<Input> Inputs; ///< the main file and all that it includes
  uint32_t Errors = 0;       ///< of the compiler
  std::string FirstError;    ///< as the compiler tells it; empty for none
  bool CutOff = false; ///< the compiler gave up, as where a file is missing:
                       ///< there is more to it than the inputs
};

struct Shard {
  Origin From;
  Unit Facts;
};

/// The bytes say which format they are in, and are the same for equal shards.
std::string writeShard(const Shard &Made);

/// Reads what writeShard() wrote. Bytes of another format, and any that are
/// damaged, are an error; a shard that was read has no index that leads out of
/// its table.
llvm::Expected<Shard> readShard(llvm::StringRef Bytes);
/// Likewise, but of the facts only that they are the bytes that were written.
llvm::Expected<Origin> readOrigin(llvm::StringRef Bytes);

} // namespace gridlock

#endif
