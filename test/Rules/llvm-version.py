# Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# RUN: %python %s %root

"""Which LLVM this is, is known to lib/Compat alone."""

import re

from repository import broken, end, files, lines

VERSION = re.compile(r"\b(?:CLANG|LLVM)_VERSION_(?:MAJOR|MINOR|PATCH|STRING)\b|"
                     r"\b__clang_(?:major|minor)__\b|\bGRIDLOCK_LLVM\b")

for name in files("lib/*.h", "lib/*.cpp", "lib/*.def", "tools/*.h", "tools/*.cpp",
                  "test/Unit/*.h", "test/Unit/*.cpp"):
    if name.startswith("lib/Compat/"):
        continue
    for number, line in lines(name):
        if VERSION.search(line):
            broken("%s:%d: asks for the version of LLVM: %s", name, number, line.strip())
end()
