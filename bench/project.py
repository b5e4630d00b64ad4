#!/usr/bin/env python3
# Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

"""What the analysis of whole projects costs: time and memory of gridlock over
made-up projects of several sizes, cold, unchanged and with one changed source,
beside the compiler on the same sources; or over a database that exists.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
sys.path.insert(0, os.path.join(ROOT, "examples"))

import toolchain  # noqa: E402

GRIDLOCK = os.path.join(toolchain.BUILD, "bin", "gridlock")
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
struct Pool { template <typename F> Future submit(F Task); };
}
struct Stage { virtual ~Stage(); virtual void run(bench::Pool &P) = 0; };
"""


def unit(index, units, functions):
    """Calls go down the unit, and from its end into the next one; some are
    virtual, some are tasks. Each hundredth unit waits in a task."""
    after = (index + 1) % units
    lines = ['#include "bench.h"', "void unit%d(bench::Pool &P);" % after,
             "struct Stage%d : Stage { void run(bench::Pool &P) override; };" % index]
    for number in range(functions):
        below = "step%d_%d(P)" % (index, number - 1)
        if number == 0:
            below = "unit%d(P)" % after if after else "P.submit([] {})"
        elif number % 50 == 0:
            below = "P.submit([&P] { %s; })" % below
        lines.append("void step%d_%d(bench::Pool &P) { %s; }" % (index, number, below))
    top = "step%d_%d(P);" % (index, functions - 1)
    wait = "P.submit([&P] { P.submit([] {}).get(); });" if index % 100 == 7 else ""
    lines.append("void Stage%d::run(bench::Pool &P) { %s %s }" % (index, top, wait))
    lines.append("void unit%d(bench::Pool &P) { %s }" % (index, top if after % 10 else ""))
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
    """One run of a command: its CPU and wall seconds, and the peak of one of its
    processes in MiB."""

    def __init__(self, words, folder):
        began, before = time.time(), resource.getrusage(resource.RUSAGE_CHILDREN)
        process = subprocess.Popen(words, cwd=folder, stdout=subprocess.PIPE,
                                   stderr=subprocess.DEVNULL, text=True)
        self.output = process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        self.code = process.returncode
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        self.cpu = (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
        self.wall = time.time() - began
        self.memory = usage.ru_maxrss / 1024


def compiler(folder, commands):
    """CPU seconds of the compiler over all commands."""
    total = 0
    for entry in commands:
        words = entry.get("arguments") or entry["command"].split()
        kept = [word for index, word in enumerate(words[1:], 1)
                if word not in ("-c", "-o") and words[index - 1] != "-o"]
        total += Run([toolchain.program("clang++"), "-fsyntax-only", *kept],
                     entry["directory"]).cpu
    return total


def size_of(folder):
    return sum(entry.stat().st_size for entry in os.scandir(folder)) / 1024


def measure(name, database, words, touched, with_compiler):
    with tempfile.TemporaryDirectory() as cache:
        command = [GRIDLOCK, "-p", database, "-q", "--cache", cache, *words]
        cold = Run(command, database)
        same = Run(command, database)
        changed = None
        if touched:
            with open(touched, "a") as file:
                file.write("int Changed;\n")
            changed = Run(command, database)
        with open(os.path.join(database, "compile_commands.json")) as file:
            commands = json.load(file)
        base = compiler(database, commands) if with_compiler else None
        cells = [name, str(len(commands)), str(cold.output.count(" warning: ")),
                 "%.1f" % cold.cpu, "%.2f" % (cold.cpu / base) if base else "",
                 "%.2f" % same.cpu, "%.1f %%" % (100 * same.cpu / cold.cpu),
                 "%.2f" % changed.cpu if changed else "",
                 "%.0f" % same.memory, "%.1f" % (size_of(cache) / len(commands))]
    print("| " + " | ".join(cells) + " |", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--units", type=int, nargs="*", default=[100, 1000, 10000])
    parser.add_argument("--functions", type=int, default=100, help="of each unit (100)")
    parser.add_argument("--compiler", action="store_true", help="run the compiler too")
    parser.add_argument("--database", metavar="FOLDER", help="measure this one instead")
    arguments = parser.parse_args()
    head = ["project", "units", "findings", "cold, CPU s", "to compiler", "unchanged, CPU s",
            "to cold", "one changed, CPU s", "peak of the link, MiB", "cache, KiB a unit"]
    print("| " + " | ".join(head) + " |\n|" + " --- |" + " ---: |" * (len(head) - 1))
    if arguments.database:
        measure(os.path.basename(arguments.database), arguments.database, [], None,
                arguments.compiler)
        return
    for units in arguments.units:
        with tempfile.TemporaryDirectory() as folder:
            write_project(folder, units, arguments.functions)
            measure("%d units of %d functions" % (units, arguments.functions), folder,
                    ["--models=" + os.path.join(folder, "bench.yaml")],
                    os.path.join(folder, "unit0.cpp"), arguments.compiler)


if __name__ == "__main__":
    main()
