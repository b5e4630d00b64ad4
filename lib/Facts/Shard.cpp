// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Facts/Shard.h"
#include "Facts/PartReader.h"
#include "Facts/Parts.h"

namespace gridlock {

// Two parts, the origin and the facts.
static constexpr StoredKind Kind = {"GRDL", 4, "shard"};

template <typename Archive, typename T>
IfFact<T, Input> visitFields(Archive &Each, T &I) {
  Each(I.Path, I.Hash);
}

template <typename Archive, typename T>
IfFact<T, Origin> visitFields(Archive &Each, T &O) {
  Each(O.Source, O.Key, O.Inputs, O.Errors, O.FirstError, O.CutOff);
}

static ValueKind lastOf(ValueKind) { return ValueKind::All; }
static EventKind lastOf(EventKind) { return EventKind::Connect; }
static ExecutorKind lastOf(ExecutorKind) { return ExecutorKind::Inline; }
static WaitKind lastOf(WaitKind) { return WaitKind::Suspends; }
static LockOwner lastOf(LockOwner) { return LockOwner::Coroutine; }
static RewriteKind lastOf(RewriteKind) { return RewriteKind::Group; }

/// Whether the numbers of its values fit what they stand for.
static bool isSound(const Function &F) {
  return !F.Values.empty() && F.Values[0].Kind == ValueKind::Unknown &&
         std::all_of(F.Values.begin(), F.Values.end(), [&](const Value &V) {
           if (V.Kind == ValueKind::Result)
             return static_cast<uint64_t>(V.Number) < F.Events.size();
           if (V.Kind == ValueKind::Compare)
             return V.Parts.size() == 2 && V.Number >= 0 &&
                    V.Number <= int64_t(Comparison::GreaterEqual);
           return true;
         });
}

std::string writeShard(const Shard &Made) {
  return joinParts(
      Kind, {PartWriter().write(Made.From), PartWriter().write(Made.Facts)});
}

llvm::Expected<Shard> readShard(llvm::StringRef Bytes) {
  auto Parts = splitParts(Kind, 2, Bytes);
  if (!Parts)
    return Parts.takeError();
  Shard Made;
  if (!PartReader((*Parts)[0]).read(Made.From) ||
      !PartReader((*Parts)[1]).read(Made.Facts) || Made.Facts.Symbols.empty())
    return damaged();
  return std::move(Made);
}

llvm::Expected<Origin> readOrigin(llvm::StringRef Bytes) {
  auto Parts = splitParts(Kind, 2, Bytes);
  if (!Parts)
    return Parts.takeError();
  Origin From;
  if (!PartReader((*Parts)[0]).read(From))
    return damaged();
  return std::move(From);
}

} // namespace gridlock
