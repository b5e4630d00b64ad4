# Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

"""Programs that share their files, each in a namespace of its own, so that the
compiler and the analyser start once for all of them."""

import collections
import json
import os
import re
import shutil
import subprocess
import sys
import threading

import truth
from libraries import LIBRARIES
from program import WAIT

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.append(os.path.join(HERE, os.pardir, "Fix", "Inputs"))
import fixes  # noqa: E402

WARNING = re.compile(r"^(\S+?):(\d+):\d+: warning: (.*) \[(gridlock-[\w-]+)\]$", re.M)
ERROR = re.compile(r"^(\S+?):(\d+):\d+: (?:fatal )?error: (.*)$", re.M)

# One program and what came of it. verdict: seen, silent, missed, false, or why
# it was discarded; reports: (line of the program's text, check, message);
# offers: the edits that are offered.
Result = collections.namedtuple("Result", "choices program verdict outcome reports offers text")

# One edit of a program. message: of the warning or the note that has it; edits:
# (part, offset, length, text), or None where it reaches out of the program.
Offer = collections.namedtuple("Offer", "message edits")


class Tools:
    """The programs that are used. folder: where everything is written."""

    def __init__(self, folder, build, clang, tidy):
        self.folder, self.clang, self.tidy = folder, clang, tidy
        self.plugin = os.path.join(build, "lib", "GridlockTidy.so")
        self.gridlock = os.path.join(build, "bin", "gridlock")
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


class Source:
    """One file of a batch. head, tail: what stands around the programs; texts:
    what stands here of each of them."""

    def __init__(self, path, head, texts, tail=""):
        self.path, self.text = path, head + "".join(texts) + tail
        self.lines, self.offsets = [], []
        line, offset = head.count("\n") + 1, len(head)
        for text in texts:
            self.lines.append(range(line, line + text.count("\n")))
            self.offsets.append(range(offset, offset + len(text)))
            line, offset = self.lines[-1].stop, self.offsets[-1].stop

    def write(self):
        with open(self.path, "w") as file:
            file.write(self.text)


def owner(ranges, place):
    """(number, how far in it) of the range that a line or an offset is in."""
    return next(((i, place - one.start) for i, one in enumerate(ranges) if place in one), None)


class Batch:
    """Programs of one standard of C++, one library, and as many files. number:
    the name of the files."""

    def __init__(self, tools, number, made):
        self.tools, self.made = tools, made
        self.standard, self.library = made[0][1].standard, made[0][1].library
        self.base = os.path.join(tools.folder, "batch-%s" % number)
        self.binary = self.base

    def write(self):
        parts = [program.parts() for _, program in self.made]
        table = "extern void (*const programs[])();\nvoid (*const programs[])() = {%s};\n" \
            % ", ".join("&%s::run" % program.space for _, program in self.made)
        texts = [list(column) for column in zip(*parts)]
        if len(texts) == 1:
            # The precompiled header comes first.
            self.files = [Source(self.base + ".cpp", "\n", texts[0], table)]
        else:
            include = '#include "%s.h"\n' % os.path.basename(self.base)
            self.files = [Source(self.base + ".h", "#pragma once\n", texts[0]),
                          Source(self.base + ".cpp", include, texts[1], table),
                          Source(self.base + "-far.cpp", include, texts[2])]
        self.sources = [one.path for one in self.files if one.path.endswith(".cpp")]
        for one in self.files:
            one.write()

    def find(self, path, line):
        """(number, line of the text) of the program that has this line."""
        for part, source in enumerate(self.files):
            found = owner(source.lines, line) if source.path == path else None
            if found:
                number, line = found
                return number, line + 1 + sum(len(one.lines[number]) for one in self.files[:part])
        return None

    def flags(self):
        return self.tools.flags(self.standard, self.library)

    def precompiled(self):
        return ["-include-pch", self.tools.header(self.standard, self.library)]

    def compile(self):
        """Compiles; returns number -> error of the programs that are wrong."""
        done = subprocess.run(
            [self.tools.clang, *self.flags(), *self.precompiled(), "-ferror-limit=0",
             *self.tools.linker, *self.sources, self.tools.runtime,
             *LIBRARIES[self.library].link, "-o", self.binary], text=True, stderr=subprocess.PIPE)
        if not done.returncode:
            return {}
        errors = {}
        for found in ERROR.finditer(done.stderr):
            place = self.find(found.group(1), int(found.group(2)))
            if place:
                errors.setdefault(place[0], "line %d: %s" % (place[1], found.group(3)))
        # An error in a template that stands elsewhere: notes tell who asked.
        if not errors:
            for found in re.finditer(r"(%s\S*?):(\d+):" % re.escape(self.base), done.stderr):
                place = self.find(found.group(1), int(found.group(2)))
                if place:
                    errors.setdefault(place[0], done.stderr[:2000])
        if not errors:
            raise RuntimeError("cannot compile %s:\n%s" % (self.base, done.stderr[:4000]))
        return errors

    def analyse(self):
        """number -> [(line of the program, check, message)], number -> [Offer]."""
        found, offered = self.as_one_unit() if len(self.files) == 1 else self.as_project()
        reports, offers = ({i: [] for i in range(len(self.made))} for _ in range(2))
        for path, line, check, message in found:
            place = self.find(path, line)
            if place is None:
                raise RuntimeError("a report outside of the programs: %s:%d: %s" % (
                    path, line, message))
            reports[place[0]].append((place[1], check, message))
        for message, replacements in offered:
            self.offer(message, replacements, offers)
        return reports, offers

    def offer(self, message, replacements, offers):
        """Adds one edit to those of its program."""
        numbers, edits = set(), []
        for path, offset, length, text in replacements:
            for part, source in enumerate(self.files):
                place = owner(source.offsets, offset) if source.path == path else None
                if place:
                    numbers.add(place[0])
                    edits.append((part, place[1], length, text))
        for number in numbers:
            whole = len(numbers) == 1 and len(edits) == len(replacements)
            offers[number].append(Offer(message, edits if whole else None))

    def as_one_unit(self):
        """What clang-tidy tells: [(path, line, check, message)], and
        [(message, [(path, offset, length, text)])]."""
        exported = self.base + ".yaml"
        text, edits = fixes.export(
            [self.tools.tidy, "--load=" + self.tools.plugin, "--header-filter=.*"],
            self.sources[0], [*self.flags(), *self.precompiled()], exported)
        found = [(m.group(1), int(m.group(2)), m.group(4), m.group(3))
                 for m in WARNING.finditer(text)]
        return found, [(one.check if one.on_warning else one.message, one.replacements)
                       for one in edits]

    def as_project(self):
        """The same, of all files together."""
        folder = self.base + "-project"
        os.makedirs(folder, exist_ok=True)
        runtime = os.path.join(HERE, "Inputs", "runtime.h")
        with open(os.path.join(folder, "compile_commands.json"), "w") as file:
            json.dump([{"directory": self.tools.folder, "file": source, "arguments": [
                self.tools.clang, *self.flags(), "-include", runtime, "-c", source]}
                for source in self.sources], file)
        done = subprocess.run(
            [self.tools.gridlock, "-p", folder, "--cache=", "--checks=-*,gridlock-*",
             "--header-filter=.*", "--format=json", "-q", "-j", "1"], text=True,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        if done.returncode > 1:
            raise RuntimeError("gridlock fails on %s:\n%s" % (self.base, done.stderr[-2000:]))
        told = json.loads(done.stdout)
        path = lambda place: os.path.join(told["root"], place["file"])
        found = [(path(one), one["line"], one["check"], one["message"])
                 for one in told["findings"]]
        return found, [
            (one["check"] if fix["keepsBehaviour"] else fix["message"],
             [(path(edit), edit["offset"], edit["length"], edit["text"]) for edit in fix["edits"]])
            for one in told["findings"] for fix in one["fixes"]]

    def results(self):
        """A Result for each program."""
        results = []
        self.write()
        errors = self.compile()
        if errors:
            for number in sorted(errors):
                choices, program = self.made[number]
                results.append(Result(choices, program, "does not compile",
                                      errors[number], [], [], program.text()))
            self.made = [m for i, m in enumerate(self.made) if i not in errors]
            return results + (self.results() if self.made else [])
        reports, offers = self.analyse()
        outcomes = truth.observe(self.binary, range(len(self.made)))
        for number, (choices, program) in enumerate(self.made):
            text = program.text()
            outcome = outcomes[number]
            verdict = judge(program, text, outcome, reports[number])
            results.append(Result(choices, program, verdict, outcome, reports[number],
                                  offers[number], text))
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
