// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

/// \file
/// The facts of one or many units as one program: names joined, functions,
/// classes and overriders found by name.

#ifndef GRIDLOCK_SOLVE_PROGRAM_H
#define GRIDLOCK_SOLVE_PROGRAM_H

#include "Facts/Facts.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringMap.h"
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>

namespace gridlock {

/// The place that the path denotes, as the last name on it, also where a
/// variable stands for the place.
Symbol meantName(const Function &F, ValueId Id);

class Program {
public:
  /// Joins \p Units. A function that several units hold is kept once.
  explicit Program(std::vector<Unit> Units);
  /// Likewise, those that \p Next gives until it returns false: only what is
  /// kept of each is held.
  explicit Program(llvm::function_ref<bool(Unit &)> Next);

  const std::string &name(Symbol S) const { return Symbols[S].Name; }
  const std::vector<std::string> &files() const { return Files; }
  llvm::ArrayRef<Function> functions() const { return Functions; }
  /// How the source can be written otherwise.
  llvm::ArrayRef<Rewrite> rewrites() const { return Rewrites; }

  /// The body of a function; null where it is not in view.
  const Function *function(Symbol Name) const;
  const Class *classNamed(Symbol Name) const;

  /// What a call of \p Method on an object of exactly \p Type runs; where the
  /// type is not known, each override in view.
  llvm::SmallVector<const Function *, 4> dispatch(Symbol Method,
                                                  Symbol Type) const;
  /// Is \p Base the same class as \p Derived, or a base of it?
  bool derives(Symbol Derived, Symbol Base) const;

  /// The classes of the objects on which a call of \p Method runs \p Target.
  llvm::SmallVector<Symbol, 4> classesOf(Symbol Method,
                                         const Function &Target) const;
  /// What \p Method always returns on an object of class \p Type.
  std::optional<int64_t> constantResult(Symbol Method, Symbol Type) const;

  /// The functions that assign to a field of this, or to a global.
  llvm::ArrayRef<const Function *> storers(Symbol Place) const;
  /// The functions that end a wait for a field of this, or for a global.
  llvm::ArrayRef<const Function *> signallers(Symbol Place) const;
  /// The functions that make the object that a field of this is.
  llvm::ArrayRef<const Function *> makers(Symbol Field) const;

  /// Has \p F an event that matters in itself or in what it calls?
  bool isActive(const Function &F) const { return Active.count(&F); }
  /// Does a constructor settle a field of that name for good?
  bool isSettled(Symbol Field) const { return Settled.count(Field); }
  /// Does \p F, or what it calls, no more than store and return?
  bool isQuiet(const Function &F) const { return !Busy.count(&F); }
  /// Does \p F return an object that it makes itself?
  bool makesObject(const Function &F) const { return Factories.count(&F); }
  /// Does \p F acquire a mutex that its caller releases?
  bool leavesHeld(const Function &F) const { return LeavingHeld.count(&F); }
  /// Does \p F itself start a thread, or submit to an executor that a model
  /// knows?
  bool startsThread(const Function &F) const { return Starters.count(&F); }
  /// The constructors of a class that are in sight.
  llvm::ArrayRef<const Function *> constructors(Symbol Class) const;
  bool submits(const Function &F) const { return Submitters.count(&F); }
  /// The functions that block, or acquire a mutex, themselves.
  const llvm::DenseSet<const Function *> &waiters() const { return Waiters; }
  const llvm::DenseSet<const Function *> &lockers() const { return Lockers; }
  /// Does \p F acquire a mutex, and call something that it was given?
  bool callsBack(const Function &F) const { return CallingBack.count(&F); }
  /// The functions that acquire a mutex themselves, and reach in a few calls
  /// one of something that was given, or of a virtual method that may acquire a
  /// mutex, too.
  std::vector<const Function *> listenedTo() const;
  /// The functions that acquire a mutex, themselves or by what they call, and
  /// call what acquires one of the same name again.
  std::vector<const Function *> relockers() const;
  /// The functions that assign to a place of this name, or to one that is an
  /// alias of it.
  std::vector<const Function *> aliasStorers(Symbol Place) const;
  /// The coroutines that suspend and reach an acquisition of a lock, of a
  /// lambda the function that makes it; those first that no other of them
  /// calls.
  std::vector<const Function *> lockingCoroutines() const;
  /// The functions that name it, or call it.
  llvm::ArrayRef<const Function *> callers(Symbol Callee) const;
  /// Adds to \p Set all functions that reach one of it in so many calls.
  void addCallers(llvm::DenseSet<const Function *> &Set,
                  unsigned Levels = ~0u) const;
  /// Is there a function in view that calls it or names it?
  bool isCalled(const Function &F) const { return Called.count(F.Name); }

  /// Is the method connected to anything?
  bool isSignal(Symbol Method) const { return Slots.count(Method); }
  /// Is there a call of the signal in view?
  bool isEmitted(Symbol Signal) const { return Emitted.count(Signal); }

private:
  /// What is joined by its text, while units are added.
  struct Joined {
    llvm::StringMap<Symbol> Keys;
    llvm::StringMap<uint32_t> Files;
    /// A header's are found in each unit that includes it.
    std::set<std::tuple<uint32_t, uint32_t, uint32_t, RewriteKind>> Rewrites;
  };
  void join(Unit U, Joined &Known);
  void index();
  void indexFunction(const Function &F);
  void indexKind(const Function &F, const Event &E);
  void indexStore(const Function &F, const Event &E);
  void indexEmissions(); // Emissions.cpp
  void indexConnection(const Function &F, const Event &E);

  std::vector<SymbolInfo> Symbols = {SymbolInfo()};
  std::vector<std::string> Files;
  std::vector<Class> Classes;
  std::vector<Function> Functions;
  std::vector<Rewrite> Rewrites;
  llvm::DenseMap<Symbol, unsigned> FunctionIndex;
  llvm::DenseMap<Symbol, unsigned> ClassIndex;
  llvm::DenseMap<Symbol, llvm::SmallVector<const Function *, 2>> Overriders;
  llvm::DenseMap<Symbol, llvm::SmallVector<const Function *, 2>> Storers;
  llvm::DenseMap<Symbol, llvm::SmallVector<const Function *, 2>> Signallers;
  llvm::DenseMap<Symbol, llvm::SmallVector<const Function *, 2>> Makers;
  llvm::DenseMap<Symbol, llvm::SmallVector<const Function *, 2>> Constructors;
  llvm::DenseMap<Symbol, llvm::SmallVector<const Function *, 4>> Callers;
  llvm::DenseSet<const Function *> Active, Returning, Busy;
  llvm::DenseSet<Symbol> Settled; ///< names of fields
  llvm::DenseSet<const Function *> Starters;
  llvm::DenseSet<const Function *> Submitters;
  llvm::DenseSet<const Function *> Waiters;
  llvm::DenseSet<const Function *> Lockers;
  llvm::DenseSet<const Function *> LeavingHeld;
  llvm::DenseSet<const Function *> CallingBack;
  llvm::DenseSet<const Function *>
      CallingGiven; ///< without a lock of their own
  llvm::DenseMap<Symbol, llvm::SmallVector<Symbol, 1>>
      Aliases; ///< field -> fields that were assigned from it
  llvm::DenseSet<const Function *> Factories;
  llvm::DenseSet<const Function *> Suspending;
  llvm::DenseSet<Symbol> Called;
  /// What a signal is connected to: the functions that it calls or submits.
  struct Slot {
    llvm::SmallVector<Symbol, 2> Functions;
    const Event *Connection;
  };
  std::map<Symbol, std::vector<Slot>> Slots;
  llvm::DenseSet<Symbol> Emitted;
};

} // namespace gridlock

#endif
