# Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

"""database.py FOLDER [WORD...]: writes a compile_commands.json for all sources
below a folder, compiled with these words."""

import json
import os
import sys

FOLDER, WORDS = os.path.abspath(sys.argv[1]), sys.argv[2:]
FOUND = sorted(os.path.relpath(os.path.join(folder, name), FOLDER)
               for folder, _, names in os.walk(FOLDER)
               for name in names if name.endswith(".cpp"))
with open(os.path.join(FOLDER, "compile_commands.json"), "w") as file:
    json.dump([{"directory": FOLDER, "file": name,
                "arguments": ["g++", "-std=c++17", *WORDS, "-c", name, "-o", name + ".o"]}
               for name in FOUND], file, indent=1)
