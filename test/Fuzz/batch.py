# Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

"""Programs that share one source, each in a namespace of its own, so that the
compiler and clang-tidy start once for all of them."""

import collections
import os
import re
import shutil
import subprocess
import threading

import truth
from libraries import LIBRARIES
from program import WAIT

HERE = os.path.dirname(os.path.abspath(__file__))
WARNING = re.compile(r"^(\S+?):(\d+):\d+: warning: (.*) \[(gridlock-[\w-]+)\]$", re.M)
ERROR = re.compile(r"^(\S+?):(\d+):\d+: (?:fatal )?error: (.*)$", re.M)

# One program and what came of it. verdict: seen, silent, missed, false, or why
# it was discarded; reports: (line of the program's text, check, message).
Result = collections.namedtuple("Result", "choices program verdict outcome reports text")


class Tools:
    """The programs that are used. folder: where everything is written."""

    def __init__(self, folder, clang, tidy, plugin):
        self.folder, self.clang, self.tidy, self.plugin = folder, clang, tidy, plugin
        os.makedirs(folder, exist_ok=True)
        self.linker = ["-fuse-ld=lld"] if shutil.which("ld.lld") else []
        self.runtime = os.path.join(folder, "runtime.o")
        self.run([clang, "-std=c++17", "-O1", "-c", os.path.join(HERE, "Inputs", "runtime.cpp"),
                  "-o", self.runtime])
        self.headers, self.making = {}, threading.Lock()

    def run(self, command):
        subprocess.run(command, check=True)

    def header(self, standard, library):
        """The precompiled header; it is made when it is needed."""
        with self.making:
            path = self.headers.get((standard, library))
            if not path:
                path = os.path.join(self.folder, "runtime%s%s.pch" % (standard, library))
                self.run([self.clang, *self.flags(standard, library), "-x", "c++-header",
                          os.path.join(HERE, "Inputs", "runtime.h"), "-o", path])
                self.headers[standard, library] = path
        return path

    def flags(self, standard, library):
        return ["-std=c++" + standard, "-O0", "-w", "-pthread", *LIBRARIES[library].flags]


def positions(programs, first):
    """Where each program stands in one source, and where it waits."""
    line, where = first, []
    for program in programs:
        lines = program.text().count("\n")
        where.append(range(line, line + lines))
        line += lines
    return where


class Batch:
    """Programs of one standard of C++ and one library. number: the name of its
    files."""

    def __init__(self, tools, number, made):
        self.tools, self.made = tools, made
        self.standard, self.library = made[0][1].standard, made[0][1].library
        base = os.path.join(tools.folder, "batch-%s" % number)
        self.source, self.binary = base + ".cpp", base

    def write(self):
        # The precompiled header comes first.
        text = "\n".join("" for _ in range(2))
        self.where = positions([p for _, p in self.made], text.count("\n") + 1)
        text += "".join(p.text() for _, p in self.made)
        text += "extern void (*const programs[])();\nvoid (*const programs[])() = {%s};\n" \
            % ", ".join("&%s::run" % p.space for _, p in self.made)
        with open(self.source, "w") as file:
            file.write(text)

    def owner(self, line):
        return next((i for i, lines in enumerate(self.where) if line in lines), None)

    def compile(self):
        """Compiles; returns number -> error of the programs that are wrong."""
        header = self.tools.header(self.standard, self.library)
        done = subprocess.run(
            [self.tools.clang, *self.tools.flags(self.standard, self.library), "-include-pch",
             header, "-ferror-limit=0", *self.tools.linker, self.source, self.tools.runtime,
             *LIBRARIES[self.library].link, "-o", self.binary], text=True, stderr=subprocess.PIPE)
        if not done.returncode:
            return {}
        errors = {}
        for found in ERROR.finditer(done.stderr):
            number = self.owner(int(found.group(2))) if self.source == found.group(1) else None
            if number is not None:
                errors.setdefault(number, "line %d: %s" % (
                    int(found.group(2)) - self.where[number][0] + 1, found.group(3)))
        # An error in a template that stands elsewhere: notes tell who asked.
        if not errors:
            for found in re.finditer(re.escape(self.source) + r":(\d+):", done.stderr):
                number = self.owner(int(found.group(1)))
                if number is not None:
                    errors.setdefault(number, done.stderr[:2000])
        if not errors:
            raise RuntimeError("cannot compile %s:\n%s" % (self.source, done.stderr[:4000]))
        return errors

    def analyse(self):
        """number -> [(line of the program, check, message)]."""
        done = subprocess.run(
            [self.tools.tidy, "--quiet", "--load=" + self.tools.plugin,
             "--checks=-*,gridlock-*", "--header-filter=.*", self.source, "--",
             *self.tools.flags(self.standard, self.library), "-include-pch",
             self.tools.header(self.standard, self.library)], text=True, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE)
        if done.returncode:
            raise RuntimeError("clang-tidy fails on %s:\n%s%s" % (
                self.source, done.stdout[-2000:], done.stderr[-2000:]))
        reports = {i: [] for i in range(len(self.made))}
        for found in WARNING.finditer(done.stdout):
            line = int(found.group(2))
            number = self.owner(line)
            if number is None:
                raise RuntimeError("a report outside of the programs: " + found.group(0))
            reports[number].append((line - self.where[number][0] + 1, found.group(4),
                                    found.group(3)))
        return reports

    def results(self):
        """A Result for each program."""
        results = []
        self.write()
        errors = self.compile()
        if errors:
            for number in sorted(errors):
                choices, program = self.made[number]
                results.append(Result(choices, program, "does not compile",
                                      errors[number], [], program.text()))
            self.made = [m for i, m in enumerate(self.made) if i not in errors]
            return results + (self.results() if self.made else [])
        reports = self.analyse()
        outcomes = truth.observe(self.binary, range(len(self.made)))
        for number, (choices, program) in enumerate(self.made):
            text = program.text()
            outcome = outcomes[number]
            results.append(Result(choices, program, judge(
                program, text, outcome, reports[number]), outcome, reports[number], text))
        os.unlink(self.binary)
        return results


def judge(program, text, outcome, reports):
    """What the reports are worth, given what the program really does."""
    if outcome == "crashed" and program.crashes:
        outcome = "hung"
    if outcome not in ("ended", "stalled", "hung"):
        return outcome
    if program.hangs != (outcome != "ended"):
        return "not as meant"
    lines = text.splitlines()
    right = [r for r in reports if WAIT in lines[r[0] - 1]]
    if outcome == "ended":
        return "false" if reports else "silent"
    if len(right) < len(reports):
        return "false"
    if not right:
        return "missed"
    return "seen" if any(check in program.checks for _, check, _ in right) else "other check"
