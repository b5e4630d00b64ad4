// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

/// \file
/// What blocks on what in a program, findings or not.

#ifndef GRIDLOCK_FINDINGS_WAITGRAPH_H
#define GRIDLOCK_FINDINGS_WAITGRAPH_H

#include "Findings/Finding.h"

namespace gridlock {

/// Something that is held, and waited for.
struct WaitNode {
  enum NodeKind : uint8_t {
    Pool,    ///< an executor
    Loop,    ///< an event loop
    Thread,  ///< a thread of its own
    Mutex,   ///< held from lock to unlock
    Outside, ///< threads of which nothing is known; holds no worker
  };
  NodeKind Kind = Pool;
  std::string Name;     ///< by its owner: "Renderer.Cpu", "P in main"
  int64_t Capacity = 0; ///< of an executor, how many tasks run at once; 0: not
                        ///< known, -1: no bound
  Location Where;       ///< where it is made, where that is in view
};

/// Whoever holds \ref From waits at \ref Where for what needs \ref To.
struct WaitEdge {
  unsigned From = 0; ///< indices in WaitGraph::Nodes
  unsigned To = 0;
  Location Where;
  std::string Text; ///< the name of the call
  WaitKind How = WaitKind::Blocks;
  Location Told; ///< the place of the finding on whose cycle it is; nowhere
                 ///< for none
  CheckId By = CheckId::SelfWait; ///< the check of that finding
};

struct WaitGraph {
  std::vector<WaitNode> Nodes;
  std::vector<WaitEdge> Edges; ///< by their place
};

} // namespace gridlock

#endif
