// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Solve/Order.h"

namespace gridlock {

static size_t blockOf(const Function &F, size_t Event) {
  auto After = std::upper_bound(
      F.Blocks.begin(), F.Blocks.end(), Event,
      [](size_t E, const Block &B) { return E < B.FirstEvent; });
  return After - F.Blocks.begin() - 1;
}

bool canPrecede(const Function &F, const Event &First, const Event &Second) {
  size_t A = &First - F.Events.data(), B = &Second - F.Events.data();
  if (F.Blocks.empty())
    return A < B;
  size_t From = blockOf(F, A), To = blockOf(F, B);
  if (From == To && A < B)
    return true;
  std::vector<uint32_t> Open(F.Blocks[From].Successors);
  std::set<uint32_t> Seen;
  while (!Open.empty()) {
    uint32_t Next = Open.back();
    Open.pop_back();
    if (Next == To)
      return true;
    if (Seen.insert(Next).second)
      Open.insert(Open.end(), F.Blocks[Next].Successors.begin(),
                  F.Blocks[Next].Successors.end());
  }
  return false;
}

bool canPrecede(const Walk &W, unsigned A, const Event *First, unsigned B,
                const Event *Second) {
  std::map<unsigned, const Event *> Callers;
  for (int Up = A; Up >= 0 && First;
       First = W.Activations[Up].Site, Up = W.Activations[Up].Caller)
    Callers[Up] = First;
  for (int Up = B; Up >= 0 && Second;
       Second = W.Activations[Up].Site, Up = W.Activations[Up].Caller)
    if (auto Found = Callers.find(Up); Found != Callers.end())
      return Found->second == Second ||
             canPrecede(*W.Activations[Up].Code, *Found->second, *Second);
  return true;
}

} // namespace gridlock
