# Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

option(GRIDLOCK_ASSERTIONS "Check our own assertions" ON)
option(GRIDLOCK_WERROR "Warnings are errors" OFF)
option(GRIDLOCK_SANITIZE "AddressSanitizer and UndefinedBehaviorSanitizer" OFF)

if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release)
endif()

set(CMAKE_CXX_STANDARD 17)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_LIBRARY_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/lib")
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/bin")

if(GRIDLOCK_ASSERTIONS)
  string(REPLACE "-DNDEBUG" "" CMAKE_CXX_FLAGS_RELEASE "${CMAKE_CXX_FLAGS_RELEASE}")
endif()
string(REPLACE "-O3" "-O2" CMAKE_CXX_FLAGS_RELEASE "${CMAKE_CXX_FLAGS_RELEASE}")

# Debian's LLVM has RTTI and no exceptions: we build like it.
add_compile_options(-fno-exceptions -Wall -Wextra
  -Wno-unused-parameter -Wno-missing-field-initializers)
if(GRIDLOCK_WERROR)
  add_compile_options(-Werror)
endif()

# vptr needs the type information of classes that the host program keeps to
# itself, so that check alone stays off.
if(GRIDLOCK_SANITIZE)
  set(Sanitizers -fsanitize=address,undefined -fno-sanitize=vptr)
  add_compile_options(${Sanitizers} -fno-sanitize-recover=undefined
    -O1 -fno-omit-frame-pointer -gline-tables-only)
  add_link_options(${Sanitizers})
endif()

# __DATE__ and precompiled headers make ccache careful; both are harmless here.
find_program(CCACHE ccache)
if(CCACHE AND NOT DEFINED CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER "${CMAKE_COMMAND}" -E env
    CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime
    "${CCACHE}")
endif()
