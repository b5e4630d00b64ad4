// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Tidy/SelfWaitCheck.h"

namespace gridlock {

SelfWaitCheck::SelfWaitCheck(llvm::StringRef Name,
                             clang::tidy::ClangTidyContext *Context,
                             std::shared_ptr<UnitAnalysis> Analysis)
    : GridlockCheck(CheckId::SelfWait, Name, Context, std::move(Analysis)) {}

} // namespace gridlock
