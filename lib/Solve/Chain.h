// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

/// \file
/// A verdict -> the report's place, sentence and notes.

#ifndef GRIDLOCK_SOLVE_CHAIN_H
#define GRIDLOCK_SOLVE_CHAIN_H

#include "Solve/Judge.h"
#include "Solve/Story.h"

namespace gridlock {

class Chain {
public:
  Chain(Walk &W, const Verdict &Why) : W(W), Told(W), Why(Why) {}
  Finding finding();

private:
  Story::Point place();
  bool isSubmittedIn(const SubmitRecord &Submit, unsigned A) const;
  Grade grade() const;
  std::string sentence(const Story::Point &Place) const;
  std::string loopSentence(const Story::Point &Place) const;
  void addSubmit(Finding &Into) const;
  void addProvider(Finding &Into, const Verdict &Of) const;
  void addThread(Finding &Into, const SignalRecord &Signal,
                 const Verdict &InTurn) const;

  Walk &W;
  Story Told;
  const Verdict &Why;
};

} // namespace gridlock

#endif
