// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

/// \file
/// The files of models/, as texts inside the program.

#ifndef GRIDLOCK_MODELS_EMBEDDEDMODELS_H
#define GRIDLOCK_MODELS_EMBEDDEDMODELS_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"

namespace gridlock {

struct EmbeddedModel {
  llvm::StringRef FileName;
  llvm::StringRef Text;
};

/// In the order of their file names. Defined by a source file that the build
/// writes.
llvm::ArrayRef<EmbeddedModel> embeddedModels();

} // namespace gridlock

#endif
