// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

/// \file
/// A place in the source.

#ifndef GRIDLOCK_FACTS_LOCATION_H
#define GRIDLOCK_FACTS_LOCATION_H

#include <cstdint>

namespace gridlock {

struct Location {
  uint32_t File = 0; ///< index in Unit::Files
  uint32_t Line = 0; ///< from 1; 0 for nowhere
  uint32_t Column = 0;
  uint32_t Token = 0; ///< opaque to all but the reader of this unit, which
                      ///< finds macros by it
};

} // namespace gridlock

#endif
