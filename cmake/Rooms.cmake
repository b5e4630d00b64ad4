# Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

# A room is a folder of lib/. Its sources are found by themselves; what it may
# include is a rule that test/Rules checks.

# gridlock_room(Name PRECOMPILED Target [SOURCES generated files])
function(gridlock_room Name)
  cmake_parse_arguments(Room "" "PRECOMPILED" "SOURCES" ${ARGN})
  file(GLOB Sources CONFIGURE_DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/*.cpp")
  list(APPEND Sources ${Room_SOURCES})
  if(NOT Sources)
    return()
  endif()
  add_library(${Name} OBJECT ${Sources})
  target_include_directories(${Name} PRIVATE "${PROJECT_SOURCE_DIR}/lib")
  target_include_directories(${Name} SYSTEM PRIVATE "${GRIDLOCK_LLVM_INCLUDES}")
  target_precompile_headers(${Name} REUSE_FROM ${Room_PRECOMPILED})
  set_property(GLOBAL APPEND PROPERTY GRIDLOCK_ROOMS ${Name})
endfunction()
