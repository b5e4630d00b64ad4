// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

/// \file
/// Signals that are connected: a call of one runs or submits what it is
/// connected to.

#include "Solve/Walk.h"

namespace gridlock {

void Walk::connectEvent(unsigned A, const Event &E) {
  const ConnectionRecord Made = orderOf(A, E);
  const TermId Signal = evaluate(A, E.Completion);
  if (!Made.Task || !Signal)
    return;
  for (TermId Place : Terms[Signal].Kind == TermKind::Any
                          ? Terms[Signal].Parts
                          : std::vector<TermId>{Signal}) {
    auto &Known = Connections[Place];
    auto IsSame = [&](const ConnectionRecord &Other) {
      return Other.Site == Made.Site && Other.Executor == Made.Executor &&
             Other.Task == Made.Task;
    };
    if (llvm::none_of(Known, IsSame))
      Known.push_back(Made);
  }
  // A signal that is emitted out of view, as those of the library itself. On
  // which thread is not known, but where the slot runs is.
  if (!Code.isEmitted(Terms[Signal].Name) && Made.Executor)
    submitTo(Made, {}, 0, {A, &E});
}

/// What is connected to a signal of the object when the event happens.
std::vector<ConnectionRecord> Walk::connectionsOf(TermId Sender, Symbol Signal,
                                                  unsigned A,
                                                  const Event *Site) {
  std::vector<ConnectionRecord> Found;
  for (TermId Object : trace(Sender).Finals) {
    const TermId Place = Terms.field(Object, Signal, 0);
    ensureStored(Place);
    if (isEmptiedBefore(A, *Site, Place))
      continue;
    if (auto Known = Connections.find(Place); Known != Connections.end())
      Found.insert(Found.end(), Known->second.begin(), Known->second.end());
  }
  return Found;
}

void Walk::emitSignal(Symbol Signal, TermId Sender,
                      const std::vector<TermId> &Arguments, unsigned A,
                      const Event *Site) {
  const Function &F = *Activations[A].Code;
  for (const ConnectionRecord &One : connectionsOf(Sender, Signal, A, Site)) {
    TermId Completion = 0;
    if (One.Site->Synchronous) {
      Term T{TermKind::Completion, F.Name, 0, A};
      T.Number = Site - F.Events.data();
      T.Parts = {One.Executor, One.Task};
      Completion = Terms.intern(std::move(T));
    }
    carryOut(One, Arguments, Completion, {A, Site});
  }
}

} // namespace gridlock
