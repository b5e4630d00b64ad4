// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

/// \file
/// The fields of each fact, named once for all that goes through them: reading,
/// writing, renaming. A new field is one more name here.
///
/// visitFields(Each, Fact) calls Each(field, field, ...). What is an index
/// comes as an IndexInto its table, and a table as a TableOf.

#ifndef GRIDLOCK_FACTS_FIELDS_H
#define GRIDLOCK_FACTS_FIELDS_H

#include "Facts/Facts.h"
#include <type_traits>

namespace gridlock {

enum class Table : uint8_t {
  Files,
  Symbols,
  Values,
  Events, ///< one past the last is an index too: the end
  Blocks,
};
constexpr unsigned Tables = 5;

/// A number, or a vector of numbers, that are indices of a table.
template <Table Of, typename T> struct IndexInto {
  T &It;
};

/// The vector that is a table. Values speak of earlier values only.
template <Table Name, typename T> struct TableOf {
  T &It;
};

template <Table Of, typename T> IndexInto<Of, T> index(T &It) { return {It}; }
template <Table Name, typename T> TableOf<Name, T> table(T &It) { return {It}; }

/// void, if T is the fact, constant or not.
template <typename T, typename Fact>
using IfFact = std::enable_if_t<std::is_same_v<std::remove_const_t<T>, Fact>>;

template <typename Archive, typename T>
IfFact<T, Location> visitFields(Archive &Each, T &L) {
  // The token means nothing outside of the run that read the unit.
  Each(L.Line, L.Column, index<Table::Files>(L.File));
}

template <typename Archive, typename T>
IfFact<T, Guard> visitFields(Archive &Each, T &G) {
  Each(index<Table::Values>(G.Condition), G.Holds);
}

template <typename Archive, typename T>
IfFact<T, Capture> visitFields(Archive &Each, T &C) {
  Each(index<Table::Symbols>(C.Name), index<Table::Values>(C.What));
}

template <typename Archive, typename T>
IfFact<T, Value> visitFields(Archive &Each, T &V) {
  Each(V.Kind, index<Table::Symbols>(V.Name), index<Table::Symbols>(V.Type),
       index<Table::Values>(V.Base), V.Number, index<Table::Values>(V.Parts),
       V.Captures, V.ThreadLocal);
}

/// What is set most often comes first: an event then takes fewer bytes.
template <typename Archive, typename T>
IfFact<T, Event> visitFields(Archive &Each, T &E) {
  Each(E.Where, E.Text, index<Table::Symbols>(E.Callee),
       index<Table::Values>(E.Object), index<Table::Values>(E.Arguments),
       E.Kind, index<Table::Values>(E.Task), E.ObjectText, E.Guards,
       E.Construction, E.Destructor, E.Virtual, E.InLoop, E.Moves, E.Settles,
       index<Table::Values>(E.Completion), E.Executor, E.Wait, E.NeedsAll,
       E.OnFuture, E.Creates, E.LastOwner, E.WithClosure, E.Resets, E.Owned,
       E.Joins, E.Steals, E.InlineOnWorker, E.Synchronous, E.OnLoop,
       E.BlocksWhenFull, index<Table::Values>(E.Times),
       index<Table::Values>(E.Released), E.Owner, E.Shared, E.Tries, E.Adopts,
       E.Recursive, E.Plain, E.Begins, E.Fate);
}

template <typename Archive, typename T>
IfFact<T, Block> visitFields(Archive &Each, T &B) {
  Each(index<Table::Events>(B.FirstEvent), index<Table::Blocks>(B.Successors),
       index<Table::Values>(B.Condition));
}

template <typename Archive, typename T>
IfFact<T, Function> visitFields(Archive &Each, T &F) {
  Each(index<Table::Symbols>(F.Name), index<Table::Symbols>(F.Class), F.Where,
       F.Parameters, F.HasThis, F.IsLambda, F.IsVirtual, F.IsConstructor,
       F.IsDestructor, F.IsCoroutine, index<Table::Symbols>(F.Overrides),
       table<Table::Values>(F.Values), table<Table::Events>(F.Events),
       table<Table::Blocks>(F.Blocks));
}

template <typename Archive, typename T>
IfFact<T, Class> visitFields(Archive &Each, T &C) {
  Each(index<Table::Symbols>(C.Name), index<Table::Symbols>(C.Bases),
       index<Table::Symbols>(C.CallOperators), C.Capacity, C.CapacityArgument,
       C.Loop, C.SelfJoin, C.QueueArgument, C.AdaptsArgument);
}

template <typename Archive, typename T>
IfFact<T, SymbolInfo> visitFields(Archive &Each, T &S) {
  Each(S.Key, S.Name);
}

template <typename Archive, typename T>
IfFact<T, Edit> visitFields(Archive &Each, T &E) {
  Each(index<Table::Files>(E.File), E.Offset, E.Length, E.Text);
}

template <typename Archive, typename T>
IfFact<T, Rewrite> visitFields(Archive &Each, T &R) {
  Each(R.Kind, R.At, R.Other, R.Edits, R.Name, R.KeepsBehaviour);
}

template <typename Archive, typename T>
IfFact<T, Unit> visitFields(Archive &Each, T &U) {
  Each(table<Table::Files>(U.Files), table<Table::Symbols>(U.Symbols),
       U.Classes, U.Functions, U.Rewrites, U.FunctionsCut);
}

} // namespace gridlock

#endif
