// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

/// \file
/// What the conditions say under which an event happens.

#include "Solve/Conditions.h"
#include "Solve/Walk.h"

namespace gridlock {

bool compare(Comparison Operator, int64_t Left, int64_t Right) {
  switch (Operator) {
  case Comparison::Equal:
    return Left == Right;
  case Comparison::NotEqual:
    return Left != Right;
  case Comparison::Less:
    return Left < Right;
  case Comparison::LessEqual:
    return Left <= Right;
  case Comparison::Greater:
    return Left > Right;
  case Comparison::GreaterEqual:
    return Left >= Right;
  }
  return false;
}

/// Has the place a value of its own on each thread?
static const Term *threadLocal(const TermTable &Terms, TermId T) {
  const Term &Root = Terms[Terms.rootOf(T)];
  return Root.Kind == TermKind::Global && Root.ThreadLocal ? &Root : nullptr;
}

/// Are they the identities of threads of which one is not the other? Of those
/// of one frame there may be several.
static bool areTwoThreads(const TermTable &Terms, const Walk::Trace &One,
                          const Walk::Trace &Other) {
  if (One.Finals.size() != 1 || Other.Finals.size() != 1)
    return false;
  const Term &A = Terms[One.Finals.front()], &B = Terms[Other.Finals.front()];
  return A.Kind == TermKind::CurrentThread && B.Kind == A.Kind && A.Number &&
         B.Number && A.Number != B.Number;
}

/// Is it asked for a thread, for a search or for whether something is ready?
Walk::Test Walk::identityTest(TermId Asked, TermId Other, Comparison Operator) {
  const bool Equal = Operator == Comparison::Equal;
  const bool Constant = Terms[Other].Kind == TermKind::Constant;
  const bool Zero = Constant && Terms[Other].Number == 0;
  const Trace Found = trace(Asked);
  for (TermId Final : Found.Finals) {
    const Term &T = Terms[Final];
    if (T.Kind == TermKind::CurrentThread)
      return areTwoThreads(Terms, Found, trace(Other))
                 ? Test{Test::Known, 0, !Equal}
                 : Test{Test::Worker, 0, Equal};
    // A search ends at the end, or counts nothing, on other threads.
    if (T.Kind == TermKind::Lookup)
      return {Test::Worker, 0,
              Zero && !Equal ? Operator != Comparison::LessEqual : !Equal};
    if (T.Kind == TermKind::ReadyTest && Constant)
      return {Test::Ready, T.Base, Equal == (T.Number ? Zero : !Zero)};
  }
  return Test();
}

Walk::Test Walk::comparisonTest(const Term &Compare, unsigned Depth) {
  auto Operator = static_cast<Comparison>(Compare.Number);
  for (int Side = 0; Side < 2; ++Side) {
    TermId Asked = Compare.Parts[Side], Other = Compare.Parts[1 - Side];
    bool Zero =
        Terms[Other].Kind == TermKind::Constant && Terms[Other].Number == 0;
    bool Equal = Operator == Comparison::Equal;
    if (const Term *Root = threadLocal(Terms, Asked)) {
      // On other threads it has the value that it starts with.
      int64_t Start = Terms[Asked].Kind == TermKind::Global ? Root->Number : 0;
      int64_t Against = Terms[Other].Kind == TermKind::Constant
                            ? Terms[Other].Number
                            : INT64_MAX;
      bool Outside = Side ? compare(Operator, Against, Start)
                          : compare(Operator, Start, Against);
      return {Test::Worker, 0, !Outside};
    }
    if (Test Plain = identityTest(Asked, Other, Operator);
        Plain.Kind != Test::None)
      return Plain;
    if (Terms[Other].Kind == TermKind::Constant && Depth < 6) {
      Test Found = testOf(Asked, Depth + 1);
      Found.Positive = Found.Positive == (Equal != Zero);
      if (Found.Kind != Test::None)
        return Found;
    }
  }
  return Test();
}

/// Is it false in this call, whoever asks?
bool Walk::isFalse(TermId Condition) {
  auto Finals = trace(Condition).Finals;
  return Finals.size() == 1 && isNull(Terms[Finals[0]]);
}

/// What is asked by a part of \p Asked; of the other parts nothing is known.
Walk::Test Walk::partTest(const Term &Asked, unsigned Depth) {
  const bool AnyPart = Asked.Kind == TermKind::Any;
  if (!AnyPart &&
      llvm::any_of(Asked.Parts, [&](TermId Part) { return isFalse(Part); }))
    return Test();
  for (TermId Part : Asked.Parts)
    if (Test Found = testOf(Part, Depth + 1);
        Found.Kind == Test::Worker || (AnyPart && Found.Kind != Test::None))
      return Found;
  return Test();
}

Walk::Test Walk::testOf(TermId T, unsigned Depth) {
  Test Found;
  if (!T || Depth > 8)
    return Found;
  if (const Term *Root = threadLocal(Terms, T))
    return {Test::Worker, 0,
            Terms[T].Kind != TermKind::Global || Root->Number == 0};
  const Term Asked = Terms[T];
  switch (Asked.Kind) {
  case TermKind::Lookup:
    return {Test::Worker, 0, true};
  case TermKind::WorkerTest:
    return {Test::Worker, Asked.Base, true};
  case TermKind::ReadyTest:
    return {Test::Ready, Asked.Base, Asked.Number == 0};
  case TermKind::Not:
    Found = testOf(Asked.Base, Depth + 1);
    Found.Positive = !Found.Positive;
    return Found;
  case TermKind::Compare:
    return comparisonTest(Asked, Depth);
  case TermKind::All:
  case TermKind::Any:
    return partTest(Asked, Depth);
  default:
    break;
  }
  for (TermId Final : trace(T).Finals)
    if (Final != T && Found.Kind == Test::None &&
        (Terms[Final].Kind > TermKind::Any || threadLocal(Terms, Final)))
      Found = testOf(Final, Depth + 1);
  return Found;
}

bool Walk::worksFor(unsigned In, TermId Executor) {
  if (Frames[In].Kind != FrameKind::Task)
    return false;
  if (!Executor)
    return true;
  for (TermId Asked : trace(Executor).Finals)
    for (TermId Held : holders(Frames[In].Executor))
      if (Held == Asked || Terms.isWithin(Held, Asked))
        return true;
  return false;
}

bool Walk::isTestOfOther(unsigned A, const Guard &G) {
  const unsigned In = Activations[A].Frame;
  Test Asked = testOf(evaluate(A, G.Condition));
  if (Frames[In].Kind != FrameKind::Task || Asked.Kind != Test::Worker ||
      !Asked.What || Asked.Positive == G.Holds)
    return false;
  auto Known = [&](TermId T) {
    auto Finals = trace(T).Finals;
    if (Finals.size() != 1 || (Terms[Finals.front()].Kind != TermKind::Global &&
                               Terms[Finals.front()].Kind != TermKind::Object))
      return TermId(0);
    return Finals.front();
  };
  TermId Other = Known(Asked.What), Own = Known(Frames[In].Executor);
  return Other && Own && Other != Own;
}

TermId Walk::normalize(TermId Condition, bool &Holds) const {
  for (int Depth = 0; Depth < 8 && Terms[Condition].Kind == TermKind::Not;
       ++Depth) {
    Condition = Terms[Condition].Base;
    Holds = !Holds;
  }
  return Condition;
}

/// Is it a comparison of an object with itself, or of two threads, and holds or
/// does not?
std::optional<bool> Walk::comparedIdentities(TermId Condition) {
  const Term Asked = Terms[Condition];
  if (Asked.Kind != TermKind::Compare || Asked.Parts.size() != 2)
    return std::nullopt;
  auto Operator = static_cast<Comparison>(Asked.Number);
  if (Operator != Comparison::Equal && Operator != Comparison::NotEqual)
    return std::nullopt;
  Trace Left = trace(Asked.Parts[0]), Right = trace(Asked.Parts[1]);
  if (areTwoThreads(Terms, Left, Right))
    return Operator == Comparison::NotEqual;
  const TermId Same = single(Left);
  if (!Same || Same != single(Right) ||
      Terms[Same].Kind == TermKind::CurrentThread)
    return std::nullopt;
  return Operator == Comparison::Equal;
}

/// Ways up the calls that are looked at.
static constexpr unsigned MaxWays = 64;

bool Walk::isImpossible(unsigned A, const Event &E) {
  unsigned Ways = 0;
  auto [Known, New] = Impossible.try_emplace({A, &E});
  if (New)
    Known->second = isImpossible(A, &E, {}, Ways);
  return Known->second;
}

/// Likewise, where \p Known holds or does not. What one of several callers
/// knows is not true of the others.
bool Walk::isImpossible(int In, const Event *At, std::map<TermId, bool> Known,
                        unsigned &Ways) {
  while (In >= 0 && At) {
    for (const Guard &G : At->Guards) {
      bool Holds = G.Holds;
      TermId Condition = normalize(evaluate(In, G.Condition), Holds);
      if (!Condition || Terms[Condition].Kind == TermKind::Any)
        continue;
      if (Terms[Condition].Kind == TermKind::Constant) {
        if ((Terms[Condition].Number != 0) != Holds)
          return true;
        continue;
      }
      if (auto Truth = comparedIdentities(Condition); Truth && *Truth != Holds)
        return true;
      auto [Entry, New] = Known.try_emplace(Condition, Holds);
      if (!New && Entry->second != Holds)
        return true;
    }
    const Activation &Called = Activations[In];
    const auto Again = Called.Again;
    if (!Again.empty() && ++Ways > MaxWays)
      return false;
    At = Called.Site;
    In = Called.Caller;
    for (auto [Caller, Call] : Again)
      if (!isImpossible(Caller, Call, Known, Ways))
        return false;
  }
  return false;
}

/// Does the condition test the very expression \p Target?
static bool isTestOf(const Function &F, ValueId Condition, ValueId Target) {
  const Value &V = F.Values[Condition];
  if (V.Kind == ValueKind::ReadyTest)
    return V.Base == Target;
  if (V.Base && isTestOf(F, V.Base, Target))
    return true;
  return std::any_of(V.Parts.begin(), V.Parts.end(),
                     [&](ValueId Part) { return isTestOf(F, Part, Target); });
}

/// The conditions that hold, or do not, when \p Condition is as \p Holds says.
void Walk::split(TermId Condition, bool Holds,
                 std::vector<std::pair<TermId, bool>> &Into, unsigned Depth) {
  auto Finals = trace(Condition).Finals;
  if (Finals.size() == 1 && Terms[Finals[0]].Kind > TermKind::Any)
    Condition = Finals[0];
  const Term T = Terms[Condition];
  if (T.Kind == TermKind::Not && Depth < 8)
    return split(T.Base, !Holds, Into, Depth + 1);
  if (T.Kind != TermKind::All || !Holds || Depth >= 8) {
    Into.emplace_back(Condition, Holds);
    return;
  }
  for (TermId Part : T.Parts)
    split(Part, true, Into, Depth + 1);
}

bool Walk::happens(unsigned A, const Event &E, std::vector<TermId> &Ready) {
  for (const Guard &G : E.Guards) {
    std::vector<std::pair<TermId, bool>> Parts;
    split(evaluate(A, G.Condition), G.Holds, Parts);
    for (auto [Condition, Holds] : Parts) {
      Test Found = testOf(Condition);
      if (Found.Kind == Test::Ready && Found.Positive == Holds)
        Ready.push_back(isTestOf(*Activations[A].Code, G.Condition, E.Object)
                            ? 0
                            : Found.What);
      if (Found.Kind == Test::Worker && Found.Positive != Holds &&
          worksFor(Activations[A].Frame, Found.What))
        return false;
      if (Found.Kind == Test::Known && Found.Positive != Holds)
        return false;
    }
  }
  return true;
}

std::vector<TermId> Walk::readyAt(unsigned A, const Event &E) {
  std::vector<TermId> Ready;
  for (const Guard &G : E.Guards) {
    std::vector<std::pair<TermId, bool>> Parts;
    split(evaluate(A, G.Condition), G.Holds, Parts);
    for (auto [Condition, Holds] : Parts)
      if (Test Found = testOf(Condition);
          Found.Kind == Test::Ready && Found.Positive == Holds)
        Ready.push_back(Found.What);
  }
  return Ready;
}

} // namespace gridlock
