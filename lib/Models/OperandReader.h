// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef GRIDLOCK_MODELS_OPERANDREADER_H
#define GRIDLOCK_MODELS_OPERANDREADER_H

#include "Models/Model.h"
#include "llvm/ADT/StringRef.h"
#include <optional>

namespace gridlock {

/// Reads an operand as a model writes it: `argument 1`.
std::optional<Operand> parseOperand(llvm::StringRef Text);

/// Reads the capacity of an executor: `one`.
std::optional<Capacity> parseCapacity(llvm::StringRef Text);

/// What an operand may be, for a message.
constexpr const char *OperandForms =
    "object, result, 'argument N', 'every "
    "argument', 'last argument', callable, "
    "thread, inline, coroutine or 'global NAME'";

} // namespace gridlock

#endif
