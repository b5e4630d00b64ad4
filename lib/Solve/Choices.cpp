// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

/// \file
/// A wait for one of several things.

#include "Solve/Judge.h"

namespace gridlock {

/// Does \p E happen on each way to \p Later, as far as conditions go?
static bool leadsTo(const Event &E, const Event &Later) {
  return std::all_of(E.Guards.begin(), E.Guards.end(), [&](const Guard &G) {
    return llvm::is_contained(Later.Guards, G);
  });
}

/// The single things that a wait may be for, each for sure at some time: what
/// is in a container is not told apart, and a variable is what was assigned to
/// it last.
std::vector<TermId> Walk::choices(unsigned A, const Event &Wait) {
  const Function &F = *Activations[A].Code;
  std::vector<TermId> Assigned;
  if (F.Values[Wait.Object].Kind == ValueKind::Variable)
    for (const Event &E : F.Events) {
      if (&E == &Wait)
        break;
      if (E.Kind != EventKind::Bind || E.Object != Wait.Object)
        continue;
      if (leadsTo(E, Wait))
        Assigned.clear();
      Assigned.push_back(evaluate(A, E.Task));
    }
  Trace Found = trace(Assigned.empty() ? evaluate(A, Wait.Object)
                                       : Terms.any(std::move(Assigned)));
  for (TermId Place : Found.Seen)
    for (TermId Path = Place; Terms.isPart(Path); Path = Terms[Path].Base)
      if (Terms[Path].Kind == TermKind::Element)
        return {};
  return {Found.Finals.begin(), Found.Finals.end()};
}

/// Where one of several objects is waited for, it is enough that one of them
/// is never ready.
bool Judge::isStuckForSome(const WaitRecord &Wait, const Walk::Trace &Target,
                           const std::vector<TermId> &Held, Verdict &Found) {
  if (isStuck(Wait, Target, Wait.Frame, Held, Found, 0))
    return true;
  if (Target.Finals.size() < 2)
    return false;
  for (TermId Choice : Wait.Choices) {
    Verdict One = Found;
    One.Provider = nullptr;
    One.Needed = nullptr;
    if (isStuck(Wait, W.trace(Choice), Wait.Frame, Held, One, 0)) {
      Found = One;
      return true;
    }
  }
  return false;
}

} // namespace gridlock
