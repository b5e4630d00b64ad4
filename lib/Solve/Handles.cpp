// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

/// \file
/// Counted handles of the project's own, whose end is not the last one.

#include "Solve/Walk.h"

namespace gridlock {

/// Does the handle hold that object, and nothing else?
bool Walk::isHandleOf(TermId Handle, TermId Object) const {
  auto Places = HeldIn.find(Object);
  return Places != HeldIn.end() &&
         llvm::any_of(Places->second, [&](TermId Place) {
           auto Values = Heap.find(Place);
           return Terms[Place].Kind == TermKind::Field &&
                  Terms[Place].Base == Handle && Values != Heap.end() &&
                  Values->second.size() == 1;
         });
}

/// Does the handle call a method of the object as it is made, as one does that
/// counts? Who owns alone has no need to; and a guard locks it.
bool Walk::isCounted(TermId Handle, TermId Object) {
  for (unsigned A = 0; A < Activations.size(); ++A) {
    const Function *F = Activations[A].Code;
    if (Activations[A].This != Handle || F->IsDestructor)
      continue;
    for (const Event &E : F->Events)
      if (E.Kind == EventKind::Call && E.Callee && !E.Destructor &&
          !E.Construction && settle(evaluate(A, E.Object)) == Object &&
          llvm::none_of(Code.dispatch(E.Callee, 0), [&](const Function *To) {
            return Code.leavesHeld(*To);
          }))
        return true;
  }
  return false;
}

/// Does \p Handle end in a method of the very object that it was made of there?
/// Who has called the method owns the object still.
bool Walk::isHandleOfCalled(unsigned A, TermId Handle) {
  if (Terms[Handle].Kind != TermKind::Object)
    return false;
  for (int Up = Terms[Handle].Number; Up >= 0; Up = Activations[Up].Caller) {
    const Function *F = Activations[Up].Code;
    const TermId Object = Activations[Up].This;
    if (Object && !F->IsConstructor && !F->IsDestructor && !F->IsLambda &&
        isCalledFrom(A, Up) && isHandleOf(Handle, Object) &&
        isCounted(Handle, Object))
      return true;
  }
  return false;
}

} // namespace gridlock
