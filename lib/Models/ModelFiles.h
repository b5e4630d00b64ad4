// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

/// \file
/// The models that a user names, from their files.

#ifndef GRIDLOCK_MODELS_MODELFILES_H
#define GRIDLOCK_MODELS_MODELFILES_H

#include "Models/ModelSet.h"
#include <string>

namespace gridlock {

/// The built-in models and those of the files in \p Paths, which semicolons
/// separate; a later one wins. What cannot be read is left out, and each fault
/// is added to \p Errors as `file:line:column: error: message`.
std::shared_ptr<const ModelSet> loadModels(llvm::StringRef Paths,
                                           std::vector<std::string> &Errors);

} // namespace gridlock

#endif
