# Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

# gridlock_embed_texts(Output PATTERN Glob HEADER Name FUNCTION Name TYPE Name):
# a source file that defines gridlock::FUNCTION(), declared in HEADER, with the
# name and the text of each file that matches; TYPE is of its rows.
function(gridlock_embed_texts Output)
  cmake_parse_arguments(Embed "" "PATTERN;HEADER;FUNCTION;TYPE" "" ${ARGN})
  file(GLOB Texts CONFIGURE_DEPENDS "${Embed_PATTERN}")
  set(Script "${PROJECT_SOURCE_DIR}/cmake/WriteEmbeddedTexts.cmake")
  add_custom_command(OUTPUT "${Output}"
    COMMAND "${CMAKE_COMMAND}" "-DPATTERN=${Embed_PATTERN}" "-DOUTPUT=${Output}"
      "-DHEADER=${Embed_HEADER}" "-DFUNCTION=${Embed_FUNCTION}"
      "-DTYPE=${Embed_TYPE}" -P "${Script}"
    DEPENDS ${Texts} "${Script}"
    COMMENT "Embedding the texts of ${Embed_FUNCTION}"
    VERBATIM)
endfunction()
