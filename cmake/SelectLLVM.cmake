# Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

# Sets GRIDLOCK_LLVM and GRIDLOCK_LLVM_ROOT, and takes that LLVM's own clang++
# as the compiler unless the user names one.

set(GRIDLOCK_LLVM 19 CACHE STRING "Major version of the LLVM that GridlockTidy.so is for")
set(GRIDLOCK_TESTED_LLVMS 14 16 19 22)
set_property(CACHE GRIDLOCK_LLVM PROPERTY STRINGS ${GRIDLOCK_TESTED_LLVMS})

if(NOT GRIDLOCK_LLVM IN_LIST GRIDLOCK_TESTED_LLVMS)
  list(JOIN GRIDLOCK_TESTED_LLVMS ", " Tested)
  message(FATAL_ERROR
    "Gridlock is not tested with LLVM ${GRIDLOCK_LLVM}. "
    "Choose one of ${Tested} with -DGRIDLOCK_LLVM=N.")
endif()

# A build directory is for one LLVM: the compiler cannot be changed in place.
if(DEFINED GRIDLOCK_CONFIGURED_LLVM AND
   NOT GRIDLOCK_CONFIGURED_LLVM STREQUAL GRIDLOCK_LLVM)
  set(Asked ${GRIDLOCK_LLVM})
  set(GRIDLOCK_LLVM ${GRIDLOCK_CONFIGURED_LLVM} CACHE STRING "" FORCE)
  message(FATAL_ERROR
    "${CMAKE_BINARY_DIR} is configured for LLVM ${GRIDLOCK_CONFIGURED_LLVM}. "
    "Use another directory for LLVM ${Asked}.")
endif()

set(GRIDLOCK_LLVM_ROOT "/usr/lib/llvm-${GRIDLOCK_LLVM}" CACHE PATH
  "Where that LLVM is installed")

set(Missing "")
foreach(Needed
    "include/llvm/Config/llvm-config.h|llvm-${GRIDLOCK_LLVM}-dev"
    "lib/cmake/clang/ClangConfig.cmake|libclang-${GRIDLOCK_LLVM}-dev"
    "bin/clang-tidy|clang-tidy-${GRIDLOCK_LLVM}")
  string(REPLACE "|" ";" Needed "${Needed}")
  list(GET Needed 0 File)
  list(GET Needed 1 Package)
  if(NOT EXISTS "${GRIDLOCK_LLVM_ROOT}/${File}")
    list(APPEND Missing ${Package})
  endif()
endforeach()
if(Missing)
  list(JOIN Missing " " Missing)
  message(FATAL_ERROR
    "LLVM ${GRIDLOCK_LLVM} is not complete in ${GRIDLOCK_LLVM_ROOT}. "
    "On Debian or Ubuntu: './dev setup ${GRIDLOCK_LLVM}', or "
    "'apt-get install ${Missing}'. "
    "For another place: -DGRIDLOCK_LLVM_ROOT=DIR.")
endif()

set(GRIDLOCK_CONFIGURED_LLVM ${GRIDLOCK_LLVM} CACHE INTERNAL "")

if(NOT DEFINED CMAKE_CXX_COMPILER AND NOT DEFINED ENV{CXX} AND
   EXISTS "${GRIDLOCK_LLVM_ROOT}/bin/clang++")
  set(CMAKE_C_COMPILER "${GRIDLOCK_LLVM_ROOT}/bin/clang")
  set(CMAKE_CXX_COMPILER "${GRIDLOCK_LLVM_ROOT}/bin/clang++")
endif()
