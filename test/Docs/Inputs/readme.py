# Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

"""readme.py [--write] ROOT FOLDER -- CLANG-TIDY...

The report that the README shows is the one that its program gets. With --write
the README is changed to show it."""

import os
import re
import subprocess
import sys

PROGRAM = re.compile(r"^```cpp (report\.cpp)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
REPORT = re.compile(r"(^```text\n)(.*?)(^```$)", re.MULTILINE | re.DOTALL)


def report_on(tidy, root, folder, name):
    ended = subprocess.run(
        tidy + ["--quiet", "--checks=-*,gridlock-*", "--config={}", name,
                "--", "-std=c++17", "-I" + os.path.join(root, "examples")],
        cwd=folder, text=True, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL)
    for path in (folder, os.path.realpath(folder), os.path.join(root, "examples")):
        ended.stdout = ended.stdout.replace(path + os.sep, "")
    return ended.stdout


def main():
    words = sys.argv[1:]
    write = words[0] == "--write"
    root, folder, tidy = words[write], words[write + 1], words[write + 3:]
    os.makedirs(folder, exist_ok=True)
    page = os.path.join(root, "README.md")
    with open(page, encoding="utf-8") as file:
        text = file.read()
    name, program = PROGRAM.search(text).groups()
    with open(os.path.join(folder, name), "w") as file:
        file.write(program)
    report = report_on(tidy, root, folder, name)
    if REPORT.search(text).group(2) == report:
        return 0
    if write:
        with open(page, "w", encoding="utf-8") as file:
            file.write(REPORT.sub(lambda shown: shown.group(1) + report + shown.group(3), text, 1))
        return 0
    print("README.md shows another report than this one:\n" + report)
    print("readme.py --write puts it there.")
    return 1


if __name__ == "__main__":
    sys.exit(main())
