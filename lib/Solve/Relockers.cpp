// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

/// \file
/// Which functions may acquire a mutex that they hold already, themselves or by
/// what they call back: by names alone, so that only these need to be walked.

#include "Solve/Program.h"

namespace gridlock {
namespace {

/// Functions looked at from one that acquires a mutex.
constexpr unsigned MaxReached = 64;

/// Does it block for ever on a mutex that its thread holds?
bool blocksOwner(const Event &E) {
  return E.Kind == EventKind::Acquire && E.Plain && !E.Tries && !E.Adopts;
}

/// What each function acquires, by the last name on the path of the mutex.
class Acquisitions {
public:
  explicit Acquisitions(const Program &Code) : Code(Code) {}

  const std::vector<Symbol> &of(const Function &F) {
    auto [Entry, New] = Names.try_emplace(&F);
    if (New)
      Entry->second = read(F);
    return Entry->second;
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
  std::vector<Symbol> read(const Function &F) const {
    std::vector<Symbol> Found;
    for (const Event &E : F.Events)
      if (blocksOwner(E))
        if (const Value &V = F.Values[E.Object];
            V.Kind == ValueKind::Field || V.Kind == ValueKind::Global)
          Found.push_back(V.Name);
    return Found;
  }

  const Program &Code;
  llvm::DenseMap<const Function *, std::vector<Symbol>> Names;
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
    if (blocksOwner(E))
      Held.try_emplace(F.Values[E.Object].Name, I);
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
    if (F.Events[I].Kind == EventKind::Acquire &&
        IsHeld(F.Values[F.Events[I].Object].Name))
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
