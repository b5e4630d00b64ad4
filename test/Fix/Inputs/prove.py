# Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

"""prove.py [--write] [--no-run] CLANG-TIDY... -- PROGRAM FOLDER -- [compiler flags]

Proves the fixes that are offered for a program. The program hangs; after each
edit it compiles without a warning, ends with code 0, and no check of Gridlock
speaks of it any more. What stands on the warning is also applied by
clang-tidy --fix, and gives the same text.

The last comment of the program, FIXES, tells each fix and what it changes.
--write writes it anew. --no-run compares the texts and leaves out the rest.
"""

import difflib
import os
import re
import subprocess
import sys

import fixes

INPUTS = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(INPUTS, "../../../examples"))
import watchdog  # noqa: E402

EXPECTED = re.compile(r"^// FIXES\n(?://.*\n)*\Z", re.MULTILINE)
WARNING = re.compile(r"warning: .*\[gridlock-[\w-]+\]")
HANG_SECONDS = 1.0


class Prover:
    def __init__(self, program, folder, tidy, flags):
        self.program, self.folder, self.tidy = program, folder, tidy
        self.libraries = [word for word in flags if word.startswith("-l")]
        self.failures = []
        os.makedirs(folder, exist_ok=True)
        with open(program, "rb") as file:
            self.text = file.read()
        self.flags = [word for word in flags if not word.startswith("-l")] + ["-I", INPUTS]

    def fail(self, text):
        self.failures.append(text)

    def write(self, name, text):
        path = os.path.join(self.folder, name)
        with open(path, "wb") as file:
            file.write(text)
        return path

    def build(self, source, name):
        """The binary; None where the compiler says anything."""
        binary = os.path.join(self.folder, name)
        tidy = next(word for word in self.tidy if os.path.basename(word) == "clang-tidy")
        compiler = os.path.join(os.path.dirname(tidy), "clang++")
        ended = subprocess.run(
            [compiler] + self.flags + ["-Wall", "-Wextra", "-Werror", "-pthread", source, "-o",
                                       binary] + self.libraries,
            text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        if ended.returncode:
            self.fail("%s does not compile:\n%s" % (source, ended.stdout))
            return None
        return binary

    def runs(self, source, name, verdict):
        binary = self.build(source, name)
        if not binary:
            return
        outcome = watchdog.watch(binary, HANG_SECONDS, 30.0)
        if outcome.verdict != verdict or (verdict == "ends" and outcome.code):
            self.fail("%s %s, with code %s; expected that it %s\n%s" % (
                source, outcome.verdict, outcome.code, verdict, outcome.output))

    def prove(self, number, fix):
        """One fix, applied to a copy."""
        edited = fixes.apply(self.text, fix.replacements)
        source = self.write("fixed%d.cpp" % number, edited)
        self.runs(source, "fixed%d" % number, "ends")
        said = fixes.export(self.tidy, source, self.flags, source + ".yaml")[0]
        if WARNING.search(said) or " error: " in said:
            self.fail("%s, after: %s\n%s" % (source, fix.message, said))
        if fix.on_warning:
            self.prove_applied(number, edited)

    def prove_applied(self, number, edited):
        """What clang-tidy itself makes of the program."""
        source = self.write("applied%d.cpp" % number, self.text)
        subprocess.run(self.tidy + ["--quiet", "--checks=-*,gridlock-*", "--fix", source, "--"]
                       + self.flags, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        with open(source, "rb") as file:
            applied = file.read()
        if applied.split() != edited.split():
            self.fail("--fix gives another text:\n" + difference(edited, applied))

    def told(self, offered):
        """The comment that tells the fixes."""
        lines = ["FIXES"]
        for fix in offered:
            lines.append("%s: %s" % ("warning" if fix.on_warning else "note", fix.message
                                     if not fix.on_warning else fix.check))
            lines.append(difference(self.text, fixes.apply(self.text, fix.replacements)))
        text = "\n".join(line for line in lines if line)
        return "".join(("// " + line).rstrip() + "\n" for line in text.splitlines())


def difference(before, after):
    lines = difflib.unified_diff(before.decode().splitlines(), after.decode().splitlines(),
                                 n=0, lineterm="")
    return "\n".join(line for line in lines
                     if not line.startswith(("---", "+++", "@@")))


def main():
    arguments = sys.argv[1:]
    options = {option for option in ("--write", "--no-run") if option in arguments}
    arguments = [word for word in arguments if word not in options]
    split = arguments.index("--")
    tidy, (program, folder, _, *flags) = arguments[:split], arguments[split + 1:]
    prover = Prover(program, folder, tidy, flags)
    said, offered = fixes.export(tidy, program, prover.flags, os.path.join(folder, "fixes.yaml"))
    if not WARNING.search(said):
        prover.fail("nothing is reported:\n" + said)
    told = prover.told(offered)
    source = prover.text.decode()
    if "--write" in options:
        source = EXPECTED.sub("", source).rstrip("\n") + "\n\n" + told
        with open(program, "w", encoding="utf-8") as file:
            file.write(source)
        prover.text = source.encode()
    elif not EXPECTED.search(source) or EXPECTED.search(source).group() != told:
        prover.fail("the fixes of the program are\n" + told)
    if "--no-run" not in options:
        if offered:
            prover.runs(prover.write("program.cpp", prover.text), "program", "hangs")
        for number, fix in enumerate(offered):
            prover.prove(number, fix)
    print("\n".join(prover.failures))
    return 1 if prover.failures else 0


if __name__ == "__main__":
    sys.exit(main())
