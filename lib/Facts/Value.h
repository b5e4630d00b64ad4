// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

/// \file
/// What an expression denotes, in the terms of the function it stands in.

#ifndef GRIDLOCK_FACTS_VALUE_H
#define GRIDLOCK_FACTS_VALUE_H

#include <cstdint>
#include <vector>

namespace gridlock {

/// Index of a name in Unit::Symbols; 0 is no name.
using Symbol = uint32_t;

/// Index of a value in Function::Values; 0 is Unknown.
using ValueId = uint32_t;

enum class ValueKind : uint8_t {
  Unknown,
  This,
  Parameter, ///< Number: its index
  Variable,  ///< Name: a local variable
  Global,   ///< Name: a variable that outlives calls; Number: its initial value
            ///< where it is thread-local
  Field,    ///< Base, Name
  Element,  ///< Base; Number: the constant index, or -1 for any
  Held,     ///< Base: the callable in a task that has one (packaged_task)
  Result,   ///< Number: the index of the event whose result it is
  Fresh,    ///< Name: the place in the source that makes a new object
  Function, ///< Name
  Closure,  ///< Name: the call operator; Captures
  Bound,    ///< Base: what is called; Parts: its arguments, a method's object
            ///< first
  Placeholder, ///< Number: which argument of the call of a Bound, from 0
  Coroutine, ///< Base: a Function; Parts: arguments; runs when it is awaited or
             ///< submitted
  Rest, ///< what is left of this coroutine behind a suspension; Number: which
  Constant, ///< Number
  Any,      ///< Parts: one of them
  // Conditions.
  CurrentThread, ///< the identity of the calling thread
  Lookup, ///< the result of a search for Base (the current thread) in something
  WorkerTest, ///< true on a worker of Base
  ReadyTest,  ///< Number 0: true when Base is ready; 1: zero
              ///< (future_status::ready) when Base is ready
  Not,        ///< Base
  Compare,    ///< Parts: two; Number: a Comparison
  All,        ///< Parts: true when each of them is, and what is not known too
};

enum class Comparison : uint8_t {
  Equal,
  NotEqual,
  Less,
  LessEqual,
  Greater,
  GreaterEqual
};

struct Capture {
  Symbol Name = 0;
  ValueId What = 0;
};

/// One node; nodes of a function are unique, so equal ids are equal values.
/// References, pointers and smart pointers are looked through: a pointer and
/// what it points to are one value.
struct Value {
  ValueKind Kind = ValueKind::Unknown;
  Symbol Name = 0;
  Symbol Type = 0; ///< the class of the object, where it is one
  ValueId Base = 0;
  bool ThreadLocal = false; ///< Global: each thread has its own
  int64_t Number = 0;
  std::vector<ValueId> Parts;
  std::vector<Capture> Captures;
};

} // namespace gridlock

#endif
