// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

/// \file
/// The walks of a program -> one graph of its executors, loops, threads and
/// mutexes. Only made where it is asked for.

#ifndef GRIDLOCK_SOLVE_WAITGRAPHBUILDER_H
#define GRIDLOCK_SOLVE_WAITGRAPHBUILDER_H

#include "Findings/Finding.h"
#include "Findings/WaitGraph.h"
#include "Solve/Judge.h"
#include "Solve/LockFlow.h"
#include "Solve/Story.h"

namespace gridlock {

class WaitGraphBuilder {
public:
  /// Adds what one walk has seen.
  void add(Walk &W, Judge &Judged, const LockFlow &Locks);

  /// The graph, its edges marked by \p Findings. Mutexes under which nothing is
  /// waited for are left out.
  WaitGraph finish(llvm::ArrayRef<Finding> Findings) const;

private:
  class OneWalk;
  using Place = std::tuple<uint32_t, uint32_t, uint32_t>;
  static Place placeOf(const Location &At) {
    return {At.File, At.Line, At.Column};
  }
  struct Entry {
    WaitEdge Edge;
    std::set<Place> Way; ///< the calls to the place, and the place
  };
  unsigned node(WaitNode Node);
  void edge(WaitEdge Edge, std::set<Place> Way);
  std::vector<int> candidates(llvm::ArrayRef<Finding> Findings) const;
  bool isOnCycle(size_t Edge, const std::vector<int> &Marked) const;
  std::set<unsigned> keptNodes() const;

  std::vector<WaitNode> Nodes;
  std::map<std::pair<WaitNode::NodeKind, std::string>, unsigned> NodeIds;
  std::map<std::tuple<Place, unsigned, unsigned>, Entry> Edges;
};

} // namespace gridlock

#endif
