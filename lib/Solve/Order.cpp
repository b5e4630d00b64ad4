// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Solve/Order.h"

namespace gridlock {

static size_t blockOf(const Function &F, size_t Event) {
  auto After = std::upper_bound(
      F.Blocks.begin(), F.Blocks.end(), Event,
      [](size_t E, const Block &B) { return E < B.FirstEvent; });
  return After - F.Blocks.begin() - 1;
}

/// Is there a way from one of the blocks \p Open to \p To that enters none of
/// \p Seen?
static bool leadsTo(const Function &F, std::vector<uint32_t> Open, size_t To,
                    std::set<uint32_t> Seen) {
  while (!Open.empty()) {
    uint32_t Next = Open.back();
    Open.pop_back();
    if (!Seen.insert(Next).second)
      continue;
    if (Next == To)
      return true;
    Open.insert(Open.end(), F.Blocks[Next].Successors.begin(),
                F.Blocks[Next].Successors.end());
  }
  return false;
}

bool canPrecede(const Function &F, const Event &First, const Event &Second) {
  size_t A = &First - F.Events.data(), B = &Second - F.Events.data();
  if (F.Blocks.empty())
    return A < B;
  size_t From = blockOf(F, A), To = blockOf(F, B);
  return (From == To && A < B) || leadsTo(F, F.Blocks[From].Successors, To, {});
}

bool canPrecedeWithout(const Function &F, const Event &First,
                       const Event &Second, const Event &Between) {
  size_t A = &First - F.Events.data(), B = &Second - F.Events.data(),
         Not = &Between - F.Events.data();
  bool Straight = A < B && !(A < Not && Not < B);
  if (F.Blocks.empty())
    return Straight;
  uint32_t From = blockOf(F, A), Avoided = blockOf(F, Not);
  size_t To = blockOf(F, B);
  if (From == To && Straight)
    return true;
  if (From == Avoided && A < Not)
    return false;
  // Who comes into its block from outside comes to what stands before it.
  if (To == Avoided && B < Not)
    return leadsTo(F, F.Blocks[From].Successors, To, {});
  return leadsTo(F, F.Blocks[From].Successors, To, {Avoided});
}

bool alwaysPrecedes(const Function &F, const Event &First,
                    const Event &Second) {
  size_t A = &First - F.Events.data(), B = &Second - F.Events.data();
  if (F.Blocks.empty())
    return A < B && First.Guards.empty();
  uint32_t From = blockOf(F, A);
  size_t To = blockOf(F, B);
  return From == To ? A < B : !leadsTo(F, {0}, To, {From});
}

std::map<unsigned, const Event *> callsTo(const Walk &W, unsigned A,
                                          const Event *Site) {
  std::map<unsigned, const Event *> Calls;
  for (int Up = A; Up >= 0;
       Site = W.Activations[Up].Site, Up = W.Activations[Up].Caller)
    Calls[Up] = Site;
  return Calls;
}

/// Goes up from both events to the activation that they share, of which they
/// are then; -1 where there is none. What calls is made before what it calls.
static int meet(const Walk &W, int A, const Event *&First, int B,
                const Event *&Second) {
  while (First && Second && A != B && A >= 0 && B >= 0) {
    const Activation &Inner = W.Activations[std::max(A, B)];
    (A > B ? First : Second) = Inner.Site;
    (A > B ? A : B) = Inner.Caller;
  }
  return First && Second && A == B ? A : -1;
}

bool canPrecede(const Walk &W, unsigned A, const Event *First, unsigned B,
                const Event *Second) {
  const int Shared = meet(W, A, First, B, Second);
  return Shared < 0 || First == Second ||
         canPrecede(*W.Activations[Shared].Code, *First, *Second);
}

bool canFollow(const Walk &W, unsigned A, const Event *First, unsigned B,
               const Event *Second) {
  int Shared = meet(W, A, First, B, Second);
  for (; Shared >= 0 && First; Shared = W.Activations[Shared].Caller) {
    if (canPrecede(*W.Activations[Shared].Code, *First, *Second))
      return true;
    First = Second = W.Activations[Shared].Site;
  }
  return false;
}

bool isOnlyAfter(const Walk &W, unsigned A, const Event *First, unsigned B,
                 const Event *Later) {
  return canPrecede(W, A, First, B, Later) &&
         !canPrecede(W, B, Later, A, First);
}

} // namespace gridlock
