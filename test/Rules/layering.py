# Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# RUN: %python %s %root

"""A room includes only what comes before it in the flow of the data, and the
rooms without Clang reach no Clang header, not even through another room."""

import re

from repository import broken, end, exists, files, text

MAY_INCLUDE = {
    "Compat": [],
    "Facts": ["Compat"],
    "Models": ["Compat"],
    "Findings": ["Compat", "Facts"],
    "Extract": ["Compat", "Facts", "Models"],
    "Solve": ["Compat", "Facts", "Findings"],
    "Fix": ["Compat", "Facts", "Findings"],
    "Report": ["Compat", "Facts", "Findings"],
    "Project": ["Compat", "Facts", "Models", "Extract", "Solve", "Findings", "Fix",
                "Tidy/Options.def"],
    "Tidy": ["Compat", "Facts", "Models", "Extract", "Solve", "Findings", "Fix"],
}
WITHOUT_CLANG = {"Facts", "Models", "Findings", "Solve", "Fix", "Report"}
INCLUDE = re.compile(r'^\s*#\s*include\s*["<]([^">]+)[">]', re.MULTILINE)


def includes(name):
    return INCLUDE.findall(text(name))


def clang_header(name, seen):
    """The way from a file to the first header of Clang that it reaches."""
    seen.add(name)
    for include in includes(name):
        if include.startswith(("clang/", "clang-c/", "clang-tidy/")):
            return [name, include]
        inside = "lib/" + include
        if exists(inside) and inside not in seen:
            way = clang_header(inside, seen)
            if way:
                return [name] + way
    return None


for name in files("lib/*.h", "lib/*.cpp", "lib/*.def", "lib/*.inc"):
    room = name.split("/")[1]
    if room not in MAY_INCLUDE:
        broken("%s: the room %s is not in the table of %s", name, room, __file__)
        continue
    for include in includes(name):
        target = include.split("/")[0]
        if target in MAY_INCLUDE and target != room and \
                not {target, include} & set(MAY_INCLUDE[room]):
            broken("%s: %s must not include %s", name, room, include)
        if "/" not in include and exists("lib/%s/%s" % (room, include)):
            broken("%s: an include names its room: %s/%s", name, room, include)
    if room in WITHOUT_CLANG:
        way = clang_header(name, set())
        if way:
            broken("%s: %s knows no Clang: %s", name, room, " -> ".join(way))
end()
