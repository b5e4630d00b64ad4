// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

/// \file
/// Who emits the signals that are connected: those functions call and submit
/// what is connected, although they do not name it.

#include "Solve/Program.h"

namespace gridlock {

void Program::indexConnection(const Function &F, const Event &E) {
  Slot Made{{}, &E};
  const Value *Task = &F.Values[E.Task];
  if (Task->Kind == ValueKind::Bound)
    Task = &F.Values[Task->Base];
  if (Task->Kind == ValueKind::Function)
    Made.Functions = {Task->Name};
  else if (const Class *C = Task->Kind == ValueKind::Closure
                                ? classNamed(Task->Name)
                                : nullptr)
    Made.Functions.assign(C->CallOperators.begin(), C->CallOperators.end());
  Slots[F.Values[E.Completion].Name].push_back(std::move(Made));
}

void Program::indexEmissions() {
  if (Slots.empty())
    return;
  auto Emits = [&](const Function &F, const Slot &To) {
    for (Symbol Name : To.Functions)
      Callers[Name].push_back(&F);
    Active.insert(&F);
    if (To.Connection->Executor == ExecutorKind::Inline)
      return;
    Busy.insert(&F);
    Submitters.insert(&F);
    if (To.Connection->Synchronous)
      Waiters.insert(&F);
  };
  for (const Function &F : Functions)
    for (const Event &E : F.Events)
      if (auto To = Slots.find(E.Callee);
          E.Kind == EventKind::Call && To != Slots.end()) {
        Emitted.insert(E.Callee);
        for (const Slot &One : To->second)
          Emits(F, One);
      }
}

} // namespace gridlock
