// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

/// \file
/// A verdict on a join -> the report's place, sentence and notes.

#ifndef GRIDLOCK_SOLVE_JOINTEXT_H
#define GRIDLOCK_SOLVE_JOINTEXT_H

#include "Solve/Joins.h"
#include "Solve/Story.h"

namespace gridlock {

class JoinText {
public:
  JoinText(Walk &W, const JoinVerdict &Why) : W(W), Told(W), Why(Why) {}
  Finding finding();

private:
  Story::Point poolPoint() const;
  Story::Point waitPoint() const;
  Story::Point place() const;
  Story::Point captured() const;
  bool isOfPool(const Activation &In) const;
  std::set<TermId> pools() const;
  std::string threadName() const;
  std::string executorName() const;
  std::string fate() const;
  std::string sentence(const Story::Point &At) const;
  std::string nested(const Story::Point &At) const;
  void addStart(Finding &Into) const;
  void addEnd(Finding &Into) const;

  Walk &W;
  Story Told;
  const JoinVerdict &Why;
};

} // namespace gridlock

#endif
