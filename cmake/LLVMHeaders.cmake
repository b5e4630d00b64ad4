# Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

# Sets GRIDLOCK_LLVM_INCLUDES, a folder that holds LLVM's and Clang's headers
# and nothing else. Debian's own folder also holds libc++abi's <cxxabi.h>, which
# must not hide libstdc++'s.

set(GRIDLOCK_LLVM_INCLUDES "${CMAKE_BINARY_DIR}/llvm-include")
file(MAKE_DIRECTORY "${GRIDLOCK_LLVM_INCLUDES}")
foreach(Folder llvm llvm-c clang clang-c clang-tidy)
  if(EXISTS "${GRIDLOCK_LLVM_ROOT}/include/${Folder}")
    file(CREATE_LINK "${GRIDLOCK_LLVM_ROOT}/include/${Folder}"
      "${GRIDLOCK_LLVM_INCLUDES}/${Folder}" SYMBOLIC)
  endif()
endforeach()
