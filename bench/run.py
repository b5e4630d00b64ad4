#!/usr/bin/env python3
# Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

"""What Gridlock's checks cost: CPU time and memory of clang-tidy with them,
beside the same clang-tidy with one trivial check and beside the compiler.

Each file is run with each of the three in turn, several times over, so that
what else the machine does falls on all of them alike. `./dev bench` installs
and builds what this needs.
"""

import argparse
import collections
import json
import os
import platform
import re
import shlex
import shutil
import statistics
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
sys.path.insert(0, os.path.join(ROOT, "examples"))

import real_code  # noqa: E402
import toolchain  # noqa: E402

# Looks at two kinds of nodes and does next to nothing with them; what is left
# is what every check that looks at the syntax tree pays for.
TRIVIAL = "misc-unused-alias-decls"
WAYS = ("compiler", "trivial", "gridlock")
PAGE = os.path.join(ROOT, "docs", "performance.md")
BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"

Cost = collections.namedtuple("Cost", "cpu memory")
# Where the compiler runs: one folder, or each source's own.
Group = collections.namedtuple("Group", "name sources database folder")


# --- What is measured --------------------------------------------------------


def own_sources():
    """Gridlock's own sources, as its build compiles them."""
    with open(os.path.join(toolchain.BUILD, "compile_commands.json")) as file:
        entries = json.load(file)
    inside = os.path.join(ROOT, "lib") + os.sep
    found = [real_code.Source(entry["file"], ROOT, shlex.split(entry["command"]))
             for entry in entries if entry["file"].startswith(inside)]
    return Group("Gridlock", sorted(found, key=lambda source: source.path), toolchain.BUILD,
                 toolchain.BUILD)


def groups(arguments):
    found = []
    for corpus in real_code.CORPORA:
        folder = os.path.join(toolchain.BUILD, "bench", corpus.name.replace(" ", "-"))
        sources = real_code.sources(corpus, toolchain.program("clang++"), folder)
        real_code.write_database(sources, folder)
        found.append(Group(corpus.name, sources, folder, None))
    found.append(own_sources())
    return [group._replace(sources=spread(group.sources, arguments.files))
            for group in found
            if group.sources and arguments.only.lower() in group.name.lower()]


def spread(sources, number):
    """So many of them, from all over the list."""
    if not number or number >= len(sources):
        return sources
    return [sources[i * len(sources) // number] for i in range(number)]


def command(way, source, database, plugin):
    tidy = [toolchain.program("clang-tidy"), "--quiet", "--config={}", "-p", database]
    if way == "compiler":
        return compile_only(source.command)
    if way == "trivial":
        return tidy + ["--checks=-*," + TRIVIAL, source.path]
    return tidy + ["--load", plugin, "--checks=-*,gridlock-*", source.path]


def compile_only(words):
    """The command without its output."""
    kept, skip = [], False
    for word in words:
        if not skip and word not in ("-o", "-c"):
            kept.append(word)
        skip = word == "-o"
    return kept[:1] + ["-fsyntax-only"] + kept[1:]


# --- Measuring ---------------------------------------------------------------


def measure(words, folder):
    """What one process takes, or nothing if the source does not compile."""
    process = subprocess.Popen(words, cwd=folder, stdin=subprocess.DEVNULL,
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        return None
    return Cost(usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def measure_group(group, runs, plugin):
    """For each source that compiles, the costs of each way."""
    costs = {source.path: {way: [] for way in WAYS} for source in group.sources}
    for run in range(runs):
        for source in group.sources:
            if source.path not in costs:
                continue
            for way in WAYS[run % 3:] + WAYS[:run % 3]:
                cost = measure(command(way, source, group.database, plugin),
                               group.folder or os.path.dirname(source.path))
                if not cost:
                    del costs[source.path]
                    break
                costs[source.path][way].append(cost)
        print("%s: run %d of %d" % (group.name, run + 1, runs), file=sys.stderr, flush=True)
    return costs


# --- The table ---------------------------------------------------------------


def median(costs, field):
    return statistics.median(getattr(cost, field) for cost in costs)


def ratio(costs, way, other, field):
    """Of the sums over all files, and the least and most of one file."""
    ours = [median(file[way], field) for file in costs.values()]
    theirs = [median(file[other], field) for file in costs.values()]
    single = [a / b for a, b in zip(ours, theirs)]
    return "%.2f (%.2f-%.2f)" % (sum(ours) / sum(theirs), min(single), max(single))


def cells(name, costs):
    def total(way):
        return sum(median(file[way], "cpu") for file in costs.values())

    def peak(way):
        return max(median(file[way], "memory") for file in costs.values())

    return [name, str(len(costs)),
            " / ".join("%.1f" % total(way) for way in WAYS),
            ratio(costs, "gridlock", "trivial", "cpu"),
            ratio(costs, "gridlock", "compiler", "cpu"),
            " / ".join("%.0f" % peak(way) for way in WAYS),
            ratio(costs, "gridlock", "trivial", "memory")]


HEAD = ["sources", "files", "CPU s: compiler / trivial / Gridlock", "to trivial", "to compiler",
        "peak MiB: compiler / trivial / Gridlock", "to trivial"]


def table(measured):
    together = {path: file for _, costs in measured for path, file in costs.items()}
    rows = [HEAD, ["---"] + ["---:"] * (len(HEAD) - 1)]
    rows += [cells(name, costs) for name, costs in measured if costs]
    rows += [cells("together", together)]
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)


def processor():
    with open("/proc/cpuinfo") as file:
        found = re.search(r"^model name\s*:\s*(.*)$", file.read(), re.MULTILINE)
    return found.group(1) if found else platform.machine()


def conditions(arguments):
    return ("LLVM %s on %s, %d cores; medians of %d runs; the trivial check is `%s`."
            % (toolchain.cache_entry("GRIDLOCK_LLVM"), processor(), os.cpu_count(),
               arguments.runs, TRIVIAL))


def write(text):
    with open(PAGE) as file:
        page = file.read()
    before, rest = page.split(BEGIN)
    after = rest.split(END)[1]
    with open(PAGE, "w") as file:
        file.write("%s%s\n%s\n%s%s" % (before, BEGIN, text, END, after))


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=5, help="runs of each (5)")
    parser.add_argument("--files", type=int, default=12,
                        help="files of each kind, 0 for all (12)")
    parser.add_argument("--only", default="", metavar="NAME", help="only sources of this name")
    parser.add_argument("--write", action="store_true", help="put the table into the docs")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        # A copy, since the build may go on meanwhile.
        plugin = shutil.copy(toolchain.PLUGIN, folder)
        measured = [(group.name, measure_group(group, arguments.runs, plugin))
                    for group in groups(arguments)]
    if not any(costs for _, costs in measured):
        sys.exit("No source compiles.")
    text = conditions(arguments) + "\n\n" + table(measured)
    print(text)
    if arguments.write:
        write(text)


if __name__ == "__main__":
    main()
