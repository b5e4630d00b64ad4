# Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

"""quoted.py ROOT: what the pages quote from the sources stands there. These are
the words of the reports on the page of a check, and the bounds."""

import glob
import os
import re
import sys

ROOT = sys.argv[1]
WORDS = re.compile(r"^\| `([^`]*)` \|", re.MULTILINE)
BOUND = re.compile(r"^\| `(Max\w+)` \| ([\d,]+) \|", re.MULTILINE)
CONSTANT = re.compile(r"constexpr (?:unsigned|uint64_t) (Max\w+) = (\d+);")


def text(name):
    with open(os.path.join(ROOT, name), encoding="utf-8") as file:
        return file.read()


def section(page, title):
    """What stands under a heading, to the next one."""
    found = re.search(r"^## %s\n(.*?)(?=^## |\Z)" % title, text(page), re.MULTILINE | re.DOTALL)
    return found.group(1) if found else ""


def untrue_words():
    """The message is put together from parts, so each part is looked for."""
    sources = ("Solve/Chain.cpp", "Solve/Story.cpp", "Solve/Awaits.cpp",
               "Solve/CycleText.cpp", "Solve/JoinText.cpp", "Solve/Loops.cpp", "Tidy/GridlockCheck.cpp")
    code = "".join(text("lib/" + name) for name in sources)
    # A literal may be broken over lines.
    code = re.sub(r'"\s*\n\s*"', "", code)
    said = "\n".join(re.findall(r'"((?:[^"\\]|\\.)*)"', code))
    for page in ("docs/checks/self-wait.md", "docs/checks/await-under-lock.md",
                 "docs/checks/self-join.md", "docs/checks/nested-loop.md"):
        rows = WORDS.findall(section(page, "What the report says"))
        if len(rows) < 5:
            yield "%s: only %d rows are found" % (page, len(rows))
        for row in rows:
            for part in re.split("…|(?=[:,] )", row):
                if part.strip("' ") and part.strip("' ") not in said:
                    yield "%s: no report says '%s'" % (page, part)


def untrue_bounds():
    page = "docs/how-it-works.md"
    code = {}
    for name in glob.glob(os.path.join(ROOT, "lib/*/*.h")):
        code.update(CONSTANT.findall(text(name)))
    told = {name: number.replace(",", "") for name, number in BOUND.findall(text(page))}
    for name in sorted(set(code) | set(told)):
        if code.get(name) != told.get(name):
            yield "%s: %s is %s, but the page says %s" % (page, name, code.get(name), told.get(name))


problems = list(untrue_words()) + list(untrue_bounds())
print("\n".join(problems))
sys.exit(1 if problems else 0)
