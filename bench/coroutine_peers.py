#!/usr/bin/env python3
# Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

"""Compares gridlock-await-under-lock with the two checks of clang-tidy that look
at the same code, and writes the tables of docs/coroutine-peers.md.

    coroutine_peers.py [--check] -- CLANG-TIDY --load PLUGIN

The cases are the functions of test/Tidy/await-under-lock: each name ends in Bad
or Ok. With --check, nothing is written; the page has to be as it would be.
"""

import collections
import os
import re
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
CASES = os.path.join(ROOT, "test", "Tidy", "await-under-lock")
PAGE = os.path.join(ROOT, "docs", "coroutine-peers.md")
CHECKS = ["gridlock-await-under-lock", "misc-coroutine-hostile-raii",
          "cppcoreguidelines-no-suspend-with-lock"]
FILES = [("guards", "Guards of a thread's mutex"),
         ("awaits", "Where a coroutine suspends"),
         ("calls", "Locks behind calls, own guards, attributes"),
         ("own-mutexes", "Mutexes that a coroutine awaits"),
         ("creation", "Creation under such a mutex")]

DEFINITION = re.compile(r"^\s*(?:template <.*> )?[\w:<>]+ (?P<name>\w+(?:Bad|Ok))\(.*[{]")
REPORT = re.compile(r"^(?P<file>[^:\s]+):(?P<line>\d+):\d+: warning: .*\[(?P<checks>[\w,.-]+)\]$",
                    re.MULTILINE)
TABLES = re.compile(r"(?<=<!-- made by bench/coroutine_peers.py -->\n).*", re.DOTALL)

Case = collections.namedtuple("Case", "name first last bad")


def cases_of(text):
    lines = text.splitlines()
    for first, line in enumerate(lines):
        match = DEFINITION.match(line)
        if not match:
            continue
        depth = 0
        for last in range(first, len(lines)):
            code = lines[last].split("//")[0]
            depth += code.count("{") - code.count("}")
            if depth == 0:
                break
        name = match.group("name")
        yield Case(name, first + 1, last + 1, name.endswith("Bad"))


def title(name):
    words = re.findall(r"[A-Z]?[a-z]+", re.sub("(Bad|Ok)$", "", name))
    return " ".join(word.lower() for word in words)


def reports(tidy, source):
    ended = subprocess.run(
        tidy + ["--quiet", "--use-color=false", "--checks=-*," + ",".join(CHECKS),
                "--config={}", source, "--", "-std=c++20"],
        text=True, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    if ended.returncode != 0:
        sys.exit(ended.stdout + ended.stderr)
    for match in REPORT.finditer(ended.stdout):
        if os.path.samefile(match.group("file"), source):
            for check in match.group("checks").split(","):
                yield int(match.group("line")), check


def verdicts(tidy, file):
    """Pairs of a case and the checks that report something in it."""
    source = os.path.join(CASES, file + ".cpp")
    with open(source, encoding="utf-8") as text:
        cases = list(cases_of(text.read()))
    found = list(reports(tidy, source))
    for case in cases:
        yield case, {check for line, check in found if case.first <= line <= case.last}


def mark(case, said):
    if said == case.bad:
        return "reported" if said else "silent"
    return "**wrong report**" if said else "**missed**"


def tables(tidy):
    rows, totals = [], []
    for file, about in FILES:
        judged = list(verdicts(tidy, file))
        bad = [found for case, found in judged if case.bad]
        good = [found for case, found in judged if not case.bad]
        totals.append("| %s (%d bad, %d good) | %s |" % (about, len(bad), len(good), " | ".join(
            "%d, %d" % (sum(check in found for found in bad), sum(check in found for found in good))
            for check in CHECKS)))
        rows += ["", "## " + about, "", "From `test/Tidy/await-under-lock/%s.cpp`." % file, "",
                 "| case | expected | %s |" % " | ".join("`%s`" % check for check in CHECKS),
                 "|---|---|" + "---|" * len(CHECKS)]
        rows += ["| %s | %s | %s |" % (title(case.name), "report" if case.bad else "silence",
                                       " | ".join(mark(case, check in found) for check in CHECKS))
                 for case, found in sorted(judged, key=lambda pair: not pair[0].bad)]
    head = ["", "Bad cases that are reported, good cases that are reported:", "",
            "| cases | %s |" % " | ".join("`%s`" % check for check in CHECKS),
            "|---|" + "---|" * len(CHECKS)]
    return "\n".join(head + totals + rows) + "\n"


def main():
    words = sys.argv[1:]
    if "--" not in words:
        sys.exit(__doc__)
    tidy = words[words.index("--") + 1:]
    with open(PAGE, encoding="utf-8") as file:
        before = file.read()
    after = TABLES.sub(lambda _: tables(tidy), before)
    if "--check" in words[:words.index("--")]:
        if after != before:
            print("docs/coroutine-peers.md is out of date: run bench/coroutine_peers.py")
            return 1
        return 0
    with open(PAGE, "w", encoding="utf-8") as file:
        file.write(after)
    return 0


if __name__ == "__main__":
    sys.exit(main())
