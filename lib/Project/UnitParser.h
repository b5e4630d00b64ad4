// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

/// \file
/// One compile command -> the facts of its unit.

#ifndef GRIDLOCK_PROJECT_UNITPARSER_H
#define GRIDLOCK_PROJECT_UNITPARSER_H

#include "Extract/CoroutineTypes.h"
#include "Facts/Shard.h"
#include "Models/ModelSet.h"
#include "Project/CompileCommands.h"

namespace gridlock {

/// Reads the unit as far as Clang gets; what Clang finds wrong is counted in
/// Origin::Errors. Changes the current folder: to be called in a process of
/// its own.
Shard parseUnit(const CompileCommand &Command, const ModelSet &Models,
                const AwaitNames &Names);

} // namespace gridlock

#endif
