#!/usr/bin/env python3
# Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

"""Runs clang-tidy on one source and compares its reports with the comments
that expect them. Any other report, error or output fails the test.

In a test:   // RUN: %check CHECKS %s [clang-tidy options] [-- compiler flags]

CHECKS is a list of check names without `gridlock-`, with commas. C++20 unless
the flags say otherwise. Expectations stand in the source, or in files that it
includes with quotes, at the end of the line they speak of:

    // WARN: text              a warning on this line, whose message has the text
    // WARN@+1: text           ... on the next line; @-2: two lines above
    // WARN[get]: text         ... whose place is the word `get`
    // WARN(a): text           ... whose notes are all told, in order, by
    // NOTE(a,1): text         its first note, here; NOTE(a,2), ... follow
    // NOTE: text              some warning has this note here
    // ERROR: text             a compile error

{{...}} in a text is a regular expression, the rest is taken literally. Notes
count only where a NOTE or a label asks for them.
"""

import os
import re
import subprocess
import sys

TIMEOUT_SECONDS = 240
FIX = "fix: "  # what follows the chain; test/Fix tells it

EXPECTATION = re.compile(
    r"//\s*(WARN|NOTE|ERROR)"
    r"(?:\((?P<label>\w+)(?:,\s*(?P<index>\d+))?\))?"
    r"(?:\[(?P<word>[^\]]*)\])?"
    r"(?:@(?P<offset>[+-]\d+))?"
    r":\s*(?P<text>.*?)\s*(?=//\s*(?:WARN|NOTE|ERROR)\W|$)")
DIAGNOSTIC = re.compile(
    r"^(?P<file>[^:\n]+):(?P<line>\d+):(?P<column>\d+): "
    r"(?P<level>warning|error|fatal error|note): (?P<text>.*?)"
    r"(?: \[(?P<check>[-\w.,]+)\])?$")
HARMLESS = re.compile(
    r"^(?:\d+ (?:warnings?|errors?)(?: and \d+ errors?)? generated\.|"
    r"Suppressed \d+ warnings.*|Use -header-filter.*|"
    r"Error while processing .*|"
    r"Found compiler error\(s\)\.|)$")
INCLUDE = re.compile(r'^\s*#\s*include\s*"([^"]+)"', re.MULTILINE)


class Expectation:
    def __init__(self, file, line, match):
        self.level = {"WARN": "warning", "NOTE": "note", "ERROR": "error"}[match.group(1)]
        self.file, self.line = file, line + int(match.group("offset") or 0)
        self.label, self.word = match.group("label"), match.group("word")
        self.index = int(match.group("index") or 0)
        self.text = match.group("text")
        parts = re.split(r"\{\{(.*?)\}\}", self.text)
        self.pattern = re.compile("".join(
            part if i % 2 else re.escape(part) for i, part in enumerate(parts)))

    def fits(self, report):
        return (self.level == report.level and self.file == report.file and
                self.line == report.line and self.pattern.search(report.text) and
                (self.word is None or self.word == report.word()))

    def __str__(self):
        label = "(%s)" % self.label if self.label else ""
        if self.index:
            label = "(%s,%d)" % (self.label, self.index)
        word = " at '%s'" % self.word if self.word else ""
        return "%s:%d: %s%s%s: %s" % (os.path.basename(self.file), self.line,
                                      self.level, label, word, self.text)


class Report:
    def __init__(self, match):
        self.file = os.path.realpath(match.group("file"))
        self.line, self.column = int(match.group("line")), int(match.group("column"))
        self.level = match.group("level").replace("fatal ", "")
        self.text = match.group("text")
        self.notes = []

    def word(self):
        """The source word that the report points at."""
        with open(self.file, "rb") as file:
            line = file.read().splitlines()[self.line - 1]
        rest = line[self.column - 1:].decode(errors="replace")
        return re.match(r"\w*|.", rest).group() or rest[:1]

    def __str__(self):
        return "%s:%d:%d: %s: %s" % (os.path.basename(self.file), self.line,
                                     self.column, self.level, self.text)


def read_expectations(source):
    expectations, seen, left = [], set(), [os.path.realpath(source)]
    while left:
        path = left.pop()
        if path in seen or not os.path.exists(path):
            continue
        seen.add(path)
        with open(path, encoding="utf-8", errors="replace") as file:
            text = file.read()
        for number, line in enumerate(text.splitlines(), 1):
            expectations += [Expectation(path, number, match)
                             for match in EXPECTATION.finditer(line)]
        folder = os.path.dirname(path)
        left += [os.path.realpath(os.path.join(folder, name))
                 for name in INCLUDE.findall(text)]
    return expectations


def read_reports(output):
    """The reports with their notes, and the lines that are neither."""
    reports, strange = [], []
    for line in output.splitlines():
        match = DIAGNOSTIC.match(line)
        if not match:
            # After a report come lines of source, in LLVM 14 and 16 with no
            # mark to tell them by.
            if not reports:
                strange.append(line)
            continue
        report = Report(match)
        if report.level == "note" and reports:
            reports[-1].notes.append(report)
        else:
            reports.append(report)
    return reports, strange


def compare_notes(warning, label, expectations):
    expected = sorted((e for e in expectations
                       if e.level == "note" and e.label == label),
                      key=lambda e: e.index)
    told = [n for n in warning.notes if not n.text.startswith(FIX)]
    fits = (len(expected) == len(told) and
            all(e.fits(n) for e, n in zip(expected, told)))
    if fits:
        return []
    return (["the notes of (%s) differ. Expected:" % label] +
            ["    " + str(e) for e in expected] + ["  came:"] +
            ["    " + str(n) for n in told])


def compare(expectations, reports):
    problems, left = [], list(reports)
    for expectation in expectations:
        if expectation.level == "note":
            continue
        fitting = next((r for r in left if expectation.fits(r)), None)
        if not fitting:
            problems.append("expected, but did not come: %s" % expectation)
            continue
        left.remove(fitting)
        if expectation.label:
            problems += compare_notes(fitting, expectation.label, expectations)
    problems += ["came, but is not expected: %s" % r for r in left]

    notes = [n for r in reports for n in r.notes]
    problems += ["expected, but did not come: %s" % e for e in expectations
                 if e.level == "note" and not e.label and
                 not any(e.fits(n) for n in notes)]
    labels = {e.label for e in expectations if e.level != "note"}
    problems += ["no warning has the label of: %s" % e for e in expectations
                 if e.level == "note" and e.label and e.label not in labels]
    return problems


def split_command_line(words):
    """TIDY... -- CHECKS SOURCE [options] [-- flags]"""
    end = words.index("--")
    tidy, rest = words[:end], words[end + 1:]
    flags = []
    if "--" in rest:
        end = rest.index("--")
        rest, flags = rest[:end], rest[end + 1:]
    if len(rest) < 2:
        sys.exit(__doc__)
    return tidy, rest[0], rest[1], rest[2:], flags


def run_tidy(command):
    try:
        ended = subprocess.run(command, text=True, timeout=TIMEOUT_SECONDS,
                               errors="replace", stdin=subprocess.DEVNULL,
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    except subprocess.TimeoutExpired:
        sys.exit("clang-tidy did not end within %d s" % TIMEOUT_SECONDS)
    return ended.returncode, ended.stdout, ended.stderr


def main():
    tidy, checks, source, options, flags = split_command_line(sys.argv[1:])
    if not any(flag.startswith("-std=") for flag in flags):
        flags.insert(0, "-std=c++20")
    names = ",".join("gridlock-" + name for name in checks.split(","))
    command = tidy + ["--quiet", "--use-color=false", "--checks=-*," + names]
    # No .clang-tidy of a folder above, unless the test wants one.
    for option, default in (("config", "{}"), ("header-filter", ".*")):
        if not any(o.lstrip("-").startswith(option) for o in options):
            command.append("--%s=%s" % (option, default))
    command += options + [source, "--"] + flags
    code, output, errors = run_tidy(command)

    expectations = read_expectations(source)
    reports, strange = read_reports(output)
    strange += [line for line in errors.splitlines() if not HARMLESS.match(line)]
    problems = compare(expectations, reports)
    problems += ["strange output: " + line for line in strange[:5]]
    broken = any(e.level == "error" for e in expectations)
    if code != 0 and not broken:
        problems.append("clang-tidy ended with code %d" % code)
    if problems:
        print("\n".join(problems))
        print("\nThe output of clang-tidy:\n%s%s" % (output, errors))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
