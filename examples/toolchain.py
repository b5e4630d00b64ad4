# Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

"""The repository, its build, and the LLVM programs that the build is for."""

import os
import re
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
BUILD = os.path.join(ROOT, "build")
PLUGIN = os.path.join(BUILD, "lib", "GridlockTidy.so")


def cache_entry(name):
    cache = os.path.join(BUILD, "CMakeCache.txt")
    if not os.path.exists(cache) or not os.path.exists(PLUGIN):
        sys.exit("Gridlock is not built yet: ./dev build")
    with open(cache) as file:
        found = re.search(r"^%s:\w+=(.*)$" % re.escape(name), file.read(), re.MULTILINE)
    return found.group(1)


def program(name):
    """The path of clang++ or clang-tidy."""
    return os.path.join(cache_entry("GRIDLOCK_LLVM_ROOT"), "bin", name)


def name_of(path):
    """A program's name as Debian's users type it."""
    return "%s-%s" % (os.path.basename(path), cache_entry("GRIDLOCK_LLVM"))
