// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

/// \file
/// What the constructor of an object has settled for good, and what that says
/// of a condition.

#include "Solve/Conditions.h"
#include "Solve/Walk.h"

namespace gridlock {

/// The constructor of the object that \p To is a part of gives it \p From,
/// which may be unknown.
void Walk::settleField(unsigned A, TermId To, TermId From) {
  // One that is walked for itself is given nothing that is known.
  if (Terms[To].Kind != TermKind::Field || Activations[A].Caller < 0)
    return;
  const Term Given = Terms[settle(From)];
  std::optional<int64_t> Number;
  if (Given.Kind == TermKind::Constant)
    Number = Given.Number;
  auto [Entry, New] = Settled.try_emplace(To, Number);
  if (!New && Entry->second != Number)
    Entry->second = std::nullopt;
}

/// Most conditions speak of nothing that is settled, and are not looked at.
static bool maySettle(const Program &Code, const Function &F, ValueId Id) {
  const Value &V = F.Values[Id];
  return V.Kind == ValueKind::Parameter ||
         (V.Kind == ValueKind::Field && Code.isSettled(V.Name)) ||
         ((V.Kind == ValueKind::Not || V.Kind == ValueKind::Compare ||
           V.Kind == ValueKind::All) &&
          ((V.Base && maySettle(Code, F, V.Base)) ||
           llvm::any_of(V.Parts, [&](ValueId Part) {
             return maySettle(Code, F, Part);
           })));
}

/// The number that it always is; none where that is not known.
std::optional<int64_t> Walk::settledNumber(TermId T) {
  if (Terms[T].Kind == TermKind::Constant)
    return Terms[T].Number;
  // Of an object that is made out of view nothing is known, nor of one of many.
  if (Terms[T].Kind != TermKind::Field || Terms.isUncertain(T) ||
      !Code.isSettled(Terms[T].Name))
    return std::nullopt;
  trace(T); // and so its makers are looked at
  auto Found = Settled.find(T);
  return Found != Settled.end() && Made.count(Terms[T].Base) ? Found->second
                                                             : std::nullopt;
}

/// Is the condition settled, and does it hold or not?
std::optional<bool> Walk::settledTruth(TermId Condition, unsigned Depth) {
  const Term Asked = Terms[Condition];
  if (Depth > 8)
    return std::nullopt;
  if (Asked.Kind == TermKind::Not) {
    auto Inner = settledTruth(Asked.Base, Depth + 1);
    return Inner ? std::optional<bool>(!*Inner) : std::nullopt;
  }
  if (Asked.Kind == TermKind::All) {
    // Of the rest of them nothing is known.
    for (TermId Part : Asked.Parts)
      if (auto Of = settledTruth(Part, Depth + 1); Of && !*Of)
        return false;
    return std::nullopt;
  }
  if (Asked.Kind == TermKind::Compare && Asked.Parts.size() == 2) {
    auto Left = settledNumber(Asked.Parts[0]),
         Right = settledNumber(Asked.Parts[1]);
    // A parameter that is a number may be another one too, which is not known.
    const bool OfField = Terms[Asked.Parts[0]].Kind == TermKind::Field ||
                         Terms[Asked.Parts[1]].Kind == TermKind::Field;
    if (Left && Right && OfField)
      return compare(static_cast<Comparison>(Asked.Number), *Left, *Right);
    return std::nullopt;
  }
  auto Number = settledNumber(Condition);
  return Number && Asked.Kind == TermKind::Field
             ? std::optional<bool>(*Number != 0)
             : std::nullopt;
}

bool Walk::isSettledAgainst(unsigned A, const Guard &G) {
  if (!maySettle(Code, *Activations[A].Code, G.Condition))
    return false;
  auto Truth = settledTruth(evaluate(A, G.Condition));
  return Truth && *Truth != G.Holds;
}

bool Walk::isSettledAgainst(unsigned A, const Event &E) {
  return llvm::any_of(E.Guards,
                      [&](const Guard &G) { return isSettledAgainst(A, G); });
}

} // namespace gridlock
