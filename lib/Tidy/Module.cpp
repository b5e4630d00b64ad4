// Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Compat/TidyModule.h"
#include "Tidy/GridlockCheck.h"

namespace gridlock {

class GridlockModule : public clang::tidy::ClangTidyModule {
public:
  void
  addCheckFactories(clang::tidy::ClangTidyCheckFactories &Factories) override {
    auto Analysis = std::make_shared<UnitAnalysis>();
#define GRIDLOCK_CHECK(Name, Id, Sentence)                                     \
  Factories.registerCheckFactory(                                              \
      "gridlock-" Id, [Analysis](llvm::StringRef CheckName,                    \
                                 clang::tidy::ClangTidyContext *Context) {     \
        return std::make_unique<GridlockCheck>(CheckId::Name, CheckName,       \
                                               Context, Analysis);             \
      });
#include "Findings/Checks.def"
  }
};

static clang::tidy::ClangTidyModuleRegistry::Add<GridlockModule>
    Registration("gridlock-module", "Finds where a program waits for itself.");

} // namespace gridlock
