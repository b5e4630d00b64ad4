// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

/// \file
/// Which conditions hold whenever an event happens: a forward must-analysis
/// over the blocks of the control flow graph.

#ifndef GRIDLOCK_EXTRACT_GUARDS_H
#define GRIDLOCK_EXTRACT_GUARDS_H

#include "Extract/Handlers.h"
#include "Facts/Facts.h"
#include "clang/Analysis/CFG.h"
#include "llvm/ADT/DenseMap.h"
#include <set>

namespace gridlock {

class GuardFlow {
public:
  using Conditions = std::set<std::pair<ValueId, bool>>;

  /// Block \p Block ends in a branch on \p Condition.
  void branch(unsigned Block, ValueId Condition) {
    Branches[Block] = Condition;
  }
  /// Where that branch goes as \p Holds says, so it is with \p Whole, of which
  /// the condition is a part: `a && b` is false where `a` is.
  void decide(unsigned Block, ValueId Whole, bool Holds) {
    Wholes[Block] = {Whole, Holds};
  }
  /// The branch that ends \p Block goes the way of true.
  void assume(unsigned Block) { Assumed.insert(Block); }
  /// Event \p Event stands in block \p Block; afterwards \p Made holds (0:
  /// nothing) and what was known of \p Lost (0: nothing) does not any more.
  void event(unsigned Block, unsigned Event, ValueId Made, ValueId Lost);
  /// Writes the guards of all events of \p Facts.
  void apply(const clang::CFG &Graph, const HandlerBlocks &Handlers,
             Function &Facts);
  /// Event \p Event happens only while the condition is as said, wherever it
  /// stands.
  void require(unsigned Event, Guard Condition) {
    Required[Event].push_back(Condition);
  }

private:
  struct Step {
    unsigned Event;
    ValueId Made;
    ValueId Lost;
  };
  void pass(unsigned Block, Conditions &State, Function *Facts,
            const Function &Values) const;
  void flow(llvm::ArrayRef<const clang::CFGBlock *> Order,
            const HandlerBlocks &Handlers, Function &Facts);
  Conditions entry(const clang::CFGBlock &Block, const Function &Facts) const;

  std::set<unsigned> Assumed;
  llvm::DenseMap<unsigned, ValueId> Branches;
  llvm::DenseMap<unsigned, std::pair<ValueId, bool>> Wholes;
  llvm::DenseMap<unsigned, std::vector<Step>> Steps;
  llvm::DenseMap<unsigned, Conditions> Ends;
  llvm::DenseMap<unsigned, std::vector<Guard>> Required;
};

} // namespace gridlock

#endif
