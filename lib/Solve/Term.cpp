// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Solve/Term.h"
#include <algorithm>

namespace gridlock {

bool intersects(const std::vector<TermId> &A, const std::vector<TermId> &B) {
  return std::any_of(A.begin(), A.end(), [&](TermId T) {
    return std::find(B.begin(), B.end(), T) != B.end();
  });
}

TermId TermTable::intern(Term T) {
  // Most terms are a step on a path.
  const TermId Next = Terms.size();
  const bool IsPlain = T.Parts.empty() && T.Labels.empty();
  const TermId Id =
      IsPlain
          ? Plain
                .try_emplace({{static_cast<uint32_t>(T.Kind), T.Name},
                              {T.Base, T.Number}},
                             Next)
                .first->second
          : Ids.try_emplace(
                   {T.Kind, T.Name, T.Base, T.Number, T.Parts, T.Labels}, Next)
                .first->second;
  if (Id == Next)
    Terms.push_back(std::move(T));
  else if (T.Type && !Terms[Id].Type)
    Terms[Id].Type = T.Type;
  return Id;
}

TermId TermTable::field(TermId Base, Symbol Name, Symbol Type) {
  // A function stands where an object does, as pairs are not told apart.
  if (!Base || Terms[Base].Kind == TermKind::Function)
    return 0;
  const Term &In = Terms[Base];
  if (In.Kind == TermKind::Closure)
    for (size_t I = 0; I < In.Labels.size(); ++I)
      if (In.Labels[I] == Name)
        return In.Parts[I];
  if (In.Kind == TermKind::Any) {
    std::vector<TermId> Choices;
    for (TermId Part : std::vector<TermId>(In.Parts))
      Choices.push_back(field(Part, Name, Type));
    return any(std::move(Choices));
  }
  Term T{TermKind::Field, Name, Type, Base};
  return intern(std::move(T));
}

TermId TermTable::element(TermId Base, int64_t Index) {
  if (!Base || Terms[Base].Kind == TermKind::Element)
    return Base;
  if (Terms[Base].Kind == TermKind::Any) {
    std::vector<TermId> Choices;
    for (TermId Part : std::vector<TermId>(Terms[Base].Parts))
      Choices.push_back(element(Part, Index));
    return any(std::move(Choices));
  }
  Term T{TermKind::Element, 0, 0, Base};
  T.Number = Index;
  return intern(std::move(T));
}

TermId TermTable::held(TermId Task) {
  if (Terms[Task].Kind == TermKind::Any) {
    std::vector<TermId> Choices;
    for (TermId Part : std::vector<TermId>(Terms[Task].Parts))
      Choices.push_back(held(Part));
    return any(std::move(Choices));
  }
  Term T{TermKind::Held, 0, 0, Task};
  return Task ? intern(std::move(T)) : 0;
}

TermId TermTable::any(std::vector<TermId> Choices) {
  std::vector<TermId> Flat;
  for (TermId Choice : Choices) {
    if (Terms[Choice].Kind == TermKind::Any)
      Flat.insert(Flat.end(), Terms[Choice].Parts.begin(),
                  Terms[Choice].Parts.end());
    else if (Choice)
      Flat.push_back(Choice);
  }
  std::sort(Flat.begin(), Flat.end());
  Flat.erase(std::unique(Flat.begin(), Flat.end()), Flat.end());
  if (Flat.empty())
    return 0;
  if (Flat.size() == 1)
    return Flat.front();
  // More choices than a report could tell apart.
  if (Flat.size() > 16)
    Flat.resize(16);
  Term T{TermKind::Any};
  T.Parts = std::move(Flat);
  return intern(std::move(T));
}

bool TermTable::isPart(TermId T) const {
  TermKind Kind = Terms[T].Kind;
  return Kind == TermKind::Field || Kind == TermKind::Element ||
         Kind == TermKind::Held;
}

bool TermTable::isWithin(TermId Path, TermId Prefix) const {
  while (Path && Path != Prefix && isPart(Path))
    Path = Terms[Path].Base;
  return Path && Path == Prefix;
}

bool TermTable::isUncertain(TermId Path) const {
  for (; isPart(Path); Path = Terms[Path].Base)
    if (Terms[Path].Kind == TermKind::Element && Terms[Path].Number < 0)
      return true;
  return false;
}

TermId TermTable::rootOf(TermId Path) const {
  while (isPart(Path))
    Path = Terms[Path].Base;
  return Path;
}

TermId TermTable::rebased(TermId Path, TermId Onto) {
  if (!isPart(Path))
    return Onto;
  const Term Part = Terms[Path];
  const TermId Base = rebased(Part.Base, Onto);
  return Part.Kind == TermKind::Field  ? field(Base, Part.Name, Part.Type)
         : Part.Kind == TermKind::Held ? held(Base)
                                       : element(Base, Part.Number);
}

TermId TermTable::ofAnyElement(TermId Path) {
  if (!isPart(Path))
    return Path;
  const Term Part = Terms[Path];
  const TermId Base = ofAnyElement(Part.Base);
  if (Part.Kind == TermKind::Element && Part.Number >= 0)
    return element(Base);
  return Base == Part.Base              ? Path
         : Part.Kind == TermKind::Field ? field(Base, Part.Name, Part.Type)
         : Part.Kind == TermKind::Held  ? held(Base)
                                        : element(Base, Part.Number);
}

TermId TermTable::coroutineOf(TermId Handle) const {
  const TermId Root = isPart(Handle) ? rootOf(Handle) : 0;
  return Root && (*this)[Root].Kind == TermKind::Coroutine ? Root : 0;
}

} // namespace gridlock
