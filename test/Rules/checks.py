# Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# RUN: %python %s %root

"""Each row of Checks.def is found by the solver, has its page and its tests,
and back."""

import re

from repository import broken, end, exists, files, text

TABLE = "lib/Findings/Checks.def"
SOLVER = "".join(text(name) for name in files("lib/Solve/*.cpp"))


def camel(check):
    return "".join(word.capitalize() for word in check.split("-"))


checks = []
if exists(TABLE):
    rows = re.sub(r"//.*", "", text(TABLE))
    checks = re.findall(r'"(?:gridlock-)?([a-z]+(?:-[a-z]+)+)"', rows)
    if not checks:
        broken("%s: no check is found", TABLE)
for check in checks:
    page = "docs/checks/%s.md" % check
    if not exists(page):
        broken("%s: %s has no %s", TABLE, check, page)
    if "CheckId::" + camel(check) not in SOLVER:
        broken("%s: nothing in lib/Solve finds %s", TABLE, check)
    if not files("test/Tidy/%s/*.cpp" % check):
        broken("%s: %s has no test in test/Tidy/%s/", TABLE, check, check)

for name in files("docs/checks/*.md"):
    if name[len("docs/checks/"):-len(".md")] not in checks:
        broken("%s: no such row in %s", name, TABLE)
for name in files("test/Tidy/*/*.cpp"):
    if name.split("/")[2] not in checks:
        broken("%s: its folder is no row of %s", name, TABLE)
end()
