// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

/// \file
/// What a place may hold, and the names that one place goes by.

#include "Solve/Walk.h"

namespace gridlock {

TermId Walk::settle(TermId T) {
  Trace Found = trace(T);
  return Terms.any({Found.Finals.begin(), Found.Finals.end()});
}

TermId Walk::elementOf(TermId Container, int64_t Index) {
  // An iterator stands for its element; containers in containers are not told
  // apart.
  std::vector<TermId> Elements;
  for (TermId Seen : trace(Container).Seen)
    if (Terms[Seen].Kind == TermKind::Element)
      Elements.push_back(Seen);
  return Elements.empty() ? Terms.element(settle(Container), Index)
                          : Terms.any(std::move(Elements));
}

/// The place, and the same place by the containers and queues that hold the
/// object it is a part of.
std::vector<TermId> Walk::aliases(TermId Place) {
  std::vector<TermId> Found{Place};
  TermId Root = Terms.rootOf(Place);
  std::set<TermId> Origins;
  for (TermId Origin : trace(Root).Seen)
    Origins.insert(Origin);
  auto Held = HeldIn.find(Root);
  if (Held != HeldIn.end())
    Origins.insert(Held->second.begin(), Held->second.end());
  for (TermId Origin : Origins)
    if (Origin != Root && Terms.isPart(Origin))
      Found.push_back(Terms.rebased(Place, Origin));
  return Found;
}

/// The same part of the element that a variable was picked from: for `Row.Done`
/// with `auto &Row = Rows[I]` that is `Rows[*].Done`; 0 for none.
TermId Walk::inContainer(TermId Part) {
  if (!Terms.isPart(Part))
    return 0;
  const TermId Root = Terms.rootOf(Part);
  auto Picked = Heap.find(Root);
  if (Terms[Root].Kind != TermKind::Object || Picked == Heap.end() ||
      Picked->second.size() != 1 ||
      Terms[Picked->second.front()].Kind != TermKind::Element)
    return 0;
  return Terms.rebased(Part, Picked->second.front());
}

/// What lies in an object, by the name of each place that only holds what is
/// made there: it was told by one of them before it was known what it holds.
std::vector<TermId> Walk::otherNames(TermId Part) {
  std::vector<TermId> Names;
  const auto Holders = HeldIn.find(Terms.rootOf(Part));
  const Symbol Made = Terms[Terms.rootOf(Part)].Name;
  if (!Terms.isPart(Part) || Holders == HeldIn.end())
    return Names;
  for (TermId Alias : aliases(Part))
    if (Alias != Part && !Terms.isUncertain(Alias) &&
        llvm::any_of(Holders->second, [&](TermId Place) {
          auto Values = Heap.find(Place);
          return Terms.isWithin(Alias, Place) && Values != Heap.end() &&
                 llvm::all_of(Values->second, [&](TermId One) {
                   return Terms[One].Name == Made;
                 });
        }))
      Names.push_back(Alias);
  return Names;
}

TermId Walk::single(const Trace &Of) const {
  auto IsUncertain = [&](TermId Place) { return Terms.isUncertain(Place); };
  return Of.Finals.size() == 1 && llvm::none_of(Of.Seen, IsUncertain)
             ? Of.Finals.front()
             : 0;
}

Walk::Trace Walk::traceTarget(TermId T) {
  Trace Found = trace(T);
  auto AddContents = [&] {
    for (TermId Final : llvm::SmallVector<TermId, 4>(Found.Finals))
      if (TermId Content = Terms.element(Final);
          Content != Final && (Heap.count(Content) || Numbered.count(Final)))
        traceInto(Content, Found, 0);
  };
  // Any element: those that were stored by number too.
  auto AddNumbered = [&] {
    std::vector<TermId> Stored;
    for (TermId Seen : Found.Seen)
      if (Terms[Seen].Kind == TermKind::Element && Terms[Seen].Number < 0)
        if (auto Of = Numbered.find(Terms[Seen].Base); Of != Numbered.end())
          Stored.insert(Stored.end(), Of->second.begin(), Of->second.end());
    for (TermId One : Stored)
      traceInto(One, Found, 0);
  };
  AddContents();
  AddNumbered();
  AddContents();
  return Found;
}

Walk::Trace Walk::trace(TermId T) {
  Trace Found;
  traceInto(T, Found, 0);
  // Places that stand for each other (swapped containers) are one: the one that
  // lives longest gives the name.
  if (Found.Finals.empty() && !Found.Seen.empty())
    Found.Finals.push_back(*std::min_element(
        Found.Seen.begin(), Found.Seen.end(), [&](TermId L, TermId R) {
          const Term &Left = Terms[Terms.rootOf(L)],
                     &Right = Terms[Terms.rootOf(R)];
          auto Rank = [](const Term &Root) {
            return Root.Kind == TermKind::Object ? Root.Number + 1 : 0;
          };
          return std::make_pair(Rank(Left), L) < std::make_pair(Rank(Right), R);
        }));
  return Found;
}

void Walk::traceInto(TermId T, Trace &Into, unsigned Depth) {
  if (!T || Into.Finals.size() >= 16)
    return;
  if (Terms[T].Kind == TermKind::Any) {
    for (TermId Part : std::vector<TermId>(Terms[T].Parts))
      traceInto(Part, Into, Depth);
    return;
  }
  ++Looks;
  if (!Into.Seen.insert(T))
    return;
  auto Values = Depth < 12 ? load(T) : llvm::SmallVector<TermId, 4>();
  // An element that is picked once is one object, by the name of the variable.
  bool Picked = Values.size() == 1 && Terms[T].Kind == TermKind::Object &&
                Terms[Values[0]].Kind == TermKind::Element &&
                Terms[Values[0]].Number < 0 && load(Values[0]).empty();
  if (Picked)
    Into.Seen.insert(Values[0]);
  if (Values.empty() || Picked) {
    Into.Finals.push_back(T);
    return;
  }
  for (TermId Value : Values)
    traceInto(Value, Into, Depth + 1);
}

llvm::SmallVector<TermId, 4> Walk::load(TermId T) {
  const Term Place = Terms[T];
  if (Place.Kind != TermKind::Field && Place.Kind != TermKind::Element &&
      Place.Kind != TermKind::Object && Place.Kind != TermKind::Global &&
      Place.Kind != TermKind::Root && Place.Kind != TermKind::Held)
    return {};
  ensureStored(T);
  auto Found = Heap.find(T);
  if (Found != Heap.end())
    return Found->second;
  if (Place.Kind != TermKind::Element)
    return {};
  // A container that stands for another one; an index that was stored as any.
  llvm::SmallVector<TermId, 4> Values;
  if (Place.Number >= 0) {
    Found = Heap.find(Terms.element(Place.Base));
    if (Found != Heap.end())
      return Found->second;
  }
  for (TermId Other : load(Place.Base))
    if (Terms[Other].Kind == TermKind::Field ||
        Terms[Other].Kind == TermKind::Object ||
        Terms[Other].Kind == TermKind::Global ||
        Terms[Other].Kind == TermKind::Root)
      Values.push_back(Terms.element(Other, Place.Number));
  return Values;
}

} // namespace gridlock
