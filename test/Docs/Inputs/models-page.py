# Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

"""models-page.py ROOT FOLDER -- CLANG-TIDY...

The page of the models tells each key that the reader knows. Its example is run:
blocks that open with a file's name are files, `cpp bad` is reported, `cpp good`
is not, and the broken model gives the errors that the page shows."""

import os
import re
import subprocess
import sys

FILE = re.compile(r"^```(?:cpp|yaml) (\w+\.\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"^```cpp (bad|good)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
ERRORS = re.compile(r"^```text\n(.*?)^```$", re.MULTILINE | re.DOTALL)
KEY = re.compile(r'(?:Key(?:<\w+>)?\(|\{)"([a-z-]+)"')
WORD = re.compile(r'\{"([a-z]+)", (?:TypeKind|WaitMode|Need)::|\.Case\("([a-z ]+)"')


def untold(root, page):
    """The keys, kinds and operands that no row of a table tells."""
    known = set()
    for name in ("ModelReader.cpp", "OperandReader.cpp"):
        with open(os.path.join(root, "lib/Models", name), encoding="utf-8") as file:
            text = file.read()
        known |= set(KEY.findall(text)) | {a or b for a, b in WORD.findall(text)}
    if len(known) < 50:
        yield "only %d keys are found in the reader" % len(known)
    for word in sorted(known):
        if not re.search(r"^\|.*`%s`" % re.escape(word), page, re.MULTILINE):
            yield "docs/models.md: no row tells `%s`" % word


def reports(tidy, folder, model, code):
    with open(os.path.join(folder, "example.cpp"), "w") as file:
        file.write(code)
    ended = subprocess.run(
        tidy + ["--quiet", "--checks=-*,gridlock-self-wait",
                "--config={CheckOptions: [{key: gridlock-self-wait.Models, value: %s}]}" % model,
                "example.cpp", "--", "-std=c++17"],
        cwd=folder, text=True, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT)
    return ended.stdout


def wrong(tidy, folder, page):
    for name, text in FILE.findall(page):
        with open(os.path.join(folder, name), "w") as file:
            file.write(text)
    for kind, code in CODE.findall(page):
        output = reports(tidy, folder, "crew.yaml", code)
        if ("[gridlock-self-wait]" in output) != (kind == "bad") or "error:" in output:
            yield "the %s block:\n%s" % (kind, output)
    output = reports(tidy, folder, "broken.yaml", "void nothing() {}\n")
    for line in "".join(ERRORS.findall(page)).splitlines():
        if line not in output:
            yield "not told: %s\nbut:\n%s" % (line, output)


def main():
    root, folder, tidy = sys.argv[1], sys.argv[2], sys.argv[4:]
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(root, "docs/models.md"), encoding="utf-8") as file:
        page = file.read()
    problems = list(untold(root, page)) + list(wrong(tidy, folder, page))
    print("\n".join(problems))
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
