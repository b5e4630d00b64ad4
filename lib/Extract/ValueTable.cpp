// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Extract/ValueTable.h"

namespace gridlock {

ValueId ValueTable::intern(Value V) {
  std::vector<ValueId> Captures;
  for (const Capture &C : V.Captures) {
    Captures.push_back(C.Name);
    Captures.push_back(C.What);
  }
  Key K{V.Kind, V.Name, V.Base, V.Number, V.Parts, std::move(Captures)};
  auto [Entry, New] = Ids.try_emplace(std::move(K), Values.size());
  if (New)
    Values.push_back(std::move(V));
  return Entry->second;
}

} // namespace gridlock
