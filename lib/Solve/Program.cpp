// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Solve/Program.h"
#include "Facts/Fields.h"
#include "Solve/Conditions.h"

namespace gridlock {
namespace {

/// Gives what is an index of a unit's tables its index in the program.
struct Renamer {
  llvm::ArrayRef<Symbol> Symbols;
  llvm::ArrayRef<uint32_t> Files;

  template <typename... Ts> void operator()(Ts &&...Fields) {
    (rename(Fields), ...);
  }
  template <typename T> void rename(T &Field) {
    if constexpr (std::is_class_v<T>)
      visitFields(*this, Field);
  }
  void rename(std::string &) {}
  template <typename T> void rename(std::vector<T> &List) {
    for (T &Item : List)
      rename(Item);
  }
  template <Table Of, typename T> void rename(TableOf<Of, T> &All) {
    rename(All.It);
  }
  template <Table Of, typename T> void rename(IndexInto<Of, T> &) {}
  void rename(IndexInto<Table::Symbols, Symbol> &S) { S.It = Symbols[S.It]; }
  void rename(IndexInto<Table::Symbols, std::vector<Symbol>> &List) {
    for (Symbol &S : List.It)
      S = Symbols[S];
  }
  void rename(IndexInto<Table::Files, uint32_t> &File) {
    if (File.It < Files.size())
      File.It = Files[File.It];
  }
};

} // namespace

/// A unit may know a class by its name alone, and of a template that is a
/// callable not all instances.
static void complete(Class &Known, const Class &Other) {
  if (Known.Bases.empty())
    Known.Bases = Other.Bases;
  for (Symbol Operator : Other.CallOperators)
    if (!llvm::is_contained(Known.CallOperators, Operator))
      Known.CallOperators.push_back(Operator);
}

Program::Program(std::vector<Unit> Units)
    : Program([&, I = size_t(0)](Unit &Next) mutable {
        if (I == Units.size())
          return false;
        Next = std::move(Units[I++]);
        return true;
      }) {}

Program::Program(llvm::function_ref<bool(Unit &)> Next) {
  Joined Known;
  for (Unit U; Next(U); U = Unit())
    join(std::move(U), Known);
  index();
}

void Program::join(Unit U, Joined &Known) {
  std::vector<Symbol> Renamed(U.Symbols.size(), 0);
  for (Symbol Old = 1; Old < U.Symbols.size(); ++Old) {
    auto [Entry, New] =
        Known.Keys.try_emplace(U.Symbols[Old].Key, Symbols.size());
    if (New)
      Symbols.push_back(std::move(U.Symbols[Old]));
    Renamed[Old] = Entry->second;
  }
  std::vector<uint32_t> Moved;
  for (std::string &File : U.Files) {
    auto [Entry, New] = Known.Files.try_emplace(File, Files.size());
    if (New)
      Files.push_back(std::move(File));
    Moved.push_back(Entry->second);
  }
  Renamer Rename{Renamed, Moved};
  for (Function &F : U.Functions)
    if (FunctionIndex.try_emplace(Renamed[F.Name], Functions.size()).second) {
      visitFields(Rename, F);
      Functions.push_back(std::move(F));
    }
  for (Rewrite &R : U.Rewrites) {
    visitFields(Rename, R);
    if (Known.Rewrites.emplace(R.At.File, R.At.Line, R.At.Column, R.Kind)
            .second)
      Rewrites.push_back(std::move(R));
  }
  for (Class &C : U.Classes) {
    visitFields(Rename, C);
    auto [Entry, New] = ClassIndex.try_emplace(C.Name, Classes.size());
    if (New)
      Classes.push_back(std::move(C));
    else
      complete(Classes[Entry->second], C);
  }
}

void Program::index() {
  for (const Function &F : Functions)
    indexFunction(F);
  indexEmissions();
  addCallers(Active);
  addCallers(Busy);
  // What is returned matters to who calls it, and not to who calls that.
  Active.insert(Returning.begin(), Returning.end());
}

/// The place that a store to \p Id changes, as the last name on its path.
static Symbol storedName(const Function &F, ValueId Id) {
  const Value &V = F.Values[Id];
  if (V.Kind == ValueKind::Element)
    return storedName(F, V.Base);
  if (V.Kind == ValueKind::Field || V.Kind == ValueKind::Global ||
      V.Kind == ValueKind::Variable)
    return V.Name;
  return 0;
}

Symbol meantName(const Function &F, ValueId Id) {
  for (unsigned Steps = 0; Steps < 8; ++Steps) {
    while (F.Values[Id].Kind == ValueKind::Element)
      Id = F.Values[Id].Base;
    if (F.Values[Id].Kind != ValueKind::Variable)
      break;
    Id = assignedOnce(F, Id);
  }
  return storedName(F, Id);
}

static void addOnce(llvm::SmallVectorImpl<const Function *> &List,
                    const Function &F) {
  if (List.empty() || List.back() != &F)
    List.push_back(&F);
}

void Program::indexFunction(const Function &F) {
  if (F.IsConstructor)
    Constructors[F.Class].push_back(&F);
  for (Symbol Overridden : F.Overrides)
    Overriders[Overridden].push_back(&F);
  auto Names = [&](Symbol Callee) {
    Called.insert(Callee);
    Callers[Callee].push_back(&F);
  };
  for (const Value &V : F.Values) {
    if (V.Kind == ValueKind::Function)
      Names(V.Name);
    if (V.Kind == ValueKind::Closure)
      if (const Class *C = classNamed(V.Name))
        for (Symbol Operator : C->CallOperators)
          Names(Operator);
  }
  bool Locks = false, Releases = false, Calls = false;
  for (const Event &E : F.Events) {
    Locks |= E.Kind == EventKind::Acquire;
    Releases |= E.Kind == EventKind::Release;
    Calls |= E.Kind == EventKind::Call && !E.Callee;
    if (E.Callee && !(E.Callee == F.Name))
      Names(E.Callee);
    indexKind(F, E);
    indexStore(F, E);
    if (E.Kind == EventKind::Connect)
      indexConnection(F, E);
  }
  if (Locks && !Releases)
    LeavingHeld.insert(&F);
  if (Locks && Calls)
    CallingBack.insert(&F);
  else if (Calls)
    CallingGiven.insert(&F);
}

/// What kind of function it is, by one of its events.
void Program::indexKind(const Function &F, const Event &E) {
  if (E.Kind == EventKind::Return) {
    Returning.insert(&F);
    if (ValueKind Kind = F.Values[E.Task].Kind;
        Kind == ValueKind::Fresh || Kind == ValueKind::Variable)
      Factories.insert(&F);
  } else if (E.Kind != EventKind::Call || !E.Callee || E.Released) {
    Active.insert(&F);
    if (E.Kind != EventKind::Bind)
      Busy.insert(&F);
  }
  if (E.Settles)
    Settled.insert(F.Values[E.Object].Name);
  if (E.Kind == EventKind::Submit && E.Executor == ExecutorKind::Thread)
    Starters.insert(&F);
  if (E.Kind == EventKind::Submit && E.Executor == ExecutorKind::Pool)
    Submitters.insert(&F);
  if (isSuspension(E))
    Suspending.insert(&F);
  else if (E.Kind == EventKind::Wait || E.Kind == EventKind::Join)
    Waiters.insert(&F);
  if (E.Kind == EventKind::Acquire)
    Lockers.insert(&F);
}

/// Which places it stores to, and makes.
void Program::indexStore(const Function &F, const Event &E) {
  if (E.Kind == EventKind::Bind || E.Kind == EventKind::Adapt)
    if (Symbol Place = storedName(F, E.Object))
      addOnce(Storers[Place], F);
  if (E.Kind == EventKind::Connect ||
      (E.Kind == EventKind::Submit && E.Executor == ExecutorKind::Thread))
    if (Symbol Place = storedName(F, assignedOnce(F, E.Completion)))
      addOnce(Storers[Place], F);
  if (E.Kind == EventKind::Signal)
    if (Symbol Place = meantName(F, E.Object))
      addOnce(Signallers[Place], F);
  if (E.Kind == EventKind::Bind)
    if (Symbol From = storedName(F, E.Task), To = storedName(F, E.Object);
        From && To && From != To)
      Aliases[From].push_back(To);
  if (E.Kind == EventKind::Call && E.Construction)
    if (Symbol Place = storedName(F, E.Object))
      addOnce(Makers[Place], F);
}

void Program::addCallers(llvm::DenseSet<const Function *> &Set,
                         unsigned Levels) const {
  std::vector<const Function *> Open(Set.begin(), Set.end());
  for (; !Open.empty() && Levels; --Levels) {
    std::vector<const Function *> Next;
    for (const Function *F : Open) {
      llvm::SmallVector<Symbol, 4> Names{F->Name};
      Names.append(F->Overrides.begin(), F->Overrides.end());
      for (Symbol Name : Names) {
        auto Found = Callers.find(Name);
        if (Found == Callers.end())
          continue;
        for (const Function *Caller : Found->second)
          if (Set.insert(Caller).second)
            Next.push_back(Caller);
      }
    }
    Open = std::move(Next);
  }
}

std::vector<const Function *> Program::lockingCoroutines() const {
  llvm::DenseSet<const Function *> Reaching = Lockers, Found;
  addCallers(Reaching);
  std::vector<const Function *> Open;
  for (const Function &F : Functions)
    if (Suspending.count(&F) && Reaching.count(&F))
      Open.push_back(&F);
  while (!Open.empty()) {
    const Function *F = Open.back();
    Open.pop_back();
    if (!Found.insert(F).second || !F->IsLambda)
      continue;
    for (const Function *Maker : Callers.lookup(F->Name))
      Open.push_back(Maker);
  }
  std::vector<const Function *> Ordered;
  for (bool Outermost : {true, false})
    for (const Function &F : Functions) {
      if (!Found.count(&F) || F.IsLambda)
        continue;
      auto By = Callers.lookup(F.Name);
      bool Called = std::any_of(By.begin(), By.end(), [&](const Function *C) {
        return C != &F && Found.count(C);
      });
      if (Called != Outermost)
        Ordered.push_back(&F);
    }
  return Ordered;
}

std::vector<const Function *> Program::aliasStorers(Symbol Place) const {
  std::vector<const Function *> Found(storers(Place).begin(),
                                      storers(Place).end());
  auto Others = Aliases.find(Place);
  if (Others != Aliases.end())
    for (Symbol Other : Others->second)
      Found.insert(Found.end(), storers(Other).begin(), storers(Other).end());
  return Found;
}

const Function *Program::function(Symbol Name) const {
  auto Found = FunctionIndex.find(Name);
  return Found == FunctionIndex.end() ? nullptr : &Functions[Found->second];
}

const Class *Program::classNamed(Symbol Name) const {
  auto Found = ClassIndex.find(Name);
  return Found == ClassIndex.end() ? nullptr : &Classes[Found->second];
}

bool Program::derives(Symbol Derived, Symbol Base) const {
  if (Derived == Base)
    return true;
  const Class *C = classNamed(Derived);
  if (!C)
    return false;
  for (Symbol Parent : C->Bases)
    if (derives(Parent, Base))
      return true;
  return false;
}

llvm::SmallVector<const Function *, 4> Program::dispatch(Symbol Method,
                                                         Symbol Type) const {
  llvm::SmallVector<const Function *, 4> Found;
  llvm::SmallVector<Symbol, 4> Open{Method};
  // The override of the object's own class, or of its nearest base.
  const Function *Nearest = nullptr;
  for (size_t I = 0; I < Open.size(); ++I) {
    if (const Function *F = function(Open[I])) {
      Found.push_back(F);
      if (Type && derives(Type, F->Class) &&
          (!Nearest || derives(F->Class, Nearest->Class)))
        Nearest = F;
    }
    auto Next = Overriders.find(Open[I]);
    if (Next != Overriders.end())
      for (const Function *F : Next->second)
        Open.push_back(F->Name);
  }
  if (Type && Nearest)
    return {Nearest};
  return Found;
}

llvm::SmallVector<Symbol, 4> Program::classesOf(Symbol Method,
                                                const Function &Target) const {
  llvm::SmallVector<Symbol, 4> Found;
  for (const Class &C : Classes)
    if (derives(C.Name, Target.Class)) {
      auto Targets = dispatch(Method, C.Name);
      if (Targets.size() == 1 && Targets.front() == &Target)
        Found.push_back(C.Name);
    }
  return Found;
}

std::optional<int64_t> Program::constantResult(Symbol Method,
                                               Symbol Type) const {
  auto Targets = dispatch(Method, Type);
  if (Targets.size() != 1 || !derives(Type, Targets.front()->Class))
    return std::nullopt;
  const Function &F = *Targets.front();
  if (F.Events.size() != 1 || F.Events[0].Kind != EventKind::Return ||
      !F.Events[0].Guards.empty() ||
      F.Values[F.Events[0].Task].Kind != ValueKind::Constant)
    return std::nullopt;
  return F.Values[F.Events[0].Task].Number;
}

template <typename Index>
static llvm::ArrayRef<const Function *> of(const Index &By, Symbol Name) {
  auto Found = By.find(Name);
  return Found == By.end() ? llvm::ArrayRef<const Function *>()
                           : llvm::ArrayRef<const Function *>(Found->second);
}

llvm::ArrayRef<const Function *> Program::storers(Symbol Place) const {
  return of(Storers, Place);
}

llvm::ArrayRef<const Function *> Program::signallers(Symbol Place) const {
  return of(Signallers, Place);
}

llvm::ArrayRef<const Function *> Program::makers(Symbol Field) const {
  return of(Makers, Field);
}

llvm::ArrayRef<const Function *> Program::callers(Symbol Callee) const {
  return of(Callers, Callee);
}

llvm::ArrayRef<const Function *> Program::constructors(Symbol Class) const {
  return of(Constructors, Class);
}

} // namespace gridlock
