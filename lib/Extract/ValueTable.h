// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

/// \file
/// The values of one function, each held once.

#ifndef GRIDLOCK_EXTRACT_VALUETABLE_H
#define GRIDLOCK_EXTRACT_VALUETABLE_H

#include "Facts/Facts.h"
#include "llvm/ADT/APSInt.h"
#include <map>
#include <tuple>

namespace gridlock {

/// A constant of any width as the number that facts hold.
inline int64_t lowBits(const llvm::APSInt &Number) {
  return static_cast<int64_t>(Number.extOrTrunc(64).getZExtValue());
}

class ValueTable {
public:
  explicit ValueTable(std::vector<Value> &Values) : Values(Values) {
    Values.assign(1, Value());
  }

  /// The id of a value equal to \p V.
  ValueId intern(Value V);

  const Value &operator[](ValueId Id) const { return Values[Id]; }

private:
  using Key = std::tuple<ValueKind, Symbol, ValueId, int64_t,
                         std::vector<ValueId>, std::vector<ValueId>>;
  std::vector<Value> &Values;
  std::map<Key, ValueId> Ids;
};

} // namespace gridlock

#endif
