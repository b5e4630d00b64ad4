// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

/// \file
/// YAML -> Model. The keys are told in docs/models.md.

#ifndef GRIDLOCK_MODELS_MODELREADER_H
#define GRIDLOCK_MODELS_MODELREADER_H

#include "Models/Model.h"
#include "llvm/ADT/StringRef.h"
#include <optional>
#include <string>
#include <vector>

namespace gridlock {

/// Reads one model. With any fault there is no model, and each fault is added
/// to \p Errors as `file:line:column: error: message`.
std::optional<Model> readModel(llvm::StringRef Text, llvm::StringRef FileName,
                               std::vector<std::string> &Errors);

} // namespace gridlock

#endif
