// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef GRIDLOCK_MODELS_OPERANDREADER_H
#define GRIDLOCK_MODELS_OPERANDREADER_H

#include "Models/Model.h"
#include "llvm/ADT/StringRef.h"
#include <optional>

namespace gridlock {

/// Reads an operand as a model writes it: `argument 1`.
std::optional<Operand> parseOperand(llvm::StringRef Text);

} // namespace gridlock

#endif
