#!/usr/bin/env python3
# Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

"""What the analysis of whole projects costs: time and memory of gridlock over
made-up projects of several sizes, or over databases that exist; the first time,
unchanged, with a header or a source that was touched.

The compiler runs over the same sources at the same time, each on one core, so that
what else the machine does falls on both alike.
"""

import argparse
import contextlib
import functools
import glob
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import threading

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
sys.path.insert(0, os.path.join(ROOT, "examples"))

import toolchain  # noqa: E402

GRIDLOCK = os.path.join(toolchain.BUILD, "bin", "gridlock")
PAGE = os.path.join(ROOT, "docs", "performance.md")
BEGIN, END = "<!-- projects: begin -->", "<!-- projects: end -->"
COLUMNS = ["project", "sources", "findings", "compiler, CPU s", "first run, CPU s",
           "to compiler", "link, CPU s", "unchanged, CPU s", "to first",
           "header touched, CPU s", "source touched, CPU s", "peak MiB: unit, link",
           "cache, KiB a source"]
MODEL = """library: Bench
headers: bench.h
types:
  - name: bench::Pool
    kind: executor
  - name: bench::Future
    kind: future
calls:
  - name: bench::Pool::submit
    submit: {executor: object, task: argument 0, completion: result}
  - name: bench::Future::get
    wait: object
"""
HEADER = """#pragma once
namespace bench {
struct Future { void get(); };
struct Pool { template <typename F> Future submit(F) { return {}; } };
}
struct Stage { virtual ~Stage(); virtual void run(bench::Pool &P) = 0; };
"""


def unit(index, units, functions):
    """Chains of ten calls; some end in a task, some in the next unit. A virtual
    function calls all of them. Each hundredth unit waits in a task."""
    after = (index + 1) % units
    lines = ['#include "bench.h"', "void unit%d(bench::Pool &P);" % after,
             "struct Stage%d : Stage { void run(bench::Pool &P) override; };" % index]
    for number in range(functions):
        below = "step%d_%d(P)" % (index, number - 1)
        if number % 10 == 0:
            below = "P.submit([] {})" if number % 50 else "unit%d(P)" % after if after % 10 else ""
        lines.append("void step%d_%d(bench::Pool &P) { %s; }" % (index, number, below))
    tops = " ".join("step%d_%d(P);" % (index, number) for number in range(9, functions, 10))
    wait = "P.submit([&P] { P.submit([] {}).get(); });" if index % 100 == 7 else ""
    lines.append("void Stage%d::run(bench::Pool &P) { %s %s }" % (index, tops, wait))
    lines.append("void unit%d(bench::Pool &P) { step%d_5(P); }" % (index, index))
    return "\n".join(lines) + "\n"


def write_project(folder, units, functions):
    with open(os.path.join(folder, "bench.h"), "w") as file:
        file.write(HEADER)
    with open(os.path.join(folder, "bench.yaml"), "w") as file:
        file.write(MODEL)
    entries = []
    for index in range(units):
        name = "unit%d.cpp" % index
        with open(os.path.join(folder, name), "w") as file:
            file.write(unit(index, units, functions))
        entries.append({"directory": folder, "file": name,
                        "arguments": ["clang++", "-std=c++17", "-c", name]})
    with open(os.path.join(folder, "compile_commands.json"), "w") as file:
        json.dump(entries, file)


class Run:
    """One run of a command: the CPU seconds of it and all that it has started, and
    the peak of the largest of these processes in MiB."""

    def __init__(self, words, folder):
        process = subprocess.Popen(words, cwd=folder, stdout=subprocess.PIPE,
                                   stderr=subprocess.DEVNULL, text=True)
        self.output = process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = self.code = os.waitstatus_to_exitcode(status)
        self.cpu = usage.ru_utime + usage.ru_stime
        self.memory = usage.ru_maxrss / 1024

    @property
    def findings(self):
        return len(re.findall(r"^\S+:\d+:\d+: warning: ", self.output, re.MULTILINE))


class Compiler(threading.Thread):
    """The CPU seconds of the compiler over all commands."""

    def __init__(self, commands):
        super().__init__()
        self.commands, self.cpu = commands, 0
        self.start()

    def run(self):
        for entry in self.commands:
            words = entry.get("arguments") or shlex.split(entry["command"])
            kept = [word for index, word in enumerate(words[1:], 1)
                    if word not in ("-c", "-o") and words[index - 1] != "-o"]
            self.cpu += Run([toolchain.program("clang++"), "-fsyntax-only", *kept],
                            entry["directory"]).cpu


@contextlib.contextmanager
def touched(name):
    """A file with one more line, which says nothing."""
    with open(name) as file:
        before = file.read()
    try:
        with open(name, "a") as file:
            file.write("// touched\n")
        yield
    finally:
        with open(name, "w") as file:
            file.write(before)


def commands_of(database, limit):
    with open(os.path.join(database, "compile_commands.json")) as file:
        return json.load(file)[:limit or None]


def run_touched(command, folder, cache, name):
    """A run with a copy of the cache while a file is touched; none without a file."""
    if not name:
        return None
    copy = cache + "-touched"
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(cache, copy)
    with touched(name):
        return Run([copy if word == cache else word for word in command], folder)


def measure(name, commands, words, header, source, with_compiler):
    """One row of the table."""
    with tempfile.TemporaryDirectory() as folder:
        cache = os.path.join(folder, "cache")
        with open(os.path.join(folder, "compile_commands.json"), "w") as file:
            json.dump(commands, file)
        command = [GRIDLOCK, "-p", folder, "-q", "-j1", "--cache", cache, *words]
        compiler = Compiler(commands) if with_compiler else None
        first = Run(command, folder)
        if compiler:
            compiler.join()
        same = Run(command, folder)
        for solution in glob.glob(os.path.join(cache, "*.solution")):
            os.remove(solution)
        link = Run(command, folder)
        size = sum(entry.stat().st_size for entry in os.scandir(cache)) / 1024
        of_header, of_source = (run_touched(command, folder, cache, name)
                                for name in (header, source))
    print(first.output, file=sys.stderr, end="")
    return [name, str(len(commands)), str(first.findings),
            "%.1f" % compiler.cpu if compiler else "",
            "%.1f" % first.cpu, "%.2f" % (first.cpu / compiler.cpu) if compiler else "",
            "%.2f" % link.cpu, "%.2f" % same.cpu, "%.2f %%" % (100 * same.cpu / first.cpu),
            "%.1f" % of_header.cpu if header else "", "%.1f" % of_source.cpu if source else "",
            "%.0f, %.0f" % (first.memory, link.memory), "%.0f" % (size / len(commands))]


def line(cells):
    return "| " + " | ".join(cells) + " |"


def write(row):
    """Puts a row into the page, in the place of the one for the same project."""
    with open(PAGE) as file:
        before, table, after = re.split("(?:%s|%s)\n" % (BEGIN, END), file.read())
    old = [text for text in table.splitlines()[2:] if text.split(" | ")[0] != "| " + row[0]]
    rows = [line(COLUMNS), "| --- |" + " ---: |" * (len(COLUMNS) - 1), *old, line(row)]
    with open(PAGE, "w") as file:
        file.write("%s%s\n%s\n%s\n%s" % (before, BEGIN, "\n".join(rows), END, after))


def rows(arguments):
    if arguments.database:
        yield measure(arguments.name or os.path.basename(os.path.abspath(arguments.database)),
                      commands_of(arguments.database, arguments.limit), arguments.words,
                      arguments.header, arguments.source, not arguments.without_compiler)
        return
    for units in arguments.units:
        with tempfile.TemporaryDirectory() as folder:
            write_project(folder, units, arguments.functions)
            inside = functools.partial(os.path.join, folder)
            yield measure("made up, {:,} sources".format(units),
                          commands_of(folder, None), ["--models=" + inside("bench.yaml")],
                          inside("bench.h") if units <= 1000 else None, inside("unit0.cpp"),
                          not arguments.without_compiler)


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--units", type=int, nargs="*", default=[100, 1000],
                        help="how many sources are made up (100 1000)")
    parser.add_argument("--functions", type=int, default=100, help="of each source (100)")
    parser.add_argument("--without-compiler", action="store_true")
    parser.add_argument("--database", metavar="FOLDER", help="measure this one instead")
    parser.add_argument("--name", help="of its project")
    parser.add_argument("--limit", type=int, help="only so many of its sources")
    parser.add_argument("--header", metavar="FILE", help="that is touched and restored")
    parser.add_argument("--source", metavar="FILE", help="likewise")
    parser.add_argument("--write", action="store_true", help="into docs/performance.md")
    parser.add_argument("words", nargs="*", help="for gridlock")
    arguments = parser.parse_args()
    print(line(COLUMNS) + "\n|" + " --- |" + " ---: |" * (len(COLUMNS) - 1))
    for row in rows(arguments):
        print(line(row), flush=True)
        if arguments.write:
            write(row)


if __name__ == "__main__":
    main()
