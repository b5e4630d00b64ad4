// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

/// \file
/// clang-tidy's checks, modules and their registry, wherever this LLVM has
/// them.

#ifndef GRIDLOCK_COMPAT_TIDYMODULE_H
#define GRIDLOCK_COMPAT_TIDYMODULE_H

#include "clang-tidy/ClangTidyCheck.h"
#include "clang-tidy/ClangTidyModule.h"
#include "clang/Basic/Version.h"

// The registry moved into ClangTidyModule.h; its old header only warns.
#if CLANG_VERSION_MAJOR < 22
#include "clang-tidy/ClangTidyModuleRegistry.h"
#endif

#endif
