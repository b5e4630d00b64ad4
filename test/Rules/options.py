# Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# RUN: %python %s %root

"""The table in docs/options.md equals the rows of Options.def."""

import re

from repository import broken, end, exists, text

TABLE, PAGE = "lib/Tidy/Options.def", "docs/options.md"
ROW = re.compile(
    r'^\s*GRIDLOCK_OPTION\(\s*(\w+)\s*,\s*([\w:]+)\s*,\s*("[^"]*"|[^,]+?)\s*,'
    r'\s*((?:"(?:[^"\\]|\\.)*"\s*)+)\)', re.MULTILINE)


def expected_rows():
    for name, kind, default, sentence in ROW.findall(text(TABLE)):
        sentence = "".join(re.findall(r'"((?:[^"\\]|\\.)*)"', sentence))
        kind = {"StringRef": "string", "std::string": "string"}.get(kind.split("llvm::")[-1], kind)
        default = default.strip('"')
        yield "| `%s` | %s | %s | %s |" % (
            name, kind, "`%s`" % default if default else "", sentence.replace('\\"', '"'))


if exists(TABLE):
    expected = list(expected_rows())
    page = text(PAGE) if exists(PAGE) else ""
    rows = re.findall(r"^\| `.*\|$", page, re.MULTILINE)
    if not expected:
        broken("%s: no row is found", TABLE)
    if rows != expected:
        broken("%s differs from %s. Its rows should be:\n%s", PAGE, TABLE,
               "\n".join(expected))
end()
