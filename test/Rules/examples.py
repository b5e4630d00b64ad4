# Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# RUN: %python %s %root

"""Each example hangs and has its cure, is tested, and is in the list."""

from repository import broken, end, exists, files, text

LIST = "examples/README.md"
names = sorted({name.split("/")[1] for name in files("examples/*/*.cpp")})
for name in names:
    for needed in ("examples/%s/hangs.cpp" % name, "examples/%s/cured.cpp" % name,
                   "test/Examples/%s.test" % name):
        if not exists(needed):
            broken("examples/%s: no %s", name, needed)
    if exists(LIST) and "(%s/hangs.cpp)" % name not in text(LIST):
        broken("%s: does not name %s", LIST, name)
for test in files("test/Examples/*.test"):
    if test[len("test/Examples/"):-len(".test")] not in names:
        broken("%s: no such example", test)
end()
