// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

/// \file
/// The language between Clang and the solver: what each function of one
/// translation unit does that matters to waiting. No Clang type appears here.

#ifndef GRIDLOCK_FACTS_FACTS_H
#define GRIDLOCK_FACTS_FACTS_H

#include "Facts/Rewrite.h"
#include "Facts/Value.h"
#include <string>

namespace gridlock {

enum class EventKind : uint8_t {
  Call,    ///< Callee, or Object where the callee is a value; Arguments
  Bind,    ///< Object := Task: from here on, Object may stand for that value
  Return,  ///< Task
  Submit,  ///< Object: the executor; Task and Arguments; Completion
  Wait,    ///< Object: what must become ready
  Signal,  ///< Object: what this may make ready
  Join,    ///< Object: the executor or thread whose end is awaited
  Run,     ///< Object: the loop whose tasks this runs
  Adapt,   ///< Object: a new executor on top of the executor Task; or a future
           ///< whose continuations run there
  Acquire, ///< Object: the mutex; Task: the guard that lets go of it, if any
  Release, ///< Object: the mutex, or the guard that holds it
  Lend,    ///< Object: the executor; its worker's place is another task's
  Reclaim, ///< Object: likewise; the place is taken back
  Connect, ///< as a Submit, but not this submits: each call does that the field
           ///< Completion is named after, on the object that it is a field of
};

/// Who runs what is submitted.
enum class ExecutorKind : uint8_t {
  Pool,   ///< the workers of Object
  Thread, ///< a thread of its own
  Inline, ///< whoever submits, or waits
};

enum class WaitKind : uint8_t {
  Blocks,
  Timed,    ///< gives up after a time
  Helps,    ///< runs other tasks meanwhile
  Destroys, ///< blocks only if the completion joins on destruction
  Suspends, ///< a coroutine gives its thread back meanwhile
};

/// What owns a lock from its acquisition on.
enum class LockOwner : uint8_t {
  Thread,
  Coroutine, ///< also while it is suspended
};

/// A condition that holds whenever an event happens.
struct Guard {
  ValueId Condition = 0;
  bool Holds = true; ///< false: its negation holds

  bool operator==(const Guard &Other) const {
    return Condition == Other.Condition && Holds == Other.Holds;
  }
};

struct Event {
  EventKind Kind = EventKind::Call;
  Location Where;
  std::string Text;       ///< what the report calls it: the name of the call
  std::string ObjectText; ///< the object as the user wrote it
  Symbol Callee = 0;
  ValueId Object = 0;
  ValueId Task = 0;
  ValueId Completion = 0;
  std::vector<ValueId> Arguments;
  std::vector<Guard> Guards;
  ExecutorKind Executor = ExecutorKind::Pool;
  WaitKind Wait = WaitKind::Blocks;
  bool NeedsAll = false; ///< Wait: every signal is needed, not one
  bool OnFuture = false; ///< Wait: the target is a future, not a primitive to
                         ///< build others from. Submit, Adapt: Object is one
  bool Virtual = false;  ///< Call: dispatched by the object's class
  bool Creates = false;  ///< Wait: for the creation of a pool, a session or the
                         ///< like, by Callee
  bool Destructor =
      false; ///< Call: an implicit one, Where is the declaration of what dies
  bool Construction = false; ///< Call: Object is made here
  bool Begins = false; ///< Call: of a coroutine that starts at once and is not
                       ///< awaited there
  bool LastOwner =
      false; ///< Call, Wait: only if Object was the last owner of what dies
  bool WithClosure = false; ///< Call, Wait: happens when the lambda dies that
                            ///< this is the call operator of
  bool Resets = false;      ///< Call, Wait: Object is made to let go, and lives
  bool Owned = false;       ///< Call of a destructor: of what Object points to
  bool Moves = false;       ///< Bind: Task is left empty
  bool Settles = false;     ///< Bind: only constructors store to Object
  bool Joins = false;       ///< Submit: the completion's destructor waits
  bool Steals = false;      ///< Submit: who waits for it runs it
  bool InlineOnWorker =
      false; ///< Submit: runs at once on a worker of that executor
  bool Synchronous = false;    ///< Submit: returns when the task has ended
  bool OnLoop = false;         ///< Submit: the executor is an event loop
  bool BlocksWhenFull = false; ///< Submit: waits for space in the queue
  std::string Fate; ///< Run, Submit: what becomes of it in a handler of that
                    ///< loop, where it does not hang
  bool InLoop = false;
  ValueId Times = 0;    ///< Submit in a loop: how often, where that is a value
  ValueId Released = 0; ///< Wait: the lock that is let go meanwhile. Call: the
                        ///< guard that a callee out of view may let go of
  LockOwner Owner = LockOwner::Thread; ///< Acquire
  bool Shared = false;                 ///< Acquire: with other readers
  bool Tries = false;     ///< Adapt: only where nothing else is known.
                          ///< Acquire: does not block, its result says whether
                          ///< the lock is held
  bool Adopts = false;    ///< Acquire: it is held already
  bool Recursive = false; ///< Acquire: its owner may acquire it again
  bool Plain = false;     ///< Acquire: its type says that it may not
};

/// Does a coroutine give its thread back there?
inline bool isSuspension(const Event &E) {
  return E.Kind == EventKind::Wait && E.Wait == WaitKind::Suspends;
}

/// A run of events without a branch.
struct Block {
  uint32_t FirstEvent = 0;          ///< up to the first event of the next block
  std::vector<uint32_t> Successors; ///< indices in Function::Blocks
  ValueId Condition = 0; ///< where it is true the first successor comes next,
                         ///< else the second
};

struct Function {
  Symbol Name = 0;
  Symbol Class =
      0; ///< of a method, and of a lambda's call operator its closure type
  Location Where;
  uint32_t Parameters = 0;
  bool HasThis =
      false; ///< a method that is not static, or a lambda's call operator
  bool IsLambda = false;
  bool IsVirtual = false;
  bool IsConstructor = false;
  bool IsDestructor = false;
  bool IsCoroutine = false;
  std::vector<Symbol> Overrides;
  std::vector<Value> Values; ///< [0] is Unknown
  std::vector<Event> Events; ///< in an order in which they can happen
  std::vector<Block> Blocks; ///< the first is where the function starts, the
                             ///< last where it ends
};

struct Class {
  Symbol Name = 0;
  std::vector<Symbol> Bases;
  std::vector<Symbol> CallOperators;
  int64_t Capacity = 0; ///< of a modelled executor: 0 unknown, -1 unbounded
  int32_t CapacityArgument = -1; ///< the constructor's argument that says it
  bool Loop = false;             ///< of a modelled executor: an event loop
  std::string SelfJoin; ///< what becomes of a thread or an executor that waits
                        ///< for its own end, where that is known
  int32_t QueueArgument = -1;
  int32_t AdaptsArgument = -1;
};

struct SymbolInfo {
  std::string Key;  ///< unique in the program (a USR)
  std::string Name; ///< as a report shows it
};

/// All facts of one translation unit.
struct Unit {
  std::vector<std::string> Files;
  std::vector<SymbolInfo> Symbols = {SymbolInfo()};
  std::vector<Class> Classes;
  std::vector<Function> Functions;
  std::vector<Rewrite> Rewrites;
  uint32_t FunctionsCut =
      0; ///< bodies left out because they were over the bound
};

} // namespace gridlock

#endif
