// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef GRIDLOCK_TIDY_SELFWAITCHECK_H
#define GRIDLOCK_TIDY_SELFWAITCHECK_H

#include "Tidy/GridlockCheck.h"

namespace gridlock {

/// A task blocks until other work of its own executor has run.
class SelfWaitCheck : public GridlockCheck {
public:
  SelfWaitCheck(llvm::StringRef Name, clang::tidy::ClangTidyContext *Context,
                std::shared_ptr<UnitAnalysis> Analysis);
};

} // namespace gridlock

#endif
