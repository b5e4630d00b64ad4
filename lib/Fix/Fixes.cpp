// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Fix/Fixes.h"
#include <algorithm>
#include <map>
#include <tuple>

namespace gridlock {
namespace {

using Place = std::tuple<uint32_t, uint32_t, uint32_t>;

Place placeOf(const Location &L) { return {L.File, L.Line, L.Column}; }

class Fixer {
public:
  Fixer(const std::vector<Finding> &Findings, llvm::ArrayRef<Rewrite> Rewrites)
      : Findings(Findings) {
    for (const Rewrite &R : Rewrites)
      RewritesAt[placeOf(R.At)].push_back(&R);
  }

  std::vector<Fix> fixesOf(const Finding &Found) const;

private:
  bool suits(const Rewrite &R, const Finding &Found, const Location &At) const;
  bool suitsTask(const Rewrite &R, const Finding &Found,
                 const Location &At) const;
  bool canSeparate(const Finding &Found, const Location &At,
                   StepRole Moved) const;
  bool isLocked(const Finding &Found) const;
  std::string textOf(const Rewrite &R) const;

  const std::vector<Finding> &Findings;
  std::map<Place, std::vector<const Rewrite *>> RewritesAt;
};

const ChainStep *stepOf(const Finding &Found, StepRole Role) {
  auto Step = std::find_if(Found.Chain.begin(), Found.Chain.end(),
                           [&](const ChainStep &S) { return S.Role == Role; });
  return Step == Found.Chain.end() ? nullptr : &*Step;
}

bool isAt(const Finding &Found, StepRole Role, const Location &Where) {
  const ChainStep *Step = stepOf(Found, Role);
  return Step && placeOf(Step->Where) == placeOf(Where);
}

/// Is it the wait, or a call by which the wait is reached? What stands where
/// the awaited work is started blocks nobody.
bool isOnWay(const Finding &Found, const Location &At) {
  if (placeOf(At) == placeOf(Found.Where))
    return true;
  for (const ChainStep &Step : Found.Chain) {
    if (Step.Role == StepRole::Start)
      return false;
    if (placeOf(Step.Where) == placeOf(At))
      return true;
  }
  return false;
}

/// Is it the wait, or a call by which the task that waits reaches it?
bool isInTask(const Finding &Found, const Location &At) {
  if (placeOf(At) == placeOf(Found.Where))
    return true;
  bool Inside = !stepOf(Found, StepRole::Parent);
  for (const ChainStep &Step : Found.Chain) {
    if (Step.Role == StepRole::Child || Step.Role == StepRole::Start)
      return false;
    if (Inside && placeOf(Step.Where) == placeOf(At))
      return true;
    Inside |= Step.Role == StepRole::Parent;
  }
  return false;
}

/// Is there a report of this wait that speaks of a lock?
bool Fixer::isLocked(const Finding &Found) const {
  return std::any_of(Findings.begin(), Findings.end(), [&](const Finding &F) {
    return placeOf(F.Where) == placeOf(Found.Where) &&
           stepOf(F, StepRole::Lock);
  });
}

/// Does it end the report that the submit at \p At, of what waits or of what is
/// waited for, goes to a second executor?
bool Fixer::canSeparate(const Finding &Found, const Location &At,
                        StepRole Moved) const {
  bool MayMove =
      Moved == StepRole::Child ? Found.ChildMayMove : Found.ParentMayMove;
  if (!MayMove || !isAt(Found, Moved, At))
    return false;
  // What is moved must not need the first executor from the other side.
  StepRole Other =
      Moved == StepRole::Child ? StepRole::Parent : StepRole::Child;
  return std::none_of(Findings.begin(), Findings.end(),
                      [&](const Finding &F) { return isAt(F, Other, At); });
}

bool Fixer::suitsTask(const Rewrite &R, const Finding &Found,
                      const Location &At) const {
  switch (R.Kind) {
  case RewriteKind::RunHere:
  case RewriteKind::AwaitHere:
    return placeOf(At) == placeOf(Found.Where) && Found.OneChild &&
           isAt(Found, StepRole::Child, R.Other) && !isLocked(Found);
  case RewriteKind::AwaitResult:
    return (Found.Check == CheckId::SelfWait ||
            Found.Check == CheckId::NestedLoop) &&
           isInTask(Found, At) && !isLocked(Found);
  case RewriteKind::Lend:
  case RewriteKind::HelpUntil:
    return placeOf(At) == placeOf(Found.Where) &&
           Found.Check == CheckId::SelfWait &&
           isAt(Found, StepRole::Child, R.Other) && !isLocked(Found);
  case RewriteKind::HelpRun:
    return placeOf(At) == placeOf(Found.Where) && Found.OneChild &&
           Found.Check == CheckId::SelfWait &&
           isAt(Found, StepRole::Child, R.Other) && !isLocked(Found);
  case RewriteKind::Group:
    return placeOf(At) == placeOf(Found.Where) &&
           Found.Check == CheckId::SelfWait && !isLocked(Found);
  case RewriteKind::ReturnFuture:
  case RewriteKind::Continue:
    return placeOf(At) == placeOf(Found.Where) && Found.OneParent &&
           isAt(Found, StepRole::Parent, R.Other);
  case RewriteKind::ForChildren:
    return canSeparate(Found, At, StepRole::Child);
  case RewriteKind::ForParents:
    return canSeparate(Found, At, StepRole::Parent);
  default:
    return false;
  }
}

bool Fixer::suits(const Rewrite &R, const Finding &Found,
                  const Location &At) const {
  switch (R.Kind) {
  case RewriteKind::Unlock:
  case RewriteKind::LookAgain:
    return isAt(Found, StepRole::Lock, R.Other) && isOnWay(Found, At);
  // The lock is not taken again: what follows is without it too.
  case RewriteKind::UnlockBefore:
  case RewriteKind::Narrow:
    return isAt(Found, StepRole::Lock, R.Other);
  case RewriteKind::Poll:
    return Found.Check == CheckId::NestedLoop &&
           placeOf(At) == placeOf(Found.Where);
  default:
    return suitsTask(R, Found, At);
  }
}

std::string textOfUnlock(const Rewrite &R) {
  switch (R.Kind) {
  case RewriteKind::Unlock:
    return "let go of '" + R.Name +
           "' meanwhile: what it guards may have changed after, look again";
  case RewriteKind::UnlockBefore:
    return "let go of '" + R.Name + "' before: nothing behind needs it";
  case RewriteKind::LookAgain:
    return "let go of '" + R.Name +
           "' meanwhile, and look again: two threads may do the work at once, "
           "the first result stays";
  case RewriteKind::Narrow:
    return "end the lock before: nothing behind needs it";
  default:
    return "";
  }
}

std::string textOfOwnWay(const Rewrite &R) {
  switch (R.Kind) {
  case RewriteKind::Lend:
    return "lend the place of this worker meanwhile: another thread runs what "
           "is waited for";
  case RewriteKind::HelpUntil:
    return "run other tasks until the result is there: they may be long ones";
  case RewriteKind::HelpRun:
    return "run it with '" + R.Name +
           "': this worker runs its tasks, or others, meanwhile";
  case RewriteKind::Group:
    return "put the tasks into a group: its wait is for these alone, and runs "
           "them";
  case RewriteKind::Poll:
    return "run only what is ready: returns at once where nothing is";
  default:
    return textOfUnlock(R);
  }
}

std::string Fixer::textOf(const Rewrite &R) const {
  switch (R.Kind) {
  case RewriteKind::RunHere:
    return "run the task here: nothing else is done meanwhile";
  case RewriteKind::AwaitHere:
    return "await it here: the worker is free meanwhile";
  case RewriteKind::AwaitResult:
    return "await it: the worker is free meanwhile; what follows may run in "
           "another thread" +
           (R.Name.empty()
                ? ""
                : ", and what '" + R.Name + "' keeps to itself is thrown here");
  case RewriteKind::ReturnFuture:
    if (!R.Name.empty())
      return "return the future: '" + R.Name +
             "' gives what it gives, and the task ends before that is there";
    return "return the future: nobody waits for the result here, and the task "
           "ends before it is there";
  case RewriteKind::Continue:
    return "leave the rest to a continuation: it runs when the result is "
           "there, after this task has ended";
  case RewriteKind::ForChildren:
    return "a separate pool '" + R.Name +
           "' for the tasks that are waited for: costs its threads";
  case RewriteKind::ForParents:
    return "a separate pool '" + R.Name +
           "' for the tasks that wait: costs its threads";
  default:
    return textOfOwnWay(R);
  }
}

/// The same edit twice is one; false where one lies over another.
bool inOrder(std::vector<Edit> &Edits) {
  auto Key = [](const Edit &E) {
    return std::tie(E.File, E.Offset, E.Length, E.Text);
  };
  std::sort(Edits.begin(), Edits.end(),
            [&](const Edit &A, const Edit &B) { return Key(A) < Key(B); });
  auto Same = [&](const Edit &A, const Edit &B) { return Key(A) == Key(B); };
  Edits.erase(std::unique(Edits.begin(), Edits.end(), Same), Edits.end());
  for (size_t I = 1; I < Edits.size(); ++I)
    if (Edits[I - 1].File == Edits[I].File &&
        (Edits[I - 1].Offset + Edits[I - 1].Length > Edits[I].Offset ||
         Edits[I - 1].Offset == Edits[I].Offset))
      return false;
  return true;
}

std::vector<Fix> Fixer::fixesOf(const Finding &Found) const {
  std::vector<Location> Places{Found.Where};
  for (const ChainStep &Step : Found.Chain)
    Places.push_back(Step.Where);
  std::map<std::pair<RewriteKind, std::string>, Fix> Offered;
  for (const Location &At : Places) {
    auto Known = RewritesAt.find(placeOf(At));
    if (Known == RewritesAt.end())
      continue;
    for (const Rewrite *R : Known->second) {
      Fix Made{textOf(*R), R->Edits, R->KeepsBehaviour};
      if (suits(*R, Found, At) && inOrder(Made.Edits))
        Offered.try_emplace({R->Kind, Made.Text}, Made);
    }
  }
  std::vector<Fix> Fixes;
  for (auto &[Kind, One] : Offered)
    Fixes.push_back(std::move(One));
  // Whose turn it is instead cannot be told from the place.
  if (Fixes.empty() && Found.Check == CheckId::SelfJoin)
    Fixes.push_back({"let the owner, or another thread, wait for the end once "
                     "this task has returned: no edit here can tell who",
                     {},
                     false});
  return Fixes;
}

} // namespace

void addFixes(std::vector<Finding> &Findings,
              llvm::ArrayRef<Rewrite> Rewrites) {
  Fixer Fixes(Findings, Rewrites);
  for (Finding &Found : Findings)
    Found.Fixes = Fixes.fixesOf(Found);
}

} // namespace gridlock
