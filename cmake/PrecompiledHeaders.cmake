# Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

# Two sets of headers are compiled once and shared by the rooms: LLVM's support
# library, and on top of it Clang's AST.

# Without this a rebuilt precompiled header never equals the cached one.
if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
  add_compile_options("SHELL:-Xclang -fno-pch-timestamp")
else()
  add_compile_options(-fpch-preprocess)
endif()

function(gridlock_precompiled Name)
  set(Source "${CMAKE_BINARY_DIR}/precompiled/${Name}.cpp")
  if(NOT EXISTS "${Source}")
    file(WRITE "${Source}" "")
  endif()
  add_library(${Name} OBJECT "${Source}")
  target_include_directories(${Name} SYSTEM PRIVATE "${GRIDLOCK_LLVM_INCLUDES}")
  target_precompile_headers(${Name} PRIVATE ${ARGN})
endfunction()

set(SupportHeaders
  <algorithm>
  <map>
  <memory>
  <optional>
  <set>
  <string>
  <vector>
  "<llvm/ADT/DenseMap.h>"
  "<llvm/ADT/STLExtras.h>"
  "<llvm/ADT/StringExtras.h>"
  "<llvm/ADT/StringMap.h>"
  "<llvm/Support/raw_ostream.h>"
  "<llvm/Support/YAMLTraits.h>")

gridlock_precompiled(SupportPrecompiled ${SupportHeaders})
gridlock_precompiled(ClangPrecompiled ${SupportHeaders}
  "<clang/AST/ASTContext.h>"
  "<clang/AST/DeclCXX.h>"
  "<clang/AST/DeclTemplate.h>"
  "<clang/AST/ExprCXX.h>"
  "<clang/AST/RecursiveASTVisitor.h>"
  "<clang/AST/StmtCXX.h>"
  "<clang/ASTMatchers/ASTMatchFinder.h>"
  "<clang/ASTMatchers/ASTMatchers.h>"
  "<clang/Analysis/CFG.h>"
  "<clang/Index/USRGeneration.h>")
