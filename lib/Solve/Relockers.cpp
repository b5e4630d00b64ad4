// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

/// \file
/// Which functions may acquire a mutex that they hold already, themselves or by
/// what they call back: by names alone, so that only these need to be walked.

#include "Solve/Program.h"

namespace gridlock {
namespace {

/// Functions looked at from one that acquires a mutex.
constexpr unsigned MaxReached = 64;

/// Events of a function that only wraps another lock.
constexpr size_t MaxWrapper = 4;

/// Does it block for ever on a mutex that its thread holds?
bool blocksOwner(const Event &E) {
  return E.Kind == EventKind::Acquire && E.Plain && !E.Tries && !E.Adopts;
}

/// What a function acquires and does not release: a part of its object, or of
/// what a parameter refers to. The locks and guards of a project are made so.
struct LeftHeld {
  int Parameter = -1; ///< -1: its object
};

/// What each function acquires, by the last name on the path of the mutex.
class Acquisitions {
public:
  explicit Acquisitions(const Program &Code) : Code(Code) {}

  const std::vector<Symbol> &of(const Function &F) {
    auto Known = Names.find(&F);
    if (Known != Names.end())
      return Known->second;
    std::vector<Symbol> Found;
    for (const Event &E : F.Events)
      addNames(F, E, Found);
    return Names[&F] = std::move(Found);
  }

  /// Adds what the event acquires, and leaves held.
  void addNames(const Function &F, const Event &E, std::vector<Symbol> &Into) {
    if (blocksOwner(E))
      addName(F, E.Object, Into);
    if (E.Kind != EventKind::Call || !E.Callee || E.Virtual)
      return;
    const Function *Callee = Code.function(E.Callee);
    if (!Callee)
      return;
    for (LeftHeld Held : leftHeld(*Callee))
      if (ValueId Of = operandOf(E, Held))
        addName(F, Of, Into);
  }

  /// What is called; of a virtual method, each override in view.
  llvm::SmallVector<const Function *, 4> callees(const Event &E) const {
    if (E.Kind != EventKind::Call || !E.Callee)
      return {};
    if (E.Virtual)
      return Code.dispatch(E.Callee, 0);
    if (const Function *F = Code.function(E.Callee))
      return {F};
    return {};
  }

private:
  static void addName(const Function &F, ValueId Of,
                      std::vector<Symbol> &Into) {
    if (const Value &V = F.Values[Of];
        V.Kind == ValueKind::Field || V.Kind == ValueKind::Global)
      Into.push_back(V.Name);
  }

  /// What the call gives for it; 0 where it gives nothing that is known.
  static ValueId operandOf(const Event &E, LeftHeld Held) {
    if (Held.Parameter < 0)
      return E.Object;
    return static_cast<size_t>(Held.Parameter) < E.Arguments.size()
               ? E.Arguments[Held.Parameter]
               : 0;
  }

  const std::vector<LeftHeld> &leftHeld(const Function &F) {
    auto [Entry, New] = Left.try_emplace(&F);
    if (!New)
      return Entry->second;
    std::vector<LeftHeld> Found;
    if (llvm::any_of(F.Events, [](const Event &E) {
          return E.Kind == EventKind::Release;
        }))
      return Entry->second;
    // A guard's constructor, or a method of a lock, does nothing else.
    const bool Wraps = F.Events.size() <= MaxWrapper;
    for (const Event &E : F.Events) {
      if (blocksOwner(E))
        addRoot(F, E.Object, Found);
      else if (E.Kind == EventKind::Call && E.Callee && !E.Virtual && Wraps)
        if (const Function *Callee = Code.function(E.Callee))
          for (LeftHeld Inner : leftHeld(*Callee))
            if (ValueId Of = operandOf(E, Inner))
              addRoot(F, Of, Found);
    }
    return Left[&F] = std::move(Found);
  }

  /// Notes that a part of what \p Of lies in is left held. A reference that a
  /// constructor keeps is what it was given.
  static void addRoot(const Function &F, ValueId Of,
                      std::vector<LeftHeld> &Into, unsigned Depth = 0) {
    ValueId Root = Of;
    while (F.Values[Root].Kind == ValueKind::Field) {
      for (const Event &E : F.Events)
        if (E.Kind == EventKind::Bind && E.Object == Root && Depth < 8)
          return addRoot(F, E.Task, Into, Depth + 1);
      Root = F.Values[Root].Base;
    }
    const Value &V = F.Values[Root];
    if (V.Kind == ValueKind::Parameter)
      Into.push_back({static_cast<int>(V.Number)});
    else if (V.Kind == ValueKind::This && !F.IsConstructor)
      Into.push_back({});
  }

  const Program &Code;
  llvm::DenseMap<const Function *, std::vector<Symbol>> Names;
  llvm::DenseMap<const Function *, std::vector<LeftHeld>> Left;
};

} // namespace

/// Does the function return an object, so that it may return with a lock held?
static bool returnsObject(const Function &F) {
  return std::any_of(F.Events.begin(), F.Events.end(), [&](const Event &E) {
    return E.Kind == EventKind::Return &&
           F.Values[E.Task].Kind == ValueKind::Fresh;
  });
}

/// The names that \p F holds from some event on, and the first such event.
static std::map<Symbol, size_t> heldBy(const Function &F, Acquisitions &All) {
  std::map<Symbol, size_t> Held;
  for (size_t I = 0; I < F.Events.size(); ++I) {
    const Event &E = F.Events[I];
    std::vector<Symbol> Own;
    All.addNames(F, E, Own);
    for (Symbol Name : Own)
      Held.try_emplace(Name, I);
    for (const Function *Callee : All.callees(E))
      if (returnsObject(*Callee))
        for (Symbol Name : All.of(*Callee))
          Held.try_emplace(Name, I);
  }
  return Held;
}

static bool relocks(const Function &F, Acquisitions &All) {
  auto Held = heldBy(F, All);
  if (Held.empty())
    return false;
  size_t First = F.Events.size();
  for (auto [Name, Event] : Held)
    First = std::min(First, Event);
  std::set<const Function *> Seen;
  for (size_t I = First + 1; I < F.Events.size(); ++I) {
    auto IsHeld = [&](Symbol Name) {
      auto Entry = Held.find(Name);
      return Entry != Held.end() && Entry->second < I;
    };
    std::vector<Symbol> Own;
    All.addNames(F, F.Events[I], Own);
    if (llvm::any_of(Own, IsHeld))
      return true;
    auto Reached = All.callees(F.Events[I]);
    std::vector<const Function *> Open(Reached.begin(), Reached.end());
    while (!Open.empty() && Seen.size() < MaxReached) {
      const Function *Next = Open.back();
      Open.pop_back();
      const auto &Names = All.of(*Next);
      if (std::any_of(Names.begin(), Names.end(), IsHeld))
        return true;
      if (!Seen.insert(Next).second)
        continue;
      for (const Event &E : Next->Events)
        for (const Function *Callee : All.callees(E))
          Open.push_back(Callee);
    }
  }
  return false;
}

/// Calls from one that acquires a mutex to one that calls back.
static constexpr unsigned MaxLevels = 3;

std::vector<const Function *> Program::listenedTo() const {
  llvm::DenseSet<const Function *> Acquiring = Lockers;
  addCallers(Acquiring);
  llvm::DenseSet<const Function *> Calling = CallingGiven;
  for (const Function &F : Functions)
    for (const Event &E : F.Events)
      if (E.Kind == EventKind::Call && E.Virtual && !E.Destructor &&
          llvm::any_of(dispatch(E.Callee, 0), [&](const Function *Target) {
            return Acquiring.count(Target) != 0;
          }))
        Calling.insert(&F);
  addCallers(Calling, MaxLevels);
  std::vector<const Function *> Found;
  for (const Function &F : Functions)
    if (Lockers.count(&F) && Calling.count(&F))
      Found.push_back(&F);
  return Found;
}

std::vector<const Function *> Program::relockers() const {
  Acquisitions All(*this);
  std::vector<const Function *> Found;
  for (const Function &F : Functions)
    if (relocks(F, All))
      Found.push_back(&F);
  return Found;
}

} // namespace gridlock
