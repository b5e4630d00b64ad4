// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

/// \file
/// What a value denotes once a function is called from somewhere: the same
/// thing has the same term, whichever function speaks of it.

#ifndef GRIDLOCK_SOLVE_TERM_H
#define GRIDLOCK_SOLVE_TERM_H

#include "Facts/Value.h"
#include "llvm/ADT/DenseMap.h"
#include <map>
#include <tuple>

namespace gridlock {

/// Index in a TermTable; 0 is unknown.
using TermId = uint32_t;

enum class TermKind : uint8_t {
  Unknown,
  Root,   ///< Name: a class, its object that a walk starts from; or a function,
          ///< Number: its parameter
  Global, ///< Name
  Object, ///< Name: a variable or a site, Number: the activation that made it
  Completion, ///< Name: a function, Number: an event of it that submits, Base:
              ///< the activation
  Field,      ///< Base, Name
  Element,    ///< Base, Number: the constant index or -1
  Held,       ///< Base
  Opaque, ///< Name: a function of unknown body, Parts: its object and arguments
  Function,    ///< Name
  Closure,     ///< Name: its class, Parts: what it captured, Names in Labels
  Bound,       ///< Base, Parts
  Placeholder, ///< Number
  Coroutine,   ///< Base, Parts
  Rest,     ///< Name: a coroutine, Base: its activation, Number: behind which
            ///< suspension
  Constant, ///< Number
  Any,      ///< Parts
  CurrentThread, ///< Number: 1 + the frame; 0 where the thread is not known
  Lookup,
  WorkerTest, ///< Base
  ReadyTest,  ///< Base, Number
  Not,        ///< Base
  Compare,    ///< Parts, Number
  All,        ///< Parts
};

struct Term {
  TermKind Kind = TermKind::Unknown;
  Symbol Name = 0;
  Symbol Type = 0; ///< the object's class, as far as it is known
  TermId Base = 0;
  bool ThreadLocal = false;
  int64_t Number = 0;
  std::vector<TermId> Parts;
  std::vector<Symbol> Labels;
};

/// Is it the null pointer, or nothing?
inline bool isNull(const Term &T) {
  return T.Kind == TermKind::Constant && T.Number == 0;
}

/// Have the two lists a term in common?
bool intersects(const std::vector<TermId> &A, const std::vector<TermId> &B);

class TermTable {
public:
  TermTable() { Terms.emplace_back(); }

  TermId intern(Term T);
  const Term &operator[](TermId Id) const { return Terms[Id]; }

  TermId field(TermId Base, Symbol Name, Symbol Type);
  TermId element(TermId Base, int64_t Index = -1);
  TermId held(TermId Task);
  TermId any(std::vector<TermId> Choices);

  /// Is \p Prefix the object that \p Path is in, or \p Path itself?
  bool isWithin(TermId Path, TermId Prefix) const;
  /// Has the path an element whose index is not known?
  bool isUncertain(TermId Path) const;
  /// Is it a part of what \ref Term::Base denotes?
  bool isPart(TermId T) const;
  /// Where the path starts.
  TermId rootOf(TermId Path) const;
  /// The same path from \p Onto.
  TermId rebased(TermId Path, TermId Onto);
  /// The same path by any elements, whatever their numbers.
  TermId ofAnyElement(TermId Path);
  /// The coroutine whose handle it is: a part of what the coroutine has
  /// returned; 0 for none.
  TermId coroutineOf(TermId Handle) const;

private:
  using Key = std::tuple<TermKind, Symbol, TermId, int64_t, std::vector<TermId>,
                         std::vector<Symbol>>;
  std::vector<Term> Terms;
  std::map<Key, TermId> Ids;
  /// Those without parts: kind and name, base and number.
  llvm::DenseMap<
      std::pair<std::pair<uint32_t, Symbol>, std::pair<TermId, int64_t>>,
      TermId>
      Plain;
};

} // namespace gridlock

#endif
