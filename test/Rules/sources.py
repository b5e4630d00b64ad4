# Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# RUN: %python %s %root

"""What holds for each source: its licence, its size, its name, and that it is
finished."""

import os
import re

from repository import broken, end, files, lines, text

LICENCE = "SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception"
UNFINISHED = re.compile(r"\b(?:TO" r"DO|FIX" r"ME|XX" r"X)\b")
MACHINE_PATH = re.compile(r"(?<![\w.])/(?:work|home|root|tmp|Users)/\w")
VAGUE_NAME = re.compile(r"(?:Utils?|Helpers?|Common|Managers?)\.(?:h|cpp)$")
MAX_LINES, MAX_FUNCTION_LINES = 400, 40
NO_FUNCTION = re.compile(r"^(?:namespace|class|struct|enum|union|extern|template)\b|=\s*\{")


def long_functions(name):
    """Functions at the margin, as clang-format leaves them."""
    start = None
    for number, line in lines(name):
        if line[:1] not in ("", " ", "#", "}", "/") and start is None:
            head = number
        if start is None and line.endswith("{") and line[:1] not in (" ", "}") \
                and not NO_FUNCTION.search(line):
            start = head
        elif line.startswith("}") and start is not None:
            if number - start + 1 > MAX_FUNCTION_LINES:
                yield start, number - start + 1
            start = None


for name in files("lib/*.h", "lib/*.cpp", "tools/*.h", "tools/*.cpp", "test/Unit/*.cpp",
                  "test/Unit/*.h"):
    if LICENCE not in text(name).split("\n", 1)[0]:
        broken("%s:1: the first line names no licence", name)
    if VAGUE_NAME.search(name):
        broken("%s: a file is named after what it defines", os.path.basename(name))
    length = text(name).count("\n")
    if length > MAX_LINES:
        broken("%s: %d lines, more than %d", name, length, MAX_LINES)
    for start, length in long_functions(name):
        broken("%s:%d: a function of %d lines, more than %d", name, start, length,
               MAX_FUNCTION_LINES)

for name in files("*"):
    if name == "LICENSE" or name.endswith((".png", ".svg")):
        continue
    for number, line in lines(name):
        if UNFINISHED.search(line):
            broken("%s:%d: not finished: %s", name, number, line.strip())
        if MACHINE_PATH.search(line):
            broken("%s:%d: the path of one machine: %s", name, number, line.strip())
end()
