// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

/// \file
/// A verdict -> the report's place, sentence and notes.

#ifndef GRIDLOCK_SOLVE_CHAIN_H
#define GRIDLOCK_SOLVE_CHAIN_H

#include "Solve/Judge.h"

namespace gridlock {

class Chain {
public:
  Chain(Walk &W, const Verdict &Why) : W(W), Why(Why) {}
  Finding finding();

private:
  /// A call or an event, and the activation it stands in.
  struct Point {
    unsigned Activation;
    const Event *Site;
  };
  Point place();
  bool isSubmittedIn(const SubmitRecord &Submit, unsigned A) const;
  bool destructorPlace(Point &At) const;
  Point submitPoint(const SubmitRecord &Submit) const;
  std::string executorName() const;
  TermId owner() const;
  std::string display(TermId T) const;
  std::string sentence(const Point &Place) const;
  int64_t workers() const;
  void addCreation(Finding &Into) const;
  void addSubmit(Finding &Into) const;
  void addCalls(Finding &Into, unsigned Last) const;
  void addProvider(Finding &Into) const;

  Walk &W;
  const Verdict &Why;
};

} // namespace gridlock

#endif
