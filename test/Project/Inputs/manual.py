# Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

"""manual.py PAGE GRIDLOCK: the man page has the options and commands that the
program has, and no others; what --help says fits on a screen."""

import re
import subprocess
import sys

HELP = subprocess.run([sys.argv[2], "--help"], text=True, stdout=subprocess.PIPE,
                      check=True).stdout
with open(sys.argv[1], encoding="utf-8") as file:
    PAGE = file.read().replace("\\-", "-")
SCREEN = 45


def compare(what, program, page):
    if program != page:
        sys.exit("%s: of the program alone: %s; of the page alone: %s" % (
            what, sorted(program - page) or "none", sorted(page - program) or "none"))


OPTIONS = set(re.findall(r"^  (-[-a-z]*)", HELP, re.MULTILINE)) - {"--help-list"}
compare("options", OPTIONS, set(re.findall(r"^\.BI? (-[-a-z]*)", PAGE, re.MULTILINE)))
SECTION = PAGE.split(".SH COMMANDS")[1].split(".SH")[0]
compare("commands", set(re.findall(r"^  gridlock \[?([a-z]+)", HELP, re.MULTILINE)),
        set(re.findall(r"^\.B ([a-z]+)", SECTION, re.MULTILINE)))
if HELP.count("\n") > SCREEN:
    sys.exit("--help has %d lines" % HELP.count("\n"))
