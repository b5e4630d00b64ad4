// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

/// \file
/// What a key of a model may say where it has a choice.

#ifndef GRIDLOCK_MODELS_CHOICES_H
#define GRIDLOCK_MODELS_CHOICES_H

#include "Models/Model.h"
#include "llvm/ADT/StringRef.h"

namespace gridlock {

/// Names of one choice and what they stand for.
template <typename T> struct Choice {
  llvm::StringRef Name;
  T Value;
};

inline constexpr Choice<TypeKind> TypeKinds[] = {
    {"executor", TypeKind::Executor},  {"thread", TypeKind::Thread},
    {"future", TypeKind::Future},      {"promise", TypeKind::Promise},
    {"task", TypeKind::Task},          {"sync", TypeKind::Sync},
    {"callable", TypeKind::Callable},  {"pointer", TypeKind::Pointer},
    {"mutex", TypeKind::Mutex},        {"guard", TypeKind::Guard},
    {"container", TypeKind::Container}};
inline constexpr Choice<WaitMode> WaitModes[] = {{"blocks", WaitMode::Blocks},
                                                 {"timed", WaitMode::Timed},
                                                 {"helps", WaitMode::Helps}};
inline constexpr Choice<Need> Needs[] = {{"one", Need::One},
                                         {"all", Need::All}};
inline constexpr Choice<Ownership> Owners[] = {{"unique", Ownership::Unique},
                                               {"shared", Ownership::Shared}};
inline constexpr Choice<RunUntil> RunEnds[] = {{"one task", RunUntil::OneTask},
                                               {"time", RunUntil::Time}};
inline constexpr Choice<bool> DestructorKinds[] = {{"waits", true},
                                                   {"nothing", false}};

inline constexpr Choice<bool> ContinuationKinds[] = {{"value", true},
                                                     {"future", false}};

} // namespace gridlock

#endif
