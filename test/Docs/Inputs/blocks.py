# Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

"""blocks.py PAGES FOLDER [--but NAME] -- CLANG-TIDY...

The page of each check shows code that is reported and code that is not, in
blocks that open with ```cpp bad and ```cpp good. Each of them stands for itself;
a block that opens with a file's name, such as ```cpp Pool.h, is what they include."""

import glob
import os
import re
import subprocess
import sys

FILE = re.compile(r"^```cpp (\w+\.h)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
BLOCK = re.compile(r"^```cpp (bad|good)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def reports(tidy, check, source):
    ended = subprocess.run(
        tidy + ["--quiet", "--checks=-*,gridlock-" + check, "--config={}",
                source, "--", "-std=c++20"],
        text=True, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE)
    return ended.returncode, ended.stdout + ended.stderr


def problems_of(page, folder, tidy):
    check = os.path.basename(page)[:-len(".md")]
    with open(page, encoding="utf-8") as file:
        text = file.read()
    seen = set()
    for name, code in FILE.findall(text):
        with open(os.path.join(folder, name), "w") as file:
            file.write(code)
    for match in BLOCK.finditer(text):
        kind, code = match.groups()
        line = text.count("\n", 0, match.start()) + 1
        seen.add(kind)
        source = os.path.join(folder, "%s-%d.cpp" % (check, line))
        with open(source, "w") as file:
            file.write(code)
        code, output = reports(tidy, check, source)
        warned = "[gridlock-%s]" % check in output
        if code != 0 or "error:" in output:
            yield "%s:%d: does not compile:\n%s" % (page, line, output)
        elif warned != (kind == "bad"):
            yield "%s:%d: a %s block %s:\n%s" % (
                page, line, kind, "is reported" if warned else "is not reported", output)
    for kind in {"bad", "good"} - seen:
        yield "%s: has no block that opens with ```cpp %s" % (page, kind)


def main():
    words = sys.argv[1:]
    end = words.index("--")
    (pages, folder), but, tidy = words[:2], words[2:end], words[end + 1:]
    os.makedirs(folder, exist_ok=True)
    problems = [problem for page in sorted(glob.glob(os.path.join(pages, "*.md")))
                if os.path.basename(page)[:-len(".md")] not in but
                for problem in problems_of(page, folder, tidy)]
    print("\n".join(problems))
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
