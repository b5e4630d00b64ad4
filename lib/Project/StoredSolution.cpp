// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Project/StoredSolution.h"
#include "Facts/PartReader.h"
#include "Facts/Parts.h"
#include "Findings/CheckTable.h"

namespace gridlock {

static constexpr StoredKind Kind = {"GRDS", 1, "solution"};

template <typename Archive, typename T>
IfFact<T, ChainStep> visitFields(Archive &Each, T &S) {
  Each(S.Where, S.Text, S.Role);
}

template <typename Archive, typename T>
IfFact<T, Fix> visitFields(Archive &Each, T &F) {
  Each(F.Text, F.Edits, F.KeepsBehaviour);
}

template <typename Archive, typename T>
IfFact<T, Finding> visitFields(Archive &Each, T &F) {
  Each(F.Check, F.How, F.Where, F.Message, F.Chain, F.OtherWays, F.OneChild,
       F.OneParent, F.ChildMayMove, F.ParentMayMove, F.Fixes);
}

template <typename Archive, typename T>
IfFact<T, WaitNode> visitFields(Archive &Each, T &N) {
  Each(N.Kind, N.Name, N.Capacity, N.Where);
}

template <typename Archive, typename T>
IfFact<T, WaitEdge> visitFields(Archive &Each, T &E) {
  Each(E.From, E.To, E.Where, E.Text, E.How, E.Told, E.By);
}

template <typename Archive, typename T>
IfFact<T, WaitGraph> visitFields(Archive &Each, T &G) {
  Each(G.Nodes, G.Edges);
}

template <typename Archive, typename T>
IfFact<T, Solution> visitFields(Archive &Each, T &S) {
  Each(table<Table::Files>(S.Files), S.Findings, S.Waits, S.Walks,
       S.Activations, S.Cut);
}

template <typename Archive, typename T>
IfFact<T, StoredSolution> visitFields(Archive &Each, T &S) {
  Each(S.Key, S.Found);
}

static CheckId lastOf(CheckId) { return checkTable().back().Check; }
static Grade lastOf(Grade) { return Grade::Likely; }
static StepRole lastOf(StepRole) { return StepRole::Start; }
static WaitKind lastOf(WaitKind) { return WaitKind::Suspends; }
static WaitNode::NodeKind lastOf(WaitNode::NodeKind) {
  return WaitNode::Outside;
}

static bool isSound(const WaitGraph &G) {
  return llvm::all_of(G.Edges, [&](const WaitEdge &E) {
    return E.From < G.Nodes.size() && E.To < G.Nodes.size();
  });
}

std::string writeSolution(const StoredSolution &Made) {
  return joinParts(Kind, {PartWriter().write(Made)});
}

llvm::Expected<StoredSolution> readSolution(llvm::StringRef Bytes) {
  auto Parts = splitParts(Kind, 1, Bytes);
  if (!Parts)
    return Parts.takeError();
  StoredSolution Made;
  if (!PartReader(Parts->front()).read(Made))
    return damaged();
  return std::move(Made);
}

} // namespace gridlock
