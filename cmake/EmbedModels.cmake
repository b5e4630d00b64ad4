# Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

# gridlock_embed_models(Folder Output): a source file that defines
# gridlock::embeddedModels() with the text of each model in the folder.
function(gridlock_embed_models Folder Output)
  file(GLOB Models CONFIGURE_DEPENDS "${Folder}/*.yaml")
  add_custom_command(OUTPUT "${Output}"
    COMMAND "${CMAKE_COMMAND}" "-DFOLDER=${Folder}" "-DOUTPUT=${Output}"
      -P "${PROJECT_SOURCE_DIR}/cmake/WriteEmbeddedModels.cmake"
    DEPENDS ${Models} "${PROJECT_SOURCE_DIR}/cmake/WriteEmbeddedModels.cmake"
    COMMENT "Embedding the models"
    VERBATIM)
endfunction()
