# Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# RUN: %python %s %root

"""test/check.py accepts what is expected and refuses the rest."""

import os
import subprocess
import sys
import tempfile

CHECK = os.path.join(sys.argv[1], "test", "check.py")
FAKE = """import sys
sys.stdout.write(%r.replace("FILE", sys.argv[-3]))
sys.stderr.write(%r)
sys.exit(%d)
"""
WARNING = "FILE:1:5: warning: waits for itself [gridlock-self-wait]\nint get();\n    ^\n"
FIRST = "FILE:2:1: note: submitted here\n"
SECOND = "FILE:3:1: note: waits here\n"
LABELLED = ("int get(); // WARN(a): waits\n// NOTE(a,1): submitted\n"
            "// NOTE(a,2): waits here\n")

# Name, accepted?, source, output, errors, code.
CASES = [
    ("nothing", True, "int get();\n", "", "", 0),
    ("a count is no report", True, "int get();\n", "", "1 warning generated.\n", 0),
    ("expected", True, "int get(); // WARN: waits for\n", WARNING, "", 0),
    ("a pattern", True, "int get(); // WARN: waits {{f.r}} it\n", WARNING, "", 0),
    ("dots are dots", False, "int get(); // WARN: waits f.r it\n", WARNING, "", 0),
    ("line above", True, "int get();\n// WARN@-1: waits\n", WARNING, "", 0),
    ("the place", True, "int get(); // WARN[get]: waits\n", WARNING, "", 0),
    ("another place", False, "int get(); // WARN[int]: waits\n", WARNING, "", 0),
    ("another text", False, "int get(); // WARN: joins\n", WARNING, "", 0),
    ("another line", False, "int get();\n// WARN: waits\n", WARNING, "", 0),
    ("unexpected", False, "int get();\n", WARNING, "", 0),
    ("missing", False, "int get(); // WARN: waits\n", "", "", 0),
    ("twice", False, "int get(); // WARN: waits\n", WARNING + WARNING, "", 0),
    ("notes unasked", True, "int get(); // WARN: waits\n", WARNING + FIRST, "", 0),
    ("a note", True, "int get(); // WARN: waits\n// NOTE: submitted\n",
     WARNING + SECOND + FIRST, "", 0),
    ("no such note", False, "int get(); // WARN: waits\n// NOTE: submitted\n",
     WARNING, "", 0),
    ("all notes", True, LABELLED, WARNING + FIRST + SECOND, "", 0),
    ("order of notes", False, LABELLED, WARNING + SECOND + FIRST, "", 0),
    ("one note too few", False, LABELLED, WARNING + FIRST, "", 0),
    ("one note too many", False, LABELLED, WARNING + FIRST + SECOND + SECOND, "", 0),
    ("a label of no warning", False, "// NOTE(b,1): x\n", "", "", 0),
    ("an error", False, "int get();\n", "FILE:1:1: error: no [x]\n", "", 1),
    ("an expected error", True, "int get(); // ERROR: no\n",
     "FILE:1:1: error: no [x]\n", "", 1),
    ("a crash", False, "int get(); // WARN: waits\n", WARNING, "Stack dump:\n", 139),
    ("other output", False, "int get();\n", "", "plugin: strange\n", 0),
]

failed = 0
for name, accepted, source, output, errors, code in CASES:
    with tempfile.TemporaryDirectory() as folder:
        fake, file = os.path.join(folder, "fake.py"), os.path.join(folder, "a.cpp")
        with open(fake, "w") as stream:
            stream.write(FAKE % (output, errors, code))
        with open(file, "w") as stream:
            stream.write(source)
        ended = subprocess.run(
            [sys.executable, CHECK, sys.executable, fake, "--", "self-wait", file],
            text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if (ended.returncode == 0) != accepted:
        failed = 1
        print("%s: should be %s\n%s" % (
            name, "accepted" if accepted else "refused", ended.stdout))
sys.exit(failed)
