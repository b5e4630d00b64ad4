// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

/// \file
/// Threads that mark their own record when they go, and join those who have
/// marked theirs.

#include "Solve/Conditions.h"
#include "Solve/Joins.h"
#include "Solve/Order.h"

namespace gridlock {

namespace {
/// A condition on a field, and where it is asked.
struct Mark {
  TermId Field = 0;
  Comparison Operator = Comparison::NotEqual;
  int64_t Against = 0;
  bool Holds = true;
  unsigned In = 0;
  const Guard *Asked = nullptr;
};
} // namespace

static Mark markOf(Walk &W, unsigned In, const Guard &G) {
  Mark Found;
  Found.Holds = G.Holds;
  Found.In = In;
  Found.Asked = &G;
  TermId Condition = W.normalize(W.evaluate(In, G.Condition), Found.Holds);
  const Term &Asked = W.Terms[Condition];
  if (Asked.Kind == TermKind::Compare && Asked.Parts.size() == 2 &&
      W.Terms[Asked.Parts[1]].Kind == TermKind::Constant) {
    Found.Operator = static_cast<Comparison>(Asked.Number);
    Found.Against = W.Terms[Asked.Parts[1]].Number;
    Condition = Asked.Parts[0];
  }
  if (W.Terms[Condition].Kind == TermKind::Field)
    Found.Field = Condition;
  return Found;
}

/// Does the store make the condition true, as far as is known?
static bool marks(Walk &W, unsigned A, const Event &Store, const Mark &Of) {
  const Term &Given = W.Terms[W.evaluate(A, Store.Task)];
  return Given.Kind != TermKind::Constant ||
         compare(Of.Operator, Given.Number, Of.Against) == Of.Holds;
}

/// Does the thread come to the wait after it has marked itself? Not where the
/// wait had its turn in that round of a loop, and there is no other one: the
/// record in the next round is another thread's.
static bool comesBack(const Walk &W, unsigned A, const Event &Store,
                      const WaitRecord &Wait, const Mark &Of) {
  if (!canFollow(W, A, &Store, Wait.Activation, Wait.Site))
    return false;
  if (A != Of.In || llvm::none_of(Store.Guards, [&](const Guard &G) {
        return G.Condition == Of.Asked->Condition && G.Holds != Of.Asked->Holds;
      }))
    return true;
  const Activation &In = W.Activations[A];
  return In.Caller >= 0 && canFollow(W, In.Caller, In.Site, In.Caller, In.Site);
}

/// Does no function but those that are \p Seen to mark, and constructors, store
/// something to a field of that name that would make the condition true?
static bool isMarkedOnlyBy(const Walk &W, const Mark &Of,
                           const std::set<const Function *> &Seen) {
  auto Marks = [&](const Function &F, const Event &E) {
    const Value &To = F.Values[E.Object], &Given = F.Values[E.Task];
    return E.Kind == EventKind::Bind && To.Kind == ValueKind::Field &&
           To.Name == W.Terms[Of.Field].Name &&
           (Given.Kind != ValueKind::Constant ||
            compare(Of.Operator, Given.Number, Of.Against) == Of.Holds);
  };
  return llvm::all_of(W.Code.functions(), [&](const Function &F) {
    return F.IsConstructor || Seen.count(&F) ||
           llvm::none_of(F.Events, [&](const Event &E) { return Marks(F, E); });
  });
}

/// Is one of the records of threads chosen by a mark that only its own thread
/// gives it, and only when it does not come here any more?
bool Joins::hasToldItsEnd(const JoinVerdict &Found) {
  const WaitRecord &Wait = *Found.Wait;
  const auto Target = W.traceTarget(Wait.Target).Seen;
  auto IsToldBy = [&](const Mark &Of) {
    if (!Of.Field || llvm::none_of(Target, [&](TermId Thread) {
          return W.Terms.isWithin(Thread, W.Terms[Of.Field].Base);
        }))
      return false;
    std::set<const Function *> By;
    for (auto [A, Store] : W.storesTo(Of.Field)) {
      if (W.Activations[A].Lazy || !marks(W, A, *Store, Of))
        continue;
      if (W.Activations[A].Frame != Wait.Frame ||
          comesBack(W, A, *Store, Wait, Of))
        return false;
      By.insert(W.Activations[A].Code);
    }
    return !By.empty() && isMarkedOnlyBy(W, Of, By);
  };
  const Event *At = Wait.Site;
  for (int In = Wait.Activation; In >= 0 && At;
       At = W.Activations[In].Site, In = W.Activations[In].Caller)
    for (const Guard &G : At->Guards)
      if (IsToldBy(markOf(W, In, G)))
        return true;
  return false;
}

} // namespace gridlock
