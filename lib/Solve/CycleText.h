// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

/// \file
/// A cycle -> the report's place, sentence and notes.

#ifndef GRIDLOCK_SOLVE_CYCLETEXT_H
#define GRIDLOCK_SOLVE_CYCLETEXT_H

#include "Solve/HoldAndWait.h"
#include "Solve/Story.h"

namespace gridlock {

class CycleText {
public:
  CycleText(Walk &W, const LockFlow &Locks, const Cycle &Why)
      : W(W), Locks(Locks), Told(W), Why(Why) {}
  Finding finding();

private:
  Story::Point place() const;
  bool isAboutOwn(const Activation &In) const;
  Story::Point lockPoint(const LockRecord &Acquired) const;
  std::string mutexName(const LockRecord &Acquired) const;
  std::string heldName() const;
  std::string sentence(const Story::Point &Place) const;
  std::string lockSentence(const Story::Point &Place) const;
  std::string homeSentence(const Story::Point &Place) const;
  std::string poolSentence(const Story::Point &Place) const;
  void addHeld(Finding &Into, const Story::Point &Place) const;
  void addStart(Finding &Into, const CycleStep &Step) const;
  std::string outermost(const Story::Point &At) const;
  void addStep(Finding &Into, const CycleStep &Step) const;
  void addFrame(Finding &Into, unsigned Frame) const;

  Walk &W;
  const LockFlow &Locks;
  Story Told;
  const Cycle &Why;
};

} // namespace gridlock

#endif
