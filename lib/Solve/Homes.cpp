// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

/// \file
/// Objects that live on a thread, and whose tasks run there: where they were
/// moved to, or with `main`.

#include "Solve/Walk.h"

namespace gridlock {

bool Walk::isOfMain(unsigned A) const {
  return startOf(A) == 0 && Code.name(Activations[0].Code->Name) == "main";
}

/// Was it made on the thread that runs `main`, and stays there? What is a part
/// of what was moved, or was made with it as a parent, goes with it.
bool Walk::isMadeByMain(TermId Object) {
  const auto By = Made.find(Object);
  const bool Whole = Terms[Object].Kind == TermKind::Object;
  if ((!Whole && By == Made.end()) ||
      !isOfMain(Whole ? Terms[Object].Number : By->second.first))
    return false;
  auto IsMoved = [&](TermId T) { return Adapts.count(T) != 0; };
  for (TermId Around = Object; Terms[Around].Kind == TermKind::Field;) {
    Around = Terms[Around].Base;
    if (IsMoved(Around))
      return false;
  }
  return llvm::none_of(Parents[Object], IsMoved);
}

/// The threads that a frame runs on, as far as they are objects: that which its
/// executor was moved to, or the home of what `main` makes.
std::vector<TermId> Walk::threadsOf(unsigned In) {
  std::vector<TermId> Found;
  auto Add = [&](TermId Thread) {
    if (Thread && !llvm::is_contained(Found, Thread))
      Found.push_back(Thread);
  };
  if (In == 0 && isOfMain(0))
    for (const auto &[Object, Home] : Homes)
      Add(Home);
  if (Frames[In].Kind != FrameKind::Task || (Homes.empty() && Adapts.empty()))
    return Found;
  for (TermId Held : holders(Frames[In].Executor)) {
    bool IsThread =
        llvm::any_of(Homes, [&](const auto &H) { return H.second == Held; }) ||
        llvm::any_of(Submits, [&](const SubmitRecord &Start) {
          return Start.Kind == ExecutorKind::Thread && Start.Completion == Held;
        });
    if (IsThread)
      Add(Held);
  }
  return Found;
}

std::vector<TermId> Walk::holders(TermId Executor) {
  if (!Finished)
    return findHolders(Executor);
  auto [Known, New] = Holders.try_emplace(Executor);
  if (New)
    Known->second = findHolders(Executor);
  return Known->second;
}

/// The executor itself, what it adapts, and what that adapts; or the home of
/// what `main` made.
std::vector<TermId> Walk::findHolders(TermId Executor) {
  std::vector<TermId> Held = otherNames(Executor);
  Held.insert(Held.begin(), Executor);
  for (size_t I = 0; I < Held.size() && I < 8; ++I) {
    auto Found = Adapts.find(Held[I]);
    if (Found == Adapts.end()) {
      if (auto Home = Homes.find(Held[I]);
          Home != Homes.end() && isMadeByMain(Held[I]))
        Held.push_back(Home->second);
      continue;
    }
    for (TermId Inner : Found->second)
      for (TermId Final : trace(Inner).Finals)
        if (std::find(Held.begin(), Held.end(), Final) == Held.end())
          Held.push_back(Final);
  }
  return Held;
}

/// Does the activation run where the executor's tasks do? That it runs on a
/// part of an object does not say where that object lives.
bool Walk::isOnThreadOf(unsigned A, TermId Executor) {
  const unsigned In = Activations[A].Frame;
  const auto Asked = trace(Executor).Finals;
  if (Frames[In].Kind == FrameKind::Task &&
      llvm::any_of(holders(Frames[In].Executor), [&](TermId Held) {
        return llvm::is_contained(Asked, Held);
      }))
    return true;
  return (In != 0 || isOfMain(A)) &&
         intersects(threadsOf(In), holders(Executor));
}

bool Walk::shareThread(unsigned A, unsigned B) {
  const std::vector<TermId> Own = threadsOf(A);
  return !Own.empty() && intersects(Own, threadsOf(B));
}

} // namespace gridlock
