# Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

# Run as a script with PATTERN, OUTPUT, HEADER, FUNCTION and TYPE.

# Appends Text to Result as raw string literals; compilers limit their length.
function(append_literals Text Result)
  set(Literals "${${Result}}")
  set(Limit 16000)
  string(LENGTH "${Text}" Left)
  while(Left GREATER Limit)
    string(SUBSTRING "${Text}" 0 ${Limit} Part)
    string(FIND "${Part}" "\n" LineEnd REVERSE)
    math(EXPR Size "${LineEnd} + 1")
    string(SUBSTRING "${Text}" 0 ${Size} Part)
    string(SUBSTRING "${Text}" ${Size} -1 Text)
    string(APPEND Literals "R\"text(${Part})text\"\n")
    string(LENGTH "${Text}" Left)
  endwhile()
  string(APPEND Literals "R\"text(${Text})text\"")
  set(${Result} "${Literals}" PARENT_SCOPE)
endfunction()

file(GLOB Files "${PATTERN}")
list(SORT Files)
list(LENGTH Files Count)

set(Rows "")
foreach(File IN LISTS Files)
  get_filename_component(Name "${File}" NAME)
  file(READ "${File}" Text)
  string(APPEND Rows "    {\"${Name}\",\n")
  append_literals("${Text}" Rows)
  string(APPEND Rows "},\n")
endforeach()

file(WRITE "${OUTPUT}.new"
"// Written by cmake/WriteEmbeddedTexts.cmake.
#include \"${HEADER}\"
#include <array>

llvm::ArrayRef<gridlock::${TYPE}> gridlock::${FUNCTION}() {
  static const std::array<${TYPE}, ${Count}> Texts = {{
${Rows}  }};
  return Texts;
}
")
file(COPY_FILE "${OUTPUT}.new" "${OUTPUT}" ONLY_IF_DIFFERENT)
file(TOUCH "${OUTPUT}")
