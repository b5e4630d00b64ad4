// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

/// \file
/// What one library's calls and types mean, as plain data. Read from YAML by
/// ModelReader, asked for by name through ModelSet. Knows no Clang.

#ifndef GRIDLOCK_MODELS_MODEL_H
#define GRIDLOCK_MODELS_MODEL_H

#include <optional>
#include <string>
#include <vector>

namespace gridlock {

/// Which value of a call a model speaks of.
struct Operand {
  enum class Kind {
    Object,       ///< `object`: what the method is called on
    Result,       ///< `result`: what the call returns
    Argument,     ///< `argument N`, counted from 0
    LastArgument, ///< `last argument` that is written: defaulted ones do not
                  ///< count
    Callable,     ///< `callable`: the first argument that can be called
    Thread,       ///< `thread`: a new thread of its own, for each call
    Inline,       ///< `inline`: whoever makes the call
    Global,       ///< `global NAME`: the one object of that name
    Coroutine,    ///< `coroutine`: what is left of the one that awaits the call
    EveryArgument, ///< `every argument`: of `acquire`, `release` and `holds`
  };
  Kind What = Kind::Object;
  unsigned Index = 0; ///< for Argument
  std::string Name;   ///< for Global
  std::string Field;  ///< `argument 1 field loop`: that field of it; empty: the
                      ///< whole
};

/// How many tasks of an executor run at once.
struct Capacity {
  enum class Kind { Unknown, Number, Argument, Unbounded };
  Kind What = Kind::Unknown;
  unsigned Value = 0; ///< for Number the number, for Argument its index
};

/// What kind of thing a type is to the analysis.
enum class TypeKind {
  Executor, ///< runs tasks
  Thread,   ///< one thread of its own
  Future,   ///< the result of a task
  Promise,  ///< its other end
  Task,     ///< a callable with a future of its own (packaged_task)
  Sync,     ///< latch, semaphore, condition variable, event, atomic
  Callable, ///< holds a callable (function)
  Pointer,  ///< stands for another object (unique_ptr, reference_wrapper,
            ///< executor handles)
  Mutex,
  Guard,     ///< holds a mutex while it lives
  Container, ///< holds things and gives them out; runs none of them
};

/// Does the end of a pointer end what it points to?
enum class Ownership { None, Unique, Shared };

/// `types:` entry.
struct TypeModel {
  std::vector<std::string> Names;
  TypeKind Kind = TypeKind::Sync;
  gridlock::Capacity Capacity; ///< executors
  std::optional<unsigned>
      QueueArgument; ///< `queue: argument N`: the constructor's argument that
                     ///< bounds the queue
  std::optional<unsigned>
      AdaptsArgument; ///< `adapts: argument N`: a strand, runs on the executor
                      ///< that its constructor is given
  bool DestructorWaits = false; ///< `destructor: waits`
  bool Recursive = false; ///< `recursive: true`: a mutex that its owner may
                          ///< acquire again
  bool Shared = false; ///< `shared: true`: a guard that shares its mutex with
                       ///< other readers
  std::string Continuation; ///< `continuation: then`: of a future, the method
                            ///< that is given what is run when it is ready
  bool ContinuesWithValue =
      false;            ///< `continuation-given: value`: that is given what the
                        ///< future holds, and not the future itself
  bool Cancels = false; ///< `cancels: true`: of a future, where nobody keeps it
                        ///< nothing runs for it any more
  std::string Ready;    ///< `ready: is_ready()`: of a future, what follows
                        ///< it in a test whether it is ready
  std::string Lends, Reclaims; ///< `lends: releaseThread`, `reclaims:
                               ///< reserveThread`: of an executor, the methods
                               ///< that let another task have the place of the
                               ///< calling worker, and take it back
  std::string HelpsUntil; ///< `helps-until: reschedule_until`: of an executor,
                          ///< the method that runs other tasks until a
                          ///< callable returns true
  std::string Group; ///< `group: llvm::ThreadPoolTaskGroup`: of an executor, a
                     ///< type that is made from it, submits by the same
                     ///< methods, and whose `wait` runs what it has submitted
  std::string Relockable; ///< `relockable: unique_lock`: the type in the same
                          ///< namespace and header that takes its place where
                          ///< its lock is let go of for a time
  bool OfCoroutines = false; ///< `coroutine: true`: a mutex that is awaited, or
                             ///< a guard of one
  Ownership Owner = Ownership::None; ///< `owner: unique`: of a pointer
  bool Loop = false;    ///< `loop: true`: an executor whose tasks are the
                        ///< handlers of an event loop
  std::string SelfJoin; ///< `self-join: it throws`: what becomes of a thread or
                        ///< an executor that waits for its own end
  std::string Entry;    ///< `entry: run`: the method that is the task when an
                        ///< object of this type (or a derived one) is submitted
};

/// `submit:` a callable becomes a task.
struct SubmitModel {
  Operand Executor;
  Operand Task{Operand::Kind::Callable, 0, {}, {}};
  std::optional<Operand> Given; ///< what the task is called with, where that is
                                ///< not the arguments that follow it
  std::optional<Operand> Receiver;   ///< what a task is called on that is named
                                     ///< as a method (`&Window::show`)
  std::optional<Operand> Completion; ///< what is ready when the task has ended:
                                     ///< `result`, `object`, `argument N`
  bool JoinsOnDestruction = false;   ///< `joins: true`: the destructor of the
                                     ///< completion waits (std::async)
  bool Steals = false; ///< `steals: true`: who waits for the completion runs
                       ///< the task if nobody has
  bool InlineOnWorker = false; ///< `inline-on-worker: true`: runs at once when
                               ///< called on that executor
  bool Synchronous =
      false; ///< `synchronous: true`: the call returns when the task has ended
  bool BlocksWhenFull = false; ///< `blocks-when-full: true`
  bool Loop = false; ///< `loop: true`: the executor is an event loop, whatever
                     ///< its type
  std::optional<Operand> Home; ///< `home: global X`: where the executor's tasks
                               ///< run if `main` made it, and nothing else is
                               ///< known to run them
  std::string Helping; ///< `helping: corun`: the method of the same object that
                       ///< a worker calls to run the task with the others, and
                       ///< that returns when it has ended
  bool Flattens = false; ///< `flattens: true`: the completion of a task that
                         ///< returns a future is that future's
};

enum class WaitMode {
  Blocks, ///< until it is ready
  Timed,  ///< at most for the time that `timeout` says; a constant zero is a
          ///< poll
  Helps,  ///< runs other tasks meanwhile
};

/// Does a wait end with the first signal, or when all are there?
enum class Need { One, All };

/// `wait:`
struct WaitModel {
  Operand Target;
  WaitMode Mode = WaitMode::Blocks;
  Need Needs = Need::One;
  std::optional<unsigned> Timeout; ///< index of the argument with the time
                                   ///< limit; a negative number is no limit
};

/// When does a call return that runs a loop?
enum class RunUntil {
  Stopped, ///< or when no work is left
  OneTask,
  Time,
};

/// `acquire:`
struct AcquireModel {
  Operand Mutex;
  bool Shared = false;      ///< `shared: true`: with other readers
  bool Tries = false;       ///< `tries: true`: returns whether it has it
  bool ReturnsZero = false; ///< `returns-zero: true`: if it has it
};

/// `values:` entry, a condition: that argument is written as this constant, an
/// enumerator with its whole name (`std::launch::deferred`), a number, or a
/// bool.
struct ArgumentValue {
  unsigned Argument = 0;
  std::string Value;
};

/// `holds:` from here on, the one stands for the other
/// (QFutureWatcher::setFuture).
struct HoldModel {
  Operand Holder;
  Operand What;
};

/// `connect:`, `disconnect:` a method of an object that is named by its
/// address.
struct SignalModel {
  Operand Sender;
  Operand Signal;
};

/// `calls:` entry. A call may have several effects (arrive_and_wait).
struct CallModel {
  std::vector<std::string> Names;
  /// Entries of a later layer win, whatever their conditions: the built-in
  /// models are one layer, each file of the user's is one of its own.
  unsigned Layer = 0;
  /// Condition: the types of the first parameters, as patterns; empty: any.
  /// References, pointers, const and template arguments are left out of the
  /// type's name.
  std::vector<std::string> Parameters;
  /// Condition: number of written arguments, without defaulted ones; unset:
  /// any.
  std::optional<unsigned> Arguments;
  /// Condition: constants among the arguments.
  std::vector<ArgumentValue> Values;
  std::optional<SubmitModel> Submit;
  std::optional<SubmitModel>
      Then; ///< submitted when the task of `submit` has ended
  std::optional<SignalModel>
      Connect; ///< not this call submits, but each call of that signal
  std::optional<SignalModel> Disconnect; ///< and from here on no more
  std::optional<WaitModel> Wait;
  std::optional<Operand> Signal; ///< ends a wait on it
  std::optional<Operand>
      Ready; ///< returns whether it is ready, without blocking
  std::optional<Operand>
      Worker; ///< returns whether the calling thread works for that executor
  std::optional<Operand> Invoke; ///< calls it, here and now
  bool Spreads = false; ///< `spreads: true`: and gives it the elements of a
                        ///< tuple as arguments (std::apply)
  std::optional<Operand>
      Same;           ///< the result stands for the same thing as the operand
  bool Moves = false; ///< `moves: true`: and leaves it empty (std::move)
  std::optional<Operand> Binds; ///< the result calls the operand, with the
                                ///< arguments that follow it (bind)
  std::optional<Operand>
      Makes; ///< the object that the operand holds is made from the call's
             ///< arguments (make_unique, emplace_back)
  std::vector<HoldModel> Holds;
  std::optional<Operand>
      Adapts; ///< the result is an executor of capacity one on top of that one
  std::optional<Operand>
      Join; ///< waits until that executor's threads have ended
  std::optional<Operand> Run; ///< runs that loop's tasks on the calling thread
  bool Repeats = false; ///< `repeats: true`: beside `invoke`, until it returns
                        ///< true
  std::string Poll; ///< `poll: poll`: of `run`, the method that runs only what
                    ///< is ready
  RunUntil Until = RunUntil::Stopped; ///< `until: one task`: of `run`
  std::string Fate; ///< `on-own-loop: it throws`: what becomes of `run`, or of
                    ///< a `synchronous` submit, in a handler of that loop
  std::optional<Operand>
      Ends; ///< what the operand owns is destroyed (unique_ptr::reset)
  std::optional<AcquireModel> Acquire; ///< the mutex, or the guard's own
  std::optional<Operand> Release;      ///< likewise
  bool Creates = false; ///< `creates: true`: what is awaited creates a pool, a
                        ///< session, a connection
  bool CurrentThread = false; ///< `current-thread: true`: returns the identity
                              ///< of the calling thread
  bool Compares = false; ///< `compares: true`: returns whether its first two
                         ///< arguments are equal
  bool Nothing = false;  ///< `nothing: true`: known, and of no interest
};

/// What tells two entries of the same name apart.
std::string conditionsOf(const CallModel &Call);

/// Does the call do anything, by its entry?
bool hasEffect(const CallModel &Call);

/// One library: one YAML file.
struct Model {
  std::string Library;
  std::vector<std::string> Headers;
  std::vector<TypeModel> Types;
  std::vector<CallModel> Calls;
};

} // namespace gridlock

#endif
