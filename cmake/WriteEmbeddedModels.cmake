# Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

# Run as a script with FOLDER and OUTPUT.

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
    string(APPEND Literals "R\"yaml(${Part})yaml\"\n")
    string(LENGTH "${Text}" Left)
  endwhile()
  string(APPEND Literals "R\"yaml(${Text})yaml\"")
  set(${Result} "${Literals}" PARENT_SCOPE)
endfunction()

file(GLOB Models "${FOLDER}/*.yaml")
list(SORT Models)
list(LENGTH Models Count)

set(Rows "")
foreach(Model IN LISTS Models)
  get_filename_component(Name "${Model}" NAME)
  file(READ "${Model}" Text)
  string(APPEND Rows "    {\"${Name}\",\n")
  append_literals("${Text}" Rows)
  string(APPEND Rows "},\n")
endforeach()

file(WRITE "${OUTPUT}.new"
"// Written by cmake/WriteEmbeddedModels.cmake.
#include \"Models/EmbeddedModels.h\"
#include <array>

llvm::ArrayRef<gridlock::EmbeddedModel> gridlock::embeddedModels() {
  static const std::array<EmbeddedModel, ${Count}> Models = {{
${Rows}  }};
  return Models;
}
")
file(COPY_FILE "${OUTPUT}.new" "${OUTPUT}" ONLY_IF_DIFFERENT)
file(TOUCH "${OUTPUT}")
