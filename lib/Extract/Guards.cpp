// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Extract/Guards.h"
#include "clang/Analysis/Analyses/PostOrderCFGView.h"
#include <algorithm>

using namespace clang;

namespace gridlock {

void GuardFlow::event(unsigned Block, unsigned Event, ValueId Made,
                      ValueId Lost) {
  Steps[Block].push_back({Event, Made, Lost});
}

/// Does \p Condition speak of \p What?
static bool speaksOf(const Function &Facts, ValueId Condition, ValueId What) {
  if (Condition == What)
    return true;
  const Value &V = Facts.Values[Condition];
  if (V.Base && speaksOf(Facts, V.Base, What))
    return true;
  return std::any_of(V.Parts.begin(), V.Parts.end(),
                     [&](ValueId Part) { return speaksOf(Facts, Part, What); });
}

void GuardFlow::pass(unsigned Block, Conditions &State, Function *Facts,
                     const Function &Values) const {
  auto Found = Steps.find(Block);
  if (Found == Steps.end())
    return;
  for (const Step &S : Found->second) {
    if (Facts && Facts->Events[S.Event].Guards.empty())
      for (auto [Condition, Holds] : State)
        Facts->Events[S.Event].Guards.push_back({Condition, Holds});
    if (S.Lost)
      for (auto I = State.begin(); I != State.end();)
        I = speaksOf(Values, I->first, S.Lost) ? State.erase(I) : std::next(I);
    if (S.Made)
      State.insert({S.Made, true});
  }
}

GuardFlow::Conditions GuardFlow::entry(const CFGBlock &Block,
                                       const Function &Facts) const {
  Conditions State;
  bool First = true;
  for (const CFGBlock::AdjacentBlock &Adjacent : Block.preds()) {
    const CFGBlock *Before = Adjacent.getReachableBlock();
    if (!Before)
      continue;
    auto End = Ends.find(Before->getBlockID());
    if (End == Ends.end())
      continue; // not reached yet: everything holds there
    if (Assumed.count(Before->getBlockID()) && Before->succ_size() == 2 &&
        Before->succ_begin()->getReachableBlock() != &Block)
      continue;
    Conditions Edge = End->second;
    if (Before->succ_size() == 2) {
      const CFGBlock *True = Before->succ_begin()->getReachableBlock();
      const CFGBlock *False = (Before->succ_begin() + 1)->getReachableBlock();
      auto Branch = Branches.find(Before->getBlockID());
      if (Branch != Branches.end() && True != False)
        Edge.insert({Branch->second, &Block == True});
      auto Whole = Wholes.find(Before->getBlockID());
      if (Whole != Wholes.end() && True != False &&
          (&Block == True) == Whole->second.second)
        Edge.insert(Whole->second);
    }
    if (First) {
      State = std::move(Edge);
      First = false;
      continue;
    }
    for (auto I = State.begin(); I != State.end();)
      I = Edge.count(*I) ? std::next(I) : State.erase(I);
  }
  return State;
}

void GuardFlow::flow(llvm::ArrayRef<const CFGBlock *> Order,
                     const HandlerBlocks &Handlers, Function &Facts) {
  auto Enter = [&](const CFGBlock &Block) {
    auto Begin = Handlers.Entries.find(&Block);
    return entry(Begin == Handlers.Entries.end() ? Block : *Begin->second,
                 Facts);
  };
  // States only shrink from round to round, so this ends; the bound is for
  // graphs whose loops nest deeper than any written by hand.
  bool Changed = true;
  for (int Round = 0; Changed && Round < 16; ++Round) {
    Changed = false;
    for (const CFGBlock *Block : Order) {
      Conditions State = Enter(*Block);
      pass(Block->getBlockID(), State, nullptr, Facts);
      auto [Old, New] = Ends.try_emplace(Block->getBlockID(), State);
      if (!New && Old->second != State) {
        Old->second = std::move(State);
        Changed = true;
      } else {
        Changed |= New;
      }
    }
  }
  for (const CFGBlock *Block : Order) {
    Conditions State = Enter(*Block);
    pass(Block->getBlockID(), State, &Facts, Facts);
  }
}

void GuardFlow::apply(const CFG &Graph, const HandlerBlocks &Handlers,
                      Function &Facts) {
  PostOrderCFGView View(&Graph); // iterates in reverse post-order
  std::vector<const CFGBlock *> Order(View.begin(), View.end());
  flow(Order, Handlers, Facts);
  // What handlers add changes nothing of what holds without an exception.
  if (!Handlers.Blocks.empty())
    flow(Handlers.Blocks, Handlers, Facts);
  for (auto &[Event, Guards] : Required)
    Facts.Events[Event].Guards.insert(Facts.Events[Event].Guards.end(),
                                      Guards.begin(), Guards.end());
}

} // namespace gridlock
